//! Formulas and conditions.

use super::{Name, OrderTerm, Setting, Spanned, Text};
use chrono::NaiveDate;
use kpi_core::{PeriodKind, Quantity, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    Quantity(Quantity),
    Text(String),
    Date(NaiveDate),
    /// As it is written.
    Period(String),
    YesNo(bool),
    Name(String),
    /// `figures.value`, optionally with `where`, optionally the latest.
    Column {
        dataset: Name,
        column: Name,
        condition: Option<Box<Expr>>,
        latest: bool,
    },
    /// `count(records where …)`, `count distinct person(records where …)`, `sum(records.cost where …)`,
    /// `percentile(records.days where …, 90%)`: the argument is a dataset, with a column where the function takes one.
    Aggregate {
        function: Spanned<AggregateFunction>,
        dataset: Name,
        /// Several only where different values are counted: what is the same in all of them is one.
        columns: Vec<Name>,
        condition: Option<Box<Expr>>,
        /// Of a percentile: up to which share of the values.
        share: Option<Box<Expr>>,
    },
    /// `measure("smr", admissions where …, reference: 0.95)`: the figure that a plugin makes of rows.
    Measure {
        plugin: Text,
        rows: Name,
        condition: Option<Box<Expr>>,
        settings: Vec<Setting>,
    },
    /// `abs(x)`, `min(a, b)`, `flagged(proxy)`, and whatever else is spelled as a call.
    Call {
        function: Name,
        arguments: Vec<Expr>,
    },
    Unary {
        op: Spanned<UnaryOp>,
        operand: Box<Expr>,
    },
    Binary {
        op: Spanned<BinaryOp>,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// `x else y`
    Else {
        value: Box<Expr>,
        otherwise: Box<Expr>,
    },
    In {
        value: Box<Expr>,
        negated: bool,
        list: Vec<Expr>,
    },
    /// `date in period`, `date in last 12 months`
    InWindow {
        value: Box<Expr>,
        negated: bool,
        window: Spanned<Window>,
    },
    Is {
        value: Box<Expr>,
        negated: bool,
        what: Spanned<Is>,
    },
    At {
        value: Box<Expr>,
        when: Spanned<When>,
    },
    /// `specialty starts with "65"`
    StartsWith {
        value: Box<Expr>,
        prefix: Text,
    },
    /// `no earlier in services where …`
    Related(Box<Related>),
    /// `same [council, person]`
    Same(Vec<Name>),
    /// `12 months`, `20 working days`
    CalendarTime(CalendarTime),
    /// `days from started to ended`
    Elapsed {
        unit: Spanned<Elapsed>,
        from: Box<Expr>,
        to: Box<Expr>,
    },
    /// `age at started`
    AgeAt(Box<Expr>),
    /// `open at end of period`
    OpenAt(Box<Expr>),
    /// `open in period`
    OpenIn(Spanned<Window>),
    /// `start of period`, `end of last 12 months`
    EdgeOf {
        end: bool,
        window: Spanned<Window>,
    },
    Broken,
}

/// Rows related to the one at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub which: Spanned<Which>,
    /// What each of them is called in the condition.
    pub row: Name,
    pub rows: Name,
    pub condition: Expr,
    pub order: Vec<OrderTerm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    No,
    Some,
    First,
    NumberOf,
}

/// A time as long as the calendar makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarTime {
    /// `12 months`, `3 years`
    Months(u32),
    WorkingDays(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elapsed {
    Days,
    WorkingDays,
    Months,
    Years,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateFunction {
    Count,
    CountDistinct,
    Sum,
    Mean,
    Median,
    Percentile,
    Min,
    Max,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Negate,
    Not,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl BinaryOp {
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    Period,
    YearToDate,
    Last { count: u32, kind: PeriodKind },
    Named(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Missing,
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Previous,
    PreviousYear,
    SamePeriodLastYear,
    Named(String),
}
