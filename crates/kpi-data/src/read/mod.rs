//! Readers: every kind of file as rows of texts with the numbers a spreadsheet shows.

pub mod csv;
pub mod encoding;
pub mod jsonl;
pub mod ods;
pub mod parquet;
pub mod workbook;

use crate::place::RowId;
use crate::sql::Held;
use kpi_core::{Code, Diagnostic};
use std::ops::ControlFlow;

/// The cells of one row. An empty text is an empty cell; a cell past the end is empty too.
pub trait Row {
    fn len(&self) -> usize;
    fn get(&self, index: usize) -> &str;

    fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|i| self.get(i).to_owned()).collect()
    }

    fn is_blank(&self) -> bool {
        (0..self.len()).all(|i| self.get(i).trim().is_empty())
    }
}

impl Row for Vec<String> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn get(&self, index: usize) -> &str {
        self.as_slice().get(index).map_or("", String::as_str)
    }
}

/// What takes the rows of a file.
pub trait Sink {
    /// For files whose fields have names: called once, before any row.
    fn fields(&mut self, names: &[String]);
    /// For databases, whose columns have types: what each of the fields holds.
    fn held(&mut self, held: &[Held]);
    /// The places of the fields that are wanted; others need not be read.
    fn wanted(&self) -> Vec<usize>;
    fn row(&mut self, id: RowId, row: &dyn Row) -> ControlFlow<()>;
    /// A row that could not be read at all; the others go on.
    fn bad_row(&mut self, id: RowId, message: String);
}

/// Why a whole file, or the rest of it, cannot be read.
#[derive(Debug)]
pub struct Unreadable {
    pub code: Code,
    pub message: String,
    pub row: Option<u64>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

/// What was told already about a file that cannot be read.
impl From<Diagnostic> for Unreadable {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            code: diagnostic.code,
            message: diagnostic.message,
            row: None,
            notes: diagnostic.notes,
            help: diagnostic.help,
        }
    }
}

impl Unreadable {
    pub fn new(code: Code, message: impl Into<String>) -> Box<Self> {
        Box::new(Self { code, message: message.into(), row: None, notes: Vec::new(), help: Vec::new() })
    }

    pub fn diagnostic(self, origin: &crate::place::Origin) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, self.message);
        let place = self.row.map_or_else(|| origin.whole(), |row| origin.row(row.into()));
        diagnostic = diagnostic.data(place, "");
        diagnostic.notes = self.notes;
        diagnostic.help = self.help;
        diagnostic
    }
}
