//! `[plugins.NAME]` of `kpi.toml`: where a plugin is, what it may ask for, and how much it may use.

use super::super::settings::place;
use indexmap::IndexMap;
use kpi_core::codes::project::BAD_SETTING;
use kpi_core::{Diagnostic, FileId, Span};
use kpi_plugin::Limits;
use kpi_plugin::fetch::{Grant, HostRule, Network, Secret, SecretFrom};
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;
use toml::Spanned;

/// More than this no council can grant: a plugin that needs more is no plugin.
const MOST_MEMORY: u64 = 2 << 30;
const MOST_SECONDS: u64 = 600;

/// A plugin of the project.
#[derive(Debug, Clone)]
pub struct Granted {
    /// Relative to the project.
    pub path: String,
    /// Where `kpi.toml` says so.
    pub span: Span,
    pub grant: Grant,
    pub limits: Limits,
    /// The hosts and files as they are written, each with its place.
    hosts: Vec<(String, Span)>,
    files: Vec<(String, Span)>,
}

impl Granted {
    /// As the linter looks at it.
    pub fn seen(&self, name: &str) -> kpi_lint::Grant {
        kpi_lint::Grant { name: name.to_owned(), span: self.span, hosts: self.hosts.clone(), files: self.files.clone() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    path: Spanned<String>,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
    #[serde(default)]
    addresses: Vec<Spanned<String>>,
    #[serde(default)]
    files: Vec<Spanned<String>>,
    #[serde(default)]
    secrets: IndexMap<String, Spanned<WrittenSecret>>,
    #[serde(default)]
    limits: WrittenLimits,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSecret {
    env: Option<Spanned<String>>,
    file: Option<Spanned<String>>,
    #[serde(default)]
    hosts: Vec<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenLimits {
    memory: Option<Spanned<String>>,
    fuel: Option<Spanned<u64>>,
    seconds: Option<Spanned<u64>>,
    output: Option<Spanned<String>>,
    requests: Option<Spanned<u64>>,
}

impl Written {
    pub fn understood(self, name: &str, root: &Path, file: FileId, found: &mut Vec<Diagnostic>) -> Granted {
        let mut reading = Reading { file, found };
        if !name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
            let message = format!("`{name}` is no name for a plugin");
            let diagnostic = Diagnostic::at(BAD_SETTING, place(file, self.path.span()), message);
            reading.found.push(diagnostic.help("use letters, digits, `_` and `-`"));
        }
        let span = place(file, self.path.span());
        let path = self.path.into_inner();
        if Path::new(&path).is_absolute() || path.split(['/', '\\']).any(|part| part == "..") {
            let diagnostic = Diagnostic::at(BAD_SETTING, span, "a plugin stands in the project's folder");
            reading.found.push(diagnostic.help("copy the file into the project, and name it from there"));
        }
        let written = |all: &[Spanned<String>]| {
            all.iter().map(|one| (one.get_ref().clone(), place(file, one.span()))).collect::<Vec<_>>()
        };
        let (hosts, files) = (written(&self.hosts), written(&self.files));
        let mut grant = Grant { hosts: reading.hosts(&self.hosts), ..Grant::default() };
        for written in &self.addresses {
            match Network::parse(written.get_ref()) {
                Some(network) => grant.addresses.push(network),
                None => {
                    reading.bad(written, "this is no network", "write an address, or a network like `10.20.0.0/16`")
                }
            }
        }
        for written in &self.files {
            let path = written.get_ref();
            if Path::new(path).is_absolute() || path.split(['/', '\\']).any(|part| part == "..") {
                reading.bad(
                    written,
                    "a plugin's files stand in the project's folder",
                    "name it from there: `data/extract.txt`",
                );
            } else {
                grant.files.push(path.replace('\\', "/"));
            }
        }
        for (name, secret) in self.secrets {
            let span = place(file, secret.span());
            let secret = secret.into_inner();
            let from = match (&secret.env, &secret.file) {
                (Some(variable), None) => {
                    let is_name = variable.get_ref().chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
                    if !is_name || variable.get_ref().is_empty() {
                        // Whoever writes the secret itself here should learn it before it is committed.
                        let help = "write `{ env = \"MOSAIC_TOKEN\" }`, and put the secret into that variable";
                        reading.bad(variable, "`env` names a variable of the environment", help);
                    }
                    SecretFrom::Variable(variable.get_ref().clone())
                }
                (None, Some(file)) => SecretFrom::File(root.join(file.get_ref())),
                _ => {
                    let message = format!("the secret `{name}` comes from a variable or from a file");
                    let help = "write `{ env = \"MOSAIC_TOKEN\" }` or `{ file = \"/run/secrets/mosaic\" }`";
                    reading.found.push(Diagnostic::at(BAD_SETTING, span, message).help(help));
                    continue;
                }
            };
            let hosts = reading.hosts(&secret.hosts);
            let several = grant.hosts.len() > 1 || grant.hosts.iter().any(HostRule::is_many);
            if let (true, [], Some(first)) = (several, secret.hosts.as_slice(), self.hosts.first()) {
                let message = format!("the secret `{name}` does not say which of the hosts may be told it");
                let host = first.get_ref().replacen("*.", "data.", 1);
                let help = format!("add the hosts that it is for: `{name} = {{ …, hosts = [\"{host}\"] }}`");
                let told = Diagnostic::at(BAD_SETTING, span, message);
                reading.found.push(told.note("each of them would get it from a plugin that asks them").help(help));
            }
            grant.secrets.insert(name, Secret { from, hosts });
        }
        let limits = reading.limits(&self.limits);
        Granted { path, span, grant, limits, hosts, files }
    }
}

struct Reading<'a> {
    file: FileId,
    found: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn bad<T>(&mut self, written: &Spanned<T>, message: &str, help: &str) {
        self.found.push(Diagnostic::at(BAD_SETTING, place(self.file, written.span()), message).help(help));
    }

    fn hosts(&mut self, written: &[Spanned<String>]) -> Vec<HostRule> {
        let mut hosts = Vec::with_capacity(written.len());
        for host in written {
            match HostRule::parse(host.get_ref()) {
                Ok(rule) => hosts.push(rule),
                Err(why) => self.bad(host, &why, "write `data.example.gov.uk`, or `*.example.gov.uk` for all below it"),
            }
        }
        hosts
    }

    fn limits(&mut self, written: &WrittenLimits) -> Limits {
        let mut limits = Limits::default();
        if let Some(memory) = self.bytes(written.memory.as_ref()) {
            limits = limits.with_memory(memory);
        }
        if let Some(output) = self.bytes(written.output.as_ref()) {
            limits = limits.with_output(output);
        }
        if let Some(fuel) = &written.fuel {
            limits = limits.with_fuel(*fuel.get_ref());
        }
        if let Some(seconds) = &written.seconds {
            if (1..=MOST_SECONDS).contains(seconds.get_ref()) {
                limits = limits.with_time(Duration::from_secs(*seconds.get_ref()));
            } else {
                self.bad(seconds, "a call may take 1 to 600 seconds", "write `seconds = 30`");
            }
        }
        if let Some(requests) = &written.requests {
            limits.requests = usize::try_from(*requests.get_ref()).unwrap_or(usize::MAX);
        }
        limits
    }

    fn bytes(&mut self, written: Option<&Spanned<String>>) -> Option<u64> {
        let written = written?;
        let bytes = bytes(written.get_ref()).filter(|bytes| (1 << 16..=MOST_MEMORY).contains(bytes));
        if bytes.is_none() {
            self.bad(written, "this is no amount of memory that can be granted", "write `64 MiB`; at most `2 GiB`");
        }
        bytes
    }
}

/// `64 MiB`, `512 KiB`, `1 GiB`
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    let factor: u64 = match unit.trim() {
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}
