//! The rows of a cohort in the engine's form, to be counted like those of a dataset.

use super::value::{Texts, Value, date, exact};
use super::view::View;
use crate::DataError;
use crate::columns::{Columns, Kind, Prepared};
use crate::engine::failed;
use crate::load::{Stored, Table};
use crate::place::Origin;
use arrow::array::{Array, ArrayRef, RecordBatch, UInt32Array};
use arrow::compute::take;
use arrow::datatypes::{Field, Schema};
use kpi_core::cohort::Cohort;
use kpi_core::facts::Cell;
use kpi_core::schema::{ColumnType, Dataset, Source};
use kpi_core::{Missing, Quantity, Reason};
use std::sync::{Arc, OnceLock};

/// The cohort as a table; its rows keep their places in the file.
pub fn table(cohort: &Cohort, origin: Origin, broken: Option<String>) -> Table {
    let schema = Dataset {
        name: cohort.name.clone(),
        span: cohort.span,
        source: Source::Inline { rows: Vec::new() },
        header_row: None,
        key: Vec::new(),
        columns: cohort.columns.clone(),
        birth: None,
        interval: None,
    };
    let rows = Stored::Records(Columns::new(&schema));
    Table { schema, origin, rows, broken, amiss: None, prepared: OnceLock::new() }
}

pub fn prepare(cohort: &Cohort, view: &View, texts: &Texts) -> Result<Prepared, DataError> {
    let base = view.set.prepared()?;
    let rows = UInt32Array::from(view.rows().to_vec());
    let mut fields: Vec<Field> = Vec::new();
    let mut arrays: Vec<ArrayRef> = Vec::new();
    let mut columns: Vec<Kind> = Vec::with_capacity(cohort.columns.len());
    let gone = || failed("a column is not there");
    let mut put = |name: String, array: ArrayRef| {
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    };
    let taken = |name: &str| -> Result<ArrayRef, DataError> {
        let array = base.batch.column_by_name(name).ok_or_else(gone)?;
        take(array, &rows, None).map_err(failed)
    };
    put("row".to_owned(), taken("row")?);
    // The columns that stages made go through the same gate as cells of a file.
    let made: Vec<usize> =
        view.places.iter().enumerate().filter(|(_, place)| place.is_some()).map(|(column, _)| column).collect();
    let own = made_columns(cohort, view, &made, texts)?;
    for (column, place) in view.places.iter().enumerate() {
        let (batch, from, kind, row_wise) = match place {
            None => (&base.batch, column, base.columns.get(column).cloned().ok_or_else(gone)?, true),
            Some(_) => {
                let at = made.iter().position(|made| *made == column).ok_or_else(gone)?;
                let kind = own.columns.get(at).cloned().ok_or_else(gone)?;
                (&own.batch, at, kind, false)
            }
        };
        let (bare, prefix) = (from.to_string(), format!("{from} "));
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let rest = match field.name().strip_prefix(&prefix) {
                Some(rest) => format!(" {rest}"),
                None if *field.name() == bare => String::new(),
                None => continue,
            };
            let array = if row_wise { take(array, &rows, None).map_err(failed)? } else { array.clone() };
            put(format!("{column}{rest}"), array);
        }
        columns.push(kind);
    }
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(failed)?;
    Ok(Prepared { batch, columns })
}

fn made_columns(cohort: &Cohort, view: &View, made: &[usize], texts: &Texts) -> Result<Prepared, DataError> {
    let columns = made.iter().filter_map(|column| cohort.columns.get(*column).cloned()).collect();
    let schema = Dataset { columns, ..table(cohort, Origin::default(), None).schema };
    let mut rows = Columns::new(&schema);
    let values: Vec<&[Value]> = made
        .iter()
        .map(|column| view.places.get(*column).copied().flatten().map_or(&[][..], |p| view.column(p)))
        .collect();
    let mut cells = Vec::with_capacity(made.len());
    for i in 0..view.len() {
        cells.clear();
        for (values, column) in values.iter().zip(&schema.columns) {
            let value = values.get(i).copied().unwrap_or(Value::Failed);
            cells.push(cell(value, &column.holds, texts));
        }
        rows.push(0.into(), &cells);
    }
    rows.prepare().map_err(failed)
}

fn cell(value: Value, holds: &ColumnType, texts: &Texts) -> Cell {
    match (value, holds) {
        (Value::Empty, _) => Cell::Empty,
        (Value::Text(text), _) => Cell::Text(texts.get(text).to_owned()),
        (Value::Number(number), ColumnType::Number(unit)) => Cell::Number(Quantity::new(exact(number), *unit)),
        (Value::Date(day), _) => match date(day) {
            Some(day) => Cell::Date(day),
            None => unreadable(),
        },
        (Value::YesNo(truth), _) => Cell::YesNo(truth),
        (Value::Failed | Value::Number(_), _) => unreadable(),
    }
}

fn unreadable() -> Cell {
    Cell::Missing(Missing::new(Reason::Failed, "it depends on a cell that could not be read"))
}
