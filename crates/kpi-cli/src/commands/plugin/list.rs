//! `kpi plugin list`

use crate::args::RulesFormat;
use crate::args::plugin::List;
use crate::commands::json;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::plugins::Lock;
use crate::project::{find, settings};
use crate::render::diagnostics;
use kpi_core::{Diagnostic, SourceMap};
use kpi_plugin::Plugin;
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    path: &'a str,
    /// `pinned`, `changed`, `not pinned`, `unreadable`
    state: &'static str,
    sha256: Option<String>,
    pinned: Option<&'a str>,
    id: Option<&'a str>,
    version: Option<&'a str>,
    api: Option<&'a str>,
    bytes: Option<u64>,
    hosts: Vec<String>,
    files: &'a [String],
    secrets: Vec<&'a str>,
    why: Option<String>,
}

pub fn run(args: &List, terminal: &Terminal) -> Outcome {
    let root = find(args.project.as_deref())?;
    let mut sources = SourceMap::default();
    let (settings, found) = settings::read(&root, &mut sources)?;
    if found.iter().any(Diagnostic::is_error) {
        let places = crate::project::places(sources, &root);
        terminal.say(&diagnostics::human(&found, &places, terminal.err));
        return Ok(Exit::Findings);
    }
    let lock = Lock::read(&root).map_err(|diagnostic| Failure::new(*diagnostic))?;
    let mut listed = Vec::new();
    for (name, granted) in &settings.plugins {
        let pinned = lock.plugins.get(name);
        let (sha256, bytes, why) = match Plugin::inspect(&root.join(&granted.path)) {
            Ok(inspection) => (Some(inspection.digest.to_string()), Some(inspection.bytes), None),
            Err(error) => (None, None, Some(error.to_string())),
        };
        let state = match (&sha256, pinned) {
            (None, _) => "unreadable",
            (Some(_), None) => "not pinned",
            (Some(found), Some(pinned)) if *found == pinned.sha256 => "pinned",
            (Some(_), Some(_)) => "changed",
        };
        listed.push(Listed {
            name,
            path: &granted.path,
            state,
            sha256,
            pinned: pinned.map(|pinned| pinned.sha256.as_str()),
            id: pinned.map(|pinned| pinned.id.as_str()),
            version: pinned.map(|pinned| pinned.version.as_str()),
            api: pinned.map(|pinned| pinned.api.as_str()),
            bytes,
            hosts: granted.grant.hosts.iter().map(ToString::to_string).collect(),
            files: &granted.grant.files,
            secrets: granted.grant.secrets.keys().map(String::as_str).collect(),
            why,
        });
    }
    let sound = listed.iter().all(|one| one.state == "pinned");
    let text = match args.format {
        RulesFormat::Json => json(&listed)?,
        RulesFormat::Table => table(&listed),
    };
    terminal.result(&text)?;
    if listed.is_empty() {
        terminal.mention("kpi.toml names no plugins");
    }
    Ok(if sound { Exit::Clean } else { Exit::Findings })
}

fn table(listed: &[Listed<'_>]) -> String {
    let mut text = String::new();
    for one in listed {
        let what = match (one.id, one.version, one.api) {
            (Some(id), Some(version), Some(api)) => format!(": {id} {version}, interface {api}"),
            _ => String::new(),
        };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{} ({}){what}", one.name, one.state);
        let _ = writeln!(text, "  {}", one.path);
        if let Some(sha256) = &one.sha256 {
            let _ = writeln!(text, "  sha256 {sha256}");
        }
        if let (Some(pinned), "changed") = (one.pinned, one.state) {
            let _ = writeln!(text, "  pinned {pinned}");
        }
        if let Some(why) = &one.why {
            let _ = writeln!(text, "  {why}");
        }
        let may =
            [("hosts", one.hosts.join(", ")), ("files", one.files.join(", ")), ("secrets", one.secrets.join(", "))];
        for (what, granted) in may.iter().filter(|(_, granted)| !granted.is_empty()) {
            let _ = writeln!(text, "  {what}: {granted}");
        }
    }
    text
}
