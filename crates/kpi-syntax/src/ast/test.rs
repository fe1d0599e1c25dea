//! What figures must come to.

use super::{BinaryOp, Expr, Name, PeriodText, Spanned, Text};
use kpi_core::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub span: Span,
    /// Could all of it be read? What could not was reported.
    pub whole: bool,
    pub name: Text,
    pub indicator: Option<Name>,
    pub at: Option<PeriodText>,
    pub given: Vec<Given>,
    pub expect: Vec<Expect>,
    pub cases: Vec<Case>,
}

/// A row of `cases`: a test of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub span: Span,
    /// Could all of it be read? What could not was reported.
    pub whole: bool,
    pub name: Text,
    pub given: Vec<Given>,
    pub expect: Vec<Expect>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// `none` makes the fact missing.
    Fact {
        span: Span,
        name: Name,
        value: Expr,
    },
    Table {
        span: Span,
        dataset: Name,
        header: Vec<Name>,
        rows: Vec<TableRow>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    pub span: Span,
    /// As many as were written; texts in quotes without them, trimmed.
    pub cells: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    pub span: Span,
    /// Where another indicator is meant than the test's.
    pub indicator: Option<Name>,
    pub fact: Name,
    /// Which step, where the fact is one: `step "figures.value"`.
    pub step: Option<Text>,
    pub op: Spanned<BinaryOp>,
    pub value: Expr,
    pub within: Option<Expr>,
}
