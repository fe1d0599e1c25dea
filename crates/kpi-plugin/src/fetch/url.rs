//! The parts of a URL that a grant speaks of. Only as much is read as kpi sends on: anything that two readers could
//! take for different hosts is refused.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) const fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Http { "http" } else { "https" })
    }
}

/// Who is spoken to: the same origin may be told the same secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    /// In small letters; an IPv6 address with its brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Origin {
    /// `scheme://host:port` without a path; without a scheme it is `https`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, authority) = match text.split_once("://") {
            Some(("https", rest)) => (Scheme::Https, rest),
            Some(("http", rest)) => (Scheme::Http, rest),
            Some(_) => return Err("only http and https are fetched".to_owned()),
            None => (Scheme::Https, text),
        };
        if authority.contains('@') {
            return Err("a URL with a user in it hides its host".to_owned());
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((address, port)) => (format!("[{address}]"), port.strip_prefix(':')),
            None => match authority.split_once(':') {
                Some((host, port)) => (host.to_owned(), Some(port)),
                None => (authority.to_owned(), None),
            },
        };
        let host = host.to_ascii_lowercase();
        let port = match port {
            Some(digits) if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
                digits.parse().map_err(|_| format!("{digits:?} is no port"))?
            }
            Some(other) => return Err(format!("{other:?} is no port")),
            None => scheme.port(),
        };
        Ok(Self { scheme, host: well_formed(&host)?, port })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.host)?;
        if self.port == self.scheme.port() { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

fn well_formed(host: &str) -> Result<String, String> {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let address: std::net::Ipv6Addr = address.parse().map_err(|_| format!("{host} is no address"))?;
        return Ok(format!("[{address}]"));
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    if host.len() > 253 || !host.split('.').all(label) {
        return Err(format!("{host:?} is no host: names are of ASCII letters, digits, `-` and dots"));
    }
    // 0x7f.1 and 2130706433 are addresses to some readers, and names to others.
    let last = host.rsplit('.').next().unwrap_or(host);
    let numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.starts_with("0x");
    if numeric && host.parse::<std::net::Ipv4Addr>().is_err() {
        return Err(format!("{host:?} is no host: it is neither a name nor a whole address"));
    }
    Ok(host.to_owned())
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) origin: Origin,
    /// From the first `/` or `?`, without a fragment.
    pub(crate) path: String,
}

impl Url {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if let Some(wrong) = text.chars().find(|c| !c.is_ascii_graphic() || *c == '\\') {
            return Err(format!("a URL has no {wrong:?}; it is written with % and two digits"));
        }
        let (_, rest) = text.split_once("://").ok_or("it is neither a URL nor a file that was granted")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let start = text.len() - rest.len();
        let (origin, path) = text.split_at(start + end);
        let path = path.split('#').next().unwrap_or_default();
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { origin: Origin::parse(origin)?, path })
    }

    /// Where a redirect leads.
    pub(crate) fn join(&self, location: &str) -> Result<Self, String> {
        if location.contains("://")
            && location.split("://").next().is_some_and(|s| s.bytes().all(|b| b.is_ascii_alphabetic()))
        {
            return Self::parse(location);
        }
        if location.starts_with("//") {
            return Self::parse(&format!("{}:{location}", self.origin.scheme));
        }
        let before = self.path.split('?').next().unwrap_or_default();
        let path = match location.chars().next() {
            Some('/') => location.to_owned(),
            Some('?') => format!("{before}{location}"),
            Some('#') | None => self.path.clone(),
            Some(_) => format!("{}/{location}", before.rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        Self::parse(&format!("{}{path}", self.origin))
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_as_they_are_sent() {
        let read = |text: &str| Url::parse(text).map(|url| url.to_string());
        assert_eq!(read("https://API.example:443/Cases?page=2#top").as_deref(), Ok("https://api.example/Cases?page=2"));
        assert_eq!(read("http://127.0.0.1:8080").as_deref(), Ok("http://127.0.0.1:8080/"));
        assert_eq!(read("http://[::0001]:80/x").as_deref(), Ok("http://[::1]/x"));
        assert_eq!(read("https://a.example?page=1").as_deref(), Ok("https://a.example/?page=1"));
    }

    #[test]
    fn what_two_readers_could_take_for_different_hosts_is_refused() {
        for text in [
            "https://good.example@evil.example/",
            "https://good.example\\@evil.example/",
            "https://good.example:443@evil.example/",
            "https://good.example%2f.evil.example/",
            "https://gооd.example/",
            "https://good.example\t.evil.example/",
            "https://good.example./",
            "https://good..example/",
            "https:///path",
            "https://good.example:0x50/",
            "https://good.example:99999/",
            "https://good.example:/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://127.1/",
            "http://[::1",
            "http://[fe80::1%25eth0]/",
            "ftp://good.example/",
            "gopher://good.example/",
            "javascript:alert(1)",
            "",
        ] {
            assert!(Url::parse(text).is_err(), "{text}: {:?}", Url::parse(text));
        }
    }

    #[test]
    fn redirects_lead_where_a_browser_would_go() {
        let from = Url::parse("https://a.example/cases/list?page=1").expect("a URL");
        for (location, to) in [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example/x", "https://b.example/x"),
            ("/x", "https://a.example/x"),
            ("?page=2", "https://a.example/cases/list?page=2"),
            ("next", "https://a.example/cases/next"),
            ("#end", "https://a.example/cases/list?page=1"),
            ("x?back=https://a.example", "https://a.example/cases/x?back=https://a.example"),
        ] {
            assert_eq!(from.join(location).map(|url| url.to_string()).as_deref(), Ok(to), "{location}");
        }
        assert!(from.join("file:///etc/passwd").is_err());
    }
}
