//! Findings as editors show them.

use crate::places::Places;
use crate::projects::Projects;
use gen_lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, PublishDiagnosticsParams, Range,
};
use kpi_core::diagnostic::{Place, Severity};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// All findings of a project, file by file; files that have none any more come with an empty list.
pub fn publish(projects: &mut Projects, place: usize) -> Vec<PublishDiagnosticsParams> {
    let found = by_file(projects, place);
    let Some(project) = projects.all.get_mut(place) else { return Vec::new() };
    let before = std::mem::replace(&mut project.told, found.keys().cloned().collect());
    let mut all = found;
    // What is open is told of even where there is nothing: the editor knows then that it was looked at.
    let open = projects.documents.keys().filter(|path| projects.is_in(place, path)).cloned();
    for path in before.into_iter().chain(open) {
        all.entry(path).or_default();
    }
    let with_uri = all.into_iter().filter_map(|(path, diagnostics)| {
        let version = projects.documents.get(&path).map(|document| document.version);
        Some(PublishDiagnosticsParams { uri: projects.uri(&path)?, version, diagnostics })
    });
    with_uri.collect()
}

fn by_file(projects: &Projects, place: usize) -> BTreeMap<PathBuf, Vec<Diagnostic>> {
    let mut found: BTreeMap<PathBuf, Vec<Diagnostic>> = BTreeMap::new();
    let Some(project) = projects.all.get(place) else { return found };
    let places = Places::of(projects, place);
    let faults = project.workspace.faults();
    for diagnostic in project.workspace.diagnostics().iter().filter(|d| d.allowed.is_none()).chain(&faults) {
        let (path, range) = match diagnostic.place() {
            Some(Place::Rule(span)) => {
                let Some(path) = places.path(span.file) else { continue };
                (path, places.range(*span))
            }
            // What has no place in a rule file is said of the project.
            _ => (projects.host.resolved(&project.root.join("kpi.toml")), Range::default()),
        };
        found.entry(path).or_default().push(shown(&places, diagnostic, range));
    }
    found
}

fn shown(places: &Places<'_>, diagnostic: &kpi_core::Diagnostic, range: Range) -> Diagnostic {
    let mut message = diagnostic.message.clone();
    if let Some(first) = diagnostic.labels.first().filter(|label| !label.text.is_empty()) {
        message.push_str(": ");
        message.push_str(&first.text);
    }
    for note in &diagnostic.notes {
        message.push('\n');
        message.push_str(note);
    }
    for help in &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let mut related = Vec::new();
    for label in diagnostic.labels.iter().skip(1) {
        match &label.place {
            Place::Rule(span) => {
                if let Some(location) = places.location(*span) {
                    related.push(DiagnosticRelatedInformation { location, message: label.text.clone() });
                }
            }
            Place::Data(data) => message.push_str(&format!("\n{data}: {}", label.text)),
        }
    }
    let unused = diagnostic.code.name().contains("unused");
    Diagnostic {
        range,
        severity: Some(match diagnostic.severity {
            Severity::Error => DiagnosticSeverity::Error,
            Severity::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(diagnostic.code.to_string().into()),
        source: Some("kpi".to_owned()),
        message: message.into(),
        tags: unused.then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        ..Diagnostic::default()
    }
}
