//! What each command does.

pub mod check;
pub mod cluster;
pub mod completions;
pub mod data;
pub mod doc;
pub mod explain;
pub mod fmt;
pub mod lint;
pub mod lsp;
pub mod new;
pub mod plugin;
pub mod report;
pub mod rules;
pub mod run;
pub mod serve;
mod slices;
pub mod test;

use crate::args::RunFormat;
use crate::failure::{Exit, Failure};
use crate::output::Terminal;
use crate::project::{Project, find};
use crate::render::diagnostics;
use crate::timing::Timing;
use kpi_core::codes::project::UNKNOWN_ARGUMENT;
use kpi_core::{Code, Diagnostic, suggest};
use serde::Serialize;
use std::path::Path;

/// Opens a project whose rules have to be right. Where they are not, says so: the command ends there.
fn sound(named: Option<&Path>, terminal: &Terminal) -> Result<Result<Project, Exit>, Failure> {
    let project = Project::open(&find(named)?, terminal)?;
    if project.has_errors() {
        terminal.say(&diagnostics::human(&project.diagnostics, &project.places, terminal.err));
        terminal.mention(&diagnostics::summary(&project.diagnostics, project.files));
        return Ok(Err(Exit::of(&project.diagnostics)));
    }
    if diagnostics::told(&project.diagnostics).next().is_some() {
        let found = diagnostics::summary(&project.diagnostics, project.files);
        terminal.mention(&format!("{found}; `kpi check` shows them"));
    }
    Ok(Ok(project))
}

/// Refuses a name that is not there, with the likely one.
fn unknown<'n>(message: String, name: &str, known: impl IntoIterator<Item = &'n str>, otherwise: &str) -> Failure {
    let help = suggest::did_you_mean(name, known).unwrap_or_else(|| otherwise.to_owned());
    Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help(help))
}

/// Refuses an indicator that is not there.
fn known_indicator(project: &Project, id: &str) -> Result<(), Failure> {
    if project.catalogue.indicators.contains_key(id) {
        return Ok(());
    }
    let by_number = project.catalogue.indicators.values().find(|indicator| {
        indicator.texts.get("number").is_some_and(|number| number.values().any(|number| number == id))
    });
    let known = project.catalogue.indicators.keys().map(String::as_str);
    let message = format!("there is no indicator `{id}` in {}", project.settings.name);
    Err(match by_number {
        Some(indicator) => {
            let help = format!("the indicator with the number {id} is `{}`", indicator.id);
            Failure::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help(help))
        }
        None => unknown(message, id, known, "`kpi run` without --indicator shows those there are"),
    })
}

/// Says what took how long, where that is asked for: to programs on a line, to people as a table.
fn say_timing(timing: &Timing, format: RunFormat, terminal: &Terminal) -> Result<(), Failure> {
    if format == RunFormat::Json {
        let line = timing.json();
        let line = line.map_err(|error| Failure::internal(format!("the times cannot be written: {error}")))?;
        terminal.say(&line);
    } else {
        terminal.say(&timing.table(terminal.err));
    }
    Ok(())
}

/// Every code there is: those of the check and of running, and those of the linter.
fn all_codes() -> Vec<Code> {
    let mut all = kpi_core::codes::all();
    all.extend(kpi_lint::codes());
    all.sort_unstable();
    all
}

fn json<T: Serialize>(value: &T) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| Failure::internal(format!("the JSON cannot be written: {error}")))
}
