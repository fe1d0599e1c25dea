//! Reads the datasets that rules declare, says what in them is not understood, and answers the interpreter's questions.
//!
//! Small keyed datasets are kept as cells with their places. Records are kept as columns and only ever counted, added
//! up and compared by the embedded engine. This crate knows nothing of ratings.
#![expect(clippy::disallowed_methods, reason = "this is the crate that reads data files")]

mod cohort;
mod columns;
mod conform;
mod decimal;
mod elsewhere;
mod engine;
mod file;
mod header;
mod infer;
mod keyed;
mod listing;
mod load;
mod measures;
mod memo;
pub mod passes;
mod place;
mod profile;
mod read;
mod report;
mod spelling;
mod sql;
mod stream;
mod values;

use cohort::{Cohorts, MadeRows};
use elsewhere::{Elsewhere, Records};
pub use engine::pushed::Row;
pub use file::Bounds;
use indexmap::{IndexMap, IndexSet};
pub use infer::{Inferred, infer, name_of};
use kpi_core::cohort::Cohort;
use kpi_core::facts::{Aggregate, Facts, MeasureRequest, Request, TableRequest, ValuesRequest};
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic, Period};
pub use listing::{ListedRow, Listing};
use load::Table;
pub use measures::{Fetched, NoPlugins, Plugged};
use passes::{Log, Pass, Stage, Took, Work};
pub use profile::{ColumnProfile, Profile, profile};
use spelling::Spelling;
use sql::Clustered;
pub use sql::{Cluster, Connection, Connections, Trouble};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    inputs: Mutex<Vec<Input>>,
    /// Files whose hash is not known yet.
    hashing: Mutex<Vec<file::Hashing>>,
    elsewhere: Mutex<Elsewhere>,
    /// Datasets that are streamed when they are counted, and had to be held for something else.
    held: Mutex<IndexMap<String, Arc<Table>>>,
    plugged: Arc<dyn Plugged>,
    watch: Watch,
    log: Log,
}

/// Hears which dataset a long pass goes through, and how many of how many rows it has seen.
#[derive(Clone)]
pub struct Watch(Arc<Hear>);

type Hear = dyn Fn(&str, u64, u64) + Send + Sync;

impl Watch {
    pub fn new(hear: impl Fn(&str, u64, u64) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }
}

