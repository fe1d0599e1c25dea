//! Fetches what a source asks for, where the council has granted it.

mod address;
mod file;
mod grant;
mod http;
mod record;
mod secret;
mod url;

pub use address::Network;
pub use grant::{Grant, HostRule, Secret, SecretFrom};

use crate::digest::Digest;
use crate::wire::{Request, Response};
use http::{Came, Client};
use kpi_core::Code;
use kpi_core::codes::plugins::running as codes;
use record::Recordings;
use secret::Secrets;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const REDIRECTS: usize = 5;

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
            Self::NotGranted { .. } => {
                Some("if the plugin should have it, add it to its grant in kpi.toml; if not, ask its author".to_owned())
            }
            Self::NotRecorded { .. } => Some("run once without --offline".to_owned()),
            _ => None,
        }
    }
}

/// Through what the network is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxying {
    /// What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    Environment,
    None,
    Url(String),
}

/// How long and how often kpi asks, and how much it takes.
#[derive(Debug, Clone)]
pub struct NetworkSettings {
    pub proxy: Proxying,
    /// For looking a host up, and for connecting to it.
    pub connect: Duration,
    /// For one answer, to its last byte.
    pub time: Duration,
    pub tries: u32,
    /// Before the second try; twice as long before each one after it.
    pub pause: Duration,
    /// A server that asks for a longer one is not waited for.
    pub longest_pause: Duration,
    /// Bytes of one answer.
    pub body: u64,
    /// Bytes of all answers of a run.
    pub all_bodies: u64,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            proxy: Proxying::Environment,
            connect: Duration::from_secs(10),
            time: Duration::from_secs(60),
            tries: 4,
            pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(60),
            body: 32 << 20,
            all_bodies: 128 << 20,
        }
    }
}

/// Whether answers come from the network or from what was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Live,
    Offline,
}

/// What was fetched, for the audit trail of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// As the plugin asked, without secrets.
    pub url: String,
    pub status: u16,
    pub bytes: u64,
    pub body: Digest,
    pub from: From,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    Network,
    Recording,
    File,
}

/// What fetches for one plugin in one run.
#[derive(Debug)]
pub struct Fetcher {
    root: PathBuf,
    grant: Arc<Grant>,
    settings: NetworkSettings,
    mode: Mode,
    client: Option<Client>,
    secrets: Secrets,
    recordings: Recordings,
    /// How often each request was asked.
    turns: HashMap<Digest, u32>,
    received: u64,
    fetched: Vec<Fetched>,
}

impl Fetcher {
    /// For a plugin of a project; what comes is recorded below `.kpi/recordings` there.
    #[must_use]
    pub fn new(plugin: &str, root: &Path, grant: Grant, settings: NetworkSettings, mode: Mode) -> Self {
        Self {
            root: root.to_owned(),
            grant: Arc::new(grant),
            settings,
            mode,
            client: None,
            secrets: Secrets::default(),
            recordings: Recordings::new(root, plugin),
            turns: HashMap::new(),
            received: 0,
            fetched: Vec::new(),
        }
    }

    /// All that was fetched so far, in its order.
    #[must_use]
    pub fn fetched(&self) -> &[Fetched] {
        &self.fetched
    }

