//! Where rows are, and what their columns hold.

use super::{Edge, Expr, Field, Name, Spanned, Text};
use kpi_core::{Reason, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<DatasetField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatasetField {
    Source(SourceSpec),
    /// `row 3`
    Header(Spanned<u32>),
    Key(Vec<Name>),
    Birth(BirthSpec),
    /// `started to ended`
    Interval(Name, Name),
    Columns(Vec<Column>),
    Unknown,
    Broken,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpec {
    pub span: Span,
    /// `csv`, `xlsx`, `ods`, `parquet`, `jsonl`, `sqlite`, `postgres`, `plugin`, `sql`; any other word is for the
    /// checker to refuse.
    pub kind: Name,
    /// Of a file; for `postgres` the name of the connection, for `plugin` that of the plugin, for `sql` the query.
    pub path: Text,
    pub sheet: Option<Text>,
    pub separator: Option<Text>,
    pub table: Option<Text>,
    pub over: Option<Vec<Name>>,
    /// For `plugin`: what it is told.
    pub settings: Option<Settings>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub span: Span,
    pub settings: Vec<Setting>,
}

/// `since: 2024-04-01`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub name: Name,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub span: Span,
    pub name: Name,
    pub holds: ColumnType,
    pub header: Option<Text>,
    /// `or "N/A" as not supplied`; without a word it is `or empty as …`.
    pub missing: Vec<MissingWord>,
    /// `= final`
    pub default: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingWord {
    pub span: Span,
    pub word: Option<Text>,
    /// `None` where the words are no reason, which is reported already.
    pub reason: Spanned<Option<Reason>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// `text`, `number`, `yes/no`, …
    Named(Name),
    OneOf(Vec<Text>),
    SomeOf(Vec<Text>),
}

/// `birth_date`, or `birth_date, 365.25 days a year`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BirthSpec {
    pub column: Name,
    pub days_a_year: Option<Edge>,
}
