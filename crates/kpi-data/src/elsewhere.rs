//! Records that stay in their database: asked about there, and read only where a question needs rows.

use crate::DataError;
use crate::Input;
use crate::columns::Columns;
use crate::engine::pushed::{self, Answers, Failure};
use crate::file::{Files, Hashing};
use crate::load::{self, Sources, Stored, Table};
use crate::passes::{Log, Stage};
use crate::place::Origin;
use crate::read::Unreadable;
use crate::sql::{Databases, Distant};
use indexmap::IndexMap;
use kpi_core::facts::Aggregate;
use kpi_core::schema::{Dataset, Source};
use kpi_core::{Calendar, Diagnostic};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// The records of one dataset.
#[derive(Debug)]
pub struct Records {
    /// The dataset and its place, without rows.
    empty: Table,
    distant: Distant,
    rows: Option<Arc<Table>>,
}

impl Records {
    pub fn new(dataset: Dataset, distant: Distant) -> Self {
        let table = match &dataset.source {
            Source::Postgres { table, .. } => Some(table.clone()),
            _ => None,
        };
        let origin = Origin { file: format!("postgres:{}", distant.connection), sheet: None, table };
        Self { empty: bare(dataset, origin), distant, rows: None }
    }

    fn bare(&self) -> Table {
        bare(self.empty.schema.clone(), self.empty.origin.clone())
    }
}

/// A table without rows.
fn bare(dataset: Dataset, origin: Origin) -> Table {
    let rows = Stored::Records(Columns::new(&dataset));
    Table { schema: dataset, origin, rows, broken: None, amiss: None, prepared: OnceLock::new() }
}

#[derive(Debug)]
pub struct Elsewhere {
    databases: Databases,
    calendar: Calendar,
    records: IndexMap<String, Records>,
    inputs: Vec<Input>,
}

impl Elsewhere {
    pub const fn new(databases: Databases, calendar: Calendar, records: IndexMap<String, Records>) -> Self {
        Self { databases, calendar, records, inputs: Vec::new() }
    }

    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    fn note(&mut self, input: Input) {
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
    }

    /// The answers by the database; `None` where the dataset is not in one, or its rows are needed.
    pub fn answer<'a>(
        &mut self,
        name: &str,
        asked: &[&'a Aggregate],
        log: &Log,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Option<Answers<'a>>, DataError> {
        let Some(records) = self.records.get_mut(name).filter(|records| records.rows.is_none()) else {
            return Ok(None);
        };
        let databases = &mut self.databases;
        let connection = &records.distant.connection;
        let mut read = None;
        let answered = pushed::answer(&records.empty, &records.distant, asked, log, |query| {
            let (rows, sha256) = databases.cells(connection, query)?;
            read = Some(sha256);
            Ok::<_, Box<Unreadable>>(rows)
        });
        let origin = &records.empty.origin;
        match answered {
            Ok(answers) => {
                // Where rows are needed after all, they are what counts, and are noted when they are read.
                if let (Some(_), Some(sha256)) = (&answers, read) {
                    let path = format!("{}/{}", origin.file, origin.table.as_deref().unwrap_or_default());
                    self.note(Input { path, sha256 });
                }
                Ok(answers)
            }
            Err(Failure::Asked(error)) => Err(error),
            // To read all rows instead might be what the database has just refused to do.
            Err(Failure::Database(unreadable)) => {
                let mut table = records.bare();
                table.broken = Some(format!("{}: {}", origin.whole(), unreadable.message));
                diagnostics.push(unreadable.diagnostic(origin));
                records.rows = Some(Arc::new(table));
                Ok(None)
            }
        }
    }

    /// The rows, read when they are first needed.
    pub fn rows(&mut self, name: &str, log: &Log, diagnostics: &mut Vec<Diagnostic>) -> Option<Arc<Table>> {
        let records = self.records.get_mut(name)?;
        if let Some(rows) = &records.rows {
            return Some(rows.clone());
        }
        let mut sources = Sources {
            files: Files::new(Path::new("")),
            databases: std::mem::take(&mut self.databases),
            calendar: self.calendar,
            datasets: IndexMap::new(),
        };
        let (table, found) = log.timed(Stage::Read, name, || load::load(&mut sources, &records.empty.schema));
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
