//! Secrets: put in on the way out, and taken out of everything that comes back or is said.

use super::FetchError;
use super::grant::{Grant, Secret, SecretFrom};
use super::url::Url;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

const OPEN: &str = "{secret:";

/// The secrets that were read in this run. Its `Debug` names them and says nothing of what they are.
#[derive(Default)]
pub(crate) struct Secrets {
    known: BTreeMap<String, String>,
    /// The ways in which they may come back with what stands for them, the longest first: where one secret is part of
    /// another, the whole is taken out.
    written: Vec<(String, String)>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.known.keys()).finish()
    }
}

impl Secrets {
    /// Reads the secrets that a text names, where the grant has them.
    pub(crate) fn read(&mut self, text: &str, grant: &Grant) -> Result<(), FetchError> {
        for name in named(text)? {
            let secret = granted(grant, name)?;
            if !self.known.contains_key(name) {
                self.know(name, value(name, secret)?);
            }
        }
        Ok(())
    }

    /// A header's value with its secrets, or nothing where the host may not be told one of them.
    pub(crate) fn in_header(&self, text: &str, grant: &Grant, url: &Url) -> Option<String> {
        self.put_in(text, grant, url, ToOwned::to_owned)
    }

    /// The part of a URL after the host, with its secrets written as URLs have them.
    pub(crate) fn in_path(&self, text: &str, grant: &Grant, url: &Url) -> Option<String> {
        self.put_in(text, grant, url, escaped)
    }

    fn put_in(&self, text: &str, grant: &Grant, url: &Url, write: impl Fn(&str) -> String) -> Option<String> {
        let mut whole = text.to_owned();
        for (name, value) in &self.known {
            let place = format!("{OPEN}{name}}}");
            if whole.contains(&place) {
                let secret = grant.secrets.get(name)?;
                let told = secret.hosts.is_empty() || secret.hosts.iter().any(|rule| rule.allows(&url.origin));
                if !told {
                    return None;
                }
                whole = whole.replace(&place, &write(value));
            }
        }
        Some(whole)
    }

    fn know(&mut self, name: &str, value: String) {
        let place = format!("{OPEN}{name}}}");
        self.written.extend(forms(&value).into_iter().map(|form| (form, place.clone())));
        self.written.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
        self.known.insert(name.to_owned(), value);
    }

    /// A text without secrets, whoever wrote it.
    pub(crate) fn out_of(&self, text: &str) -> String {
        // What is taken out and put in is UTF-8, and so is what is left.
        String::from_utf8_lossy(&self.out_of_bytes(text.as_bytes().to_vec())).into_owned()
    }

    /// A body without secrets: a server that repeats what it was sent does not tell the plugin.
    pub(crate) fn out_of_bytes(&self, bytes: Vec<u8>) -> Vec<u8> {
        // Most bytes of a large body start no secret, and are passed over at once.
        let mut starts = [false; 256];
        for first in self.written.iter().filter_map(|(form, _)| form.bytes().next()) {
            if let Some(start) = starts.get_mut(usize::from(first)) {
                *start = true;
            }
        }
        let starts = |byte: &u8| starts.get(usize::from(*byte)).is_some_and(|start| *start);
        let mut clean = Vec::new();
        let mut rest = bytes.as_slice();
        while let Some(at) = rest.iter().position(starts) {
            let (before, from) = rest.split_at(at);
            clean.extend_from_slice(before);
            let found =
                self.written.iter().find_map(|(form, place)| Some((from.strip_prefix(form.as_bytes())?, place)));
            let (taken, after) = match found {
                Some((after, place)) => (place.as_bytes(), after),
                None => from.split_at(1),
            };
            clean.extend_from_slice(taken);
            rest = after;
        }
        if clean.is_empty() {
            return bytes;
        }
        clean.extend_from_slice(rest);
        clean
    }
}

