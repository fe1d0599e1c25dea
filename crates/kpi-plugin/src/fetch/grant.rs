//! What a council lets a plugin ask for.

use super::FetchError;
use super::address::{Network, is_open};
use super::url::{Origin, Url};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;

/// What a plugin may ask for: nothing, unless it is said.
#[derive(Debug, Clone, Default)]
pub struct Grant {
    pub hosts: Vec<HostRule>,
    /// Addresses in the council's own network that the hosts may lead to.
    pub addresses: Vec<Network>,
    /// Files by their path in the project, with forward slashes; `folder/*` for all that stand in a folder.
    pub files: Vec<String>,
    pub secrets: BTreeMap<String, Secret>,
}

/// Where kpi finds a secret, and whom it may be told.
#[derive(Debug, Clone)]
pub struct Secret {
    pub from: SecretFrom,
    /// Empty: all hosts of the grant.
    pub hosts: Vec<HostRule>,
}

#[derive(Debug, Clone)]
pub enum SecretFrom {
    /// A variable of the environment.
    Variable(String),
    /// A file whose content it is, but for the end of the line.
    File(PathBuf),
}

/// A host that may be asked: `api.council.gov.uk`, `*.council.gov.uk`, with a port where it is not the usual one, and
/// with `http://` where it is to be asked in the clear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRule {
    origin: Origin,
    /// Every host whose name ends so.
    below: bool,
}

impl HostRule {
    /// # Errors
    /// Where it is no host; the text says why.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim_end_matches('/');
        let starred = text.replacen("://*.", "://", 1);
        let (plain, below) = match text.strip_prefix("*.") {
            Some(rest) => (rest, true),
            None => (starred.as_str(), starred != text),
        };
        if plain.contains('*') {
            return Err(format!("{text:?} is no host: `*.` stands at its start, or nowhere"));
        }
        let end = plain.find("://").map_or(0, |at| at + 3);
        if plain.get(end..).is_some_and(|rest| rest.contains(['/', '?', '#'])) {
            return Err(format!("{text:?} is more than a host: paths are not granted"));
        }
        let origin = Origin::parse(plain)?;
        if below && !origin.host.contains('.') {
            return Err(format!("{text:?} would be every host there is below a whole domain"));
        }
        Ok(Self { origin, below })
    }

    /// Whether it is for every host below a domain.
    #[must_use]
    pub fn is_many(&self) -> bool {
        self.below
    }

    pub(crate) fn allows(&self, origin: &Origin) -> bool {
        let host = match self.below {
            true => {
                origin.host.strip_suffix(&self.origin.host).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
            false => origin.host == self.origin.host,
        };
        host && origin.scheme == self.origin.scheme && origin.port == self.origin.port
    }
}

impl std::fmt::Display for HostRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let origin = self.origin.to_string();
        let shown = origin.strip_prefix("https://").unwrap_or(&origin);
        match (self.below, shown.split_once("://")) {
            (true, Some((scheme, rest))) => write!(f, "{scheme}://*.{rest}"),
            (true, None) => write!(f, "*.{shown}"),
            (false, _) => f.write_str(shown),
        }
    }
}