    /// # Errors
    /// Where a plugin wants more than it may, before any of it is fetched.
    pub(crate) fn allow(
        &self,
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

    /// The answer to one request.
    ///
    /// # Errors
    /// Where it was not granted, was never recorded, or cannot be had.
    pub fn fetch(&mut self, request: &Request) -> Result<Response, FetchError> {
        let asked = crate::check::printable(&request.url, 300);
        let most = self.settings.body.min(self.settings.all_bodies.saturating_sub(self.received));
        let (response, from) = match request.url.strip_prefix("file:") {
            Some(path) => {
                let body = file::read(&asked, path, &self.root, &self.grant, most)?;
                (Response { id: request.id.clone(), status: 200, headers: Vec::new(), body }, From::File)
            }
            None => self.ask(&asked, request, most)?,
        };
        self.received += response.body.len() as u64;
        self.fetched.push(Fetched {
            url: asked,
            status: response.status,
            bytes: response.body.len() as u64,
            body: Digest::of(&response.body),
            from,
        });
        Ok(response)
    }

    fn ask(&mut self, asked: &str, request: &Request, most: u64) -> Result<(Response, From), FetchError> {
        let url = Url::parse(&request.url).map_err(|why| FetchError::NotGranted { asked: asked.to_owned(), why })?;
        self.granted(asked, &url)?;
        if let Some((name, _)) = request.headers.iter().find(|(name, _)| is_kpis(name)) {
            let why = format!("the header `{}` is kpi's to write", crate::check::printable(name, 40));
            return Err(FetchError::NotGranted { asked: asked.to_owned(), why });
        }
        let turn = self.turns.entry(Recordings::key(request)).or_insert(0);
        *turn += 1;
        let turn = *turn;
        if self.mode == Mode::Offline {
            // It may have been recorded when more was kept.
            let mut response = self.recordings.find(asked, request, turn)?;
            response.headers.retain(|(name, _)| is_the_plugins(name));
            return Ok((response, From::Recording));
        }
        self.secrets.read(&request.url, &self.grant)?;
        for (_, value) in &request.headers {
            self.secrets.read(value, &self.grant)?;
        }
        let Came { status, headers, body } = self.follow(asked, url, &request.headers, most)?;
        let headers = headers.into_iter().filter(|(name, _)| is_the_plugins(name));
        let headers = headers.map(|(name, value)| (name, self.secrets.out_of(&value))).collect();
        let body = self.secrets.out_of_bytes(body);
        let response = Response { id: request.id.clone(), status, headers, body };
        self.recordings.keep(asked, request, turn, &response)?;
        Ok((response, From::Network))
    }

    /// Asks, and goes where redirects lead, as long as each step is granted.
    fn follow(&mut self, asked: &str, first: Url, headers: &[(String, String)], most: u64) -> Result<Came, FetchError> {
        let mut url = first.clone();
        for step in 0..=REDIRECTS {
            let told = self.told(asked, &url, headers, url.origin != first.origin)?;
            // Secrets are put in where the plugin named them, and never where a server did.
            let path = match step {
                0 => self.secrets.in_path(&url.path, &self.grant, &url).ok_or_else(|| untold(asked, &url))?,
                _ => url.path.clone(),
            };
            // Where a server leads to is said from the place that it was asked for.
            url.path = path;
            let came = self.client(asked)?.get(asked, &format!("{}{}", url.origin, url.path), &told, most)?;
            let location =
                matches!(came.status, 301 | 302 | 303 | 307 | 308).then(|| came.header("location")).flatten();
            let Some(location) = location else { return Ok(came) };
            let shown = crate::check::printable(&self.secrets.out_of(location), 200);
            let leads = |why: String| FetchError::NotGranted {
                asked: asked.to_owned(),
                why: format!("it leads on to {shown}, and {}", self.secrets.out_of(&why)),
            };
            let next = url.join(location).map_err(leads)?;
            self.granted(asked, &next).map_err(|error| match error {
                FetchError::NotGranted { why, .. } => leads(why),
                other => other,
            })?;
            if next.origin != url.origin && self.secrets.out_of(&next.path) != next.path {
                return Err(leads(format!("it would tell {} a secret", next.origin)));
            }
            url = next;
        }
        Err(FetchError::Failed { asked: asked.to_owned(), why: format!("it leads on more than {REDIRECTS} times") })
    }

    /// The headers that are sent. Another host than the one that was asked is told no secret in them.
    fn told(
        &self,
        asked: &str,
        url: &Url,
        headers: &[(String, String)],
        elsewhere: bool,
    ) -> Result<Vec<(String, String)>, FetchError> {
        let mut told = Vec::new();
        for (name, value) in headers {
            let login = name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("cookie");
            if elsewhere && (login || value.contains("{secret:")) {
                continue;
            }
            let value = self.secrets.in_header(value, &self.grant, url).ok_or_else(|| untold(asked, url))?;
            told.push((name.clone(), value));
        }
        Ok(told)
    }

    /// Whether a URL's host was granted. An address that is written out is looked at here, since a proxy would take it on
    /// without asking.
    fn granted(&self, asked: &str, url: &Url) -> Result<(), FetchError> {
        self.grant.host(asked, url)?;
        let host = url.origin.host.as_str();
        let written = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        match written.filter(|address| !self.grant.address(host, *address)) {
            Some(address) => {
                let why = format!("{address} is not in the open network, and was not granted");
                Err(FetchError::NotGranted { asked: asked.to_owned(), why })
            }
            None => Ok(()),
        }
    }

    fn client(&mut self, asked: &str) -> Result<&Client, FetchError> {
        let client = match self.client.take() {
            Some(client) => client,
            None => Client::new(Arc::clone(&self.grant), self.settings.clone())
                .map_err(|why| FetchError::Failed { asked: asked.to_owned(), why })?,
        };
        Ok(self.client.insert(client))
    }
}

fn untold(asked: &str, url: &Url) -> FetchError {
    let why = format!("a secret of the request may not be told to {}", url.origin);
    FetchError::NotGranted { asked: asked.to_owned(), why }
}

/// Headers of an answer that say what came, where more is, and how often one may ask. Any other could let somebody in, as
/// `set-cookie` does: a plugin would hold what nobody granted it, and a recording would keep it.
fn is_the_plugins(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let told = [
        "content-disposition",
        "content-language",
        "content-range",
        "content-type",
        "date",
        "etag",
        "last-modified",
        "link",
        "retry-after",
        "x-count",
        "x-next-page",
        "x-page",
        "x-page-count",
        "x-pagination",
        "x-per-page",
        "x-prev-page",
        "x-total",
        "x-total-count",
        "x-total-pages",
    ];
    told.contains(&name.as_str()) || name.starts_with("ratelimit-") || name.starts_with("x-ratelimit-")
}

/// Headers that say how a message is framed and to whom it goes: a plugin that wrote them could speak to another host, or
/// hide a second request in the first.
fn is_kpis(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let framing = [
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "te",
        "trailer",
        "upgrade",
        "expect",
        "keep-alive",
        "accept-encoding",
    ];
    framing.contains(&name.as_str()) || name.starts_with("proxy-")
}
