//! Cells as people write them in a case, and as plugins take and give them.

use indexmap::IndexMap;
use kpi_core::Exact;
use kpi_plugin::{Cell, Column, ColumnInfo, Kind, Table};
use serde_json::Value;
use std::str::FromStr;

/// As many places as go between kpi and a plugin.
const PLACES: u8 = 18;

/// The inputs of a measure, laid out by the kinds that it describes.
pub fn inputs(written: &IndexMap<String, Vec<Value>>, described: &[ColumnInfo], rows: u32) -> Result<Table, String> {
    let mut columns = Vec::with_capacity(written.len());
    for (name, cells) in written {
        let info = described.iter().find(|info| info.name == *name);
        let info = info.ok_or_else(|| format!("the plugin takes no input {name:?}"))?;
        let kind =
            Kind::of_column(&info.kind).ok_or_else(|| format!("input {name:?} is of the kind {:?}", info.kind))?;
        if cells.len() != rows as usize {
            return Err(format!("input {name:?} has {} cells, where the groups have {rows} rows", cells.len()));
        }
        columns.push(column(name, kind, cells)?);
    }
    match described.iter().find(|info| info.required && !written.contains_key(&info.name)) {
        Some(info) => Err(format!("the plugin needs the input {:?}", info.name)),
        None => Ok(Table { rows, columns }),
    }
}

fn column(name: &str, kind: Kind, cells: &[Value]) -> Result<Column, String> {
    let wrong = |row: usize, value: &Value| format!("input {name:?}, row {row}: {value} is no {}", kind.word());
    let each = |read: &dyn Fn(&Value) -> Option<Exact>| -> Result<Vec<Option<Exact>>, String> {
        let cell = |(row, value): (usize, &Value)| match value {
            Value::Null => Ok(None),
            value => read(value).map(Some).ok_or_else(|| wrong(row, value)),
        };
        cells.iter().enumerate().map(cell).collect()
    };
    match kind {
        Kind::Number => Ok(numbers(name, &each(&exact)?)),
        Kind::Integer => {
            let cells = each(&|value| exact(value).filter(|exact| exact.to_i64().is_some()))?;
            Ok(Column::ints(name, &cells.iter().map(|cell| cell.as_ref().and_then(Exact::to_i64)).collect::<Vec<_>>()))
        }
        Kind::Date => {
            let mut days = Vec::with_capacity(cells.len());
            for (row, value) in cells.iter().enumerate() {
                days.push(match value {
                    Value::Null => None,
                    value => Some(date(value).ok_or_else(|| wrong(row, value))?),
                });
            }
            Ok(Column::days(name, &days))
        }
        Kind::YesOrNo => {
            let read = |(row, value): (usize, &Value)| match value {
                Value::Null => Ok(None),
                Value::Bool(flag) => Ok(Some(*flag)),
                value => Err(wrong(row, value)),
            };
            Ok(Column::bools(name, &cells.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?))
        }
        Kind::Text => {
            let read = |(row, value): (usize, &'_ Value)| match value {
                Value::Null => Ok(None),
                Value::String(text) => Ok(Some(text.clone())),
                value => Err(wrong(row, value)),
            };
            let texts = cells.iter().enumerate().map(read).collect::<Result<Vec<Option<String>>, _>>()?;
            Ok(Column::texts(name, &texts.iter().map(Option::as_deref).collect::<Vec<_>>()))
        }
    }
}

/// Exactly where that can be done, and otherwise as the nearest floating-point numbers.
fn numbers(name: &str, cells: &[Option<Exact>]) -> Column {
    let scales: Option<Vec<u8>> = cells.iter().flatten().map(|cell| cell.decimals(PLACES)).collect();
    let scale = scales.map(|scales| scales.into_iter().max().unwrap_or(0));
    let units = scale.and_then(|scale| {
        let power = Exact::from(10_i64.checked_pow(u32::from(scale))?);
        let unit = |cell: &Exact| cell.mul(&power).ok()?.to_i64();
        let units = cells.iter().map(|cell| cell.as_ref().map_or(Some(None), |cell| unit(cell).map(Some)));
        Some((scale, units.collect::<Option<Vec<_>>>()?))
    });
    match units {
        Some((scale, units)) => Column::fixed(name, scale, &units),
        None => Column::nums(name, &cells.iter().map(|cell| cell.as_ref().map(Exact::to_f64)).collect::<Vec<_>>()),
    }
}

