//! What can be found without data.

pub mod bands;
pub mod cycles;
pub mod disclosure;
mod divisors;
mod draw;
mod flags;
mod hundredfold;
pub mod judging;
mod names;
mod slices;
pub mod spans;
pub mod targets;
pub mod uncertainty;
mod unused;
pub mod weight;

use crate::Catalogue;
use crate::project::Project;
use kpi_core::Diagnostic;

/// The checks that need the whole catalogue.
pub fn run(project: &Project<'_>, catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    names::circles(project, catalogue, out);
    flags::flags(catalogue, out);
    divisors::divisors(project, catalogue, out);
    hundredfold::hundredfold(project, catalogue, out);
    slices::slices(catalogue, out);
    unused::unused(project, out);
}
