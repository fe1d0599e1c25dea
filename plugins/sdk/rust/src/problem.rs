//! Why there is no answer, and where.

use std::fmt;

/// Why there is no answer. Say what is wrong, with which value, and what to do; kpi adds the plugin's name and shows the
/// column and the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Short, in lower case, the same for the same mistake: `empty_cell`, `bad_page`.
    pub code: String,
    pub message: String,
    pub column: Option<String>,
    /// Of the whole table, from 0.
    pub row: Option<u32>,
}

impl Problem {
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), column: None, row: None }
    }

    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    #[must_use]
    pub fn row(mut self, row: usize) -> Self {
        self.row = u32::try_from(row).ok();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(column) = &self.column {
            write!(f, " (column {column:?})")?;
        }
        if let Some(row) = self.row {
            write!(f, " (row {row})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
