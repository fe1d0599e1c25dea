//! Conditions as expressions of the engine.
//!
//! A condition is true or false: on an empty cell false, so each comparison asks for a value first. A cell that could
//! not be read makes it undecided, which is the engine's NULL: `and`, `or` and `not` then carry it exactly as far as the
//! outcome depends on that cell.

use crate::DataError;
use crate::columns::{Holds, Prepared, days, period_order};
use crate::conform::fold;
use chrono::{Datelike, NaiveDate};
use datafusion::arrow::datatypes::i256;
use datafusion::common::{Column, ScalarValue};
use datafusion::logical_expr::{Expr, in_list, lit, when};
use kpi_core::facts::{Compare, Filter, Scalar};
use kpi_core::schema::Dataset;
use kpi_core::{Exact, Rounding};

/// A column of the engine's table, by the exact name.
pub fn field(name: impl Into<String>) -> Expr {
    Expr::Column(Column::from_name(name))
}

pub struct Predicates<'a> {
    pub dataset: &'a Dataset,
    pub prepared: &'a Prepared,
}

impl<'a> Predicates<'a> {
    fn index(&self, column: &str) -> Result<usize, DataError> {
        self.dataset
            .columns
            .iter()
            .position(|declared| declared.name == column)
            .ok_or_else(|| DataError::NoColumn { dataset: self.dataset.name.clone(), column: column.to_owned() })
    }

    pub fn holds(&self, column: &str) -> Result<(usize, &'a Holds), DataError> {
        let index = self.index(column)?;
        let kind = self.prepared.columns.get(index);
        kind.map(|kind| (index, &kind.holds)).ok_or_else(|| self.refuse(column, "used"))
    }

    pub fn has_failed(&self, index: usize) -> bool {
        self.prepared.columns.get(index).is_some_and(|kind| kind.failed)
    }

    pub fn refuse(&self, column: &str, asked: &str) -> DataError {
        DataError::NotAsked { dataset: self.dataset.name.clone(), column: column.to_owned(), asked: asked.to_owned() }
    }

    /// Has the condition a column with cells that could not be read?
    pub fn may_be_undecided(&self, filter: &Filter) -> Result<bool, DataError> {
        match filter {
            Filter::All => Ok(false),
            Filter::And(parts) | Filter::Or(parts) => {
                parts.iter().try_fold(false, |found, part| Ok(found | self.may_be_undecided(part)?))
            }
            Filter::Not(inner) => self.may_be_undecided(inner),
            Filter::Compare { column, .. }
            | Filter::In { column, .. }
            | Filter::Between { column, .. }
            | Filter::Empty { column } => Ok(self.has_failed(self.index(column)?)),
        }
    }

    pub fn expression(&self, filter: &Filter) -> Result<Expr, DataError> {
        match filter {
            Filter::All => Ok(lit(true)),
            Filter::And(parts) => self.join(parts, Expr::and, true),
            Filter::Or(parts) => self.join(parts, Expr::or, false),
            Filter::Not(inner) => Ok(Expr::Not(Box::new(self.expression(inner)?))),
            Filter::Empty { column } => {
                let index = self.index(column)?;
                self.unless_failed(index, field(index.to_string()).is_null())
            }
            Filter::Compare { column, op, value } => {
                let (index, holds) = self.holds(column)?;
                self.of_value(index, self.compare(column, index, holds, *op, value)?)
            }
            Filter::In { column, values } => {
                let (index, holds) = self.holds(column)?;
                self.of_value(index, self.one_of(column, index, holds, values)?)
            }
            Filter::Between { column, first, last } => {
                let (index, holds) = self.holds(column)?;
                self.of_value(index, self.between(column, index, holds, *first, *last)?)
            }
        }
    }

    fn join(&self, parts: &[Filter], how: fn(Expr, Expr) -> Expr, none: bool) -> Result<Expr, DataError> {
        let parts: Vec<Expr> = parts.iter().map(|part| self.expression(part)).collect::<Result<_, _>>()?;
        Ok(parts.into_iter().reduce(how).unwrap_or_else(|| lit(none)))
    }

    /// False where the cell is empty, undecided where it could not be read.
    fn of_value(&self, index: usize, test: Expr) -> Result<Expr, DataError> {
        self.unless_failed(index, field(index.to_string()).is_not_null().and(test))
    }

    fn unless_failed(&self, index: usize, test: Expr) -> Result<Expr, DataError> {
        if !self.has_failed(index) {
            return Ok(test);
        }
        let undecided = Expr::Literal(ScalarValue::Boolean(None), None);
        when(field(format!("{index} failed")), undecided).otherwise(test).map_err(super::failed)
    }

    fn between(
        &self,
        column: &str,
        index: usize,
        holds: &Holds,
        first: NaiveDate,
        last: NaiveDate,
    ) -> Result<Expr, DataError> {
        match holds {
            Holds::Date => {
                let value = field(index.to_string());
                Ok(value.clone().gt_eq(date(first)).and(value.lt_eq(date(last))))
            }
            Holds::Period => {
                let (first, last) = whole_months(first, last);
                let from = field(format!("{index} first")).gt_eq(lit(first));
                Ok(from.and(field(format!("{index} last")).lt_eq(lit(last))))
            }
            _ => Err(self.refuse(column, "compared with dates")),
        }
    }

