//! A place among others: `28/152 (=)` (R40).

use serde::Serialize;
use std::fmt;
use std::str::FromStr;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Rank {
    /// 1 is best.
    pub position: u32,
    /// Among so many, where the source says.
    pub of: Option<u32>,
    /// Shared with others.
    pub tied: bool,
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.position)?;
        if let Some(of) = self.of {
            write!(f, "/{of}")?;
        }
        if self.tied { f.write_str(" (=)") } else { Ok(()) }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a rank such as `28/152` or `28/152 (=)`")]
pub struct NotARank;

impl FromStr for Rank {
    type Err = NotARank;

    fn from_str(text: &str) -> Result<Self, NotARank> {
        let text = text.trim();
        let (body, tied) = match text.strip_suffix("(=)").or_else(|| text.strip_suffix('=')) {
            Some(body) => (body.trim_end(), true),
            None => (text, false),
        };
        let (position, of) = match body.split_once('/') {
            Some((position, of)) => (position, Some(of.trim().parse().map_err(|_| NotARank)?)),
            None => (body, None),
        };
        let position = position.trim().parse().map_err(|_| NotARank)?;
        if position == 0 || of.is_some_and(|of| position > of) {
            Err(NotARank)
        } else {
            Ok(Self { position, of, tied })
        }
    }
}
