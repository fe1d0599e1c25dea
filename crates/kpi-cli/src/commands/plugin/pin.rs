//! `kpi plugin pin`

use crate::args::plugin::Pin;
use crate::commands::unknown;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::plugins::{self, LOCK, Lock, Pinned};
use crate::project::{find, settings};
use crate::render::diagnostics;
use kpi_core::{Diagnostic, SourceMap};

pub fn run(args: &Pin, terminal: &Terminal) -> Outcome {
    let root = find(args.project.as_deref())?;
    let mut sources = SourceMap::default();
    let (settings, found) = settings::read(&root, &mut sources)?;
    let places = crate::project::places(sources, &root);
    if found.iter().any(Diagnostic::is_error) {
        terminal.say(&diagnostics::human(&found, &places, terminal.err));
        return Ok(Exit::Findings);
    }
    for name in &args.names {
        if !settings.plugins.contains_key(name) {
            let message = format!("kpi.toml has no plugin `{name}`");
            let help = format!("add `[plugins.{name}]` with `path = \"…\"`");
            return Err(unknown(message, name, settings.plugins.keys().map(String::as_str), &help));
        }
    }
    let mut lock = Lock::read(&root).map_err(|diagnostic| Failure::new(*diagnostic))?;
    let mut told = Vec::new();
    for (name, granted) in &settings.plugins {
        if !args.names.is_empty() && !args.names.contains(name) {
            continue;
        }
        match plugins::open(&root, granted, None) {
            Ok(opened) => {
                let identity = opened.description.identity;
                let before = lock.plugins.get(name).map(|pinned| pinned.sha256.clone());
                let what = match before {
                    Some(before) if before == identity.sha256 => "as before",
                    Some(_) => "changed",
                    None => "new",
                };
                terminal.mention(&format!("{name}: {identity}, sha256 {} ({what})", identity.sha256));
                let (id, version, api) = (identity.id, identity.version, identity.api);
                lock.plugins.insert(name.clone(), Pinned { sha256: identity.sha256, id, version, api });
            }
            Err(error) => told.push(plugins::told(&error, granted.span)),
        }
    }
    // One that is no longer in kpi.toml would be agreed to for ever.
    lock.plugins.retain(|name, _| settings.plugins.contains_key(name));
    if !told.is_empty() {
        terminal.say(&diagnostics::human(&told, &places, terminal.err));
        terminal.mention(&format!("{LOCK} is as it was"));
        return Ok(Exit::Findings);
    }
    lock.write(&root)?;
    Ok(Exit::Clean)
}
