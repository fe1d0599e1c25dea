//! One exchange with a server: connected only to an address that was looked at, bounded in time and bytes, tried again
//! where that may help.

use super::grant::Grant;
use super::{FetchError, NetworkSettings, Proxying};
use std::io::Read;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use ureq::http::Uri;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error, Proxy};

/// What came back, before anything is made of it.
pub(crate) struct Came {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Came {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    settings: NetworkSettings,
}

/// A name led to an address that it may not lead to.
#[derive(Debug, thiserror::Error)]
#[error("{host} leads to {address}, which is not in the open network and was not granted")]
struct LeadsInside {
    host: String,
    address: IpAddr,
}

/// Looks a name up and lets through only the addresses that the grant allows. What it returns is what is connected to, so
/// that a name cannot lead elsewhere in between.
#[derive(Debug)]
struct Looked {
    grant: Arc<Grant>,
    /// Who runs kpi chose it, and it stands inside as a rule.
    proxy: Option<(String, u16)>,
}

impl Resolver for Looked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let asked = (host.as_str(), uri.port_u16().unwrap_or(usual));
        if self.proxy.as_ref().is_some_and(|(proxy, port)| (proxy.as_str(), *port) == asked) {
            return Ok(found);
        }
        let mut allowed = self.empty();
        let mut refused = None;
        for address in found.iter() {
            if self.grant.address(&host, address.ip()) {
                allowed.push(*address);
            } else {
                refused = Some(address.ip());
            }
        }
        match refused {
            Some(address) if allowed.is_empty() => Err(Error::Other(Box::new(LeadsInside { host, address }))),
            _ => Ok(allowed),
        }
    }
}

enum Ended {
    Refused(String),
    /// May be otherwise the next time; after so long, if the server says.
    Again(String, Option<Duration>),
    Failed(String),
}

impl Client {
    pub(crate) fn new(grant: Arc<Grant>, settings: NetworkSettings) -> Result<Self, String> {
        let proxy = match &settings.proxy {
            Proxying::None => None,
            Proxying::Environment => Proxy::try_from_env(),
            Proxying::Url(url) => Some(Proxy::new(url).map_err(|_| "the proxy is given by no URL".to_owned())?),
        };
        let looked =
            Looked { grant, proxy: proxy.as_ref().map(|proxy| (proxy.host().to_ascii_lowercase(), proxy.port())) };
        let found = rustls_native_certs::load_native_certs().certs;
        let roots: Vec<Certificate<'static>> = found.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::new_with_certs(&roots))
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Followed by `Fetcher`, one grant at a time.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("kpi/", env!("CARGO_PKG_VERSION")))
            .proxy(proxy)
            .tls_config(tls)
            .timeout_resolve(Some(settings.connect))
            .timeout_connect(Some(settings.connect))
            .timeout_global(Some(settings.time))
            .build();
        Ok(Self { agent: Agent::with_parts(config, DefaultConnector::default(), looked), settings })
    }

    /// Asks until there is an answer, or no sense in asking on.
    pub(crate) fn get(
        &self,
        asked: &str,
        url: &str,
        headers: &[(String, String)],
        most: u64,
    ) -> Result<Came, FetchError> {
        let failed = |why: String| FetchError::Failed { asked: asked.to_owned(), why };
        let mut pause = self.settings.pause;
        let mut tries = 0;
        loop {
            tries += 1;
            let (why, wait) = match self.once(url, headers, most) {
                Ok(came) => return Ok(came),
                Err(Ended::Refused(why)) => return Err(FetchError::NotGranted { asked: asked.to_owned(), why }),
                Err(Ended::Failed(why)) => return Err(failed(why)),
                Err(Ended::Again(why, wait)) => (why, wait),
            };
            if tries >= self.settings.tries {
                return Err(failed(format!("{why}, {tries} times")));
            }
            let wait = wait.unwrap_or(pause);
            if wait > self.settings.longest_pause {
                return Err(failed(format!("{why}, and asks to wait {} seconds", wait.as_secs())));
            }
            std::thread::sleep(wait);
            pause *= 2;
        }
    }

    fn once(&self, url: &str, headers: &[(String, String)], most: u64) -> Result<Came, Ended> {
        let mut request = self.agent.get(url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = request.call().map_err(|error| ended(error, &self.settings))?;
        let status = response.status().as_u16();
        let named = |name: &ureq::http::HeaderName, value: &ureq::http::HeaderValue| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let headers: Vec<(String, String)> =
            response.headers().iter().map(|(name, value)| named(name, value)).collect();
        let mut came = Came { status, headers, body: Vec::new() };
        if matches!(status, 429 | 500 | 502 | 503 | 504) {
            return Err(Ended::Again(
                format!("the server answers {status}"),
                came.header("retry-after").and_then(wait),
            ));
        }
        let too_large = || Ended::Failed(format!("more than {most} bytes come"));
        if response.body().content_length().is_some_and(|length| length > most) {
            return Err(too_large());
        }
        let reader = response.body_mut().with_config().limit(most + 1).reader();
        // A length that the server only says costs no memory.
        let read = reader.take(most + 1).read_to_end(&mut came.body);
        match read {
            Ok(_) if came.body.len() as u64 > most => Err(too_large()),
            Ok(_) => Ok(came),
            Err(_) if came.body.len() as u64 > most => Err(too_large()),
            Err(error) => Err(ended(Error::from(error), &self.settings)),
        }
    }
}

