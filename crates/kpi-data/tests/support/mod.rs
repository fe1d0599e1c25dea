//! Datasets, files and a plain view of what comes of them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "each test file uses its own part of this, writes its own files, and fails where something is amiss"
)]

pub mod datasets;
pub mod ods;
#[cfg(unix)]
pub mod postgres;
pub mod questions;

#[allow(unused_imports, reason = "each test file uses its own part of this")]
pub use datasets::{SPAN, aggregate, column, dataset};
use kpi_core::Calendar;
use kpi_core::diagnostic::{Diagnostic, Place};
use kpi_core::facts::{Cell, Facts, KeyValue, KeyedTable, Request, TableRequest};
use kpi_core::schema::{Dataset, Source};
use kpi_data::Data;
use std::path::Path;
use tempfile::TempDir;

pub fn csv(path: &str) -> Source {
    Source::Csv { path: path.to_owned(), separator: ',' }
}

pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// A file that is too long to be held: so many bytes of it are read at a time, when it is counted too.
pub fn in_stretches(root: &Path, dataset: &Dataset, at_a_time: usize) -> (Data, Vec<Diagnostic>) {
    let bounds = kpi_data::Bounds { held: 0, at_a_time };
    let ways = kpi_data::Ways { bounds, ..kpi_data::Ways::default() };
    kpi_data::open_with(root, Calendar::APRIL, ways, &[dataset], &[dataset])
}

pub fn open(root: &Path, datasets: &[&Dataset]) -> (Data, Vec<Diagnostic>) {
    kpi_data::open(root, Calendar::APRIL, datasets)
}

/// One dataset from one file.
pub fn read(dataset: &Dataset, file: &str, bytes: &[u8]) -> (Data, Vec<Diagnostic>) {
    let folder = folder(&[(file, bytes)]);
    open(folder.path(), &[dataset])
}

/// All columns of a keyed dataset.
pub fn table(data: &Data, dataset: &Dataset) -> KeyedTable {
    let columns = dataset.columns.iter().map(|column| column.name.clone()).collect();
    let request = Request::Table(TableRequest { dataset: dataset.name.clone(), columns });
    data.answer(&[request]).unwrap().0.tables.swap_remove(&dataset.name).unwrap()
}

pub fn ask(data: &Data, aggregates: &[kpi_core::facts::Aggregate]) -> Facts {
    let requests: Vec<Request> = aggregates.iter().cloned().map(Request::Aggregate).collect();
    data.answer(&requests).unwrap().0
}

/// Diagnostics as a person reads them, without the layout of any output.
pub fn said(diagnostics: &[Diagnostic]) -> String {
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        lines.push(format!("{} {}", diagnostic.code, diagnostic.message));
        for label in &diagnostic.labels {
            let place = match &label.place {
                Place::Data(place) => place.to_string(),
                Place::Rule(span) => format!("rule {}..{}", span.start, span.end),
            };
            lines.push(format!("  at {place} {}", label.text).trim_end().to_owned());
        }
        lines.extend(diagnostic.notes.iter().map(|note| format!("  note: {note}")));
        lines.extend(diagnostic.help.iter().map(|help| format!("  help: {help}")));
    }
    lines.join("\n")
}

pub fn key_text(key: &KeyValue) -> String {
    match key {
        KeyValue::Text(text) => text.clone(),
        KeyValue::Number(number) => number.to_string(),
        KeyValue::Date(date) => date.to_string(),
        KeyValue::Period(period) => period.to_string(),
        KeyValue::YesNo(value) => value.to_string(),
    }
}

pub fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "-".to_owned(),
        Cell::Missing(missing) => format!("<{missing}>"),
        Cell::Number(quantity) => format!("{} {}", quantity.value, quantity.unit),
        Cell::Text(text) => text.clone(),
        Cell::Date(date) => date.to_string(),
        Cell::Period(period) => period.to_string(),
        Cell::Rank(rank) => rank.to_string(),
        Cell::YesNo(value) => value.to_string(),
        Cell::Codes(codes) => codes.join("+"),
    }
}

/// A table as lines: the key, then the cells.
pub fn shown(table: &KeyedTable) -> String {
    let mut lines: Vec<String> = table.failed.iter().map(|why| format!("failed: {why}")).collect();
    for row in &table.rows {
        let key: Vec<String> = row.key.iter().map(key_text).collect();
        let cells: Vec<String> = row.cells.iter().map(|found| cell_text(&found.cell)).collect();
        let twin = row.duplicate_of.as_ref().map_or_else(String::new, |place| format!(" (also {place})"));
        lines.push(format!("{} | {}{twin}", key.join(" / "), cells.join(" | ")));
    }
    lines.join("\n")
}
