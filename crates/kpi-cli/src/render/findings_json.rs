//! Findings for programs: `kpi.diagnostics/1`.

use super::diagnostics::severity;
use crate::project::Places;
use kpi_core::diagnostic::Place;
use kpi_core::source::Position;
use kpi_core::{Diagnostic, Label, Span};
use serde::Serialize;

#[derive(Serialize)]
pub struct Findings {
    schema: &'static str,
    kpi: &'static str,
    pub diagnostics: Vec<Finding>,
    summary: Counts,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    allowed: usize,
    files: usize,
}

#[derive(Serialize)]
pub struct Finding {
    code: &'static str,
    name: String,
    severity: &'static str,
    message: String,
    labels: Vec<LabelJson>,
    notes: Vec<String>,
    help: Vec<String>,
    fixes: Vec<FixJson>,
    /// Why the rules say that it may stand.
    allowed: Option<String>,
}

/// A place in a rule file has `start` and `end`, one in a data file `sheet` or `table`, `row` and `column`.
#[derive(Serialize)]
struct LabelJson {
    file: String,
    start: Option<Position>,
    end: Option<Position>,
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    row: Option<u64>,
    column: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct FixJson {
    title: String,
    /// `safe`, `unsafe` or `display-only`.
    applicability: &'static str,
    file: String,
    start: Option<Position>,
    end: Option<Position>,
    replacement: String,
}

impl Findings {
    pub fn new(diagnostics: Vec<Finding>, files: usize) -> Self {
        let errors = diagnostics.iter().filter(|finding| finding.severity == "error").count();
        let allowed = diagnostics.iter().filter(|finding| finding.allowed.is_some()).count();
        let summary = Counts { errors, warnings: diagnostics.len() - errors - allowed, allowed, files };
        Self { schema: "kpi.diagnostics/1", kpi: env!("CARGO_PKG_VERSION"), diagnostics, summary }
    }
}

pub fn findings(diagnostics: &[Diagnostic], places: &Places) -> Vec<Finding> {
    diagnostics.iter().map(|diagnostic| finding(diagnostic, places)).collect()
}

fn finding(diagnostic: &Diagnostic, places: &Places) -> Finding {
    Finding {
        code: diagnostic.code.id(),
        name: diagnostic.code.name(),
        severity: severity(diagnostic.severity),
        message: diagnostic.message.clone(),
        labels: diagnostic.labels.iter().map(|label| one(label, places)).collect(),
        notes: diagnostic.notes.clone(),
        help: diagnostic.help.clone(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| {
                let (start, end) = positions(fix.span, places);
                let file = places.file(fix.span.file);
                let applicability = fix.applicability.word();
                FixJson {
                    title: fix.title.clone(),
                    applicability,
                    file,
                    start,
                    end,
                    replacement: fix.replacement.clone(),
                }
            })
            .collect(),
        allowed: diagnostic.allowed.clone(),
    }
}

fn one(label: &Label, places: &Places) -> LabelJson {
    let text = label.text.clone();
    match &label.place {
        Place::Rule(span) => {
            let (start, end) = positions(*span, places);
            LabelJson {
                file: places.file(span.file),
                start,
                end,
                sheet: None,
                table: None,
                row: None,
                column: None,
                text,
            }
        }
        Place::Data(place) => {
            let place = places.data(place);
            let (file, sheet, table, row, column) = (place.file, place.sheet, place.table, place.row, place.column);
            LabelJson { file, start: None, end: None, sheet, table, row, column, text }
        }
    }
}

/// The first character and the one after the last.
fn positions(span: Span, places: &Places) -> (Option<Position>, Option<Position>) {
    let file = places.sources.file(span.file);
    (file.map(|file| file.position(span.start)), file.map(|file| file.position(span.end)))
}
