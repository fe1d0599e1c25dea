//! From trees to the catalogue: names, types, units, periods, templates, and the proofs over bands.
//!
//! Everything here works without data. [`check`] never fails: what is wrong is a diagnostic, and what is right is in
//! the catalogue all the same.

pub mod catalogue;
mod checks;
pub mod formula;
mod lower;
mod project;
pub mod slices;

pub use catalogue::Catalogue;

use kpi_core::plugin::Plugins;
use kpi_core::{Calendar, Diagnostic, SourceMap, diagnostic};
use kpi_syntax::ast;
use project::Project;

/// What `kpi.toml` says that changes the meaning of rule files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    pub calendar: Calendar,
    pub plugins: Plugins,
}

/// The catalogue of all that is right, and every finding, in the order of their places. The order in which files and
/// items are given makes no difference.
#[must_use]
pub fn check(files: &[ast::File], sources: &SourceMap, settings: &Settings) -> (Catalogue, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let mut project = Project::collect(files, sources, settings, &mut out);
    let catalogue = lower::catalogue(&mut project, &mut out);
    checks::run(&project, &catalogue, &mut out);
    project::once_each(&mut out);
    diagnostic::sort(&mut out);
    (catalogue, out)
}
