//! Findings as GitHub's workflow commands: each is shown at its line of the change.

use super::diagnostics::{severity, told};
use crate::project::Places;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::{DataPlace, Place};

pub fn annotations(diagnostics: &[Diagnostic], places: &Places) -> String {
    told(diagnostics).map(|diagnostic| annotation(diagnostic, places)).collect()
}

fn annotation(diagnostic: &Diagnostic, places: &Places) -> String {
    let mut properties = Vec::new();
    match diagnostic.place() {
        Some(Place::Rule(span)) => {
            if let Some(file) = places.sources.file(span.file) {
                let (start, end) = (file.position(span.start), file.position(span.end));
                properties.push(format!("file={}", property(&places.file(span.file))));
                properties.push(format!("line={},endLine={}", start.line, end.line));
                // GitHub takes columns for what is on one line only.
                if start.line == end.line {
                    properties.push(format!("col={},endColumn={}", start.column, end.column));
                }
            }
        }
        Some(Place::Data(place)) => {
            let place = places.data(place);
            properties.push(format!("file={}", property(&place.file)));
            properties.extend(line(&place).map(|line| format!("line={line}")));
        }
        None => {}
    }
    properties.push(format!("title={}", property(&format!("{} {}", diagnostic.code, diagnostic.code.name()))));
    let mut message = match diagnostic.place() {
        Some(Place::Data(place)) => format!("{}: {}", places.data(place), diagnostic.message),
        _ => diagnostic.message.clone(),
    };
    for help in &diagnostic.help {
        message.push_str(&format!("\n{help}"));
    }
    format!("::{} {}::{}\n", severity(diagnostic.severity), properties.join(","), data(&message))
}

/// A row is a line where the file is text; of a spreadsheet GitHub shows none.
fn line(place: &DataPlace) -> Option<u64> {
    let text = [".csv", ".tsv", ".jsonl"].iter().any(|ending| place.file.to_lowercase().ends_with(ending));
    place.row.filter(|_| text)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
