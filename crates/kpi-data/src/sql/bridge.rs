//! Cells as SQLite sees them: what a query over files works with.

use super::fractions;
use kpi_core::facts::Cell;
use kpi_core::schema::{Column, ColumnType};
use kpi_core::{Exact, Reason, Unit};
use rusqlite::types::Value;

/// A conformed cell; an empty or missing one is NULL. A cell that could not be read has no value, and neither has a
/// number that SQLite cannot hold: then the query must not run.
pub fn value(cell: &Cell, column: &Column) -> Result<Value, String> {
    Ok(match cell {
        Cell::Empty => Value::Null,
        Cell::Missing(missing) if missing.reason == Reason::Failed => return Err(missing.detail.clone()),
        Cell::Missing(_) => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Date(day) => Value::Text(day.to_string()),
        Cell::Period(period) => Value::Text(period.to_string()),
        Cell::Rank(rank) => Value::Text(rank.to_string()),
        Cell::YesNo(truth) => Value::Integer(i64::from(*truth)),
        Cell::Codes(codes) => Value::Text(codes.join(";")),
        Cell::Number(quantity) => {
            let bare = match (&column.holds, quantity.unit) {
                // As such a column takes a bare number: 56 for 56%.
                (_, Unit::Percent | Unit::Points) if column.holds != ColumnType::Number(Unit::AsWritten) => {
                    quantity.value.mul(&Exact::from(100)).map_err(|error| error.to_string())?
                }
                (ColumnType::Number(Unit::AsWritten), unit) if unit != Unit::Number => {
                    return Err(format!(
                        "a query sees bare numbers, and `{}` has a sign of its unit: declare its unit",
                        column.name
                    ));
                }
                _ => quantity.value.clone(),
            };
            fractions::value(&bare).ok_or_else(|| format!("{bare} has more digits than a number of SQLite holds"))?
        }
    })
}
