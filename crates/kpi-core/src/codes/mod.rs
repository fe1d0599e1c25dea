//! Every code kpi can print but those of the linter, which has its own. The doc comment of a code *is* its page: `kpi explain KPI0207` prints it, `docs/codes`
//! is generated from it, and the tests run its examples.
//!
//! A page has a first sentence saying what is wrong, then `## Why`, `## Example` (a `kpi` block that gets the code)
//! and `## Instead` (a `kpi` block that does not).

use crate::Severity;
use serde::{Serialize, Serializer};
use std::fmt;

pub mod cohorts;
pub mod data;
pub mod judging;
pub mod names;
pub mod periods;
pub mod plugins;
pub mod project;
pub mod reporting;
pub mod running;
pub mod syntax;
pub mod testing;
pub mod units;

/// A kind of finding: stable number, name, severity, and the page that explains it.
#[derive(Debug, Clone, Copy)]
pub struct Code {
    id: &'static str,
    name: &'static str,
    family: &'static str,
    severity: Severity,
    page: &'static str,
}

impl Code {
    /// A code as [`crate::code!`] declares it.
    #[must_use]
    pub const fn new(
        id: &'static str,
        name: &'static str,
        family: &'static str,
        severity: Severity,
        page: &'static str,
    ) -> Self {
        Self { id, name, family, severity, page }
    }

    /// `KPI0207`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        self.id
    }

    /// `band_gap`.
    #[must_use]
    pub fn name(self) -> String {
        self.name.to_lowercase()
    }

    #[must_use]
    pub const fn family(self) -> &'static str {
        self.family
    }

    #[must_use]
    pub const fn severity(self) -> Severity {
        self.severity
    }

    /// The page as Markdown.
    #[must_use]
    pub fn page(self) -> String {
        let lines: Vec<&str> = self.page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n")
    }
}

/// Every code, in the order of their numbers.
#[must_use]
pub fn all() -> Vec<Code> {
    let families = [
        project::ALL,
        syntax::ALL,
        judging::bands::ALL,
        judging::direction::ALL,
        judging::disclosure::ALL,
        judging::targets::ALL,
        judging::uncertainty::ALL,
        names::ALL,
        units::ALL,
        periods::ALL,
        testing::ALL,
        data::ALL,
        running::ALL,
        cohorts::ALL,
        plugins::packages::ALL,
        plugins::running::ALL,
        plugins::rules::ALL,
        reporting::ALL,
    ];
    let mut codes = families.concat();
    codes.sort_unstable();
    codes
}

#[must_use]
pub fn find(id: &str) -> Option<Code> {
    all().into_iter().find(|code| code.id.eq_ignore_ascii_case(id.trim()))
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id.cmp(other.id)
    }
}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id)
    }
}

/// Declares one code: doc comment, number, name, family, severity. Other crates have codes of their own.
#[macro_export]
macro_rules! code {
    ($(#[doc = $doc:literal])+ $id:ident $name:ident $family:literal $severity:ident) => {
        $(#[doc = $doc])+
        pub const $name: $crate::Code = $crate::Code::new(
            stringify!($id),
            stringify!($name),
            $family,
            $crate::Severity::$severity,
            concat!($($doc, "\n"),+),
        );
    };
}

/// Declares a family of codes: doc comment, number, name, severity.
macro_rules! family {
    ($family:literal $( $(#[doc = $doc:literal])+ $id:ident $name:ident $severity:ident; )+) => {
        $(
            $(#[doc = $doc])+
            pub const $name: $crate::Code = $crate::Code::new(
                stringify!($id),
                stringify!($name),
                $family,
                $crate::Severity::$severity,
                concat!($($doc, "\n"),+),
            );
        )+
        pub const ALL: &[$crate::Code] = &[$($name),+];
    };
}
pub(crate) use family;
