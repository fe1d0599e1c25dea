//! What is reported, in which order.

use super::{ActiveSpec, Field, Name, Text};
use kpi_core::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<ScorecardField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScorecardField {
    Text(Text),
    Layout(Name),
    Active(ActiveSpec),
    Indicators(Vec<Name>),
    Theme { title: Text, indicators: Vec<Name> },
    Unknown,
    Broken,
}
