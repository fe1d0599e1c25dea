//! The different values of a column, for figures that are cut by it.

use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::decimal::exact;
use crate::engine;
use crate::load::{Stored, Table};
use crate::spelling::Spelling;
use arrow::array::{Array, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, StringArray};
use arrow::datatypes::Int32Type;
use chrono::NaiveDate;
use indexmap::IndexSet;
use kpi_core::Diagnostic;
use kpi_core::facts::{Cell, Scalar, ValuesRequest};
use kpi_core::schema::ColumnType;

/// The values of the column; a text as it first stands in the datasets it comes from.
pub fn answer(
    table: &Table,
    request: &ValuesRequest,
    spelling: &Spelling,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<Scalar>, DataError> {
    // A list that a row is missing from would leave a part out unseen. The figures of a keyed dataset are each told of.
    let figures = !table.schema.key.is_empty();
    if table.broken.is_some() || (table.amiss.is_some() && !figures) {
        return Ok(Vec::new());
    }
    let column = table.schema.columns.iter().position(|column| column.name == request.column);
    let column = column
        .ok_or_else(|| DataError::NoColumn { dataset: request.dataset.clone(), column: request.column.clone() })?;
    let found = match &table.rows {
        Stored::Figures(rows) if figures => {
            let cells = rows.iter().filter_map(|figure| figure.cells.get(column));
            return Ok(once_each(cells.filter_map(scalar)));
        }
        Stored::Streamed(streamed) if of_stream(table, &request.column) => {
            let texts = match streamed.files.texts(column, &table.schema, streamed.calendar)? {
                Ok(texts) => texts,
                Err(unreadable) => {
                    out.push(*unreadable);
                    return Ok(Vec::new());
                }
            };
            return Ok(texts.into_values().map(Scalar::Text).collect());
        }
        // The rows of a cohort are only there as the engine has them.
        _ => of_records(engine::prepared(table)?, column, request)?,
    };
    Ok(found
        .into_iter()
        .map(|value| match value {
            Scalar::Text(folded) => {
                Scalar::Text(spelling.text(&request.column, &folded).map_or(folded.clone(), str::to_owned))
            }
            other => other,
        })
        .collect())
}

/// Can the values of a column be found in one pass, without holding it?
pub fn of_stream(table: &Table, column: &str) -> bool {
    let column = table.schema.column(column);
    column.is_some_and(|column| matches!(column.holds, ColumnType::Text | ColumnType::OneOf(_)))
}

fn of_records(prepared: &Prepared, column: usize, request: &ValuesRequest) -> Result<Vec<Scalar>, DataError> {
    let name = column.to_string();
    let kind = prepared.columns.get(column).map(|kind| &kind.holds);
    let refused = || DataError::NotAsked {
        dataset: request.dataset.clone(),
        column: request.column.clone(),
        asked: "asked for its values".to_owned(),
    };
    Ok(match kind {
        Some(Holds::Text) => {
            let cells: &DictionaryArray<Int32Type> = engine::column(prepared, &name)?;
            let values: &StringArray =
                cells.values().as_any().downcast_ref().ok_or_else(|| engine::failed("a dictionary is not of texts"))?;
            let keys: IndexSet<usize> = cells.keys().iter().flatten().filter_map(|key| key.try_into().ok()).collect();
            let texts = keys.into_iter().filter(|key| values.is_valid(*key)).map(|key| values.value(key));
            texts.map(|text| Scalar::Text(text.to_owned())).collect()
        }
        Some(Holds::Number { scale, wide: false, .. }) => {
            let values: &Decimal128Array = engine::column(prepared, &name)?;
            let numbers: IndexSet<i128> = values.iter().flatten().collect();
            let scale = u32::from(*scale);
            numbers.into_iter().filter_map(|number| exact(&number.to_string(), scale)).map(Scalar::Number).collect()
        }
        Some(Holds::Date) => {
            let values: &Date32Array = engine::column(prepared, &name)?;
            let days: IndexSet<NaiveDate> = (0..values.len())
                .filter(|row| values.is_valid(*row))
                .filter_map(|row| values.value_as_date(row))
                .collect();
            days.into_iter().map(Scalar::Date).collect()
        }
        Some(Holds::YesNo) => {
            let values: &BooleanArray = engine::column(prepared, &name)?;
            let truths: IndexSet<bool> = values.iter().flatten().collect();
            truths.into_iter().map(Scalar::YesNo).collect()
        }
        _ => return Err(refused()),
    })
}

fn scalar(cell: &Cell) -> Option<Scalar> {
    match cell {
        Cell::Number(quantity) => Some(Scalar::Number(quantity.value.clone())),
        Cell::Text(text) => Some(Scalar::Text(text.trim().to_owned())),
        Cell::Date(date) => Some(Scalar::Date(*date)),
        Cell::YesNo(truth) => Some(Scalar::YesNo(*truth)),
        Cell::Period(period) => Some(Scalar::Period(*period)),
        Cell::Empty | Cell::Missing(_) | Cell::Rank(_) | Cell::Codes(_) => None,
    }
}

/// Texts that differ in case only are one.
fn once_each(values: impl Iterator<Item = Scalar>) -> Vec<Scalar> {
    let mut seen = IndexSet::new();
    let folded = |value: &Scalar| match value {
        Scalar::Text(text) => Scalar::Text(crate::conform::fold(text)),
        other => other.clone(),
    };
    values.filter(|value| seen.insert(folded(value))).collect()
}
