//! Runs the SQL of `tests/oracles/ascof` in SQLite.

use crate::cld::codes::LOOKUPS;
use crate::cld::year::Year;
use rusqlite::{Connection, params_from_iter};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A measure and the statements that answer it.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub name: &'static str,
    file: &'static str,
    sql: &'static str,
    /// One file answers several measures: the view of this one's rows.
    rows: &'static str,
    /// The columns of its summary.
    summary: &'static [&'static str],
}

const COUNTS: &[&str] = &["council", "band", "denominator", "numerator"];
/// Only of those who came to the end of their wait.
const MEDIANS: &[&str] = &["council", "band", "quarter", "count", "median"];

macro_rules! measure {
    ($name:literal, $file:literal, $rows:literal, $summary:expr) => {
        Measure {
            name: $name,
            file: $file,
            sql: include_str!(concat!("../../../tests/oracles/ascof/", $file)),
            rows: $rows,
            summary: $summary,
        }
    };
}

const PREPARE: &str = include_str!("../../../tests/oracles/ascof/prepare.sql");

pub const MEASURES: &[Measure] = &[
    measure!("2a", "2a.sql", "rows_2a", COUNTS),
    measure!("2b", "2b_2c.sql", "rows_2b", COUNTS),
    measure!("2c", "2b_2c.sql", "rows_2c", COUNTS),
    measure!("2d1", "2d.sql", "rows_2d1", COUNTS),
    measure!("2d2", "2d.sql", "rows_2d2", COUNTS),
    measure!("2e", "2e.sql", "rows_2e", COUNTS),
    measure!("2e-ld", "2e.sql", "rows_2e_ld", COUNTS),
    measure!("3d1a", "3d_clients.sql", "rows_3d1a", COUNTS),
    measure!("3d2a", "3d_clients.sql", "rows_3d2a", COUNTS),
    measure!("3d1b", "3d_carers.sql", "rows_3d1b", COUNTS),
    measure!("3d2b", "3d_carers.sql", "rows_3d2b", COUNTS),
    measure!("reviewed", "reviewed.sql", "rows_reviewed", COUNTS),
    measure!("wait-assessment", "waiting.sql", "rows_wait_assessment", MEDIANS),
    measure!("wait-service", "waiting.sql", "rows_wait_service", MEDIANS),
];

#[derive(Debug, thiserror::Error)]
pub enum OracleError {
    #[error("{}: {source}", path.display())]
    Csv { path: PathBuf, source: csv::Error },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{what}: {source}")]
    Sql { what: String, source: rusqlite::Error },
}

fn sql_error(what: impl Into<String>) -> impl FnOnce(rusqlite::Error) -> OracleError {
    let what = what.into();
    move |source| OracleError::Sql { what, source }
}

/// The columns that every measure's rows have.
pub const COLUMNS: &[&str] =
    &["council", "person", "started", "band", "in_denominator", "in_numerator", "rule", "answer", "slice"];

#[derive(Debug)]
pub struct Oracle {
    connection: Connection,
    /// The files whose tables are made.
    made: RefCell<BTreeSet<&'static str>>,
}

impl Oracle {
    /// Loads a folder's CSV files and prepares what all measures share.
    pub fn open(folder: &Path, year: Year) -> Result<Self, OracleError> {
        let connection = Connection::open_in_memory().map_err(sql_error("SQLite"))?;
        let oracle = Self { connection, made: RefCell::default() };
        for file in ["events.csv", "hospital.csv", "population.csv"] {
            oracle.load(&folder.join(file))?;
        }
        for lookup in LOOKUPS {
            oracle.load(&folder.join(lookup.file))?;
        }
        oracle
            .connection
            .execute_batch(&format!(
                "create table period(starts text not null, ends text not null); insert into period values ('{}', '{}');",
                year.starts, year.ends
            ))
            .map_err(sql_error("period"))?;
        oracle.connection.execute_batch(PREPARE).map_err(sql_error("prepare.sql"))?;
        Ok(oracle)
    }

    /// One table a file, all text, under the file's name with `raw_` before it.
    fn load(&self, path: &Path) -> Result<(), OracleError> {
        let csv_error = |source| OracleError::Csv { path: path.to_owned(), source };
        let table = format!("raw_{}", path.file_stem().unwrap_or_default().to_string_lossy());
        let mut reader = csv::Reader::from_path(path).map_err(csv_error)?;
        let header = reader.headers().map_err(csv_error)?.clone();
        let columns: Vec<String> = header.iter().map(|name| format!("\"{name}\" text")).collect();
        let holes = vec!["?"; header.len()].join(", ");
        let load = || -> Result<rusqlite::Transaction<'_>, rusqlite::Error> {
            self.connection.execute_batch(&format!("create table {table}({})", columns.join(", ")))?;
            self.connection.unchecked_transaction()
        };
        let transaction = load().map_err(sql_error(table.clone()))?;
        {
            let mut insert = transaction
                .prepare(&format!("insert into {table} values ({holes})"))
                .map_err(sql_error(table.clone()))?;
            let mut record = csv::StringRecord::new();
            while reader.read_record(&mut record).map_err(csv_error)? {
                insert.execute(params_from_iter(record.iter())).map_err(sql_error(table.clone()))?;
            }
        }
        transaction.commit().map_err(sql_error(table))
    }

    fn prepare(&self, measure: &Measure) -> Result<(), OracleError> {
        if self.made.borrow_mut().insert(measure.file) {
            self.connection.execute_batch(measure.sql).map_err(sql_error(measure.file))?;
        }
        Ok(())
    }

    /// One row a person, an episode or a request, in order.
    pub fn rows(&self, measure: &Measure) -> Result<Vec<Vec<String>>, OracleError> {
        self.prepare(measure)?;
        let all = COLUMNS.join(", ");
        self.ask(measure, &format!("select {all} from {} order by {all}", measure.rows), COLUMNS.len())
    }

    /// Every council and band, and `Total` of the bands; of waiting times only those that there are.
    pub fn summary(&self, measure: &Measure) -> Result<Vec<Vec<String>>, OracleError> {
        self.prepare(measure)?;
        self.ask(measure, &format!("select * from summary_{} order by 1, 2, 3", measure.rows), measure.summary.len())
    }

    fn ask(&self, measure: &Measure, query: &str, columns: usize) -> Result<Vec<Vec<String>>, OracleError> {
        let failed = |source| OracleError::Sql { what: measure.file.to_owned(), source };
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let rows = statement
            .query_map([], |row| (0..columns).map(|at| row.get_ref(at).map(cell)).collect::<Result<Vec<_>, _>>())
            .map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    pub fn write_rows(&self, measure: &Measure, path: &Path) -> Result<(), OracleError> {
        write_csv(path, COLUMNS, &self.rows(measure)?)
    }

    pub fn write_summary(&self, measure: &Measure, path: &Path) -> Result<(), OracleError> {
        write_csv(path, measure.summary, &self.summary(measure)?)
    }
}

fn cell(value: rusqlite::types::ValueRef<'_>) -> String {
    use rusqlite::types::ValueRef;
    match value {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into_owned(),
    }
}

fn write_csv(path: &Path, columns: &[&str], rows: &[Vec<String>]) -> Result<(), OracleError> {
    let failed = |source| OracleError::Csv { path: path.to_owned(), source };
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer.write_record(columns).map_err(failed)?;
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.flush().map_err(|source| OracleError::File { path: path.to_owned(), source })
}
