//! Formulas with every name resolved and every unit known.

use kpi_core::facts::{Compare, Measure, Scalar};
use kpi_core::{Flag, Period, PeriodKind, Quantity, Span, Unit};
use chrono::NaiveDate;

#[derive(Debug, Clone)]
pub struct Formula {
    pub kind: FormulaKind,
    /// The unit of the result; meaningless where the formula is [`FormulaKind::Broken`].
    pub unit: Unit,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub enum FormulaKind {
    Number(Quantity),
    Text(String),
    Date(NaiveDate),
    Period(Period),
    YesNo(bool),
    /// A `let` of the same indicator, by its place.
    Let { index: usize, name: String },
    /// The value of another indicator.
    Indicator(String),
    Comparator(String),
    Lookup(Lookup),
    Aggregate(Aggregate),
    /// Does the figure carry the flag?
    Flagged(Flag),
    Call { function: Function, arguments: Vec<Formula> },
    Negate(Box<Formula>),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
    Arithmetic { op: Arithmetic, left: Box<Formula>, right: Box<Formula> },
    Compare { op: Compare, left: Box<Formula>, right: Box<Formula> },
    In { value: Box<Formula>, negated: bool, list: Vec<Formula> },
    IsMissing { value: Box<Formula>, negated: bool },
    If { condition: Box<Formula>, then: Box<Formula>, otherwise: Box<Formula> },
    Else { value: Box<Formula>, otherwise: Box<Formula> },
    At { value: Box<Formula>, when: When },
    /// Reported already.
    Broken,
}

/// A cell of a keyed dataset.
#[derive(Debug, Clone)]
pub struct Lookup {
    pub dataset: String,
    pub column: String,
    /// One for each key column, in the dataset's order.
    pub key: Vec<KeyPart>,
    /// Among the rows that agree in the other key columns, the one with the latest period that does not end after
    /// the report.
    pub latest: bool,
}

#[derive(Debug, Clone)]
pub enum KeyPart {
    /// The indicator's name.
    Indicator,
    /// The figure's period.
    Period,
    Given(Box<Formula>),
}

/// A number over records.
#[derive(Debug, Clone)]
pub struct Aggregate {
    pub dataset: String,
    pub measure: Measure,
    pub condition: Condition,
}

/// A condition on a record, with windows still relative to the figure's period.
#[derive(Debug, Clone)]
pub enum Condition {
    All,
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare { column: String, op: Compare, value: Scalar },
    In { column: String, values: Vec<Scalar> },
    /// A date column's day, or a period column's months, within the window.
    Window { column: String, window: Window },
    Empty { column: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    Period,
    YearToDate,
    /// So many months that end with the period.
    LastMonths(i32),
    Named(Period),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Abs,
    /// `round(x, decimals)`, half up.
    Round,
    Min,
    Max,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Arithmetic {
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "×",
            Self::Divide => "÷",
        }
    }
}

/// The period a value is taken at, relative to the figure's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Previous,
    PreviousYear,
    SamePeriodLastYear,
    Named(Period),
}

/// Kinds of period, for windows such as "last 4 quarters".
#[must_use]
pub const fn months(count: u32, kind: PeriodKind) -> i32 {
    count as i32 * kind.months()
}
