//! Rows made from other rows.

use super::{BirthSpec, Edge, Expr, Field, Name, Text};
use kpi_core::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    pub span: Span,
    pub name: Name,
    /// In the order in which they apply.
    pub fields: Vec<Field<CohortField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CohortField {
    /// `title`, `description`, `source`
    Text(Text),
    From(Name),
    Where(Expr),
    Let {
        name: Name,
        value: Expr,
    },
    Birth(BirthSpec),
    /// `started to ended`
    Interval(Name, Name),
    Keep(KeepSpec),
    Episodes(EpisodesSpec),
    Cascade(CascadeSpec),
    Require(Assertion),
    Unknown,
    Broken,
}

/// `one per [council, person] by latest ended, tied gender = "Unknown"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepSpec {
    pub per: Vec<Name>,
    pub order: Vec<OrderTerm>,
    pub tied: Vec<(Name, Expr)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderTerm {
    pub span: Span,
    /// `latest`, `lowest`, `prefer`, …
    pub word: Option<Name>,
    pub value: Expr,
    /// The values from best to last.
    pub ranked: Option<Vec<Expr>>,
    pub empty_first: bool,
}

/// `per person from started to ended within 7 days by outcome ranked […]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodesSpec {
    pub per: Vec<Name>,
    pub starts: Name,
    pub ends: Name,
    pub gap: Edge,
    pub order: Vec<OrderTerm>,
    /// The name of the column that says how many rows an episode was made of.
    pub count: Option<Name>,
}

/// `cascade sequel { died: "Deceased" when … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CascadeSpec {
    pub name: Name,
    pub rules: Vec<CascadeRule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CascadeRule {
    pub span: Span,
    pub name: Name,
    pub value: Expr,
    pub condition: Option<Expr>,
}

/// `ended >= started else "a service ends before it starts"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    pub condition: Expr,
    pub message: Text,
}
