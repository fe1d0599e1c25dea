//! Datasets as the rules declare them: where the rows are, what each column holds, what makes a row one figure.

use crate::{Exact, Missing, Reason, Span, Unit, plugin};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    pub name: String,
    pub span: Span,
    pub source: Source,
    /// The row of the file that holds the column headers, from 1; `None`: the first row that names every column.
    pub header_row: Option<u32>,
    /// The columns that together name one figure; empty for records.
    pub key: Vec<String>,
    pub columns: Vec<Column>,
    /// When the person of a row was born.
    pub birth: Option<Birth>,
    /// From when until when a row holds: the columns of its first and last day. Without a last day it still holds.
    pub interval: Option<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    pub column: String,
    /// Ages in whole times so many days; without it as the calendar has them.
    pub days_a_year: Option<Exact>,
}

impl Dataset {
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

/// Paths are relative to the project's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    Csv {
        path: String,
        separator: char,
    },
    /// `.xlsx` and `.ods`; without a sheet name, the first sheet.
    Workbook {
        path: String,
        sheet: Option<String>,
    },
    Parquet {
        path: String,
    },
    JsonLines {
        path: String,
    },
    /// A table or view of an SQLite file.
    Sqlite {
        path: String,
        table: String,
    },
    /// A table or view of a PostgreSQL database that `kpi.toml` gives a name; the schema stands before a dot.
    Postgres {
        connection: String,
        table: String,
        /// Where the rules name the connection.
        span: Span,
    },
    /// What a plugin that `kpi.toml` gives a name fetches.
    Plugin {
        plugin: String,
        settings: plugin::Settings,
        /// Where the rules name the plugin.
        span: Span,
    },
    /// The rows a query gives over other datasets.
    Sql {
        query: String,
        /// In which the datasets of `over` are tables, with their columns.
        over: Vec<String>,
        /// Where the query stands.
        span: Span,
    },
    /// Rows written in a test; each carries the place of its line.
    Inline {
        rows: Vec<InlineRow>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlineRow {
    pub span: Span,
    /// By column name.
    pub cells: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// The header in the file where it is not the name itself.
    pub header: Option<String>,
    pub holds: ColumnType,
    /// Words that stand for a missing value: `or "N/A" as not supplied`. Compared trimmed, ignoring case.
    pub missing_words: Vec<(String, Reason)>,
    /// What an empty cell means, where the rules say.
    pub empty: Option<EmptyCell>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmptyCell {
    /// `= final`: the text that stands in.
    Default(String),
    /// `or empty as not yet due`.
    Missing(Reason),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    Text,
    /// A number. With [`Unit::AsWritten`] the cell's own sign counts (`56.0%`, `£3.6m`, `15,000`); with
    /// [`Unit::Percent`] a bare `56` is 56%; with [`Unit::Ratio`] a bare `0.56` is 56%.
    Number(Unit),
    Date,
    Period,
    Rank,
    YesNo,
    /// One code of a list, compared trimmed and ignoring case, and kept as the rules spell it.
    OneOf(Vec<String>),
    /// Several codes of a list, separated by `;`.
    SomeOf(Vec<String>),
}

impl ColumnType {
    /// The unit a formula sees.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        match self {
            Self::Text | Self::OneOf(_) => Unit::Text,
            Self::Number(unit) => *unit,
            Self::Date => Unit::Date,
            Self::Period => Unit::Period,
            Self::Rank => Unit::Rank,
            Self::YesNo => Unit::YesNo,
            Self::SomeOf(_) => Unit::Flags,
        }
    }

    #[must_use]
    pub fn codes(&self) -> Option<&[String]> {
        match self {
            Self::OneOf(codes) | Self::SomeOf(codes) => Some(codes),
            _ => None,
        }
    }
}

impl Column {
    /// May one of its cells say that there is a figure, and not which?
    #[must_use]
    pub fn may_hide_figures(&self) -> bool {
        let words = self.missing_words.iter().any(|(_, reason)| reason.hides_a_figure());
        words || matches!(&self.empty, Some(EmptyCell::Missing(reason)) if reason.hides_a_figure())
    }

    /// What a cell that is empty means to a formula.
    #[must_use]
    pub fn missing_when_empty(&self) -> Missing {
        match &self.empty {
            Some(EmptyCell::Missing(reason)) => Missing::new(*reason, ""),
            _ => Missing::new(Reason::NotSupplied, "the cell is empty"),
        }
    }
}
