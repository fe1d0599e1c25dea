//! A row that cannot be taken in: which answers it would have changed cannot be known, so there are none over its
//! records, however they are asked; whatever does not rest on them comes out.

use crate::support::{kpi_in, results, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Everything that can be made of records: counted, added up, cut, made into a cohort, queried, listed.
fn project(source: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let measure = |id: &str, more: &str| {
        format!("indicator {id} {{ title: \"{id}\" unit: count polarity: none frequency: yearly {more} }}\n")
    };
    let rules = format!(
        "dataset visits {{ source: {source} columns {{ person: text   area: text   hours: count }} }}\n\
         dataset whole {{ source: csv \"whole.csv\" columns {{ person: text   area: text }} }}\n\
         dataset queried {{ source: sql \"\"\"select person from visits\"\"\" over [visits] columns {{ person: text }} }}\n\
         cohort long {{ from: visits where: hours > 1 }}\n\
         cohort seen {{ from: whole where: some v in visits where v.person = person }}\n\
         cohort longer {{ from: long where: hours > 2 }}\n\
         {}{}{}{}{}{}{}{}{}",
        measure("counted", "formula: count(visits)"),
        measure("added", "formula: sum(visits.hours where area = \"North\")"),
        measure("people", "formula: count distinct person(visits)"),
        measure("cut", "formula: count(visits) by: area"),
        measure("made", "formula: count(longer)"),
        measure("related", "formula: count(seen)"),
        measure("query", "formula: count(queried)"),
        measure("listed", "formula: count(whole) by: area from visits"),
        measure("apart", "formula: count(whole)"),
    );
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"rows\"\n").expect("written");
    fs::write(folder.path().join("rules.kpi"), rules).expect("written");
    fs::write(folder.path().join("whole.csv"), "person,area\nann,North\nbob,South\n").expect("written");
    folder
}

/// For each figure what it is or why it is missing.
fn figures(folder: &Path) -> Vec<String> {
    let output = kpi_in(folder, &["run", "--period", "2025/26", "--format", "json"]);
    let run: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("JSON: {}", stderr(&output)));
    let figure = |result: &Value| {
        let id = result["indicator"].as_str().expect("a name");
        let part = result["slice"].as_object().and_then(|slice| slice.values().next()).and_then(Value::as_str);
        let value = result["value"]["display"].as_str().or(result["missing"].as_str()).expect("a figure or why not");
        part.map_or_else(|| format!("{id}: {value}"), |part| format!("{id} {part}: {value}"))
    };
    results(&run).iter().map(figure).collect()
}

const WHOLE: [&str; 13] = [
    "counted: 3",
    "added: 5",
    "people: 3",
    "cut: 3",
    "cut North: 2",
    "cut South: 1",
    "made: 1",
    "related: 2",
    "query: 3",
    "listed: 2",
    "listed North: 1",
    "listed South: 1",
    "apart: 2",
];

/// Nothing over the records; of what they only list, the whole.
const PARTIAL: [&str; 9] = [
    "counted: failed",
    "added: failed",
    "people: failed",
    "cut: failed",
    "made: failed",
    "related: failed",
    "query: failed",
    "listed: 2",
    "apart: 2",
];

