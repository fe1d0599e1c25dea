//! `cases/*.json` as they are written.

use crate::failure::Failure;
use crate::package::CASES;
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::BAD_CASE;
use kpi_plugin::{Field, Span};
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A case and the name of its file, without `.json`.
#[derive(Debug)]
pub struct Case {
    pub name: String,
    pub folder: PathBuf,
    pub written: Written,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    #[serde(default)]
    pub about: String,
    #[serde(default)]
    settings: IndexMap<String, Value>,
    /// Of a source.
    pub period: Option<Days>,
    pub rounds: Option<Vec<Vec<Exchange>>>,
    /// Of a measure.
    pub groups: Option<Vec<GroupOf>>,
    pub inputs: Option<IndexMap<String, Vec<Value>>>,
    pub expect: Expect,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Days {
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupOf {
    pub rows: u32,
    start: chrono::NaiveDate,
    end: chrono::NaiveDate,
}

/// A request that is expected, and what is answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    pub url: String,
    pub id: Option<String>,
    pub headers: Option<IndexMap<String, String>>,
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default)]
    pub answer_headers: IndexMap<String, String>,
    /// One of these.
    json: Option<Value>,
    text: Option<String>,
    file: Option<String>,
}

const fn ok() -> u16 {
    200
}

/// What the plugin has to say: one of these.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub figures: Option<Vec<Value>>,
    pub table: Option<IndexMap<String, Vec<Value>>>,
    pub problem: Option<ExpectedProblem>,
    /// Beside figures: lines such as `0: observed = 14`.
    pub notes: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedProblem {
    pub code: String,
    /// A part of it.
    pub message: Option<String>,
    pub column: Option<String>,
    pub row: Option<u32>,
}

/// Every case of a package, by name.
pub fn all(package: &Path) -> Result<Vec<Case>, Failure> {
    let folder = package.join(CASES);
    let unreadable = |error: std::io::Error| bad(&folder, &error.to_string());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            cases.push(read(&path, &folder)?);
        }
    }
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(cases)
}

fn read(path: &Path, folder: &Path) -> Result<Case, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| bad(path, &error.to_string()))?;
    let written: Written = serde_json::from_str(&text).map_err(|error| bad(path, &error.to_string()))?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let expected = [written.expect.figures.is_some(), written.expect.table.is_some(), written.expect.problem.is_some()];
    if expected.iter().filter(|there| **there).count() != 1 {
        return Err(bad(path, "`expect` has to have one of `figures`, `table` and `problem`"));
    }
    Ok(Case { name, folder: folder.to_owned(), written })
}

fn bad(path: &Path, why: &str) -> Failure {
    Failure::new(Diagnostic::new(BAD_CASE, format!("{}: {why}", path.display())))
}

impl Written {
    pub fn settings(&self) -> Vec<Field> {
        let written = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            other => other.to_string(),
        };
        self.settings.iter().map(|(name, value)| Field { name: name.clone(), value: written(value) }).collect()
    }
}

impl Days {
    pub fn span(self) -> Span {
        span(self.start, self.end)
    }
}

impl GroupOf {
    pub fn group(&self) -> kpi_plugin::Group {
        kpi_plugin::Group { rows: self.rows, period: span(self.start, self.end) }
    }
}

fn span(start: chrono::NaiveDate, end: chrono::NaiveDate) -> Span {
    let days = |date: chrono::NaiveDate| date.to_epoch_days();
    Span { start: days(start), end: days(end) }
}

impl Exchange {
    pub fn body(&self, folder: &Path) -> Result<Vec<u8>, String> {
        match (&self.json, &self.text, &self.file) {
            (Some(json), None, None) => Ok(json.to_string().into_bytes()),
            (None, Some(text), None) => Ok(text.clone().into_bytes()),
            (None, None, Some(file)) => {
                let plain = Path::new(file).components().all(|part| matches!(part, std::path::Component::Normal(_)));
                if !plain {
                    return Err(format!("{file:?} is no file beside the case"));
                }
                std::fs::read(folder.join(file)).map_err(|error| format!("{file}: {error}"))
            }
            (None, None, None) => Ok(Vec::new()),
            _ => Err(format!("the answer to {} has more than one of `json`, `text` and `file`", self.url)),
        }
    }
}