/// A secret as it is, and as URLs, JSON and XML write it.
fn forms(value: &str) -> BTreeSet<String> {
    let percent = escaped(value);
    let xml = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut forms = BTreeSet::from([
        value.to_owned(),
        percent.replace("%20", "+"),
        in_small_hex(&percent),
        percent,
        xml.replace('"', "&quot;"),
        xml,
    ]);
    for slash in ["/", "\\/"] {
        let plain = value.replace('\\', "\\\\").replace('"', "\\\"").replace('/', slash);
        for hex in [|unit: u16| format!("\\u{unit:04x}"), |unit: u16| format!("\\u{unit:04X}")] {
            let mut ascii = String::new();
            for letter in plain.chars() {
                match letter.is_ascii() {
                    true => ascii.push(letter),
                    false => ascii.extend(letter.encode_utf16(&mut [0; 2]).iter().map(|unit| hex(*unit))),
                }
            }
            forms.insert(ascii);
        }
        forms.insert(plain);
    }
    forms
}

/// `%C3%B6` as `%c3%b6`, and the letters around it as they are.
fn in_small_hex(percent: &str) -> String {
    let mut parts = percent.split('%');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        text.push_str(&format!("%{}{rest}", hex.to_ascii_lowercase()));
    }
    text
}

/// The names in `{secret:NAME}`.
pub(crate) fn named(text: &str) -> Result<Vec<&str>, FetchError> {
    let mut names = Vec::new();
    for part in text.split(OPEN).skip(1) {
        match part.split_once('}') {
            Some((name, _)) if !name.is_empty() => names.push(name),
            _ => {
                let name = crate::check::printable(part, 40);
                return Err(FetchError::Secret { name, why: "has no `}` at its end".to_owned() });
            }
        }
    }
    Ok(names)
}

fn granted<'a>(grant: &'a Grant, name: &str) -> Result<&'a Secret, FetchError> {
    grant.secrets.get(name).ok_or_else(|| FetchError::Secret {
        name: crate::check::printable(name, 40),
        why: match grant.secrets.is_empty() {
            true => "was not granted, nor was any other".to_owned(),
            false => {
                format!("was not granted; granted are {}", grant.secrets.keys().cloned().collect::<Vec<_>>().join(", "))
            }
        },
    })
}

fn value(name: &str, secret: &Secret) -> Result<String, FetchError> {
    let wrong = |why: String| FetchError::Secret { name: name.to_owned(), why };
    let text = match &secret.from {
        SecretFrom::Variable(variable) => std::env::var(variable)
            .map_err(|_| wrong(format!("should be in the variable {variable}, which is not set")))?,
        SecretFrom::File(path) => std::fs::read_to_string(path)
            .map_err(|error| wrong(format!("should be in the file {}: {error}", path.display())))?,
    };
    let text = text.trim_end_matches(['\n', '\r']);
    // One that is so short would be found in every other word that comes back, and could not be taken out of it.
    if text.len() < 4 {
        return Err(wrong("is shorter than four characters".to_owned()));
    }
    match text.chars().find(|c| c.is_control()) {
        Some(_) => Err(wrong("has a character that no header takes".to_owned())),
        None => Ok(text.to_owned()),
    }
}

fn escaped(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_named_between_brackets() {
        assert_eq!(named("Bearer {secret:key} and {secret:other}").expect("names"), ["key", "other"]);
        assert_eq!(named("none").expect("names"), Vec::<&str>::new());
        assert!(named("{secret:key").is_err());
        assert!(named("{secret:}").is_err());
    }

    #[test]
    fn a_secret_is_taken_out_however_it_is_written() {
        let mut secrets = Secrets::default();
        secrets.know("key", "p&ss word".to_owned());
        assert_eq!(secrets.out_of("x=p%26ss%20word, p&ss word!"), "x={secret:key}, {secret:key}!");
        assert_eq!(secrets.out_of_bytes(b"\xff p&ss wordp&ss word".to_vec()), b"\xff {secret:key}{secret:key}");
        assert_eq!(secrets.out_of_bytes(b"nothing".to_vec()), b"nothing");
        assert!(!format!("{secrets:?}").contains("p&ss"));
    }
}
