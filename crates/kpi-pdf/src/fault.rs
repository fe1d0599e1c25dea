//! Why a document was refused, and where.

use std::fmt;
use std::ops::Range;

use typst::diag::{self, SourceDiagnostic};
use typst::syntax::{DiagSpan, FileId, Lines};
use typst::{World, WorldExt};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub severity: Severity,
    /// None where the document as a whole is at fault.
    pub place: Option<Place>,
    pub message: String,
    pub hints: Vec<String>,
    /// The calls and imports that led there, the innermost first.
    pub trace: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

/// Lines and columns count from 1, columns in characters; the range is in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub range: Range<usize>,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub place: Option<Place>,
    pub what: String,
}

impl Fault {
    pub(crate) fn of(message: &str) -> Self {
        Self {
            severity: Severity::Error,
            place: None,
            message: message.to_owned(),
            hints: Vec::new(),
            trace: Vec::new(),
        }
    }

    pub(crate) fn new(world: &dyn World, found: &SourceDiagnostic) -> Self {
        Self {
            severity: match found.severity {
                diag::Severity::Error => Severity::Error,
                diag::Severity::Warning => Severity::Warning,
            },
            place: Place::of(world, found.span),
            message: found.message.to_string(),
            hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
            trace: found
                .trace
                .iter()
                .map(|step| Step { place: Place::of(world, step.span), what: step.v.to_string() })
                .collect(),
        }
    }
}

impl Place {
    pub(crate) fn of(world: &dyn World, span: impl Into<DiagSpan>) -> Option<Self> {
        let span = span.into();
        let id = span.id()?;
        let range = world.range(span)?;
        let lines = lines(world, id)?;
        let (line, column) = lines.byte_to_line_column(range.start)?;
        let (end_line, end_column) = lines.byte_to_line_column(range.end)?;
        Some(Self {
            path: id.vpath().get_with_slash().to_owned(),
            range,
            line: line + 1,
            column: column + 1,
            end_line: end_line + 1,
            end_column: end_column + 1,
        })
    }
}

/// A fault may lie in data, which is no source.
fn lines(world: &dyn World, id: FileId) -> Option<Lines<String>> {
    match world.source(id) {
        Ok(source) => Some(source.lines().clone()),
        Err(_) => world.file(id).ok()?.lines().ok(),
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}: {}", self.message)?;
        if let Some(place) = &self.place {
            write!(f, "\n  at {place}")?;
        }
        for step in &self.trace {
            write!(f, "\n  {}", step.what)?;
            if let Some(place) = &step.place {
                write!(f, " at {place}")?;
            }
        }
        for hint in &self.hints {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
