//! Diagnostics as data: every output format is a view of these.

use crate::{Code, Span};
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// Where something stands: in a rule file, or in a data file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Place {
    Rule(Span),
    Data(DataPlace),
}

/// A place in a data file, as a person would look for it. Rows count from 1 as a spreadsheet shows them, the
/// header included.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct DataPlace {
    pub file: String,
    pub sheet: Option<String>,
    /// Of a database.
    pub table: Option<String>,
    pub row: Option<u64>,
    pub column: Option<String>,
}

impl std::fmt::Display for DataPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", sheet \"{sheet}\"")?;
        }
        if let Some(table) = &self.table {
            write!(f, ", table \"{table}\"")?;
        }
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{column}\"")?;
        }
        Ok(())
    }
}

/// A place with what is to be said of it. The first label of a diagnostic is its primary place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    pub place: Place,
    pub text: String,
}

/// How far a fix may be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applicability {
    /// It changes no figure, no rating and no report.
    Safe,
    /// Most likely what is meant; somebody has to look at it.
    Unsafe,
    /// It has a gap that only its reader can fill.
    DisplayOnly,
}

impl Applicability {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::DisplayOnly => "display-only",
        }
    }
}

/// A change of text that mends the matter mechanically.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fix {
    pub applicability: Applicability,
    /// What the change does, as an order: "write `higher`".
    pub title: String,
    pub span: Span,
    pub replacement: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// What is wrong, lower case, no full stop, in the analyst's terms.
    pub message: String,
    pub labels: Vec<Label>,
    /// Why it matters, or what was found.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    pub fixes: Vec<Fix>,
    /// Why the rule file says that this may stand, where it does: such a finding is told to machines only.
    pub allowed: Option<String>,
}

impl Diagnostic {
    /// A diagnostic of the code's own severity.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            fixes: Vec::new(),
            allowed: None,
        }
    }

    /// The common shape: one code, one place, one message.
    #[must_use]
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, message).label(span, "")
    }

    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { place: Place::Rule(span), text: text.into() });
        self
    }

    /// Words the primary label.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    #[must_use]
    pub fn data(mut self, place: DataPlace, text: impl Into<String>) -> Self {
        self.labels.push(Label { place: Place::Data(place), text: text.into() });
        self
    }

    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// What is most likely meant.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fix_as(Applicability::Unsafe, title, span, replacement)
    }

    /// The same said otherwise.
    #[must_use]
    pub fn safe_fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fix_as(Applicability::Safe, title, span, replacement)
    }

    #[must_use]
    pub fn fix_as(
        mut self,
        applicability: Applicability,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.fixes.push(Fix { applicability, title: title.into(), span, replacement: replacement.into() });
        self
    }

    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.labels.first().map(|label| &label.place)
    }

    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// One order for every output: by place, then code, then message, with exact repeats dropped.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)));
    diagnostics.dedup();
}

/// What cells of a column that are wrong in the same way have in common: they are told of together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Alike<'a> {
    code: &'a str,
    file: &'a str,
    sheet: Option<&'a str>,
    table: Option<&'a str>,
    column: &'a str,
}

impl<'a> Alike<'a> {
    /// `None` where the finding is not about one cell.
    #[must_use]
    pub fn of(diagnostic: &'a Diagnostic) -> Option<Self> {
        let Some(Place::Data(DataPlace { file, sheet, table, row: Some(_), column: Some(column) })) =
            diagnostic.place()
        else {
            return None;
        };
        let (sheet, table) = (sheet.as_deref(), table.as_deref());
        Some(Self { code: diagnostic.code.id(), file, sheet, table, column })
    }
}
