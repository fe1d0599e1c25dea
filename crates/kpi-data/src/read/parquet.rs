//! Parquet: typed columns. A number becomes the decimal that was written, a float the shortest one that means it.

use super::{Row, Sink, Unreadable};
use arrow::array::cast::AsArray;
use arrow::array::{Array, ArrayRef, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float32Type, Float64Type, TimeUnit, TimestampMicrosecondType};
use chrono::NaiveDateTime;
use kpi_core::codes::data::BAD_FILE;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fmt::Display;
use std::fs::File;
use std::ops::ControlFlow;

/// One row of a batch whose columns are texts.
struct BatchRow<'a> {
    columns: &'a [Vec<String>],
    row: usize,
}

impl Row for BatchRow<'_> {
    fn len(&self) -> usize {
        self.columns.len()
    }

    fn get(&self, index: usize) -> &str {
        self.columns.get(index).and_then(|column| column.as_slice().get(self.row)).map_or("", String::as_str)
    }
}

fn bad(error: impl Display) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "the file cannot be read as Parquet");
    bad.notes.push(error.to_string());
    bad
}

/// Rows are counted from 1: a Parquet file has no row of headers.
pub fn read(file: File, sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(bad)?;
    let names: Vec<String> = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
    sink.fields(&names);
    let mut number = 0u64;
    for batch in builder.build().map_err(bad)? {
        let batch: RecordBatch = batch.map_err(bad)?;
        let columns: Vec<Vec<String>> =
            batch.columns().iter().zip(&names).map(|(column, name)| texts(column, name)).collect::<Result<_, _>>()?;
        for row in 0..batch.num_rows() {
            number += 1;
            if sink.row(number.into(), &BatchRow { columns: &columns, row }) == ControlFlow::Break(()) {
                return Ok(());
            }
        }
    }
    Ok(())
}

pub fn texts(column: &ArrayRef, name: &str) -> Result<Vec<String>, Box<Unreadable>> {
    let rows = 0..column.len();
    let there = |row: usize| column.is_valid(row);
    Ok(match column.data_type() {
        DataType::Float64 => {
            let values = column.as_primitive::<Float64Type>();
            rows.map(|row| if there(row) { values.value(row).to_string() } else { String::new() }).collect()
        }
        DataType::Float32 => {
            let values = column.as_primitive::<Float32Type>();
            rows.map(|row| if there(row) { values.value(row).to_string() } else { String::new() }).collect()
        }
        DataType::Timestamp(_, _) => {
            let micros = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, None)).map_err(bad)?;
            let values = micros.as_primitive::<TimestampMicrosecondType>();
            let shown = |row| values.value_as_datetime(row).map(moment).unwrap_or_default();
            rows.map(|row| if there(row) { shown(row) } else { String::new() }).collect()
        }
        nested if nested.is_nested() => {
            let mut bad = Unreadable::new(BAD_FILE, format!("column \"{name}\" holds values within values"));
            bad.help
                .push("a table has plain values only: leave the column out, or write its parts as columns".to_owned());
            return Err(bad);
        }
        _ => {
            let values = cast(column, &DataType::Utf8).map_err(bad)?;
            let values = values.as_string::<i32>();
            rows.map(|row| if there(row) { values.value(row).to_owned() } else { String::new() }).collect()
        }
    })
}

fn moment(moment: NaiveDateTime) -> String {
    if moment.time() == chrono::NaiveTime::MIN {
        moment.format("%Y-%m-%d").to_string()
    } else {
        moment.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}
