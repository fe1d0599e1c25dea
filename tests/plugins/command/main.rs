//! Plugins as an analyst meets them: named in rules, granted in kpi.toml, pinned in kpi.lock, and traced in figures.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/building.rs"]
mod building;
mod figures;
mod pins;
mod rules;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Rows by area: two in the north, one in the south.
const CASES: &str = "id,area,opened\n1,North,2024-05-01\n2,North,2024-06-01\n3,South,2024-07-01\n";

const INDICATOR: &str = r#"
dataset cases {
  source: csv "cases.csv"
  columns { id: text   area: text   opened: date }
}

indicator opened_cases {
  title:     "Cases opened"
  unit:      count
  polarity:  none
  frequency: yearly
  by:        area
  formula:   measure("rows", cases where opened in period)
}
"#;

/// A source of two rows, with the numbers 3 and 4.
const TWO_ROWS: &str = r#"
(data (i32.const 2048) "\03\00\00\00\00\00\00\00" "\04\00\00\00\00\00\00\00")
(data (i32.const 600) "\20\01\00\00\01\00\00\00" "\00\00\00\00\00\00\00\00" "\01\00\00\00\00\08\00\00\02\00\00\00\00\00\00\00\00\00\00\00")
(data (i32.const 528) "\00\00\00\00" "\02\00\00\00" "\58\02\00\00" "\01\00\00\00")
(func $parse (type $step) (i32.const 528))
"#;

/// A project with these rules, whose plugins are those that the test puts in.
fn project(rules: &str, plugins: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = "[project]\nname = \"plugged\"\nedition = \"2026\"\n".to_owned();
    for (name, bytes) in plugins {
        settings.push_str(&format!("\n[plugins.{name}]\npath = \"{name}.wasm\"\n"));
        fs::write(folder.path().join(format!("{name}.wasm")), bytes).unwrap();
    }
    fs::write(folder.path().join("kpi.toml"), settings).unwrap();
    fs::write(folder.path().join("rules.kpi"), rules).unwrap();
    fs::write(folder.path().join("cases.csv"), CASES).unwrap();
    folder
}

/// With its plugins agreed to.
fn pinned(rules: &str, plugins: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = project(rules, plugins);
    let output = kpi(folder.path(), &["plugin", "pin"]);
    assert!(output.status.success(), "{}", said(&output));
    folder
}

fn kpi(folder: &Path, arguments: &[&str]) -> Output {
    static CACHE: OnceLock<TempDir> = OnceLock::new();
    let cache = CACHE.get_or_init(|| tempfile::tempdir().unwrap());
    Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(arguments)
        .current_dir(folder)
        .env("KPI_CACHE", cache.path())
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .unwrap()
}

/// All that was said, with what differs between builds of a fixture left out.
fn said(output: &Output) -> String {
    let text = format!(
        "{}---\n{}exit {}\n",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        output.status.code().unwrap()
    );
    let words = text.split_inclusive(|c: char| !c.is_ascii_alphanumeric());
    words
        .map(|word| {
            let end = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
            if end.len() == 64 && end.chars().all(|c| c.is_ascii_hexdigit()) {
                word.replace(end, "[sha256]")
            } else {
                word.to_owned()
            }
        })
        .collect()
}
