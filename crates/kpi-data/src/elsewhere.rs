//! Records that stay where they are, in a database or on a cluster: asked about there, and read only where a question
//! needs rows.

use crate::DataError;
use crate::Input;
use crate::columns::Columns;
use crate::engine::pushed::{self, Answers, Failure};
use crate::file::{Files, Hashing, hash_of};
use crate::load::{self, Sources, Stored, Table};
use crate::measures::NoPlugins;
use crate::passes::{Log, Stage};
use crate::place::Origin;
use crate::read::Unreadable;
use crate::sql::{Databases, Distant, Holder, Query};
use indexmap::IndexMap;
use kpi_core::codes::data::{NO_CLUSTER, NO_CONNECTION};
use kpi_core::facts::Aggregate;
use kpi_core::schema::{Dataset, Source};
use kpi_core::{Calendar, Diagnostic};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The records of one dataset.
#[derive(Debug)]
pub struct Records {
    /// The dataset and its place, without rows.
    empty: Table,
    distant: Distant,
    rows: Option<Arc<Table>>,
    /// Are questions answered from the rows, since the holder cannot or need not be asked any more?
    from_rows: bool,
}

impl Records {
    pub fn new(dataset: Dataset, distant: Distant) -> Self {
        let (file, table) = match (&dataset.source, &distant.holder) {
            (Source::Postgres { table, .. }, Holder::Database(name)) => {
                (format!("postgres:{name}"), Some(table.clone()))
            }
            (Source::Parquet { path }, _) => (path.replace('\\', "/"), None),
            _ => (String::new(), None),
        };
        let origin = Origin { file, sheet: None, table };
        Self { empty: bare(dataset, origin), distant, rows: None, from_rows: false }
    }

    fn bare(&self) -> Table {
        bare(self.empty.schema.clone(), self.empty.origin.clone())
    }

    /// How what was asked is called among what was read.
    fn input(&self) -> String {
        let origin = &self.empty.origin;
        match (&self.distant.holder, &origin.table) {
            (Holder::Cluster(..), _) => format!("cluster:{}", origin.file),
            (Holder::Database(_), table) => format!("{}/{}", origin.file, table.as_deref().unwrap_or_default()),
        }
    }
}

/// A table without rows.
fn bare(dataset: Dataset, origin: Origin) -> Table {
    let rows = Stored::Records(Columns::new(&dataset));
    Table { schema: dataset, origin, rows, broken: None, amiss: None, prepared: OnceLock::new() }
}

#[derive(Debug)]
pub struct Elsewhere {
    root: PathBuf,
    databases: Databases,
    calendar: Calendar,
    records: IndexMap<String, Records>,
    inputs: Vec<Input>,
    /// Why datasets are counted here though there is a cluster.
    here: IndexMap<String, String>,
}

impl Elsewhere {
    pub fn new(
        root: &Path,
        databases: Databases,
        calendar: Calendar,
        records: IndexMap<String, Records>,
        here: IndexMap<String, String>,
    ) -> Self {
        Self { root: root.to_owned(), databases, calendar, records, inputs: Vec::new(), here }
    }

    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    pub const fn here(&self) -> &IndexMap<String, String> {
        &self.here
    }

    fn note(&mut self, input: Input) {
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
    }

    /// The answers by whoever has the rows; `None` where the dataset is not elsewhere, or its rows are needed.
    pub fn answer<'a>(
        &mut self,
        name: &str,
        asked: &[&'a Aggregate],
        log: &Log,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Option<Answers<'a>>, DataError> {
        let Some(records) = self.records.get_mut(name).filter(|records| !records.from_rows) else {
            return Ok(None);
        };
        let databases = &mut self.databases;
        let mut read = None;
        let answered = pushed::answer(&records.empty, &records.distant, asked, log, |query| {
            let rows = put(&records.distant.holder, databases, query)?;
            read = Some(hash_of(&rows));
            Ok::<_, Box<Unreadable>>(rows)
        });
        let unreadable = match answered {
            Ok(answers) => {
                // Where rows are needed after all, they are what counts, and are noted when they are read.
                let path = records.input();
                if let Some(sha256) = read {
                    self.note(Input { path, sha256 });
                }
                return Ok(Some(answers));
            }
            Err(Failure::Asked(error)) => return Err(error),
            Err(Failure::RowsNeeded(why)) => {
                records.from_rows = true;
                if matches!(records.distant.holder, Holder::Cluster(..)) {
                    self.here.insert(name.to_owned(), why);
                }
                return Ok(None);
            }
            Err(Failure::Engine(unreadable)) => unreadable,
            Err(Failure::Other { counted, of }) => other(&records.distant.holder, counted, of),
        };
        // To read all rows instead might be what was just refused.
        let origin = &records.empty.origin;
        let mut table = records.bare();
        table.broken = Some(format!("{}: {}", origin.whole(), unreadable.message));
        diagnostics.push(unreadable.diagnostic(origin));
        records.rows = Some(Arc::new(table));
        records.from_rows = true;
        Ok(None)
    }

    /// The rows, read when they are first needed.
    pub fn rows(&mut self, name: &str, log: &Log, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Table>> {
        let records = self.records.get_mut(name)?;
        if let Some(rows) = &records.rows {
            return Some(rows.clone());
        }
        let mut sources = Sources {
            files: Files::new(&self.root),
            databases: std::mem::take(&mut self.databases),
            plugins: Arc::new(NoPlugins),
            calendar: self.calendar,
            datasets: IndexMap::new(),
        };
        let (table, found) = log.timed(Stage::Read, name, || load::load(&mut sources, &records.empty.schema));
        // What is held answers quicker than a database; files that are gone through again do not.
        records.from_rows |= !matches!(table.rows, Stored::Streamed(_));
        let table = Arc::new(table);
        records.rows = Some(table.clone());
        diagnostics.extend(found);
        self.databases = sources.databases;
        let (inputs, hashing) = sources.files.into_inputs();
        for input in inputs.into_iter().chain(hashing.into_iter().map(Hashing::wait)) {
            self.note(input);
        }
        Some(table)
    }
}

/// The cells, from whoever has the rows.
fn put(holder: &Holder, databases: &mut Databases, query: &Query) -> Result<Vec<pushed::Row>, Box<Unreadable>> {
    let mut rows = match holder {
        Holder::Database(name) => databases.cells(name, &query.whole())?,
        Holder::Cluster(cluster, files) => cluster.rows(files, &query.apart()).map_err(|trouble| {
            let mut unreadable = Unreadable::new(NO_CLUSTER, trouble.message);
            (unreadable.notes, unreadable.help) = (trouble.notes, trouble.help);
            unreadable
        })?,
    };
    rows.sort();
    Ok(rows)
}

/// An answer about other rows than there are.
fn other(holder: &Holder, counted: u64, of: u64) -> Box<Unreadable> {
    let (code, who) = match holder {
        Holder::Database(name) => (NO_CONNECTION, format!("the database `{name}`")),
        Holder::Cluster(cluster, _) => (NO_CLUSTER, format!("the cluster {}", cluster.name())),
    };
    let mut unreadable = Unreadable::new(code, format!("{who} counted {counted} of {of} records"));
    unreadable.notes.push("its answer is not used".to_owned());
    unreadable.help.push("see that all its machines have the same files, and that nobody writes them".to_owned());
    unreadable
}
