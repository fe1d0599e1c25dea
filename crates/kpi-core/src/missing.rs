//! Missing values: each carries its reason from the cell to the page (R42).

use serde::{Serialize, Serializer};
use std::fmt;

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    NotYetDue,
    NotSupplied,
    NotApplicable,
    Suppressed,
    LowReliability,
    /// The denominator is zero.
    NoCases,
    NoTarget,
    NoBenchmark,
    /// Something went wrong on the way; the detail says what.
    Failed,
}

impl Reason {
    pub const ALL: [Self; 9] = [
        Self::NotYetDue,
        Self::NotSupplied,
        Self::NotApplicable,
        Self::Suppressed,
        Self::LowReliability,
        Self::NoCases,
        Self::NoTarget,
        Self::NoBenchmark,
        Self::Failed,
    ];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYetDue => "not yet due",
            Self::NotSupplied => "not supplied",
            Self::NotApplicable => "not applicable",
            Self::Suppressed => "suppressed",
            Self::LowReliability => "low reliability",
            Self::NoCases => "no cases",
            Self::NoTarget => "no target",
            Self::NoBenchmark => "no benchmark",
            Self::Failed => "failed",
        }
    }

    /// Is there a figure that is only not known here? What is added up over it would be too small.
    #[must_use]
    pub const fn hides_a_figure(self) -> bool {
        match self {
            Self::NotYetDue | Self::NotSupplied | Self::Suppressed | Self::LowReliability | Self::Failed => true,
            Self::NotApplicable | Self::NoCases | Self::NoTarget | Self::NoBenchmark => false,
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word().eq_ignore_ascii_case(word.trim()))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The value that is not there: a reason, and in words what exactly was wanted and where it was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    pub reason: Reason,
    pub detail: String,
}

impl Missing {
    #[must_use]
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { self.reason.fmt(f) } else { write!(f, "{}: {}", self.reason, self.detail) }
    }
}
