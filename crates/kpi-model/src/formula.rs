//! Formulas with every name resolved and every unit known.

use chrono::NaiveDate;
pub use kpi_core::Window;
use kpi_core::facts::{Compare, Input, Measure, Scalar};
use kpi_core::plugin::Settings;
use kpi_core::{Flag, Period, PeriodKind, Quantity, Span, Unit};

#[derive(Debug, Clone)]
pub struct Formula {
    pub kind: FormulaKind,
    /// The unit of the result; meaningless where the formula is [`FormulaKind::Broken`].
    pub unit: Unit,
    pub span: Span,
}

impl Formula {
    #[must_use]
    pub const fn new(kind: FormulaKind, unit: Unit, span: Span) -> Self {
        Self { kind, unit, span }
    }

    /// A formula that was reported already: nothing more is said of what is made from it.
    #[must_use]
    pub const fn broken(span: Span) -> Self {
        Self { kind: FormulaKind::Broken, unit: Unit::AsWritten, span }
    }

    #[must_use]
    pub const fn is_broken(&self) -> bool {
        matches!(self.kind, FormulaKind::Broken)
    }

    /// The number it is whatever the data, as far as its writing shows.
    #[must_use]
    pub fn constant(&self) -> Option<Quantity> {
        match &self.kind {
            FormulaKind::Number(quantity) => Some(quantity.clone()),
            FormulaKind::Negate(operand) => {
                operand.constant().map(|quantity| Quantity::new(quantity.value.neg(), quantity.unit))
            }
            _ => None,
        }
    }

    /// The two counts it divides, if that is what it does before all else.
    #[must_use]
    pub fn quotient(&self) -> Option<(&Self, &Self)> {
        match &self.kind {
            FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right }
                if left.unit == Unit::Count && right.unit == Unit::Count =>
            {
                Some((left, right))
            }
            FormulaKind::Else { value, .. } => value.quotient(),
            _ => None,
        }
    }

    /// The datasets and cohorts that it looks into or counts, it and all that it is made of.
    #[must_use]
    pub fn rows(&self) -> Vec<&str> {
        let mut found = Vec::new();
        let mut todo = vec![self];
        while let Some(formula) = todo.pop() {
            match &formula.kind {
                FormulaKind::Lookup(lookup) => found.push(lookup.dataset.as_str()),
                FormulaKind::Aggregate(aggregate) => found.push(&aggregate.dataset),
                FormulaKind::Measure(measure) => found.push(&measure.rows.dataset),
                _ => {}
            }
            todo.extend(formula.parts());
        }
        found
    }

    /// The formulas it is made of.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        match &self.kind {
            FormulaKind::Number(_)
            | FormulaKind::Text(_)
            | FormulaKind::Date(_)
            | FormulaKind::Period(_)
            | FormulaKind::YesNo(_)
            | FormulaKind::Let { .. }
            | FormulaKind::Indicator(_)
            | FormulaKind::Comparator(_)
            | FormulaKind::RankAmong(_)
            | FormulaKind::Aggregate(_)
            | FormulaKind::Measure(_)
            | FormulaKind::Flagged(_)
            | FormulaKind::Broken => Vec::new(),
            FormulaKind::Lookup(lookup) => lookup
                .key
                .iter()
                .filter_map(|part| match part {
                    KeyPart::Given(formula) => Some(formula.as_ref()),
                    KeyPart::Indicator | KeyPart::Period | KeyPart::Slice(_) | KeyPart::Any => None,
                })
                .collect(),
            FormulaKind::Call { arguments, .. } => arguments.iter().collect(),
            FormulaKind::Negate(operand) | FormulaKind::Not(operand) => vec![operand],
            FormulaKind::And(left, right) | FormulaKind::Or(left, right) => vec![left, right],
            FormulaKind::Arithmetic { left, right, .. } | FormulaKind::Compare { left, right, .. } => {
                vec![left, right]
            }
            FormulaKind::In { value, list, .. } => std::iter::once(value.as_ref()).chain(list).collect(),
            FormulaKind::IsMissing { value, .. } | FormulaKind::At { value, .. } => vec![value],
            FormulaKind::If { condition, then, otherwise } => vec![condition, then, otherwise],
            FormulaKind::Else { value, otherwise } => vec![value, otherwise],
        }
    }
}

#[derive(Debug, Clone)]
pub enum FormulaKind {
    Number(Quantity),
    Text(String),
    Date(NaiveDate),
    Period(Period),
    YesNo(bool),
    /// A `let` of the same indicator, by its place.
    Let {
        index: usize,
        name: String,
    },
    /// The value of another indicator.
    Indicator(String),
    Comparator(String),
    /// The place of the figure among the peers of a comparator.
    RankAmong(String),
    Lookup(Lookup),
    Aggregate(Aggregate),
    /// What a plugin makes of records.
    Measure(Box<PluginMeasure>),
    /// Does the figure carry the flag?
    Flagged(Flag),
    Call {
        function: Function,
        arguments: Vec<Formula>,
    },
    Negate(Box<Formula>),
    Not(Box<Formula>),
    And(Box<Formula>, Box<Formula>),
    Or(Box<Formula>, Box<Formula>),
    Arithmetic {
        op: Arithmetic,
        left: Box<Formula>,
        right: Box<Formula>,
    },
    Compare {
        op: Compare,
        left: Box<Formula>,
        right: Box<Formula>,
    },
    In {
        value: Box<Formula>,
        negated: bool,
        list: Vec<Formula>,
    },
    IsMissing {
        value: Box<Formula>,
        negated: bool,
    },
    If {
        condition: Box<Formula>,
        then: Box<Formula>,
        otherwise: Box<Formula>,
    },
    Else {
        value: Box<Formula>,
        otherwise: Box<Formula>,
    },
    At {
        value: Box<Formula>,
        when: When,
    },
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
    /// The value of this column in the slice at hand.
    Slice(String),
    /// Whatever it is: the lookup is of many rows.
    Any,
    Given(Box<Formula>),
}

/// A number over records.
#[derive(Debug, Clone)]
pub struct Aggregate {
    pub dataset: String,
    pub measure: Measure,
    pub condition: Condition,
}

/// The figure that a plugin makes of records.
#[derive(Debug, Clone)]
pub struct PluginMeasure {
    pub plugin: String,
    pub settings: Settings,
    pub inputs: Vec<Input>,
    /// The rows it is handed: those this counts.
    pub rows: Aggregate,
}

/// A condition on a record, with windows still relative to the figure's period.
#[derive(Debug, Clone)]
pub enum Condition {
    All,
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        column: String,
        op: Compare,
        value: Scalar,
    },
    In {
        column: String,
        values: Vec<Scalar>,
    },
    /// A date column's day, or a period column's months, within the window.
    Window {
        column: String,
        window: Window,
    },
    Empty {
        column: String,
    },
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
