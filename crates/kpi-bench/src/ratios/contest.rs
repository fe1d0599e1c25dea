//! Runs one plan as a process of its own and reads what it took and what it answered.

use super::RatiosError;
use super::python::Python;
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Numerator and denominator of each indicator.
pub type Answers = Vec<(i64, i64)>;

#[derive(Debug, Clone)]
pub enum Plan {
    /// `kpi run` over a project, as a whole process.
    Kpi { binary: PathBuf, project: PathBuf },
    /// A plan of `engines.py` over a specification.
    Engine { plan: &'static str, specification: PathBuf },
}

#[derive(Debug, Clone, Default)]
pub struct Run {
    /// Of kpi the whole process; of the others from opening the file to the answers.
    pub seconds: f64,
    pub processor: f64,
    pub peak_bytes: u64,
    /// None of a plan that only touches the columns.
    pub answers: Option<Answers>,
}

#[derive(Deserialize)]
struct Measured {
    late: bool,
    status: i32,
    elapsed: f64,
    cpu: f64,
    peak_bytes: u64,
}

#[derive(Deserialize)]
struct Engine {
    seconds: f64,
    answers: Option<Answers>,
}

/// `None` where it took longer than the limit.
pub fn run(name: &str, plan: &Plan, python: &Python, folder: &Path, limit: u64) -> Result<Option<Run>, RatiosError> {
    let output = folder.join("answer.json");
    let mut command = Command::new(&python.interpreter);
    command.arg(&python.measure).arg(limit.to_string()).arg(&output);
    match plan {
        Plan::Kpi { binary, project } => command.arg(binary).arg("run").arg(project).args([
            "--period",
            super::questions::PERIOD,
            "--format",
            "json",
            "--quiet",
        ]),
        Plan::Engine { plan, specification } => {
            command.arg(&python.interpreter).arg(&python.engines).arg(plan).arg(specification)
        }
    };
    let failed = |why: String| RatiosError::Plan { name: name.to_owned(), why };
    let done = command.output().map_err(|error| failed(error.to_string()))?;
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    if !done.status.success() {
        return Err(failed(said));
    }
    let measured: Measured =
        serde_json::from_slice(&done.stdout).map_err(|error| failed(format!("{error}: {said}")))?;
    if measured.late {
        return Ok(None);
    }
    if measured.status != 0 {
        return Err(failed(format!("status {}: {said}", measured.status)));
    }
    let text = std::fs::read(&output).map_err(|error| failed(error.to_string()))?;
    let (seconds, answers) = match plan {
        Plan::Kpi { .. } => (measured.elapsed, Some(of_kpi(&text).map_err(failed)?)),
        Plan::Engine { .. } => {
            let engine: Engine = serde_json::from_slice(&text).map_err(|error| failed(error.to_string()))?;
            (engine.seconds, engine.answers)
        }
    };
    Ok(Some(Run { seconds, processor: measured.cpu, peak_bytes: measured.peak_bytes, answers }))
}

/// From the JSON of `kpi run`. A zero denominator leaves the figure missing, and both numbers stand beside it.
fn of_kpi(text: &[u8]) -> Result<Answers, String> {
    let answer: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let results = answer.get("results").and_then(Value::as_array).ok_or("no results")?;
    let number = |result: &Value, field: &str| {
        let exact = result.pointer(&format!("/{field}/exact")).and_then(Value::as_str);
        exact.and_then(|exact| exact.parse().ok()).ok_or_else(|| format!("no {field} in {result}"))
    };
    results.iter().map(|result| Ok((number(result, "numerator")?, number(result, "denominator")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::of_kpi;

    #[test]
    fn both_numbers_of_each_result_are_read() {
        let text = br#"{"results": [{"numerator": {"exact": "3"}, "denominator": {"exact": "120"}}]}"#;
        assert_eq!(of_kpi(text), Ok(vec![(3, 120)]));
        assert!(of_kpi(br#"{"results": [{"numerator": null, "denominator": null}]}"#).is_err());
        assert!(of_kpi(b"{}").is_err());
    }
}
