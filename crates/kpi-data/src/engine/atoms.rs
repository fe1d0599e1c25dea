//! Conditions taken apart: the tests each makes of a single cell, collected column by column over all questions.

use crate::DataError;
use crate::columns::{Holds, Kind, days, period_order};
use crate::conform::fold;
use chrono::{Datelike, NaiveDate};
use indexmap::{IndexMap, IndexSet};
use kpi_core::Exact;
use kpi_core::facts::{Compare, Filter, Scalar};
use kpi_core::schema::Dataset;

/// The tests made of each column's cells, by the column's place among the declared ones. Alike tests are one.
#[derive(Default)]
pub struct Atoms {
    pub columns: IndexMap<usize, IndexSet<Filter>>,
}

/// A condition over the outcomes of atoms.
pub enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Atom { column: usize, atom: usize },
}

impl Test {
    pub const fn always() -> Self {
        Self::And(Vec::new())
    }

    /// Whether it holds, given what each atom says; `None` where that depends on a cell that could not be read.
    pub fn holds(&self, outcome: &impl Fn(usize, usize) -> Option<bool>) -> Option<bool> {
        match self {
            Self::And(parts) => settle(parts, false, outcome),
            Self::Or(parts) => settle(parts, true, outcome),
            Self::Not(inner) => inner.holds(outcome).map(|held| !held),
            Self::Atom { column, atom } => outcome(*column, *atom),
        }
    }

    pub fn columns(&self, found: &mut IndexSet<usize>) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.columns(found)),
            Self::Not(inner) => inner.columns(found),
            Self::Atom { column, .. } => {
                found.insert(*column);
            }
        }
    }
}

/// One part that is `deciding` settles the matter, whatever the others are.
fn settle(parts: &[Test], deciding: bool, outcome: &impl Fn(usize, usize) -> Option<bool>) -> Option<bool> {
    let mut all = Some(!deciding);
    for part in parts {
        match part.holds(outcome) {
            Some(held) if held == deciding => return Some(deciding),
            Some(_) => {}
            None => all = None,
        }
    }
    all
}

/// The columns that may be asked about.
#[derive(Clone, Copy)]
pub struct Schema<'a> {
    pub dataset: &'a Dataset,
    /// What the engine has of each column.
    pub kinds: &'a [Kind],
}

impl<'a> Schema<'a> {
    pub fn holds(&self, column: &str) -> Result<(usize, &'a Holds), DataError> {
        let index = self.dataset.columns.iter().position(|declared| declared.name == column);
        let index = index
            .ok_or_else(|| DataError::NoColumn { dataset: self.dataset.name.clone(), column: column.to_owned() })?;
        let kind = self.kinds.get(index);
        kind.map(|kind| (index, &kind.holds)).ok_or_else(|| self.refuse(column, "used"))
    }

    pub fn refuse(&self, column: &str, asked: &str) -> DataError {
        DataError::NotAsked { dataset: self.dataset.name.clone(), column: column.to_owned(), asked: asked.to_owned() }
    }

    /// Takes a condition apart, and refuses what its columns cannot be asked.
    pub fn test(&self, filter: &Filter, atoms: &mut Atoms) -> Result<Test, DataError> {
        let parts = |parts: &[Filter], atoms: &mut Atoms| {
            parts.iter().map(|part| self.test(part, atoms)).collect::<Result<Vec<_>, _>>()
        };
        let column = match filter {
            Filter::All => return Ok(Test::always()),
            Filter::And(inner) => return Ok(Test::And(parts(inner, atoms)?)),
            Filter::Or(inner) => return Ok(Test::Or(parts(inner, atoms)?)),
            Filter::Not(inner) => return Ok(Test::Not(Box::new(self.test(inner, atoms)?))),
            Filter::Compare { column, op, value } => {
                self.comparable(column, *op, value)?;
                column
            }
            Filter::In { column, values } => {
                values.iter().try_for_each(|value| self.comparable(column, Compare::Equal, value))?;
                column
            }
            Filter::Between { column, .. } => match self.holds(column)? {
                (_, Holds::Date | Holds::Period) => column,
                _ => return Err(self.refuse(column, "compared with dates")),
            },
            Filter::Empty { column } => column,
        };
        let (column, _) = self.holds(column)?;
        let (atom, _) = atoms.columns.entry(column).or_default().insert_full(filter.clone());
        Ok(Test::Atom { column, atom })
    }

