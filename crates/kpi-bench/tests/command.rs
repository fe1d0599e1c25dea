//! The command as it is typed, and what it says when it cannot.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it fails"
)]

use std::path::Path;
use std::process::{Command, Output};

fn bench(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kpi-bench")).args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn data_is_written_and_a_measure_answered() {
    let folder = tempfile::tempdir().unwrap();
    let done =
        bench(folder.path(), &["cld", "--councils", "2", "--people", "30", "--out", "cld", "--expected", "due.csv"]);
    assert!(done.status.success(), "{}", said(&done));
    let done = bench(
        folder.path(),
        &["oracle", "--data", "cld", "--measure", "2c", "--out", "2c.csv", "--summary", "sums.csv"],
    );
    assert!(done.status.success(), "{}", said(&done));
    let read = |file: &str| std::fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(read("2c.csv").lines().any(|line| line == "Trapford,2b-gap-365,,65 and above,1,1,,,"));
    assert!(read("sums.csv").lines().any(|line| line.starts_with("Council 002,65 and above,")));
    assert!(
        read("due.csv")
            .lines()
            .any(|line| line == "2c,Trapford,2b-gap-365,,65 and above,1,1,,,,Less than 365 days: 365 is new.")
    );
    assert!(read("due.csv").lines().any(|line| line.starts_with("2c,Trapford,2b-carer,,,,,,,,")));
    assert_eq!(std::fs::read_dir(folder.path().join("cld")).unwrap().count(), 10);
}

#[test]
fn only_the_hand_made() {
    let folder = tempfile::tempdir().unwrap();
    assert!(bench(folder.path(), &["cld", "--hand-made-only", "--out", "cld"]).status.success());
    let events = std::fs::read_to_string(folder.path().join("cld/events.csv")).unwrap();
    assert!(events.contains("trap-1-empty-component") && !events.contains("Council 001"));
    let other = bench(folder.path(), &["cld", "--hand-made-only", "--year", "2023/24", "--out", "cld"]);
    assert_eq!(other.status.code(), Some(2));
    assert_eq!(said(&other), "error: the hand-made people are of 2024/25: ask for that year\n");
}

#[test]
fn mistakes_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let wrong_year = bench(folder.path(), &["cld", "--year", "2024/26", "--out", "cld"]);
    assert!(said(&wrong_year).contains("`2024/26` is no year: write it as 2024/25"), "{}", said(&wrong_year));
    let no_measure = bench(folder.path(), &["oracle", "--data", "cld", "--measure", "2z", "--out", "x.csv"]);
    assert!(said(&no_measure).starts_with("error: no measure `2z`: there are 2a, 2b, 2c,"), "{}", said(&no_measure));
    let no_data = bench(folder.path(), &["oracle", "--data", "cld", "--measure", "2b", "--out", "x.csv"]);
    assert!(said(&no_data).contains("events.csv"), "{}", said(&no_data));
    assert_eq!(no_data.status.code(), Some(2));
    let no_rows = bench(folder.path(), &["ratios", "--rows", "many"]);
    assert!(said(&no_rows).contains("write a number of records, or of millions"), "{}", said(&no_rows));
    let no_kpi = bench(folder.path(), &["ratios", "--rows", "1m", "--kpi", "nowhere/kpi"]);
    assert_eq!(
        said(&no_kpi),
        "error: no kpi at nowhere/kpi: build it with `cargo build --release -p kpi-cli`, or name it with --kpi\n"
    );
}
