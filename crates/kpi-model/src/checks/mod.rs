//! What can be found without data.

pub mod bands;
pub mod cycles;
mod draw;
pub mod judging;
pub mod spans;
pub mod targets;

use crate::Catalogue;
use crate::project::Project;
use kpi_core::Diagnostic;

/// The checks that need the whole catalogue.
pub fn run(_project: &Project<'_>, _catalogue: &Catalogue, _out: &mut Vec<Diagnostic>) {}
