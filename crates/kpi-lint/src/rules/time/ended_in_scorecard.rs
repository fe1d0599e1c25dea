//! Lines of a scorecard that are never filled.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A scorecard lists an indicator that ended before it begins.
    ///
    /// ## Why
    /// The line is never filled, and whoever counts the scorecard's measures counts one too many (R56).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   active:    until 2019/20
    /// }
    /// scorecard board {
    ///   title:      "Board"
    ///   active:     from 2021/22
    ///   indicators: [closed]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   active:    until 2021/22
    /// }
    /// scorecard board {
    ///   title:      "Board"
    ///   active:     from 2021/22
    ///   indicators: [closed]
    /// }
    /// ```
    KPI2404 ENDED_IN_SCORECARD "time" Warning
}

pub const RULE: Rule = Rule::stable(ENDED_IN_SCORECARD, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for scorecard in context.catalogue.scorecards.values() {
        let Some(from) = scorecard.active.from else { continue };
        for id in scorecard.groups.iter().flat_map(|group| &group.indicators) {
            let Some(indicator) = context.catalogue.indicators.get(id) else { continue };
            if let Some(until) = indicator.active.until.filter(|until| until.end() < from.start()) {
                let message = format!("`{}` begins in {from}, and `{id}` ended with {until}", scorecard.id);
                out.push(
                    Diagnostic::at(ENDED_IN_SCORECARD, context.head(scorecard.span), message)
                        .label(context.place(indicator, "active"), "ended here")
                        .help("take it out of the scorecard, or correct one of the two"),
                );
            }
        }
    }
}