    fn compare(
        &self,
        column: &str,
        index: usize,
        holds: &Holds,
        op: Compare,
        value: &Scalar,
    ) -> Result<Expr, DataError> {
        let cell = field(index.to_string());
        Ok(match (holds, value) {
            (Holds::Text, Scalar::Text(text)) => sign(op, cell, lit(fold(text))),
            (Holds::Date, Scalar::Date(day)) => sign(op, cell, date(*day)),
            (Holds::Period, Scalar::Period(period)) => sign(op, cell, lit(period_order(*period))),
            (Holds::YesNo, Scalar::YesNo(value)) => sign(op, cell, lit(*value)),
            (Holds::Number { scale, wide, .. }, Scalar::Number(number)) => {
                compare_number(op, cell, number, *scale, *wide)
            }
            (Holds::Rank, Scalar::Number(number)) => {
                compare_whole(op, cell, number, |whole| whole.parse().ok().map(|whole| ScalarValue::Int64(Some(whole))))
            }
            (Holds::Codes(codes), Scalar::Text(text)) if matches!(op, Compare::Equal | Compare::NotEqual) => {
                let folded = fold(text);
                let held = codes.iter().position(|code| *code == folded);
                let held = held.map_or_else(|| lit(false), |j| field(format!("{index} has {j}")));
                if op == Compare::Equal { held } else { Expr::Not(Box::new(held)) }
            }
            (Holds::TooWide, _) => return Err(self.refuse(column, "compared: its numbers have too many digits")),
            (_, value) => return Err(self.refuse(column, &format!("compared with {}", what(value)))),
        })
    }

    fn one_of(&self, column: &str, index: usize, holds: &Holds, values: &[Scalar]) -> Result<Expr, DataError> {
        let texts: Option<Vec<Expr>> = values
            .iter()
            .map(|value| if let Scalar::Text(text) = value { Some(lit(fold(text))) } else { None })
            .collect();
        if let (Holds::Text, Some(texts)) = (holds, texts)
            && !texts.is_empty()
        {
            return Ok(in_list(field(index.to_string()), texts, false));
        }
        let tests = values.iter().map(|value| self.compare(column, index, holds, Compare::Equal, value));
        let tests: Vec<Expr> = tests.collect::<Result<_, _>>()?;
        Ok(tests.into_iter().reduce(Expr::or).unwrap_or_else(|| lit(false)))
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

fn sign(op: Compare, left: Expr, right: Expr) -> Expr {
    match op {
        Compare::Equal => left.eq(right),
        Compare::NotEqual => left.not_eq(right),
        Compare::Less => left.lt(right),
        Compare::LessOrEqual => left.lt_eq(right),
        Compare::Greater => left.gt(right),
        Compare::GreaterOrEqual => left.gt_eq(right),
    }
}

fn date(day: NaiveDate) -> Expr {
    lit(ScalarValue::Date32(Some(days(day))))
}

/// The first and the last month that lie wholly within the days.
fn whole_months(first: NaiveDate, last: NaiveDate) -> (i32, i32) {
    let month = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default();
    let ends = last.succ_opt().is_none_or(|next| next.day() == 1);
    (month(first) + i32::from(first.day() > 1), month(last) - i32::from(!ends))
}

fn compare_number(op: Compare, cell: Expr, number: &Exact, scale: u8, wide: bool) -> Expr {
    let exponent = i8::try_from(scale).unwrap_or_default();
    let power = Exact::from(10);
    let Ok(scaled) = (0..scale).try_fold(number.clone(), |scaled, _| scaled.mul(&power)) else {
        // Only a number of thousands of digits: larger in size than any cell.
        return beyond(op, number);
    };
    compare_whole(op, cell, &scaled, |whole| {
        let whole = i256::from_string(whole)?;
        if wide {
            let digits = whole.checked_abs()?.to_string().len();
            (digits <= 76).then_some(ScalarValue::Decimal256(Some(whole), 76, exponent))
        } else {
            let whole = whole.to_i128().filter(|whole| whole.unsigned_abs() < 10u128.pow(38))?;
            Some(ScalarValue::Decimal128(Some(whole), 38, exponent))
        }
    })
}

/// Compares whole numbers with any number: one between two whole numbers is equal to none of them, and what is less
/// than it is no more than the one below. `literal` is `None` where the number lies beyond all that the column can hold.
fn compare_whole(op: Compare, cell: Expr, number: &Exact, literal: impl Fn(&str) -> Option<ScalarValue>) -> Expr {
    let cut = number.round(0, Rounding::Truncate);
    let below = number.is_negative() && cut != *number;
    let floor = if below { cut.sub(&Exact::one()).unwrap_or(cut) } else { cut };
    let Some(bound) = literal(&floor.to_string()) else {
        return beyond(op, number);
    };
    if floor == *number {
        return sign(op, cell, lit(bound));
    }
    match op {
        Compare::Equal => lit(false),
        Compare::NotEqual => lit(true),
        Compare::Less | Compare::LessOrEqual => cell.lt_eq(lit(bound)),
        Compare::Greater | Compare::GreaterOrEqual => cell.gt(lit(bound)),
    }
}

/// The comparison of any cell with a number that is larger in size than all of them.
fn beyond(op: Compare, number: &Exact) -> Expr {
    lit(op.holds(if number.is_negative() { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less }))
}
