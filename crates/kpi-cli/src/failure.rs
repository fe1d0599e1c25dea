//! Why a command could not do its work, and how a command that did ends.

use kpi_core::Diagnostic;
use kpi_core::codes::{data, project};
use std::process::ExitCode;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Clean,
    Findings,
    /// The work could not be done, and that was said already.
    Failed,
}

impl Exit {
    /// The graver of two ends.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::Findings, _) | (_, Self::Findings) => Self::Findings,
            (Self::Clean, Self::Clean) => Self::Clean,
        }
    }

    /// The end that findings call for: a file that could not be read, or a cluster that gave no answer, means that the
    /// work was not done.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).fold(Self::Clean, |end, diagnostic| {
            end.and(if [project::UNREADABLE_FILE, data::NO_CLUSTER].contains(&diagnostic.code) {
                Self::Failed
            } else {
                Self::Findings
            })
        })
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::Failed => Self::from(2),
        }
    }
}

/// The command could not do its work.
#[derive(Debug)]
pub struct Failure(Box<Diagnostic>);

impl Failure {
    pub fn new(diagnostic: Diagnostic) -> Self {
        Self(Box::new(diagnostic))
    }

    pub fn internal(message: impl Into<String>) -> Self {
        let diagnostic = Diagnostic::new(project::INTERNAL, message);
        Self::new(diagnostic.help("please report this with the rule files and the command"))
    }

    pub fn help(self, help: String) -> Self {
        Self::new(self.0.help(help))
    }

    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }
}

pub type Outcome = Result<Exit, Failure>;