    fn comparable(&self, column: &str, op: Compare, value: &Scalar) -> Result<(), DataError> {
        match (self.holds(column)?.1, value) {
            (Holds::Text, Scalar::Text(_))
            | (Holds::Date, Scalar::Date(_))
            | (Holds::Period, Scalar::Period(_))
            | (Holds::YesNo, Scalar::YesNo(_))
            | (Holds::Number { .. } | Holds::Rank, Scalar::Number(_)) => Ok(()),
            (Holds::Codes, Scalar::Text(_)) if matches!(op, Compare::Equal | Compare::NotEqual) => Ok(()),
            (Holds::TooWide, _) => Err(self.refuse(column, "compared: its numbers have too many digits")),
            (_, value) => Err(self.refuse(column, &format!("compared with {}", what(value)))),
        }
    }
}

const fn what(value: &Scalar) -> &'static str {
    match value {
        Scalar::Number(_) => "a number",
        Scalar::Text(_) => "a text",
        Scalar::Date(_) => "a date",
        Scalar::Period(_) => "a period",
        Scalar::YesNo(_) => "yes or no",
    }
}

/// A cell that stands for all cells of its class.
#[derive(Debug, Clone)]
pub enum Sample {
    Empty,
    Unread,
    /// Trimmed and in lower case.
    Text(String),
    Number(Exact),
    /// Days since 1970.
    Date(i32),
    /// As ordered, and its first and last month.
    Period {
        order: i64,
        first: i32,
        last: i32,
    },
    YesNo(bool),
    Codes(Vec<String>),
    /// Of a column of which only emptiness can be asked.
    There,
}

/// What a test says of a cell: false of an empty one, unless it asks for emptiness; nothing of one that could not be
/// read.
pub fn outcome(atom: &Filter, sample: &Sample) -> Option<bool> {
    if matches!(sample, Sample::Unread) {
        return None;
    }
    Some(match atom {
        Filter::Empty { .. } => matches!(sample, Sample::Empty),
        Filter::Compare { op, value, .. } => compare(sample, *op, value),
        Filter::In { values, .. } => values.iter().any(|value| compare(sample, Compare::Equal, value)),
        Filter::Between { first, last, .. } => match sample {
            Sample::Date(day) => days(*first) <= *day && *day <= days(*last),
            Sample::Period { first: from, last: to, .. } => {
                let (first, last) = whole_months(*first, *last);
                first <= *from && *to <= last
            }
            _ => false,
        },
        Filter::All | Filter::And(_) | Filter::Or(_) | Filter::Not(_) => false,
    })
}

fn compare(sample: &Sample, op: Compare, value: &Scalar) -> bool {
    match (sample, value) {
        (Sample::Text(cell), Scalar::Text(text)) => op.holds(cell.as_str().cmp(fold(text).as_str())),
        (Sample::Number(cell), Scalar::Number(number)) => op.holds(cell.cmp(number)),
        (Sample::Date(cell), Scalar::Date(day)) => op.holds(cell.cmp(&days(*day))),
        (Sample::Period { order, .. }, Scalar::Period(period)) => op.holds(order.cmp(&period_order(*period))),
        (Sample::YesNo(cell), Scalar::YesNo(truth)) => op.holds(cell.cmp(truth)),
        (Sample::Codes(held), Scalar::Text(code)) => held.contains(&fold(code)) == (op == Compare::Equal),
        _ => false,
    }
}

/// The first and the last month that lie wholly within the days.
fn whole_months(first: NaiveDate, last: NaiveDate) -> (i32, i32) {
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    let ends = last.succ_opt().is_none_or(|next| next.day() == 1);
    (month(first) + i32::from(first.day() > 1), month(last) - i32::from(!ends))
}
