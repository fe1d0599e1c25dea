//! What figures are set beside.

use super::{Expr, Field, Name, Text};
use kpi_core::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparator {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<ComparatorField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComparatorField {
    Text(Text),
    Kind(Name),
    Figure(Expr),
    Year(Expr),
    /// The columns whose slice a published figure is looked up for.
    By(Vec<Name>),
    /// The column whose values are the peers.
    Across(Name),
    /// A lookup of many rows: only these peers.
    Among(Expr),
    /// Only peers of which this has the value it has here.
    Same(Expr),
    /// Only peers of which this holds.
    Where(Expr),
    Unknown,
    Broken,
}
