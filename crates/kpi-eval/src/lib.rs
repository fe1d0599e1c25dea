//! The interpreter: catalogue and facts in, outturns with their traces out. Pure, exact, total and bounded.
//!
//! The interpreter asks for facts as it goes: [`evaluate`] answers with a run and with the questions that the facts
//! it was given did not answer. Whoever holds the data answers them and calls again; the questions of a run do not
//! depend on more than the depth of its formulas, so two or three rounds suffice.

mod change;
mod comparators;
mod control;
pub mod coverage;
mod deviation;
mod findings;
mod forecast;
mod grid;
mod history;
mod indicator;
mod interpret;
pub mod interval;
mod levels;
mod measure;
pub mod outturn;
mod peers;
mod protect;
mod rank;
mod rating;
mod selection;
mod slice;
mod summary;
mod tables;
mod target;
pub mod testing;
pub mod trace;
pub mod value;
mod window;

use interpret::{Given, Interpreter};
use kpi_core::Period;
use kpi_core::facts::{Facts, Request};
use kpi_model::Catalogue;
pub use outturn::Run;

/// What to evaluate.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The report's period.
    pub period: Period,
    /// Only these indicators; empty for all that the scorecards in force report.
    pub indicators: Vec<String>,
    pub history: History,
}

/// Which series are wanted beside the figures.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// How many figures up to the report's own; 0 for none.
    pub figures: usize,
    /// Of the whole always, and of this part of it, where an indicator has one: columns and their values.
    pub slice: Vec<(String, String)>,
}

/// Evaluates what is asked over the facts at hand, and says which facts are still wanted. While the second is not
/// empty the run is not the answer yet.
#[must_use]
pub fn evaluate(catalogue: &Catalogue, facts: &Facts, ask: &Ask) -> (Run, Vec<Request>) {
    evaluate_given(catalogue, facts, ask, None)
}

/// Counts over outturns, as over those of a run.
#[must_use]
pub fn summarise(catalogue: &Catalogue, outturns: &[outturn::Outturn], period: Period) -> outturn::Summary {
    summary::summary(catalogue, outturns, period)
}

fn evaluate_given(catalogue: &Catalogue, facts: &Facts, ask: &Ask, given: Option<&Given>) -> (Run, Vec<Request>) {
    let mut interpreter = Interpreter::new(catalogue, facts, ask.period, given);
    let mut diagnostics = Vec::new();
    let mut outturns = Vec::new();
    let all = selection::select(catalogue, ask);
    // Whoever asks for one by its name wants to see what it would be.
    let asked = |id: &String| ask.indicators.contains(id);
    interpreter.announced = all
        .iter()
        .filter_map(|selected| Some((selected.indicator.id.clone(), selected.indicator.active.announced(ask.period)?)))
        .filter(|(id, _)| !asked(id))
        .collect();
    for selected in all {
        if let Some(outturn) = indicator::outturn(&interpreter, selected.indicator, &ask.history, &mut diagnostics) {
            outturns.push(outturn::Outturn { scorecard: selected.scorecard, theme: selected.theme, ..outturn });
        }
    }
    let summary = summary::summary(catalogue, &outturns, ask.period);
    kpi_core::diagnostic::sort(&mut diagnostics);
    (Run { period: ask.period, outturns, summary, diagnostics }, interpreter.into_wanted())
}
