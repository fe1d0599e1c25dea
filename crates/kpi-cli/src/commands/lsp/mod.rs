//! `kpi lsp`

mod looked;

pub use looked::latest as latest_period;

use super::test::one;
use crate::args::Lsp;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Look, Terminal};
use crate::project::{Asking, Figures, Project, Read, Texts, around, evaluate, today, unknown_connections};
use crate::render::report::Report;
use crate::render::tests::{self, Ran};
use crate::render::trace;
use kpi_core::Diagnostic;
use kpi_eval::{Ask, History};
use kpi_ide::Opened;
use kpi_ide::seen::Seen;
use kpi_lint::Grant;
use kpi_lsp::{Host, ServeError};
use kpi_model::Catalogue;
use lsp_server::Connection;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub fn run(args: &Lsp, _terminal: &Terminal) -> Outcome {
    report_panics_and_go_on();
    let (connection, threads) = Connection::stdio();
    let served = kpi_lsp::serve(&connection, Arc::new(Desk { period: args.period.clone() }), env!("CARGO_PKG_VERSION"));
    // The threads end when nobody can write to them any more.
    drop(connection);
    match served {
        Ok(()) => {
            threads.join().map_err(|error| Failure::internal(format!("the editor's pipe: {error}")))?;
            Ok(Exit::Clean)
        }
        // An editor that was closed is nothing to report.
        Err(ServeError::Gone) => Ok(Exit::Clean),
        // As the protocol has it: 1 where nobody asked to shut down.
        Err(ServeError::Abrupt) => Ok(Exit::Findings),
        Err(error) => Err(Failure::new(
            Diagnostic::new(kpi_core::codes::project::BAD_PROTOCOL, error.to_string())
                .help("`kpi lsp` is started by an editor, which talks to it over its standard input and output"),
        )),
    }
}

/// A fault costs an answer: the server says so, and the editor's log has what is needed to report it.
fn report_panics_and_go_on() {
    std::panic::set_hook(Box::new(|panic| {
        let what = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        eprintln!("kpi {} failed{place}: {what}; please report this", env!("CARGO_PKG_VERSION"));
    }));
}

/// Files, clock and data, for an editor.
struct Desk {
    /// The report whose figures are shown; else the latest that the data has figures for.
    period: Option<String>,
}

impl Desk {
    /// The saved project, without a mistake in it.
    fn sound(root: &Path) -> Result<Project, String> {
        let project = Project::open(root, &Terminal::silent()).map_err(|failure| words(&failure))?;
        match project.diagnostics.iter().find(|diagnostic| diagnostic.is_error()) {
            Some(error) => Err(format!("the rules have a mistake: {}", error.message)),
            None => Ok(project),
        }
    }
}

fn words(failure: &Failure) -> String {
    let diagnostic = failure.diagnostic();
    match diagnostic.help.first() {
        Some(help) => format!("{}; {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

impl Host for Desk {
    fn resolved(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
    }

    fn root(&self, file: &Path) -> Option<PathBuf> {
        file.parent().and_then(around)
    }

    fn open(&self, root: &Path, texts: &HashMap<PathBuf, String>) -> Result<Opened, String> {
        let texts: &Texts = texts;
        let read = Read::from(root, texts).map_err(|failure| words(&failure))?;
        let Read { sources, settings, plugins, trees, diagnostics, complete } = read;
        let described = plugins.described();
        let known = settings.calendar.map(|calendar| kpi_model::Settings { calendar, plugins: described });
        let grants: Vec<Grant> = settings.plugins.iter().map(|(name, granted)| granted.seen(name)).collect();
        let databases = settings.sources.clone();
        Ok(Opened {
            sources,
            trees,
            diagnostics,
            complete,
            settings: known,
            selection: settings.lint.selection,
            options: settings.lint.options,
            grants,
            more: Box::new(move |catalogue: &Catalogue| unknown_connections(&databases, catalogue)),
            today: today(),
        })
    }

    fn look(&self, root: &Path) -> Seen {
        match Self::sound(root) {
            Ok(project) => {
                let failing = looked::failing(&project);
                Seen { failing, ..looked::look(&project, self.period.as_deref()) }
            }
            Err(trouble) => Seen { trouble: Some(trouble), ..Seen::default() },
        }
    }

    fn run_test(&self, root: &Path, name: &str) -> Result<String, String> {
        let project = Self::sound(root)?;
        // With cases it is one for each of them.
        let cases = format!("{name}: ");
        let chosen = project.catalogue.tests.iter().filter(|test| test.name == name || test.name.starts_with(&cases));
        let mut figures = Figures::new(&project, Asking { period: None, offline: true });
        let mut ran = Vec::new();
        for test in chosen {
            ran.push(one(&project, test, Asking::default(), &mut figures).map_err(|failure| words(&failure))?);
        }
        match ran.len() {
            0 => Err(format!("there is no test \"{name}\": is the file saved?")),
            _ if !ran.iter().all(Ran::passed) => Err(tests::terminal(&ran, &project.places, true, Look::PLAIN)),
            1 => Ok(format!("\"{name}\" passes")),
            cases => Ok(format!("\"{name}\" passes, all {cases} cases")),
        }
    }

    fn explain(&self, root: &Path, indicator: &str) -> Result<String, String> {
        let project = Self::sound(root)?;
        let period = match looked::period(&project, self.period.as_deref()) {
            Some(period) => period,
            None => return Err("the data speaks of no period; name one with `kpi explain … --period P`".to_owned()),
        };
        let ask = Ask { period, indicators: vec![indicator.to_owned()], history: History::default() };
        let mut figures = Figures::new(&project, Asking { period: Some(period), offline: true });
        let run = evaluate(&project.catalogue, &ask, &mut figures).map_err(|failure| words(&failure))?;
        let report = Report {
            project: &project,
            run: &run,
            inputs: figures.inputs(),
            plugins: figures.used(),
            plan: None,
            slices: false,
        };
        let outturn = run.outturns.iter().find(|outturn| outturn.indicator == indicator);
        outturn
            .map(|outturn| trace::terminal(&report, outturn, Look::PLAIN))
            .ok_or_else(|| format!("{indicator} has no figure for {period}"))
    }
}
