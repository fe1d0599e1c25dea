//! What is inferred from a file reads every row of it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails where something is amiss"
)]

mod support;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use kpi_core::Calendar;
use kpi_core::schema::{ColumnType, Source};
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use std::fs;
use std::sync::Arc;
use support::{csv, folder, open, said};

const NAMES: [&str; 5] = ["Person", "Seen on", "Agreed", "Hours", "No"];
const ROWS: [[&str; 5]; 3] = [
    ["ann", "2020-04-01", "yes", "1.5", "x"],
    ["bob", "2020-05-01", "no", "2", ""],
    ["cy", "2020-06-01", "", "n/a", "y"],
];

/// The same rows in every kind of file.
fn sources(root: &std::path::Path) -> Vec<Source> {
    let line = |cells: &[&str]| format!("{}\n", cells.join(","));
    let text = line(&NAMES) + &ROWS.iter().map(|row| line(row)).collect::<String>();
    fs::write(root.join("f.csv"), text).unwrap();

    let json = ROWS.map(|row| {
        let fields = NAMES.iter().zip(row).map(|(name, cell)| format!("\"{name}\": \"{cell}\""));
        format!("{{{}}}\n", fields.collect::<Vec<_>>().join(", "))
    });
    fs::write(root.join("f.jsonl"), json.concat()).unwrap();

    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in std::iter::once(NAMES).chain(ROWS).enumerate() {
        for (place, cell) in row.iter().enumerate() {
            let (at, place) = (u32::try_from(at).unwrap(), u16::try_from(place).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(at, place, number).unwrap(),
                Err(_) => sheet.write_string(at, place, *cell).unwrap(),
            };
        }
    }
    book.save(root.join("f.xlsx")).unwrap();

    let columns = NAMES.iter().enumerate().map(|(at, name)| {
        let cells: StringArray = ROWS.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty())).collect();
        (*name, Arc::new(cells) as ArrayRef)
    });
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer =
        ArrowWriter::try_new(fs::File::create(root.join("f.parquet")).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();

    let database = rusqlite::Connection::open(root.join("f.db")).unwrap();
    let names = NAMES.map(|name| format!("\"{name}\"")).join(", ");
    database.execute_batch(&format!("CREATE TABLE visits ({names})")).unwrap();
    for row in ROWS {
        database.execute("INSERT INTO visits VALUES (?1, ?2, ?3, ?4, ?5)", row).unwrap();
    }
    let path = |name: &str| name.to_owned();
    vec![
        csv("f.csv"),
        Source::JsonLines { path: path("f.jsonl") },
        Source::Workbook { path: path("f.xlsx"), sheet: None },
        Source::Parquet { path: path("f.parquet") },
        Source::Sqlite { path: path("f.db"), table: path("visits") },
    ]
}

#[test]
fn every_kind_of_file_is_the_same_dataset() {
    let folder = folder(&[]);
    for source in sources(folder.path()) {
        let inferred = kpi_data::infer(folder.path(), Calendar::APRIL, "f", source.clone()).unwrap();
        let names: Vec<&str> = inferred.dataset.columns.iter().map(|column| column.name.as_str()).collect();
        // A condition could not name a column `no`.
        assert_eq!(names, ["person", "seen_on", "agreed", "hours", "column_no"], "{source:?}");
        let holds: Vec<&ColumnType> = inferred.dataset.columns.iter().map(|column| &column.holds).collect();
        let [person, seen, agreed, hours, no] = holds.as_slice() else { panic!("{holds:?}") };
        // Among marks such as `x` a `y` is no yes, and an `x` is no missing word.
        assert_eq!((*person, *no), (&ColumnType::Text, &ColumnType::Text), "{source:?}");
        assert_eq!((*seen, *agreed), (&ColumnType::Date, &ColumnType::YesNo), "{source:?}");
        assert!(matches!(hours, ColumnType::Number(_)), "{source:?}");
        assert_eq!(inferred.dataset.columns[4].missing_words, [], "{source:?}");
        assert_eq!((inferred.rows, inferred.dataset.columns[3].missing_words.len()), (3, 1), "{source:?}");
        let (_, diagnostics) = open(folder.path(), &[&inferred.dataset]);
        assert_eq!(said(&diagnostics), "", "{source:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn a_file_is_read_as_it_was_inferred(rows in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
        "", "N/A", "1", "007", "12.5", "50%", "£3", "yes", "no", "2020/21", "2020-09", "2020-04-01", "28/152", "a b",
        "#N/A", "c", "none", "\u{e9}t\u{e9}", "x;y", "x", "it's", "99999999999999999999.5",
    ]), 4), 1..40)) {
        let mut text = "Person ID,value,Value 2,where\n".to_owned();
        for row in &rows {
            text.push_str(&row.join(","));
            text.push('\n');
        }
        let folder = folder(&[("f.csv", text.as_bytes())]);
        let inferred = kpi_data::infer(folder.path(), Calendar::APRIL, "f", csv("f.csv")).unwrap();
        let (_, diagnostics) = open(folder.path(), &[&inferred.dataset]);
        // A row that says nothing is told whatever its columns are.
        let found: Vec<_> = diagnostics.into_iter().filter(|found| found.code.id() != "KPI0709").collect();
        prop_assert_eq!(said(&found), "");
    }
}
