//! What mends a finding, or lets it stand.

use crate::rename::Edit;
use crate::workspace::Workspace;
use kpi_core::diagnostic::{Applicability, Place, Severity};
use kpi_core::{Code, Diagnostic, FileId, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    pub code: Code,
    /// The finding's own place.
    pub span: Span,
    pub edits: Vec<Edit>,
    /// The one that is most likely wanted.
    pub preferred: bool,
    /// Does it mend the finding, rather than let it stand?
    pub mends: bool,
}

/// The actions for the findings that touch a stretch of a file.
#[must_use]
pub fn actions(workspace: &Workspace, file: FileId, from: u32, to: u32) -> Vec<Action> {
    let mut found = Vec::new();
    for diagnostic in workspace.diagnostics().iter().filter(|diagnostic| diagnostic.allowed.is_none()) {
        let Some(Place::Rule(span)) = diagnostic.place() else { continue };
        if span.file != file || span.end < from || span.start > to {
            continue;
        }
        for fix in diagnostic.fixes.iter().filter(|fix| fix.applicability != Applicability::DisplayOnly) {
            found.push(Action {
                title: sentence(&fix.title),
                code: diagnostic.code,
                span: *span,
                edits: vec![Edit { span: fix.span, text: fix.replacement.clone() }],
                preferred: diagnostic.fixes.len() == 1,
                mends: true,
            });
        }
        if diagnostic.severity == Severity::Warning {
            found.push(allow(workspace, diagnostic, *span));
        }
    }
    found
}

/// Every safe fix of a file that does not run into another.
#[must_use]
pub fn fix_all(workspace: &Workspace, file: FileId) -> Vec<Edit> {
    let open: Vec<Diagnostic> = workspace.diagnostics().iter().filter(|d| d.allowed.is_none()).cloned().collect();
    let mut edits = kpi_lint::fixing::edits(&open, Applicability::Safe);
    let edits = edits.remove(&file).unwrap_or_default();
    edits.into_iter().map(|fix| Edit { span: fix.span, text: fix.replacement }).collect()
}

/// A note above the line, with a gap for the reason.
fn allow(workspace: &Workspace, diagnostic: &Diagnostic, span: Span) -> Action {
    let text = workspace.text(span.file);
    let start = text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).unwrap_or_default();
    let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let name = diagnostic.code.name();
    let at = Span::new(span.file, start as u32, start as u32);
    Action {
        title: format!("Allow {name} here, with a reason"),
        code: diagnostic.code,
        span,
        edits: vec![Edit { span: at, text: format!("{indent}# kpi-allow({name}): \n") }],
        preferred: false,
        mends: false,
    }
}

fn sentence(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
