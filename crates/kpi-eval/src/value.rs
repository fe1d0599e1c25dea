//! What a formula comes to.

use crate::trace::Step;
use chrono::NaiveDate;
use kpi_core::facts::{Cell, KeyValue};
use kpi_core::{Missing, Period, Quantity, Rank, Reason};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Number(Quantity),
    Text(String),
    Date(NaiveDate),
    Period(Period),
    Rank(Rank),
    YesNo(bool),
    Codes(Vec<String>),
    Missing(Missing),
}

impl Value {
    /// What a cell holds; `None` for one that is empty.
    pub fn of(cell: &Cell) -> Option<Self> {
        Some(match cell {
            Cell::Empty => return None,
            Cell::Missing(missing) => Self::Missing(missing.clone()),
            Cell::Number(quantity) => Self::Number(quantity.clone()),
            Cell::Text(text) => Self::Text(text.clone()),
            Cell::Date(date) => Self::Date(*date),
            Cell::Period(period) => Self::Period(*period),
            Cell::Rank(rank) => Self::Rank(*rank),
            Cell::YesNo(truth) => Self::YesNo(*truth),
            Cell::Codes(codes) => Self::Codes(codes.clone()),
        })
    }

    pub fn failed(detail: impl Into<String>) -> Self {
        Self::Missing(Missing::new(Reason::Failed, detail))
    }

    /// The number, or why there is none.
    pub fn number(self) -> Result<Quantity, Missing> {
        match self {
            Self::Number(quantity) => Ok(quantity),
            Self::Missing(missing) => Err(missing),
            other => Err(Missing::new(Reason::Failed, format!("{} is not a number", other.display()))),
        }
    }

    /// Yes or no, or why neither.
    pub fn truth(self) -> Result<bool, Missing> {
        match self {
            Self::YesNo(truth) => Ok(truth),
            Self::Missing(missing) => Err(missing),
            other => Err(Missing::new(Reason::Failed, format!("{} is neither yes nor no", other.display()))),
        }
    }

    /// The value as part of a key.
    pub fn key(&self) -> Option<KeyValue> {
        match self {
            Self::Number(quantity) => Some(KeyValue::Number(quantity.value.clone())),
            Self::Text(text) => Some(KeyValue::text(text)),
            Self::Date(date) => Some(KeyValue::Date(*date)),
            Self::Period(period) => Some(KeyValue::Period(*period)),
            Self::YesNo(truth) => Some(KeyValue::YesNo(*truth)),
            Self::Rank(_) | Self::Codes(_) | Self::Missing(_) => None,
        }
    }

    /// The value in full, as a trace shows it.
    pub fn display(&self) -> String {
        match self {
            Self::Number(quantity) => quantity.in_full(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Date(date) => date.to_string(),
            Self::Period(period) => period.to_string(),
            Self::Rank(rank) => rank.to_string(),
            Self::YesNo(true) => "yes".to_owned(),
            Self::YesNo(false) => "no".to_owned(),
            Self::Codes(codes) if codes.is_empty() => "no codes".to_owned(),
            Self::Codes(codes) => codes.join("; "),
            Self::Missing(missing) => missing.reason.to_string(),
        }
    }
}

/// A value and how it came about.
#[derive(Debug, Clone)]
pub struct Traced {
    pub value: Value,
    pub step: Step,
}

impl Traced {
    /// A step whose result is the value.
    pub fn new(label: impl Into<String>, value: Value) -> Self {
        let mut step = Step::new(label, value.display());
        match &value {
            Value::Number(quantity) => {
                step.exact = Some(quantity.value.to_string());
                step.unit = Some(quantity.unit.to_string());
            }
            Value::Missing(missing) if !missing.detail.is_empty() => step.note = Some(missing.detail.clone()),
            _ => {}
        }
        Self { value, step }
    }

    pub fn with(mut self, steps: Vec<Step>) -> Self {
        self.step.steps = steps;
        self
    }
}