impl Default for Watch {
    fn default() -> Self {
        Self::new(|_, _, _| {})
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// Reads the datasets given. Whatever is wrong with one is told, and whatever is right can be asked for.
pub fn open(root: &Path, calendar: Calendar, datasets: &[&Dataset]) -> (Data, Vec<Diagnostic>) {
    open_with(root, calendar, Ways::default(), datasets, datasets)
}

/// How data are reached: what is no file of the project, and how much of a file is in memory at a time.
#[derive(Debug, Clone)]
pub struct Ways {
    pub connections: Connections,
    pub plugins: Arc<dyn Plugged>,
    pub bounds: Bounds,
}

impl Default for Ways {
    fn default() -> Self {
        Self { connections: Connections::default(), plugins: Arc::new(NoPlugins), bounds: Bounds::default() }
    }
}

/// As [`open`], with the ways to the databases and plugins that datasets name. `known` are the datasets that queries may read; of
/// those that are not to be opened as well, nothing is kept.
pub fn open_with(
    root: &Path,
    calendar: Calendar,
    ways: Ways,
    datasets: &[&Dataset],
    known: &[&Dataset],
) -> (Data, Vec<Diagnostic>) {
    let Ways { connections, plugins, bounds } = ways;
    let cluster = connections.cluster.clone();
    let mut sources = load::Sources {
        files: file::Files::new(root).bounded(bounds),
        databases: sql::Databases::new(connections),
        plugins: Arc::clone(&plugins),
        calendar,
        datasets: known.iter().map(|dataset| (dataset.name.as_str(), *dataset)).collect(),
    };
    let mut tables = IndexMap::new();
    let mut diagnostics = Vec::new();
    let mut elsewhere = IndexMap::new();
    let log = Log::default();
    let mut here = IndexMap::new();
    for dataset in datasets {
        // Figures are looked up row by row; records are asked about, and may stay where they are.
        let mut distant = dataset.key.is_empty().then(|| sources.databases.distant(dataset)).flatten();
        if let Some(cluster) = cluster.as_ref().filter(|_| dataset.key.is_empty()) {
            match sql::clustered(cluster, &sources.files, dataset) {
                Clustered::Asked(found) => distant = Some(*found),
                Clustered::Here(why) => {
                    here.insert(dataset.name.clone(), why);
                }
                Clustered::Not => {}
            }
        }
        if let Some(distant) = distant {
            elsewhere.insert(dataset.name.clone(), Records::new((*dataset).clone(), distant));
            continue;
        }
        let (table, found) = log.timed(Stage::Read, &dataset.name, || load::load(&mut sources, dataset));
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
    let load::Sources { files, databases, .. } = sources;
    let elsewhere = Mutex::new(Elsewhere::new(root, databases, calendar, elsewhere, here));
    let (inputs, hashing) = files.into_inputs();
    let (inputs, hashing) = (Mutex::new(inputs), Mutex::new(hashing));
    let watch = Watch::default();
    let (cohorts, held) = (Mutex::default(), Mutex::default());
    (Data { tables, cohorts, inputs, hashing, elsewhere, held, plugged: plugins, watch, log }, said)
}

impl Data {
    /// The files that were read, in the order of the datasets, then what databases gave.
    #[must_use]
    pub fn inputs(&self) -> Vec<Input> {
        let mut known = self.inputs.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut *self.hashing.lock().unwrap_or_else(PoisonError::into_inner));
        let waited = if waiting.is_empty() {
            Vec::new()
        } else {
            self.log.timed(Stage::Hash, "", || waiting.into_iter().map(file::Hashing::wait).collect())
        };
        for input in waited {
            if !known.contains(&input) {
                known.push(input);
            }
        }
        let mut inputs = known.clone();
        inputs.extend_from_slice(self.elsewhere().inputs());
        inputs
    }

    /// The datasets that are counted here though there is a cluster, each with the reason.
    #[must_use]
    pub fn counted_here(&self) -> Vec<(String, String)> {
        self.elsewhere().here().iter().map(|(dataset, why)| (dataset.clone(), why.clone())).collect()
    }

    fn elsewhere(&self) -> MutexGuard<'_, Elsewhere> {
        self.elsewhere.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Cohorts that may be asked for like datasets; those they rest on are among them or among the datasets.
    #[must_use]
    pub fn with_cohorts(self, cohorts: impl IntoIterator<Item = Arc<Cohort>>) -> Self {
        self.cohorts.lock().unwrap_or_else(PoisonError::into_inner).add(cohorts);
        self
    }

    #[must_use]
    pub fn watched(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }

    /// Notes down the plan of each pass.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.log.plans = true;
        self
    }

    /// The passes so far, where they are noted down.
    #[must_use]
    pub fn passes(&self) -> Vec<Pass> {
        self.log.passes()
    }

    /// What took how long so far.
    #[must_use]
    pub fn took(&self) -> Vec<Took> {
        self.log.took()
    }

    /// Answers all requests. Aggregates over one dataset are made in one pass over it.
    pub fn answer(&self, requests: &[Request]) -> Result<(Facts, Vec<Diagnostic>), DataError> {
        let mut facts = Facts::default();
        let mut columns: IndexMap<&str, IndexSet<&str>> = IndexMap::new();
        let mut diagnostics = Vec::new();
        let mut aggregates: IndexMap<(&str, Option<Period>), Vec<&Aggregate>> = IndexMap::new();
        let mut values: IndexSet<&ValuesRequest> = IndexSet::new();
        let mut measures: IndexSet<&MeasureRequest> = IndexSet::new();
        for request in requests {
            match request {
                // Several requests for one dataset are one table with the columns of them all.
                Request::Table(request) => {
                    columns.entry(&request.dataset).or_default().extend(request.columns.iter().map(String::as_str));
                }
                Request::Values(request) => {
                    values.insert(request);
                }
                Request::Measure(request) => {
                    measures.insert(request);
                }
                Request::Aggregate(aggregate) => {
                    aggregates.entry((&aggregate.dataset, aggregate.period)).or_default().push(aggregate);
                }
            }
        }
        for (dataset, columns) in columns {
            let columns = columns.into_iter().map(str::to_owned).collect();
            let request = TableRequest { dataset: dataset.to_owned(), columns };
            let table = self.table(dataset, &mut diagnostics)?;
            let answer = self.log.timed(Stage::LookUp, dataset, || keyed::answer(&table, &request))?;
            self.log.pass(|| Pass {
                rows_of: dataset.to_owned(),
                period: None,
                place: table.origin.whole(),
                rows: u64::try_from(answer.rows.len()).unwrap_or(u64::MAX),
                work: Work::Lookup { key: answer.key.clone(), columns: request.columns },
            });
            facts.tables.insert(dataset.to_owned(), answer);
        }
        let mut cohorts = self.cohorts.lock().unwrap_or_else(PoisonError::into_inner);
        for ((dataset, period), asked) in aggregates {
            let watch = |seen, of| (self.watch.0)(dataset, seen, of);
            let answers = if cohorts.is_known(dataset) {
                let made = self.made(&mut cohorts, dataset, period, &mut diagnostics)?;
                facts.cohorts.extend(cohorts.stages(dataset, period));
                engine::answer(made.table(), &asked, &watch, &self.log, &mut diagnostics)?
            } else if let Some(answers) = self.elsewhere().answer(dataset, &asked, &self.log, &mut diagnostics)? {
                answers
            } else {
                let table = self.table(dataset, &mut diagnostics)?;
                engine::answer(&table, &asked, &watch, &self.log, &mut diagnostics)?
            };
            facts.aggregates.extend(answers.into_iter().map(|(aggregate, answer)| (aggregate.clone(), answer)));
        }
        for request in values {
            let source = cohorts.source_of(&request.dataset, &request.column).to_owned();
            let list = |table: &Table, spelling: &Spelling, out: &mut Vec<Diagnostic>| {
                let answer = || values::answer(table, request, spelling, out);
                let found = self.log.timed(Stage::List, &source, answer)?;
                self.log.pass(|| Pass {
                    rows_of: source.clone(),
                    period: request.period,
                    place: table.origin.whole(),
                    rows: table.count(),
                    work: Work::Values { column: request.column.clone(), found: found.len() },
                });
                Ok::<_, DataError>(found)
            };
            let found = if cohorts.is_known(&source) {
                let made = self.made(&mut cohorts, &source, request.period, &mut diagnostics)?;
                let spelling = Spelling::of(self.behind(&cohorts, &source, &mut diagnostics)?);
                list(made.table(), &spelling, &mut diagnostics)?
            } else {
                let mut table = self.table(&source, &mut diagnostics)?;
                if !values::of_stream(&table, &request.column) {
                    table = self.held(table, &mut diagnostics)?;
                }
                list(&table, &Spelling::of(vec![table.clone()]), &mut diagnostics)?
            };
            facts.values.insert(request.clone(), found);
        }
        let mut asked = Vec::with_capacity(measures.len());
        for request in measures {
            let (name, period) = (request.rows.dataset.as_str(), request.rows.period);
            let (table, behind) = if cohorts.is_known(name) {
                let made = self.made(&mut cohorts, name, period, &mut diagnostics)?;
                facts.cohorts.extend(cohorts.stages(name, period));
                (made.shared(), self.behind(&cohorts, name, &mut diagnostics)?)
            } else {
                let table = self.table(name, &mut diagnostics)?;
                let table = self.held(table, &mut diagnostics)?;
                (table.clone(), vec![table])
            };
            asked.push(measures::Asked { request, table, spelling: Spelling::of(behind) });
        }
        if !asked.is_empty() {
            let answers =
                self.log.timed(Stage::Measure, "", || measures::answer(&*self.plugged, asked, &mut diagnostics))?;
            facts.measures.extend(answers);
        }
        Ok((facts, diagnostics))
    }

    /// The rows of a dataset or cohort; of a cohort whose rows depend on it, for the figure of a period.
    pub fn rows(&self, name: &str, period: Option<Period>) -> Result<(Listing, Vec<Diagnostic>), DataError> {
        let mut diagnostics = Vec::new();
        let mut cohorts = self.cohorts.lock().unwrap_or_else(PoisonError::into_inner);
        let listing = if cohorts.is_known(name) {
            let made = self.made(&mut cohorts, name, period, &mut diagnostics)?;
            listing::list(made.table(), &Spelling::of(self.behind(&cohorts, name, &mut diagnostics)?))?
        } else {
            let table = self.table(name, &mut diagnostics)?;
            let table = self.held(table, &mut diagnostics)?;
            listing::list(&table, &Spelling::of(vec![table.clone()]))?
        };
        Ok((listing, diagnostics))
    }

    /// The rows of a cohort, made from those of the datasets it rests on.
    fn made(
        &self,
        cohorts: &mut Cohorts,
        name: &str,
        period: Option<Period>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Arc<MadeRows>, DataError> {
        let mut tables = self.tables.clone();
        for dataset in cohorts.datasets_of(name) {
            if let Ok(table) = self.table(&dataset, diagnostics) {
                tables.insert(dataset, self.held(table, diagnostics)?);
            }
        }
        self.log.timed(Stage::Make, name, || cohorts.make(name, period, &tables, diagnostics))
    }

    /// The datasets that a cohort's rows are made from, in memory.
    fn behind(
        &self,
        cohorts: &Cohorts,
        name: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Vec<Arc<Table>>, DataError> {
        let datasets = cohorts.datasets_of(name).into_iter();
        datasets.map(|name| self.held(self.table(&name, diagnostics)?, diagnostics)).collect()
    }

    /// The same rows in memory, where they are streamed; they are read once.
    fn held(&self, table: Arc<Table>, diagnostics: &mut Vec<Diagnostic>) -> Result<Arc<Table>, DataError> {
        let load::Stored::Streamed(streamed) = &table.rows else { return Ok(table) };
        if table.broken.is_some() {
            return Ok(table);
        }
        let mut known = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = known.get(&table.schema.name) {
            return Ok(held.clone());
        }
        let (held, found) = streamed.hold(&table.schema)?;
        let held = Arc::new(held);
        diagnostics.extend(found);
        known.insert(table.schema.name.clone(), held.clone());
        Ok(held)
    }

    /// The rows of a dataset; those of a database are read when they are first needed.
    fn table(&self, name: &str, diagnostics: &mut Vec<Diagnostic>) -> Result<Arc<Table>, DataError> {
        let found = self.tables.get(name).cloned().or_else(|| self.elsewhere().rows(name, &self.log, diagnostics));
        found.ok_or_else(|| DataError::NotOpened { dataset: name.to_owned() })
    }
}