/// In words of kpi's own: those of others may repeat the URL, with its secrets.
fn ended(error: Error, settings: &NetworkSettings) -> Ended {
    match error {
        Error::Other(error) => match error.downcast::<LeadsInside>() {
            Ok(inside) => Ended::Refused(inside.to_string()),
            Err(_) => Ended::Failed("the request could not be made".to_owned()),
        },
        Error::Timeout(ureq::Timeout::Global) => {
            Ended::Again(format!("no whole answer within {} seconds", settings.time.as_secs_f64()), None)
        }
        Error::Timeout(_) => {
            Ended::Again(format!("no connection within {} seconds", settings.connect.as_secs_f64()), None)
        }
        Error::HostNotFound => Ended::Again("the host is not known".to_owned(), None),
        Error::ConnectionFailed => Ended::Again("the host does not answer".to_owned(), None),
        Error::Io(error) => match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => {
                Ended::Again(format!("no whole answer within {} seconds", settings.time.as_secs_f64()), None)
            }
            kind => Ended::Again(format!("the connection broke ({kind})"), None),
        },
        Error::Rustls(error) => Ended::Failed(format!("the host's certificate or encryption is not accepted: {error}")),
        Error::Tls(_) | Error::TlsRequired => Ended::Failed("no encrypted connection can be made".to_owned()),
        Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
            Ended::Failed("the proxy does not pass it on".to_owned())
        }
        Error::LargeResponseHeader(..) => Ended::Failed("the answer's headers are too large".to_owned()),
        Error::Protocol(_) => Ended::Again("what comes is no HTTP".to_owned(), None),
        Error::BodyStalled => Ended::Again("the answer stops in the middle".to_owned(), None),
        Error::Http(_) | Error::BadUri(_) => Ended::Failed("the request is not well formed".to_owned()),
        _ => Ended::Failed("the request could not be made".to_owned()),
    }
}

/// `Retry-After`: seconds, or a date.
fn wait(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(text.trim()).ok()?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let seconds = u64::try_from(date.timestamp()).ok()?.saturating_sub(now.as_secs());
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_name_that_leads_inside_is_not_connected_to() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("its number").port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _gone =
                    stream.and_then(|mut stream| stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
            }
        });
        let settings = NetworkSettings { proxy: Proxying::None, tries: 1, ..NetworkSettings::default() };
        let url = format!("http://localhost:{port}/");
        let ask =
            |grant: Grant| Client::new(Arc::new(grant), settings.clone()).expect("a client").get("it", &url, &[], 10);
        // As if the name had been granted, and led here only after it was looked at.
        let error = ask(Grant::default()).map(drop).expect_err("it leads inside");
        assert!(
            matches!(&error, FetchError::NotGranted { why, .. } if why.starts_with("localhost leads to ")),
            "{error}"
        );
        let addresses =
            ["127.0.0.0/8", "::1"].map(|text| super::super::Network::parse(text).expect("a network")).to_vec();
        assert_eq!(ask(Grant { addresses, ..Grant::default() }).expect("an answer").status, 200);
    }
}
