//! Reads the datasets that rules declare, says what in them is not understood, and answers the interpreter's questions.
//!
//! Small keyed datasets are kept as cells with their places. Records are kept as columns and only ever counted, added
//! up and compared by the embedded engine. This crate knows nothing of ratings.
#![expect(clippy::disallowed_methods, reason = "this is the crate that reads data files")]

mod cohort;
mod columns;
mod conform;
mod decimal;
mod engine;
mod file;
mod header;
mod keyed;
mod listing;
mod load;
mod place;
mod read;
mod report;
mod sql;
mod values;

use cohort::Cohorts;
use indexmap::{IndexMap, IndexSet};
use kpi_core::cohort::Cohort;
use kpi_core::facts::{Aggregate, Facts, Request, TableRequest, ValuesRequest};
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic, Period};
pub use listing::{ListedRow, Listing};
use load::Table;
pub use sql::{Connection, Connections};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// As the rules name it, relative to the project, with forward slashes.
    pub path: String,
    /// Of the bytes that were read, in hexadecimal.
    pub sha256: String,
}

/// A question that the plan should not have asked, or a fault of the engine. None of these is the data's.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    #[error("the dataset {dataset} was not opened")]
    NotOpened { dataset: String },
    #[error("the dataset {dataset} has no key, so it has no figures to look up")]
    NoKey { dataset: String },
    #[error("the dataset {dataset} has no column {column}")]
    NoColumn { dataset: String, column: String },
    #[error("column {column} of {dataset} cannot be {asked}")]
    NotAsked { dataset: String, column: String, asked: String },
    #[error("the engine failed: {0}")]
    Engine(String),
}

/// The datasets of one run, read and conformed.
#[derive(Debug)]
pub struct Data {
    tables: IndexMap<String, Arc<Table>>,
    cohorts: Mutex<Cohorts>,
    inputs: Vec<Input>,
}

/// Reads the datasets given. Whatever is wrong with one is told, and whatever is right can be asked for.
pub fn open(root: &Path, calendar: Calendar, datasets: &[&Dataset]) -> (Data, Vec<Diagnostic>) {
    open_with(root, calendar, Connections::default(), datasets, datasets)
}

/// As [`open`], with the ways to the databases that datasets name. `known` are the datasets that queries may read; of
/// those that are not to be opened as well, nothing is kept.
pub fn open_with(
    root: &Path,
    calendar: Calendar,
    connections: Connections,
    datasets: &[&Dataset],
    known: &[&Dataset],
) -> (Data, Vec<Diagnostic>) {
    let mut sources = load::Sources {
        files: file::Files::new(root),
        databases: sql::Databases::new(connections),
        calendar,
        datasets: known.iter().map(|dataset| (dataset.name.as_str(), *dataset)).collect(),
    };
    let mut tables = IndexMap::new();
    let mut diagnostics = Vec::new();
    for dataset in datasets {
        let (table, found) = load::load(&mut sources, dataset);
        diagnostics.extend(found);
        tables.insert(dataset.name.clone(), Arc::new(table));
    }
    // Two datasets in one file that cannot be read say so once.
    let mut said: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        if !said.contains(&diagnostic) {
            said.push(diagnostic);
        }
    }
    (Data { tables, cohorts: Mutex::default(), inputs: sources.files.into_inputs() }, said)
}

impl Data {
    /// The files that were read, in the order of the datasets.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// Cohorts that may be asked for like datasets; those they rest on are among them or among the datasets.
    #[must_use]
    pub fn with_cohorts(self, cohorts: impl IntoIterator<Item = Arc<Cohort>>) -> Self {
        self.cohorts.lock().unwrap_or_else(PoisonError::into_inner).add(cohorts);
        self
    }

    /// Answers all requests. Aggregates over one dataset are made in one pass over it.
    pub fn answer(&self, requests: &[Request]) -> Result<(Facts, Vec<Diagnostic>), DataError> {
        let mut facts = Facts::default();
        let mut columns: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
        let mut diagnostics = Vec::new();
        let mut aggregates: IndexMap<(&str, Option<Period>), Vec<&Aggregate>> = IndexMap::new();
        let mut values: IndexSet<&ValuesRequest> = IndexSet::new();
        for request in requests {
            match request {
                // Several requests for one dataset are one table with the columns of them all.
                Request::Table(request) => {
                    columns.entry(&request.dataset).or_default().extend(request.columns.iter().map(String::as_str));
                }
                Request::Values(request) => {
                    values.insert(request);
                }
                Request::Aggregate(aggregate) => {
                    aggregates.entry((&aggregate.dataset, aggregate.period)).or_default().push(aggregate);
                }
            }
        }
        for (dataset, columns) in columns {
            let columns = columns.into_iter().map(str::to_owned).collect();
            let request = TableRequest { dataset: dataset.to_owned(), columns };
            facts.tables.insert(dataset.to_owned(), keyed::answer(self.table(dataset)?, &request)?);
        }
        let mut cohorts = self.cohorts.lock().unwrap_or_else(PoisonError::into_inner);
        for ((dataset, period), asked) in aggregates {
            let answers = if cohorts.is_known(dataset) {
                let made = cohorts.make(dataset, period, &self.tables, &mut diagnostics)?;
                facts.cohorts.insert((dataset.to_owned(), period), made.stages.clone());
                engine::answer(made.table(), &asked)?
            } else {
                engine::answer(self.table(dataset)?, &asked)?
            };
            facts.aggregates.extend(answers.into_iter().map(|(aggregate, answer)| (aggregate.clone(), answer)));
        }
        for request in values {
            let found = if cohorts.is_known(&request.dataset) {
                let made = cohorts.make(&request.dataset, request.period, &self.tables, &mut diagnostics)?;
                values::answer(made.table(), request, self.tables.values().map(Arc::as_ref))?
            } else {
                let table = self.table(&request.dataset)?;
                values::answer(table, request, [table])?
            };
            facts.values.insert(request.clone(), found);
        }
        Ok((facts, diagnostics))
    }

    /// The rows of a dataset or cohort; of a cohort whose rows depend on it, for the figure of a period.
    pub fn rows(&self, name: &str, period: Option<Period>) -> Result<(Listing, Vec<Diagnostic>), DataError> {
        let mut diagnostics = Vec::new();
        let mut cohorts = self.cohorts.lock().unwrap_or_else(PoisonError::into_inner);
        let listing = if cohorts.is_known(name) {
            listing::list(cohorts.make(name, period, &self.tables, &mut diagnostics)?.table())?
        } else {
            listing::list(self.table(name)?)?
        };
        Ok((listing, diagnostics))
    }

    fn table(&self, name: &str) -> Result<&Table, DataError> {
        self.tables.get(name).map(Arc::as_ref).ok_or_else(|| DataError::NotOpened { dataset: name.to_owned() })
    }
}
