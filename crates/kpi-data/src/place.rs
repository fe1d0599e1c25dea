//! Where a row comes from, for diagnostics and for provenance.

use kpi_core::diagnostic::DataPlace;
use kpi_core::{Code, Diagnostic, Span};

/// The file and sheet of a dataset, or its database and table.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub file: String,
    pub sheet: Option<String>,
    pub table: Option<String>,
}

/// A row: its number as a spreadsheet shows it, and for rows written in a test the line they stand on.
#[derive(Debug, Clone, Copy)]
pub struct RowId {
    pub number: u64,
    pub span: Option<Span>,
}

impl From<u64> for RowId {
    fn from(number: u64) -> Self {
        Self { number, span: None }
    }
}

impl Origin {
    pub fn whole(&self) -> DataPlace {
        let (file, sheet, table) = (self.file.clone(), self.sheet.clone(), self.table.clone());
        DataPlace { file, sheet, table, row: None, column: None }
    }

    pub fn row(&self, row: RowId) -> DataPlace {
        DataPlace { row: Some(row.number), ..self.whole() }
    }

    pub fn cell(&self, row: RowId, column: &str) -> DataPlace {
        DataPlace { column: Some(column.to_owned()), ..self.row(row) }
    }

    pub fn column(&self, column: &str) -> DataPlace {
        DataPlace { column: Some(column.to_owned()), ..self.whole() }
    }

    /// A diagnostic about a row or one of its cells: at the line of the test, or in the data file.
    pub fn diagnose(&self, code: Code, row: RowId, column: Option<&str>, message: String) -> Diagnostic {
        mark(Diagnostic::new(code, message), self, row, column, "")
    }
}

/// Labels a row or one of its cells.
pub fn mark(diagnostic: Diagnostic, origin: &Origin, row: RowId, column: Option<&str>, text: &str) -> Diagnostic {
    match (row.span, column) {
        (Some(span), Some(column)) if text.is_empty() => {
            diagnostic.label(span, format!("in column \"{column}\" of {}", origin.file))
        }
        (Some(span), _) => diagnostic.label(span, text),
        (None, Some(column)) => diagnostic.data(origin.cell(row, column), text),
        (None, None) => diagnostic.data(origin.row(row), text),
    }
}
