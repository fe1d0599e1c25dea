//! The project as it was last saved, and the last report that could be made of it.

use super::found::{Finding, findings};
use crate::commands::lsp::latest_period;
use crate::output::Terminal;
use crate::project::{Asking, Figures, Project, Publication, evaluate_over, today};
use crate::publish::Making;
use kpi_core::facts::Facts;
use kpi_core::{Diagnostic, SourceMap, diagnostic};
use kpi_eval::{Ask, History, Run};
use kpi_model::Catalogue;
use kpi_report::html::Prepared;
use kpi_report::model::{Input, Report};
use kpi_report::words::Language;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// A report that could be made.
pub struct Shown {
    pub reports: Vec<(Language, Report, Prepared)>,
    pub publication: Publication,
    pub catalogue: Catalogue,
    pub sources: SourceMap,
    pub run: Run,
    /// What the data answered, for questions of what would be.
    pub facts: Facts,
    pub produced: chrono::NaiveDate,
}

/// What stands at a moment.
#[derive(Clone, Default)]
pub struct Now {
    pub shown: Option<Arc<Shown>>,
    pub findings: Arc<Vec<Finding>>,
    /// Why there is nothing to show.
    pub trouble: Option<String>,
}

pub struct Live {
    root: PathBuf,
    period: Option<String>,
    offline: bool,
    now: Mutex<Now>,
    /// Counts up with every change, for pages that wait for one.
    changed: watch::Sender<u64>,
}

impl Live {
    pub fn new(root: PathBuf, period: Option<String>, offline: bool) -> Self {
        Self { root, period, offline, now: Mutex::default(), changed: watch::Sender::new(0) }
    }

    pub fn now(&self) -> Now {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// What a terminal says when the server starts.
    pub fn told(&self) -> Option<String> {
        let now = self.now();
        let errors = now.findings.iter().filter(|finding| finding.is_error).count();
        let first = now.findings.iter().find(|finding| finding.is_error);
        first.map(|first| format!("{errors} to mend, first at {}: {}", first.place(), first.message)).or(now.trouble)
    }

    /// Reads the project anew. Where no report can be made of it the last one stays, and what is wrong is said.
    pub fn rebuild(&self) {
        let mut now = self.now();
        match self.built() {
            Ok((shown, findings)) => {
                if let Some(shown) = shown {
                    now.shown = Some(Arc::new(shown));
                }
                now.findings = Arc::new(findings);
                now.trouble = None;
            }
            Err(trouble) => now.trouble = Some(trouble),
        }
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = now;
        self.changed.send_modify(|count| *count += 1);
    }

    fn built(&self) -> Result<(Option<Shown>, Vec<Finding>), String> {
        let words = |failure: crate::failure::Failure| failure.diagnostic().message.clone();
        let mut project = Project::open(&self.root, &Terminal::silent()).map_err(words)?;
        if project.has_errors() {
            return Ok((None, findings(&project.diagnostics, &project.places)));
        }
        let period = match &self.period {
            Some(named) => project.period(named).map_err(words)?,
            None => latest_period(&project)
                .ok_or("the data speaks of no period: name one with `kpi serve --period P`".to_owned())?,
        };
        let publication = Publication::read(&mut project, period).map_err(words)?;
        let ask = Ask {
            period,
            indicators: Vec::new(),
            history: History { figures: publication.about.history, ..History::default() },
        };
        let mut facts = Facts::default();
        let mut figures = Figures::new(&project, Asking { period: Some(period), offline: self.offline });
        let run = evaluate_over(&project.catalogue, &ask, &mut figures, &mut facts).map_err(words)?;
        let mut found: Vec<Diagnostic> = project.diagnostics.iter().chain(figures.diagnostics()).cloned().collect();
        found.extend(run.diagnostics.iter().chain(&publication.found).cloned());
        let inputs: Vec<Input> =
            figures.inputs().into_iter().map(|input| Input { path: input.path, sha256: input.sha256 }).collect();
        drop(figures);
        let produced = project.settings.publishing.produced(period).unwrap_or_else(today);
        let mut reports = Vec::new();
        for language in publication.about.languages.clone() {
            let making = Making {
                project: &project,
                publication: &publication,
                run: &run,
                all: None,
                inputs: &inputs,
                produced,
                slice: &[],
            };
            let report = making.report(language, &mut found);
            let prepared = Prepared::of(&report, &making.offered(&report));
            reports.push((language, report, prepared));
        }
        diagnostic::sort(&mut found);
        found.dedup();
        let findings = findings(&found, &project.places);
        let Project { catalogue, places, .. } = project;
        let shown = Shown { reports, publication, catalogue, sources: places.sources, run, facts, produced };
        Ok((Some(shown), findings))
    }
}
