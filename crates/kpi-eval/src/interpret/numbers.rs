//! Values made of values.

use crate::value::Value;
use kpi_core::{Exact, Missing, Quantity, Reason, Rounding, Unit};
use kpi_model::formula::{Arithmetic, Function};
use std::cmp::Ordering;

/// What is wrong with a number of the wrong unit, and what to write instead.
pub fn wrong_unit(quantity: &Quantity, wanted: Unit) -> String {
    let written = quantity.in_full();
    let advice = match (quantity.unit, wanted) {
        (Unit::Number | Unit::Count, Unit::Percent) => {
            format!(": write `{written}%`, or declare the column `percent`")
        }
        (Unit::Percent, _) => ": leave out the % sign, or give the indicator the unit percent".to_owned(),
        _ => String::new(),
    };
    format!("{written} is a {} where the indicator is a {wanted}{advice}", quantity.unit)
}

fn large(too_large: kpi_core::exact::TooLarge) -> Missing {
    Missing::new(Reason::Failed, too_large.to_string())
}

fn unlike(mismatch: &kpi_core::unit::UnitMismatch) -> Missing {
    Missing::new(Reason::Failed, format!("cannot {} {} and {}", mismatch.operation, mismatch.left, mismatch.right))
}

pub fn arithmetic(op: Arithmetic, left: Value, right: Value) -> Result<Value, Missing> {
    // A date less a date is days; a date and days is a date.
    let (left, right) = match (op, left, right) {
        (Arithmetic::Subtract, Value::Date(left), Value::Date(right)) => {
            let days = Exact::from(left.signed_duration_since(right).num_days());
            return Ok(Value::Number(Quantity::new(days, Unit::Days)));
        }
        (Arithmetic::Add | Arithmetic::Subtract, Value::Date(date), right) => {
            let days = right.number()?;
            let days = days.value.to_i64().filter(|_| days.unit.agrees(Unit::Days));
            let days = days.and_then(|days| if op == Arithmetic::Add { Some(days) } else { days.checked_neg() });
            let moved = days.and_then(chrono::TimeDelta::try_days).and_then(|days| date.checked_add_signed(days));
            return moved
                .map(Value::Date)
                .ok_or_else(|| Missing::new(Reason::Failed, "a date can only be moved by a number of days"));
        }
        (_, left, right) => (left.number()?, right.number()?),
    };
    let unit = match op {
        Arithmetic::Add => left.unit.sum(right.unit, false),
        Arithmetic::Subtract => left.unit.sum(right.unit, true),
        Arithmetic::Multiply => left.unit.product(right.unit),
        Arithmetic::Divide => left.unit.quotient(right.unit),
    }
    .map_err(|mismatch| unlike(&mismatch))?;
    let value = match op {
        Arithmetic::Add => left.value.add(&right.value),
        Arithmetic::Subtract => left.value.sub(&right.value),
        Arithmetic::Multiply => left.value.mul(&right.value),
        Arithmetic::Divide => match left.value.div(&right.value).map_err(large)? {
            Some(value) => Ok(value),
            None => return Err(Missing::new(Reason::NoCases, "the denominator is zero")),
        },
    }
    .map_err(large)?;
    Ok(Value::Number(Quantity::new(value, unit)))
}

/// The order of two values of one kind. Texts compare trimmed and ignoring case.
pub fn order(left: &Value, right: &Value) -> Result<Ordering, Missing> {
    match (left, right) {
        (Value::Missing(missing), _) | (_, Value::Missing(missing)) => Err(missing.clone()),
        (Value::Number(a), Value::Number(b)) if a.unit.agrees(b.unit) => Ok(a.value.cmp(&b.value)),
        (Value::Number(a), Value::Number(b)) => {
            Err(Missing::new(Reason::Failed, format!("cannot compare {} and {}", a.in_full(), b.in_full())))
        }
        (Value::Text(a), Value::Text(b)) => Ok(a.trim().to_lowercase().cmp(&b.trim().to_lowercase())),
        (Value::Date(a), Value::Date(b)) => Ok(a.cmp(b)),
        (Value::Period(a), Value::Period(b)) => Ok(a.cmp(b)),
        (Value::YesNo(a), Value::YesNo(b)) => Ok(a.cmp(b)),
        (Value::Rank(a), Value::Rank(b)) => Ok(a.position.cmp(&b.position)),
        (Value::Rank(a), Value::Number(b)) => Ok(Exact::from(i64::from(a.position)).cmp(&b.value)),
        (a, b) => Err(Missing::new(Reason::Failed, format!("cannot compare {} and {}", a.display(), b.display()))),
    }
}

pub(super) fn call(function: Function, values: Vec<Value>) -> Result<Value, Missing> {
    let mut numbers = values.into_iter().map(Value::number).collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(first) = numbers.next() else {
        return Err(Missing::new(Reason::NoCases, "there is nothing to choose from"));
    };
    Ok(Value::Number(match function {
        Function::Abs => Quantity::new(first.value.abs(), first.unit),
        Function::Round => {
            let decimals = numbers.next().and_then(|n| n.value.to_i64()).unwrap_or(0);
            let hundredths = if matches!(first.unit, Unit::Percent | Unit::Points | Unit::Ratio) { 2 } else { 0 };
            let decimals = u8::try_from(decimals + hundredths).unwrap_or(u8::MAX).min(100);
            Quantity::new(first.value.round(decimals, Rounding::HalfUp), first.unit)
        }
        Function::Min | Function::Max => {
            let mut best = first;
            for next in numbers {
                if !best.unit.agrees(next.unit) {
                    let detail = format!("cannot compare {} and {}", best.in_full(), next.in_full());
                    return Err(Missing::new(Reason::Failed, detail));
                }
                let better = if function == Function::Min { next.value < best.value } else { next.value > best.value };
                if better {
                    best = next;
                }
            }
            best
        }
    }))
}
