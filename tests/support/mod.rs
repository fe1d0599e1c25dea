//! Running the `kpi` command and reading the published tables.

#![allow(dead_code, reason = "each test target uses its own part")]

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository has a root")
}

/// Runs `kpi` from the root, at 80 columns and without colour.
pub fn kpi(arguments: &[&str]) -> Output {
    kpi_in(&root(), arguments)
}

/// The same in another folder, from which places are then told.
pub fn kpi_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .output()
        .expect("kpi starts")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("kpi prints UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("kpi prints UTF-8")
}

/// `kpi run … --format json`, which has to succeed.
pub fn run_json(project: &str, period: &str) -> Value {
    let output = kpi(&["run", project, "--period", period, "--format", "json"]);
    assert!(output.status.success(), "kpi run {project} {period}: {}\n{}", output.status, stderr(&output));
    serde_json::from_slice(&output.stdout).expect("kpi run prints JSON")
}

pub fn results(run: &Value) -> &[Value] {
    run["results"].as_array().expect("a run has results")
}

/// A folder or file of `../shared`, or `None` where it is not at hand; with `CI` set its absence is a failure.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(name);
    if !path.exists() {
        assert!(std::env::var_os("CI").is_none(), "CI has to have {}", path.display());
        eprintln!("skipped: {} is not at hand", path.display());
        return None;
    }
    Some(path)
}

/// A published table, or `None` where it is not at hand; with `CI` set its absence is a failure.
pub fn golden(name: &str) -> Option<Vec<Row>> {
    let path = shared(&format!("golden/{name}"))?;
    let mut reader = csv::Reader::from_path(&path).expect("the table opens");
    let header = reader.headers().expect("the table has a header").clone();
    let rows = reader.records().map(|record| {
        let record = record.expect("the table reads");
        Row(header.iter().zip(record.iter()).map(|(h, c)| (h.to_owned(), c.to_owned())).collect())
    });
    Some(rows.collect())
}

/// The rows of a cohort by column, as `kpi data rows` lists them.
pub fn rows_of(folder: &Path, cohort: &str, period: &str) -> Vec<BTreeMap<String, String>> {
    let output = kpi_in(folder, &["data", "rows", cohort, "--period", period, "--format", "csv", "-q"]);
    assert!(output.status.success(), "{cohort}: {}", stderr(&output));
    let text = stdout(&output);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("the rows have a header").clone();
    let rows = reader.records().map(|record| {
        let record = record.expect("the rows read");
        header.iter().zip(&record).map(|(h, c)| (h.to_owned(), c.to_owned())).collect()
    });
    rows.collect()
}

/// Every exact figure of a run, or why it is missing: `indicator`, of a part `indicator value, value`.
pub fn figures(folder: &Path, period: &str) -> BTreeMap<String, String> {
    let output = kpi_in(folder, &["run", "--period", period, "--format", "json", "-q"]);
    assert!(output.status.success(), "{period}: {}", stderr(&output));
    let run: Value = serde_json::from_slice(&output.stdout).expect("kpi run prints JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let named = |result: &Value| {
        let parts = result["slice"].as_object().map_or_else(Vec::new, |slice| slice.values().map(text).collect());
        let name = text(&result["indicator"]);
        let name = if parts.is_empty() { name } else { format!("{name} {}", parts.join(", ")) };
        let exact = text(&result["value"]["exact"]);
        (name, if exact.is_empty() { text(&result["missing"]) } else { exact })
    };
    results(&run).iter().map(named).collect()
}

pub struct Row(Vec<(String, String)>);

impl Row {
    pub fn get(&self, column: &str) -> &str {
        let found = self.0.iter().find(|(header, _)| header == column);
        found.unwrap_or_else(|| panic!("the table has no column {column}")).1.as_str()
    }
}

/// A printed number for comparison: commas dropped, no trailing zeros after the point, the sign of its unit kept.
pub fn plain(printed: &str) -> String {
    let text = printed.trim().replace(',', "");
    let (number, sign) = match text.strip_suffix('%') {
        Some(number) => (number.to_owned(), "%"),
        None => (text, ""),
    };
    let number =
        if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number };
    format!("{number}{sign}")
}
