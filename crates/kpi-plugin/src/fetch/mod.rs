//! Fetches what a source asks for, where the council has granted it.

use crate::wire::{Request, Response};
use kpi_core::Code;
use kpi_core::codes::plugins as codes;

/// Why something was not fetched. Secrets are out of it already.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("the plugin asks for {asked}: {why}")]
    NotGranted { asked: String, why: String },
    #[error("{asked}: {why}")]
    Failed { asked: String, why: String },
    #[error("{asked} was never recorded")]
    NotRecorded { asked: String },
    #[error("the secret `{name}` {why}")]
    Secret { name: String, why: String },
    #[error("the plugin asks for {found} things, and {most} is the most")]
    TooMany { found: usize, most: usize },
    #[error("the plugin has asked for more {found} times, and {most} is the most")]
    TooOften { found: usize, most: usize },
}

impl FetchError {
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::NotGranted { .. } => codes::REQUEST_NOT_GRANTED,
            Self::Failed { .. } => codes::FETCH_FAILED,
            Self::NotRecorded { .. } => codes::NOT_RECORDED,
            Self::Secret { .. } => codes::SECRET_NOT_GRANTED,
            Self::TooMany { .. } | Self::TooOften { .. } => codes::PLUGIN_ASKS_TOO_MUCH,
        }
    }

    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotRecorded { .. } => Some("run once without --offline".to_owned()),
            _ => None,
        }
    }
}

/// What fetches for one plugin.
#[derive(Debug)]
pub struct Fetcher {}

impl Fetcher {
    pub(crate) fn allow(
        &mut self,
        requests: usize,
        most: usize,
        rounds: usize,
        most_rounds: usize,
    ) -> Result<(), FetchError> {
        if requests > most {
            return Err(FetchError::TooMany { found: requests, most });
        }
        if rounds > most_rounds {
            return Err(FetchError::TooOften { found: rounds, most: most_rounds });
        }
        Ok(())
    }

    pub(crate) fn fetch(&mut self, request: &Request) -> Result<Response, FetchError> {
        Err(FetchError::NotRecorded { asked: request.url.clone() })
    }
}