impl Grant {
    pub(crate) fn host(&self, asked: &str, url: &Url) -> Result<(), FetchError> {
        if self.hosts.iter().any(|rule| rule.allows(&url.origin)) {
            return Ok(());
        }
        let granted = match self.hosts.as_slice() {
            [] => "and has been granted no host".to_owned(),
            hosts => {
                format!("and has been granted {}", hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
            }
        };
        Err(FetchError::NotGranted {
            asked: asked.to_owned(),
            why: format!("{} was not granted, {granted}", url.origin),
        })
    }

    /// Whether a host may be found at an address: anywhere in the open network; elsewhere where the grant says so, with
    /// the address itself as the host, with `localhost`, or among the addresses.
    pub(crate) fn address(&self, host: &str, address: IpAddr) -> bool {
        let literal = Network::parse(host).is_some_and(|itself| itself.holds(address));
        let named = self.hosts.iter().any(|rule| !rule.below && rule.origin.host == host);
        is_open(address)
            || (named && (literal || (host == "localhost" && address.is_loopback())))
            || self.addresses.iter().any(|network| network.holds(address))
    }

    /// Whether a path of the project may be read.
    pub(crate) fn file(&self, path: &str) -> bool {
        self.files.iter().any(|granted| match granted.strip_suffix("/*") {
            Some(folder) => path
                .strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| !rest.is_empty() && !rest.contains('/')),
            None => granted == path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(rule: &str, url: &str) -> bool {
        HostRule::parse(rule).expect("a host").allows(&Url::parse(url).expect("a URL").origin)
    }

    #[test]
    fn a_host_is_granted_by_its_whole_name_its_port_and_its_scheme() {
        assert!(allows("api.example.org", "https://API.example.org/cases"));
        assert!(!allows("api.example.org", "https://api.example.org.evil.example/"));
        assert!(!allows("api.example.org", "https://evil-api.example.org/"));
        assert!(!allows("api.example.org", "https://sub.api.example.org/"));
        assert!(!allows("api.example.org", "http://api.example.org/"), "in the clear only where it is said");
        assert!(allows("http://api.example.org", "http://api.example.org/"));
        assert!(!allows("http://api.example.org", "https://api.example.org/"));
        assert!(!allows("api.example.org", "https://api.example.org:8443/"));
        assert!(allows("api.example.org:8443", "https://api.example.org:8443/"));
    }

    #[test]
    fn a_star_grants_what_is_below_and_not_what_only_ends_alike() {
        assert!(allows("*.example.org", "https://api.example.org/"));
        assert!(allows("*.example.org", "https://a.b.example.org/"));
        assert!(!allows("*.example.org", "https://example.org/"));
        assert!(!allows("*.example.org", "https://evilexample.org/"));
        assert!(allows("http://*.example.org:81", "http://a.example.org:81/"));
        for wrong in
            ["*", "*.org", "a.*.org", "example.org/path", "https://example.org/path", "ftp://example.org", "a b", ""]
        {
            assert!(HostRule::parse(wrong).is_err(), "{wrong}");
        }
        for text in
            ["api.example.org", "*.example.org", "http://*.example.org:81", "http://127.0.0.1:8080", "localhost:8443"]
        {
            assert_eq!(HostRule::parse(text).expect("a host").to_string(), text);
        }
    }

    #[test]
    fn a_name_that_leads_inside_needs_its_address_granted() {
        let grant = |hosts: &[&str], addresses: &[&str]| Grant {
            hosts: hosts.iter().map(|host| HostRule::parse(host).expect("a host")).collect(),
            addresses: addresses.iter().map(|network| Network::parse(network).expect("a network")).collect(),
            ..Grant::default()
        };
        let inside: IpAddr = "10.1.2.3".parse().expect("an address");
        let named = grant(&["cases.example.org"], &[]);
        assert!(named.address("cases.example.org", "8.8.8.8".parse().expect("an address")));
        assert!(!named.address("cases.example.org", inside));
        assert!(grant(&["cases.example.org"], &["10.1.0.0/16"]).address("cases.example.org", inside));
        assert!(grant(&["10.1.2.3"], &[]).address("10.1.2.3", inside));
        assert!(!grant(&["cases.example.org"], &[]).address("10.1.2.3", inside));
        let here: IpAddr = "127.0.0.1".parse().expect("an address");
        assert!(grant(&["http://localhost:80"], &[]).address("localhost", here));
        assert!(!grant(&["http://*.example.org"], &[]).address("localhost.example.org", here));
    }

    #[test]
    fn files_are_granted_by_name_or_by_folder() {
        let grant = Grant { files: vec!["data/cases.csv".to_owned(), "returns/*".to_owned()], ..Grant::default() };
        assert!(grant.file("data/cases.csv"));
        assert!(grant.file("returns/2024.csv"));
        for path in ["data/other.csv", "data/cases.csv/", "returns/", "returns/deep/2024.csv", "returns", "data"] {
            assert!(!grant.file(path), "{path}");
        }
    }
}