/// The words that say why, in every form a figure is given in.
fn said_everywhere(folder: &Path, why: &str) {
    for format in ["table", "markdown", "csv", "json"] {
        let output = kpi_in(folder, &["run", "--period", "2025/26", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(stdout(&output).contains("failed"), "{format}: {}", stdout(&output));
    }
    let why = why.replace('"', "\\\"");
    for id in ["added", "made"] {
        let output = kpi_in(folder, &["explain", id, "--period", "2025/26", "--format", "json"]);
        assert!(stdout(&output).contains(&why), "{}\n{}", stdout(&output), stderr(&output));
    }
}

#[test]
fn a_row_with_too_many_cells() {
    let folder = project("csv \"visits.csv\"");
    let file = folder.path().join("visits.csv");
    let rows = "person,area,hours\nann,North,2\nbob,South,1\n";
    fs::write(&file, format!("{rows}cy,North,3\n")).expect("written");
    assert_eq!(figures(folder.path()), WHOLE);

    fs::write(&file, format!("{rows}cy,North,3,000\ndi,North,4,000\n")).expect("written");
    assert_eq!(figures(folder.path()), PARTIAL);
    said_everywhere(folder.path(), "2 rows could not be taken in, the first of them visits.csv, row 4");
    let output = kpi_in(folder.path(), &["run", "--period", "2025/26"]);
    insta::assert_snapshot!(stderr(&output));
    // What can be read is there to be looked at.
    let output = kpi_in(folder.path(), &["data", "rows", "visits", "--format", "csv"]);
    assert!(stdout(&output).contains("bob"), "{}", stdout(&output));
}

#[test]
fn a_row_of_which_no_column_is_the_datasets() {
    let folder = project("csv \"visits.csv\"");
    let rows = "person,area,hours,note\nann,North,2,\nbob,South,1,\ncy,North,3,\n";
    fs::write(folder.path().join("visits.csv"), format!("{rows},,,moved away\n")).expect("written");
    assert_eq!(figures(folder.path()), PARTIAL);
    said_everywhere(folder.path(), "1 row could not be taken in: visits.csv, row 5");
}

#[test]
fn a_line_that_is_broken_off() {
    let folder = project("jsonl \"visits.jsonl\"");
    let lines = "{\"person\": \"ann\", \"area\": \"North\", \"hours\": 2}\n{\"person\": \"bob\", \"area\": \"South\", \"hours\": 1}\n";
    fs::write(folder.path().join("visits.jsonl"), format!("{lines}{{\"person\": \"cy\", \"ar\n")).expect("written");
    assert_eq!(figures(folder.path()), PARTIAL);
    said_everywhere(folder.path(), "1 row could not be taken in: visits.jsonl, row 3");
}

#[test]
fn bytes_in_a_database() {
    let folder = project("sqlite \"care.db\" table \"visits\"");
    let database = rusqlite::Connection::open(folder.path().join("care.db")).expect("a database");
    let made = |statements: &str| database.execute_batch(statements).expect("statements that run");
    made(
        "CREATE TABLE visits (person, area, hours); INSERT INTO visits VALUES ('ann', 'North', 2), ('bob', 'South', 1), ('cy', 'North', 3)",
    );
    assert_eq!(figures(folder.path()), WHOLE);
    made("UPDATE visits SET area = x'00ff' WHERE person = 'cy'");
    // The query reads the table itself, and none of what cannot be read.
    let partial = PARTIAL.map(|figure| if figure == "query: failed" { "query: 3" } else { figure });
    assert_eq!(figures(folder.path()), partial);
    said_everywhere(folder.path(), "1 row could not be taken in: care.db, table \"visits\", row 3");
}

#[test]
fn a_streamed_file_that_is_damaged_spoils_what_is_made_from_it_and_the_list_of_its_values() {
    let folder = project("parquet \"visits.parquet\"");
    let file = folder.path().join("visits.parquet");
    let whole = crate::records::written(
        60_000,
        &[
            ("person", |i| format!("person {i}")),
            ("area", |i| format!("area {}", i % 3)),
            ("hours", |i| (i % 7).to_string()),
        ],
    );
    fs::write(&file, &whole).expect("written");
    assert!(figures(folder.path()).contains(&"listed area 2: 0".to_owned()), "{:?}", figures(folder.path()));
    let mut damaged = whole.clone();
    let described = whole.len() - 20_000;
    damaged[100..described].fill(0xff);
    fs::write(&file, &damaged).expect("written");
    let found = figures(folder.path());
    for figure in ["added: failed", "people: failed", "made: failed", "related: failed", "query: failed", "listed: 2"] {
        assert!(found.contains(&figure.to_owned()), "{figure}: {found:?}");
    }
    assert!(
        !found.iter().any(|figure| figure.starts_with("cut area") || figure.starts_with("listed area")),
        "{found:?}"
    );
}

/// A row of figures without a key is none of them: the others stand, and only what goes over all of them is missing.
#[test]
fn figures_of_other_rows_stand() {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = "dataset figures { source: csv \"figures.csv\" key: [area, period]\n\
                 columns { area: text   period: period   value: count } }\n\
                 indicator north { title: \"North\" unit: count polarity: none frequency: yearly\n\
                 formula: figures.value where area = \"North\" }\n\
                 indicator cut { title: \"Cut\" unit: count polarity: none frequency: yearly by: area\n\
                 formula: figures.value }\n\
                 indicator all { title: \"All\" unit: count polarity: none frequency: yearly\n\
                 formula: sum(figures.value where period = 2025/26) }\n";
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"figures\"\n").expect("written");
    fs::write(folder.path().join("rules.kpi"), rules).expect("written");
    let file = folder.path().join("figures.csv");
    let rows = "area,period,value\nNorth,2025/26,2\nSouth,2025/26,3\n";
    fs::write(&file, rows).expect("written");
    let found = figures(folder.path());
    assert!(found.contains(&"north: 2".to_owned()) && found.contains(&"all: 5".to_owned()), "{found:?}");
    for spoiled in [",2025/26,4\n", "West,some year,4\n", "South,2025/26,4\n"] {
        fs::write(&file, format!("{rows}{spoiled}")).expect("written");
        let found = figures(folder.path());
        for figure in ["north: 2", "cut North: 2", "all: failed"] {
            assert!(found.contains(&figure.to_owned()), "{spoiled} {figure}: {found:?}");
        }
    }
}

/// No number is rounded to be kept, so one that is too long to be kept is told, and spoils what it is part of.
#[test]
fn a_number_with_too_many_digits() {
    let folder = project("csv \"visits.csv\"");
    let long = format!("1{}", "0".repeat(40));
    fs::write(folder.path().join("visits.csv"), format!("person,area,hours\nann,North,{long}\nbob,South,1\n"))
        .expect("written");
    let output = kpi_in(folder.path(), &["run", "--period", "2025/26"]);
    let told = stderr(&output);
    assert!(told.contains("has 41 digits, and a number of data has 38 at most"), "{told}");
    assert!(told.contains("visits.csv, row 2, column \"hours\""), "{told}");
    let found = figures(folder.path());
    assert!(found.contains(&"counted: 2".to_owned()) && found.contains(&"added: failed".to_owned()), "{found:?}");
}
