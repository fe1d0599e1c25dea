//! The published tables, projects over them, and fractions to compare with.

use crate::support::{kpi_in, root, stderr};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// Where the data of a publisher is, or `None` where it is not at hand; with `CI` set its absence is a failure.
pub fn data(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(name);
    if !path.exists() {
        assert!(std::env::var_os("CI").is_none(), "CI has to have {}", path.display());
        eprintln!("skipped: {} is not at hand", path.display());
        return None;
    }
    Some(path)
}

/// A table as rows of its columns.
pub fn table(path: PathBuf) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|record| {
        let record = record.expect("the table reads");
        header.iter().cloned().zip(record.iter().map(str::to_owned)).collect()
    });
    rows.collect()
}

/// A project of the rules of an oracle, and of more that the test writes.
pub fn project(name: &str, year_starts: &str, more: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = format!("[project]\nname = \"{name}\"\n\n[calendar]\nyear_starts = \"{year_starts}\"\n");
    fs::write(folder.path().join("kpi.toml"), settings).expect("settings");
    let shared = root().join("../shared/data").canonicalize().expect("the data is at hand");
    let shared = shared.display().to_string().replace('\\', "/");
    for entry in fs::read_dir(root().join("tests/oracles").join(name).join("rules")).expect("rules") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("rules are text").replace("../shared/data", &shared);
        fs::write(folder.path().join(path.file_name().expect("a name")), text).expect("rules");
    }
    fs::write(folder.path().join("of_the_test.kpi"), more).expect("rules");
    folder
}

pub fn run(project: &TempDir, period: &str) -> Run {
    let output = kpi_in(project.path(), &["run", "--period", period, "--format", "json"]);
    assert!(output.status.success(), "{}: {}", output.status, stderr(&output));
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut results = HashMap::new();
    for result in json["results"].as_array().expect("results") {
        let slice = result["slice"].as_object().expect("a slice");
        let slice: Vec<String> = slice.values().map(|value| value.as_str().expect("a text").to_owned()).collect();
        let key = (result["indicator"].as_str().expect("a name").to_owned(), slice);
        assert!(results.insert(key, result.clone()).is_none(), "each slice is there once");
    }
    Run { results }
}

/// The results of a run by indicator and slice.
pub struct Run {
    results: HashMap<(String, Vec<String>), Value>,
}

impl Run {
    pub fn get(&self, indicator: &str, slice: &[&str]) -> &Value {
        let key = (indicator.to_owned(), slice.iter().map(|part| (*part).to_owned()).collect());
        self.results.get(&key).unwrap_or_else(|| panic!("{indicator} has no slice {slice:?}"))
    }

    pub fn len(&self) -> usize {
        self.results.len()
    }
}

/// A fraction of whole numbers, with a denominator above 0. Written for these tests, apart from what they test.
#[derive(Debug, Clone, Copy)]
pub struct Fraction(pub i128, pub i128);

impl Fraction {
    /// `12.5`, `-3`, `24/25`; `None` for what is no number.
    pub fn read(text: &str) -> Option<Self> {
        if let Some((above, below)) = text.split_once('/') {
            return Some(Self(above.parse().ok()?, below.parse().ok()?));
        }
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let below = 10i128.pow(u32::try_from(decimals.len()).ok()?);
        Some(Self(format!("{whole}{decimals}").parse().ok()?, below))
    }

    /// The exact value of a figure of the JSON.
    pub fn of(figure: &Value) -> Option<Self> {
        Self::read(figure["exact"].as_str()?)
    }

    pub fn times(self, by: i128) -> Self {
        Self(self.0 * by, self.1)
    }

    pub fn plus(self, other: Self) -> Self {
        let Self(above, below) = Self(self.0 * other.1 + other.0 * self.1, self.1 * other.1);
        let common = common(above.unsigned_abs(), below.unsigned_abs());
        Self(above / common, below / common)
    }

    pub fn same(self, other: Self) -> bool {
        self.0 * other.1 == other.0 * self.1
    }

    pub fn less(self, other: Self) -> bool {
        self.0 * other.1 < other.0 * self.1
    }

    /// Is this what the other one is when rounded to so many decimals, whichever way a half is rounded?
    pub fn rounds_to(self, published: Self, decimals: u32) -> bool {
        let twice = 2 * 10i128.pow(decimals);
        let distance = (self.0 * published.1 - published.0 * self.1).abs() * twice;
        distance <= self.1 * published.1
    }

    pub fn show(self) -> String {
        format!("{:.4}", self.0 as f64 / self.1 as f64)
    }
}

fn common(a: u128, b: u128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a.max(1)).expect("it is no larger than it was")
}