fn exact(value: &Value) -> Option<Exact> {
    match value {
        Value::Number(number) => decimal(&number.to_string()),
        Value::String(text) => decimal(text),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<Exact> {
    Exact::from_str(text.trim()).ok()
}

fn date(value: &Value) -> Option<i32> {
    Some(chrono::NaiveDate::parse_from_str(value.as_str()?, "%Y-%m-%d").ok()?.to_epoch_days())
}

/// A cell as it is set beside another and shown; numbers that are equal are written alike.
pub fn shown(cell: Cell<'_>) -> String {
    let number = |exact: Exact| exact.to_decimal().unwrap_or_else(|| exact.to_string());
    match cell {
        Cell::Empty => "nothing".to_owned(),
        Cell::Num(found) => decimal(&found.to_string()).map_or_else(|| found.to_string(), number),
        Cell::Int(found) => found.to_string(),
        Cell::Fixed { units, scale } => number(Exact::decimal(i128::from(units), u32::from(scale))),
        Cell::Day(day) => chrono::NaiveDate::from_epoch_days(day).map_or_else(|| day.to_string(), |d| d.to_string()),
        Cell::Bool(flag) => flag.to_string(),
        Cell::Text(text) => format!("{text:?}"),
    }
}

/// What is expected of a cell, written as [`shown`] writes what is found there.
pub fn expected(value: &Value, beside: Cell<'_>) -> String {
    match (value, beside) {
        (Value::Null, _) => "nothing".to_owned(),
        (Value::String(text), Cell::Text(_)) => format!("{text:?}"),
        (Value::String(text), Cell::Num(_) | Cell::Int(_) | Cell::Fixed { .. }) => {
            decimal(text).and_then(|exact| exact.to_decimal()).unwrap_or_else(|| format!("{text:?}"))
        }
        (Value::String(text), _) => text.clone(),
        (Value::Number(number), _) => {
            decimal(&number.to_string()).and_then(|exact| exact.to_decimal()).unwrap_or_else(|| number.to_string())
        }
        (other, _) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_go_in_exactly() {
        let column = column("cost", Kind::Number, &[json!("12.50"), json!(null), json!(0.1)]).expect("numbers");
        assert_eq!(column.cell(0), Cell::Fixed { units: 125, scale: 1 });
        assert_eq!(column.cell(1), Cell::Empty);
        assert_eq!(shown(column.cell(2)), "0.1");
        assert_eq!(expected(&json!("12.500"), column.cell(0)), shown(column.cell(0)));
        assert_ne!(expected(&json!(12.51), column.cell(0)), shown(column.cell(0)));
    }

    #[test]
    fn a_cell_of_another_kind_is_named() {
        let why = column("wait", Kind::Number, &[json!(3), json!("soon")]).expect_err("no number");
        assert_eq!(why, "input \"wait\", row 1: \"soon\" is no number");
        assert!(column("on", Kind::Date, &[json!("2024-02-30")]).is_err());
        assert!(column("open", Kind::YesOrNo, &[json!("yes")]).is_err());
        assert!(column("n", Kind::Integer, &[json!(1.5)]).is_err());
    }

    #[test]
    fn a_text_that_is_nothing_is_not_an_empty_cell() {
        assert_ne!(expected(&json!("nothing"), Cell::Text("nothing")), shown(Cell::Empty));
        assert_eq!(expected(&json!("nothing"), Cell::Text("nothing")), shown(Cell::Text("nothing")));
    }
}
