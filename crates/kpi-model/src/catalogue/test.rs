//! What figures must come to.

use crate::formula::Formula;
use kpi_core::schema::Dataset;
use kpi_core::{Period, Reason, Span};

#[derive(Debug, Clone)]
pub struct Test {
    /// Of a row of `cases` that of the test and its own: `the key: at the edge`.
    pub name: String,
    /// The item, or the row of its `cases`.
    pub span: Span,
    /// The item.
    pub item: Span,
    pub indicator: Option<String>,
    pub at: Option<Period>,
    pub facts: Vec<(GivenFact, Formula)>,
    /// Facts the test takes away (`given target = none`), and for which reason they are missing.
    pub absent: Vec<(GivenFact, Reason)>,
    /// Datasets replaced by the test's own rows.
    pub tables: Vec<Dataset>,
    pub expect: Vec<Expectation>,
}

/// A fact that a test sets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GivenFact {
    Value,
    Numerator,
    Denominator,
    Target,
    Previous,
    Forecast,
    Rank,
    Let(String),
    Comparator(String),
}

#[derive(Debug, Clone)]
pub struct Expectation {
    pub span: Span,
    pub indicator: String,
    pub fact: ExpectedFact,
    pub op: kpi_core::facts::Compare,
    /// `None` is `none`, the absent value.
    pub value: Option<Formula>,
    pub within: Option<Formula>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExpectedFact {
    Value,
    Numerator,
    Denominator,
    Target,
    YearEndTarget,
    Previous,
    Forecast,
    Rank,
    Deviation,
    Gap,
    Rating,
    Change,
    Movement,
    Amount,
    Missing,
    Flags,
    Period,
    Lower,
    Upper,
    Significance,
    Variation,
    Assurance,
    /// What a run says of it: the codes of its findings.
    Finding,
    /// A step of its trace, by what it is called there.
    Step(String),
    Let(String),
    Comparator(String),
}
