//! What a rule is.

use crate::context::Context;
use kpi_core::{Code, Diagnostic};

/// One rule: a file of its own, whose doc comment on the code is its page.
#[derive(Debug)]
pub struct Rule {
    pub code: Code,
    pub status: Status,
    pub fixes: Fixes,
    /// Whether it looks at figures too, which are there where a period was named.
    pub needs_figures: bool,
    pub check: fn(&Context<'_>, &mut Vec<Diagnostic>),
}

/// How far a rule has come. One enters as preview, and is off unless asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Preview,
    Stable,
    /// Still there for those who select it by its code; the text says what to take in its place.
    Deprecated(&'static str),
}

impl Status {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Stable => "stable",
            Self::Deprecated(_) => "deprecated",
        }
    }
}

/// Whether a rule's findings can be mended mechanically, and how far that may be trusted at best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixes {
    None,
    Safe,
    Unsafe,
}

impl Fixes {
    #[must_use]
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Safe => Some("safe"),
            Self::Unsafe => Some("unsafe"),
        }
    }
}

impl Rule {
    #[must_use]
    pub const fn stable(code: Code, check: fn(&Context<'_>, &mut Vec<Diagnostic>)) -> Self {
        Self { code, status: Status::Stable, fixes: Fixes::None, needs_figures: false, check }
    }

    #[must_use]
    pub const fn preview(code: Code, check: fn(&Context<'_>, &mut Vec<Diagnostic>)) -> Self {
        Self { code, status: Status::Preview, fixes: Fixes::None, needs_figures: false, check }
    }

    #[must_use]
    pub const fn mended(mut self, fixes: Fixes) -> Self {
        self.fixes = fixes;
        self
    }

    #[must_use]
    pub const fn over_figures(mut self) -> Self {
        self.needs_figures = true;
        self
    }
}
