//! Findings as GitLab's code quality report.

use super::diagnostics::told as to_tell;
use super::findings::Told;
use super::fingerprint::fingerprints;
use kpi_core::diagnostic::Place;
use kpi_core::{Diagnostic, Severity};
use serde::Serialize;

#[derive(Serialize)]
pub struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

pub fn issues(told: &[Told]) -> Vec<Issue> {
    told.iter()
        .flat_map(|told| {
            let marked = told.found.iter().zip(fingerprints(told));
            marked.filter(|(diagnostic, _)| to_tell(std::slice::from_ref(*diagnostic)).next().is_some()).map(
                |(diagnostic, fingerprint)| Issue {
                    description: description(diagnostic),
                    check_name: diagnostic.code.id(),
                    fingerprint,
                    severity: match diagnostic.severity {
                        Severity::Error => "critical",
                        Severity::Warning => "minor",
                    },
                    location: location(diagnostic, told),
                },
            )
        })
        .collect()
}

fn description(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.first().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}{help}", diagnostic.message)
}

/// GitLab wants a file and a line of everything; what is about neither is shown at the project's settings.
fn location(diagnostic: &Diagnostic, told: &Told) -> Location {
    let (path, begin) = match diagnostic.place() {
        Some(Place::Rule(span)) => {
            let line = told.places.sources.file(span.file).map_or(1, |file| file.position(span.start).line);
            (told.places.file(span.file), u64::from(line))
        }
        Some(Place::Data(place)) => {
            let place = told.places.data(place);
            (place.file, place.row.unwrap_or(1))
        }
        None => (format!("{}kpi.toml", told.places.prefix), 1),
    };
    Location { path, lines: Lines { begin } }
}
