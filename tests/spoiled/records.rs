//! Records that break off, change or are not there: no figure, and a word about why; never a figure of part of them.

use crate::support::{kpi_in, results, stderr};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A project with one dataset, all of whose records are counted, and whose hours are added up.
fn project(source: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = format!(
        "dataset visits {{ source: {source} columns {{ person: text   hours: count }} }}\n\
         indicator visits_made {{ title: \"Visits\" unit: count polarity: none frequency: yearly formula: count(visits) }}\n\
         indicator hours {{ title: \"Hours\" unit: count polarity: none frequency: yearly formula: sum(visits.hours) }}\n"
    );
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"records\"\n").expect("written");
    fs::write(folder.path().join("rules.kpi"), rules).expect("written");
    folder
}

/// For each indicator its figure or why it is missing; then what was told.
fn run(folder: &Path) -> (Vec<String>, String) {
    let output = kpi_in(folder, &["run", "--period", "2025/26", "--format", "json"]);
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("JSON: {}", stderr(&output)));
    let figure = |result: &Value| {
        let value = result["value"]["display"].as_str().or(result["missing"].as_str());
        value.expect("a figure or why there is none").to_owned()
    };
    (results(&run).iter().map(figure).collect(), stderr(&output))
}

fn parquet() -> Vec<u8> {
    let people: StringArray = (0..100_000).map(|i| Some(format!("person {i}"))).collect();
    let hours: Int64Array = (0..100_000).map(|i| Some(i % 7)).collect();
    let columns: Vec<(&str, ArrayRef)> = vec![("person", Arc::new(people)), ("hours", Arc::new(hours))];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(10_000)).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

/// What a column holds in each row.
pub type Written<'a> = (&'a str, fn(usize) -> String);

/// Texts in row groups of 10,000.
pub fn written(rows: usize, columns: &[Written<'_>]) -> Vec<u8> {
    let columns: Vec<(&str, ArrayRef)> = columns
        .iter()
        .map(|(name, cell)| (*name, Arc::new((0..rows).map(|i| Some(cell(i))).collect::<StringArray>()) as ArrayRef))
        .collect();
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(10_000)).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

#[test]
fn a_parquet_file_that_breaks_off_or_is_damaged_gives_no_figure() {
    let whole = parquet();
    let folder = project("parquet \"visits.parquet\"");
    let file = folder.path().join("visits.parquet");
    fs::write(&file, &whole).expect("written");
    assert_eq!(run(folder.path()).0, ["100,000", "299,995"]);

    fs::write(&file, &whole[..whole.len() / 2]).expect("written");
    let (figures, told) = run(folder.path());
    assert_eq!(figures, ["failed", "failed"]);
    assert!(told.contains("KPI0702") && told.contains("visits.parquet"), "{told}");

    // The end, where the columns are described, is whole; what is described is not.
    let mut damaged = whole.clone();
    let described = whole.len() - 20_000;
    damaged[whole.len() / 2..described].fill(0xff);
    fs::write(&file, &damaged).expect("written");
    let (figures, told) = run(folder.path());
    assert_eq!(figures[1], "failed", "{told}");
    assert!(figures[0] == "failed" || figures[0] == "100,000", "{figures:?}: a count of part of the rows");
    assert!(told.contains("KPI0702") && told.contains("visits.parquet"), "{told}");
}

#[test]
fn a_column_that_changes_at_row_900_000_is_named_there() {
    let mut text = String::from("person,hours\n");
    for row in 2..=900_010u32 {
        let hours = if row == 900_000 { "half a day" } else { "1" };
        writeln!(text, "p{},{hours}", row % 1000).expect("a text grows");
    }
    let folder = project("csv \"visits.csv\"");
    fs::write(folder.path().join("visits.csv"), text).expect("written");
    let (figures, told) = run(folder.path());
    assert_eq!(figures, ["900,009", "failed"]);
    assert!(told.contains("visits.csv, row 900000, column \"hours\""), "{told}");
    assert!(told.contains("\"half a day\" is not a number"), "{told}");
}

#[test]
fn a_database_without_the_table_or_the_column_or_with_another_type() {
    let folder = project("sqlite \"care.db\" table \"visits\"");
    let database = rusqlite::Connection::open(folder.path().join("care.db")).expect("a database");
    let made = |statements: &str| database.execute_batch(statements).expect("statements that run");
    made("CREATE TABLE visit (person, hours)");
    let (figures, told) = run(folder.path());
    assert_eq!(figures, ["failed", "failed"]);
    assert!(told.contains("KPI0720") && told.contains("did you mean `visit`?"), "{told}");

    made("CREATE TABLE visits (person); INSERT INTO visits VALUES ('ann')");
    let (figures, told) = run(folder.path());
    assert_eq!(figures, ["1", "failed"]);
    assert!(told.contains("KPI0705") && told.contains("there is no column \"hours\""), "{told}");

    made(
        "DROP TABLE visits; CREATE TABLE visits (person, hours DATE); INSERT INTO visits VALUES ('ann', '2025-04-01')",
    );
    let (figures, told) = run(folder.path());
    assert_eq!(figures, ["1", "failed"]);
    assert!(told.contains("KPI0721") && told.contains("is of type DATE"), "{told}");

    made("DROP TABLE visits; CREATE TABLE visits (person, hours); INSERT INTO visits VALUES ('ann', 2), ('bob', 3)");
    assert_eq!(run(folder.path()).0, ["2", "5"]);
}
