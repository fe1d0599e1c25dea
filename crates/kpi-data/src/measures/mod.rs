//! Figures that plugins make of records: which rows each figure gets, one call for all that can share it, and what came
//! back. How a plugin is run is not known here.

mod handing;

use crate::load::Table;
use crate::spelling::Spelling;
use crate::{DataError, engine};
use handing::Handing;
use indexmap::IndexMap;
use kpi_core::facts::{MeasureRequest, Measured};
use kpi_core::plugin::{Figures, Handed, Settings, Used};
use kpi_core::{Diagnostic, Exact, Missing, Reason};
use std::fmt;
use std::sync::Arc;

/// What plugins do for a run.
pub trait Plugged: fmt::Debug + Send + Sync {
    /// What a measure makes of each group of rows. What is wrong with the whole call is a diagnostic.
    fn measure(&self, plugin: &str, settings: &Settings, rows: &Handed) -> Result<Figures, Box<Diagnostic>>;

    /// The rows a source fetches.
    fn source(&self, plugin: &str, settings: &Settings) -> Result<Fetched, Box<Diagnostic>>;
}

/// The table of a source: cells as a file would have them.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What it was made of: recorded responses and files, with the SHA-256 of each.
    pub inputs: Vec<crate::Input>,
}

/// Where no plugins are to be had.
#[derive(Debug)]
pub struct NoPlugins;

impl Plugged for NoPlugins {
    fn measure(&self, plugin: &str, _: &Settings, _: &Handed) -> Result<Figures, Box<Diagnostic>> {
        Err(unplugged(plugin))
    }

    fn source(&self, plugin: &str, _: &Settings) -> Result<Fetched, Box<Diagnostic>> {
        Err(unplugged(plugin))
    }
}

fn unplugged(plugin: &str) -> Box<Diagnostic> {
    let message = format!("the plugin `{plugin}` is not to be had here");
    Box::new(Diagnostic::new(kpi_core::codes::project::INTERNAL, message))
}

/// After so many figures in a row that fail alone, the rest are not tried.
const MOST_FAILURES: usize = 3;

/// One figure: what was asked, and the rows that it is of.
pub struct Asked<'a> {
    pub request: &'a MeasureRequest,
    pub table: Arc<Table>,
    /// How its texts are written.
    pub spelling: Spelling,
}

/// Answers all requests, those for one plugin with the same settings in one call.
pub fn answer(
    plugged: &dyn Plugged,
    asked: Vec<Asked<'_>>,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<(MeasureRequest, Measured)>, DataError> {
    let mut calls: IndexMap<_, Vec<Asked<'_>>> = IndexMap::new();
    for one in asked {
        let request = one.request;
        calls.entry((&request.plugin, &request.settings, &request.inputs)).or_default().push(one);
    }
    let mut answers = Vec::new();
    for ((plugin, settings, inputs), asked) in calls {
        let mut handing = Handing::new(inputs);
        let mut called: Vec<(&MeasureRequest, Measured)> = Vec::new();
        for Asked { request, table, spelling } in asked {
            let mut answer = Measured {
                value: Err(Missing::new(Reason::Failed, "")),
                kept: 0,
                of: table.count(),
                place: table.origin.whole(),
                used: None,
                together: 0,
            };
            match rows(request, &table)? {
                Ok(rows) => {
                    answer.kept = u64::try_from(rows.len()).unwrap_or(u64::MAX);
                    match handing.add(&table, &spelling, &rows, request.period)? {
                        Ok(()) => called.push((request, answer)),
                        Err(missing) => answers.push((request.clone(), Measured { value: Err(missing), ..answer })),
                    }
                }
                Err(missing) => answers.push((request.clone(), Measured { value: Err(missing), ..answer })),
            }
        }
        let figures = match handing.finish() {
            Ok(handed) => figures(plugged, plugin, settings, &handed, out),
            Err(missing) => vec![Err(missing); called.len()],
        };
        let together = called.len();
        for ((request, answer), figure) in called.into_iter().zip(figures) {
            let (value, used) = match figure {
                Ok((value, used)) => (value, Some(used)),
                Err(missing) => (Err(missing), None),
            };
            answers.push((request.clone(), Measured { value, used, together, ..answer }));
        }
    }
    Ok(answers)
}

/// The rows of a figure.
fn rows(request: &MeasureRequest, table: &Table) -> Result<Result<Vec<usize>, Missing>, DataError> {
    if let Some(why) = table.partial() {
        return Ok(Err(Missing::new(Reason::Failed, why)));
    }
    let chosen = engine::chosen(table, &request.rows.filter)?;
    if let Some(row) = chosen.iter().position(Option::is_none) {
        let place = handing::place(table, row)?;
        let detail = format!("whether {place} counts hangs on a cell that could not be read");
        return Ok(Err(Missing::new(Reason::Failed, detail)));
    }
    Ok(Ok(chosen.iter().enumerate().filter(|(_, held)| **held == Some(true)).map(|(row, _)| row).collect()))
}

type Figure = Result<(Result<Exact, Missing>, Used), Missing>;

/// One figure for each group. Where the call for all of them fails, each is tried alone, so that only those are missing
/// that the plugin cannot make.
fn figures(
    plugged: &dyn Plugged,
    plugin: &str,
    settings: &Settings,
    handed: &Handed,
    out: &mut Vec<Diagnostic>,
) -> Vec<Figure> {
    if handed.groups.is_empty() {
        return Vec::new();
    }
    let whole = match plugged.measure(plugin, settings, handed) {
        Ok(made) => return made.figures.into_iter().map(|figure| Ok((value(figure), made.used.clone()))).collect(),
        Err(diagnostic) => *diagnostic,
    };
    let failed = |diagnostic: &Diagnostic| Err(Missing::new(Reason::Failed, diagnostic.message.clone()));
    if handed.groups.len() == 1 {
        let figure = failed(&whole);
        out.push(whole);
        return vec![figure];
    }
    let mut figures = Vec::with_capacity(handed.groups.len());
    let mut failures = 0;
    let mut start = 0;
    for group in &handed.groups {
        let one = handing::part(handed, start, group);
        start += group.rows;
        let figure = if failures < MOST_FAILURES {
            plugged.measure(plugin, settings, &one)
        } else {
            Err(Box::new(whole.clone()))
        };
        figures.push(match figure {
            Ok(made) => {
                failures = 0;
                let figure = made.figures.into_iter().next().unwrap_or(Ok(None));
                Ok((value(figure), made.used))
            }
            Err(diagnostic) => {
                failures += 1;
                let figure = failed(&diagnostic);
                if !out.contains(&diagnostic) {
                    out.push(*diagnostic);
                }
                figure
            }
        });
    }
    figures
}

fn value(figure: Result<Option<Exact>, Missing>) -> Result<Exact, Missing> {
    figure.and_then(|number| {
        number.ok_or_else(|| Missing::new(Reason::NoCases, "the plugin has no figure for these rows"))
    })
}
