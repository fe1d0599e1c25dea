//! Fractions in SQLite, which has binary ones only: sums are made exactly, and what binary arithmetic spoiled is told.

use kpi_core::Exact;
use rusqlite::functions::{Aggregate, Context, FunctionFlags, WindowAggregate};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, Result};

/// A binary fraction of so many significant digits is the decimal that was written, and no other.
const DIGITS: usize = 15;

/// Is the shortest decimal of a number too long to be one that somebody wrote?
pub fn is_spoiled(number: f64) -> bool {
    let text = format!("{number:e}");
    let digits = text.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    !number.is_finite() || digits > DIGITS
}

/// A number as SQLite holds it; nothing where it would not be that number any more.
pub fn value(number: &Exact) -> Option<Value> {
    if number.is_integer() {
        return number.to_i64().map(Value::Integer);
    }
    let text = number.to_decimal()?;
    let held: f64 = text.parse().ok()?;
    let back: Exact = held.to_string().parse().ok()?;
    (!is_spoiled(held) && back == *number).then_some(Value::Real(held))
}

/// Sums of fractions are decimal sums, whatever the order of rows.
pub fn install(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_window_function("sum", 1, flags, Sum)
}

struct Sum;

#[derive(Default)]
struct Total {
    count: u64,
    sum: Option<Exact>,
}

fn fault(message: &str) -> Error {
    Error::UserFunctionError(message.to_owned().into())
}

fn number(value: ValueRef<'_>) -> Result<Option<Exact>> {
    let text = match value {
        ValueRef::Null => return Ok(None),
        ValueRef::Integer(number) => return Ok(Some(Exact::from(number))),
        ValueRef::Real(number) if is_spoiled(number) => {
            return Err(fault("sum() is given a number that binary arithmetic has spoiled; round it first"));
        }
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(_) | ValueRef::Blob(_) => return Err(fault("sum() is given a text, not a number")),
    };
    text.parse().map(Some).map_err(|_| fault("sum() is given a text, not a number"))
}

impl Total {
    fn change(
        &mut self,
        value: ValueRef<'_>,
        by: impl Fn(&Exact, &Exact) -> std::result::Result<Exact, kpi_core::exact::TooLarge>,
        count: impl Fn(u64) -> u64,
    ) -> Result<()> {
        let Some(number) = number(value)? else { return Ok(()) };
        self.count = count(self.count);
        let sum = by(self.sum.as_ref().unwrap_or(&Exact::zero()), &number);
        self.sum = Some(sum.map_err(|_| fault("a sum has too many digits"))?);
        Ok(())
    }

    fn value(&self) -> Result<Value> {
        match &self.sum {
            Some(sum) if self.count > 0 => value(sum).ok_or_else(|| fault("a sum has more digits than SQLite holds")),
            _ => Ok(Value::Null),
        }
    }
}

impl Aggregate<Total, Value> for Sum {
    fn init(&self, _: &mut Context<'_>) -> Result<Total> {
        Ok(Total::default())
    }

    fn step(&self, context: &mut Context<'_>, total: &mut Total) -> Result<()> {
        total.change(context.get_raw(0), Exact::add, |count| count + 1)
    }

    fn finalize(&self, _: &mut Context<'_>, total: Option<Total>) -> Result<Value> {
        total.unwrap_or_default().value()
    }
}

impl WindowAggregate<Total, Value> for Sum {
    fn value(&self, total: Option<&mut Total>) -> Result<Value> {
        total.map_or(Ok(Value::Null), |total| total.value())
    }

    fn inverse(&self, context: &mut Context<'_>, total: &mut Total) -> Result<()> {
        total.change(context.get_raw(0), Exact::sub, |count| count.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_decimals_that_were_written() {
        let connection = Connection::open_in_memory().unwrap();
        install(&connection).unwrap();
        let one = |query: &str| connection.query_row(query, [], |row| row.get::<_, Value>(0));
        let values = "WITH v(x) AS (VALUES (0.1), (0.2), (NULL))";
        assert_eq!(one(&format!("{values} SELECT sum(x) FROM v")).unwrap(), Value::Real(0.3));
        assert_eq!(one("SELECT sum(x) FROM (SELECT NULL AS x)").unwrap(), Value::Null);
        assert_eq!(one("SELECT sum(x) FROM (SELECT 1 AS x) WHERE x > 1").unwrap(), Value::Null);
        assert_eq!(one("WITH v(x) AS (VALUES (0.5), (1.5)) SELECT sum(x) FROM v").unwrap(), Value::Integer(2));
        let windowed = "WITH v(i, x) AS (VALUES (1, 0.1), (2, 0.2), (3, 0.7)) SELECT sum(x) OVER (ORDER BY i \
             ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS s FROM v ORDER BY i DESC LIMIT 1";
        assert_eq!(one(windowed).unwrap(), Value::Real(0.9));
        assert!(one("SELECT sum(x) FROM (SELECT 'a' AS x)").is_err());
        assert!(one("SELECT sum(x) FROM (SELECT 0.1 + 0.2 AS x)").is_err());
    }

    #[test]
    fn what_binary_arithmetic_spoils_is_seen() {
        assert!(is_spoiled(0.1 + 0.2) && is_spoiled(1.0 / 3.0) && is_spoiled(f64::NAN) && is_spoiled(f64::INFINITY));
        assert!(!is_spoiled(0.3) && !is_spoiled(1e21) && !is_spoiled(123_456_789.012_345));
    }
}
