//! Targets that were never agreed.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::TargetWhen;

kpi_core::code! {
    /// A target is still proposed after its period has ended.
    ///
    /// ## Why
    /// What was not agreed by the end of the year it was for was never the council's target, and the ratings against it were not either.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21: 80% proposed }
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21: 80% }
    ///   bands:     council
    /// }
    /// ```
    KPI2203 PROPOSED_FOR_LONG "targets" Warning
}

pub const RULE: Rule = Rule::stable(PROPOSED_FOR_LONG, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for entry in indicator.target.iter().filter(|entry| entry.proposed) {
            let (period, ends) = match entry.when {
                TargetWhen::For(period) => (period, period.end()),
                // A target that goes on was to be agreed within its first year.
                TargetWhen::From(period) => (period, period.year().end()),
                TargetWhen::Always => continue,
            };
            if ends < context.today {
                out.push(
                    Diagnostic::at(
                        PROPOSED_FOR_LONG,
                        entry.span,
                        format!("{period} is over, and its target is still proposed"),
                    )
                    .help("take `proposed` away if it was agreed; else write `none`, or what was agreed"),
                );
            }
        }
    }
}
