//! Findings as GitHub's workflow commands: each is shown at its line of the change.

use super::diagnostics::severity;
use crate::project::Places;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;

pub fn annotations(diagnostics: &[Diagnostic], places: &Places) -> String {
    diagnostics.iter().map(|diagnostic| annotation(diagnostic, places)).collect()
}

fn annotation(diagnostic: &Diagnostic, places: &Places) -> String {
    let mut properties = Vec::new();
    if let Some(Place::Rule(span)) = diagnostic.place()
        && let Some(file) = places.sources.file(span.file)
    {
        let at = file.position(span.start);
        properties.push(format!("file={}", property(&places.file(span.file))));
        properties.push(format!("line={},col={}", at.line, at.column));
    }
    properties.push(format!("title={}", property(diagnostic.code.id())));
    let mut message = diagnostic.message.clone();
    for help in &diagnostic.help {
        message.push_str(&format!("\n{help}"));
    }
    format!("::{} {}::{}\n", severity(diagnostic.severity), properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
