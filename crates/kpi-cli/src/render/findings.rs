//! The findings of a command, in every format there is for them.

use super::{diagnostics, findings_json, github, gitlab, junit, sarif};
use crate::args::FindingsFormat;
use crate::failure::Failure;
use crate::output::Look;
use crate::project::Places;
use kpi_core::Diagnostic;

/// What was found in one project, with the texts it was found in.
pub struct Told {
    pub found: Vec<Diagnostic>,
    pub places: Places,
}

/// All that a command prints of its findings. `done` is whether it could do its work.
pub fn print(format: FindingsFormat, told: &[Told], files: usize, done: bool, look: Look) -> Result<String, Failure> {
    let each = |one: &dyn Fn(&[Diagnostic], &Places) -> String| -> String {
        told.iter().map(|told| one(&told.found, &told.places)).collect()
    };
    Ok(match format {
        FindingsFormat::Human => each(&|found, places| diagnostics::human(found, places, look)),
        FindingsFormat::Concise => each(&diagnostics::concise),
        FindingsFormat::Github => each(&github::annotations),
        FindingsFormat::Json => json(&findings_json::Findings::new(all(told), files))?,
        FindingsFormat::JsonLines => {
            let lines = all(told).into_iter().map(|finding| serde_json::to_string(&finding).map(|line| line + "\n"));
            lines.collect::<Result<String, _>>().map_err(cannot)?
        }
        FindingsFormat::Gitlab => json(&gitlab::issues(told))?,
        FindingsFormat::Junit => junit::findings(told),
        FindingsFormat::Sarif => json(&sarif::log(told, done))?,
    })
}

/// What is printed where a command could not do its work: programs that read SARIF want to be told so in it.
pub fn failed(format: FindingsFormat, failure: &Failure) -> Result<String, Failure> {
    match format {
        FindingsFormat::Sarif => json(&sarif::failed(failure.diagnostic())),
        _ => Ok(String::new()),
    }
}

fn all(told: &[Told]) -> Vec<findings_json::Finding> {
    told.iter().flat_map(|told| findings_json::findings(&told.found, &told.places)).collect()
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(cannot)
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` wants it")]
fn cannot(error: serde_json::Error) -> Failure {
    Failure::internal(format!("the JSON cannot be written: {error}"))
}
