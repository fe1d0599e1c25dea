//! Findings as a page shows them: the line itself, and what to do.

use crate::project::Places;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    pub code: &'static str,
    pub is_error: bool,
    pub message: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub column: Option<u32>,
    /// The line as it is written.
    pub text: Option<String>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

impl Finding {
    /// `adults.kpi:12:3`
    pub fn place(&self) -> String {
        match (&self.file, self.line, self.column) {
            (Some(file), Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            (Some(file), ..) => file.clone(),
            _ => self.code.to_owned(),
        }
    }
}

pub fn findings(found: &[Diagnostic], places: &Places) -> Vec<Finding> {
    found.iter().filter(|diagnostic| diagnostic.allowed.is_none()).map(|diagnostic| one(diagnostic, places)).collect()
}

fn one(diagnostic: &Diagnostic, places: &Places) -> Finding {
    let mut finding = Finding {
        code: diagnostic.code.id(),
        is_error: diagnostic.is_error(),
        message: diagnostic.message.clone(),
        file: None,
        line: None,
        column: None,
        text: None,
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
    };
    match diagnostic.labels.first().map(|label| &label.place) {
        Some(Place::Rule(span)) => {
            if let Some(file) = places.sources.file(span.file) {
                let at = file.position(span.start);
                finding.file = Some(file.name.clone());
                finding.line = Some(at.line);
                finding.column = Some(at.column);
                let line = usize::try_from(at.line).unwrap_or(1).saturating_sub(1);
                finding.text = file.text.lines().nth(line).map(str::to_owned);
            }
        }
        Some(Place::Data(place)) => finding.file = Some(place.to_string()),
        None => {}
    }
    finding
}
