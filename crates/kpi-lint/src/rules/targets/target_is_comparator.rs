//! Stale copies of comparators.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A target equals a comparator of an earlier year.
    ///
    /// ## Why
    /// It was most likely copied from there, and the comparator will move on without it (R22). Where it is the council's will to be as
    /// good as the others are, the rule can say so.
    ///
    /// ## Example
    /// ```text
    /// target: 36.0      # the statistical neighbours' mean of 2018/19, in a report of 2020/21
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// target: 36.0 copied from statistical_neighbours
    /// ```
    KPI2208 TARGET_IS_COMPARATOR "targets" Warning
}

pub const RULE: Rule = Rule::stable(TARGET_IS_COMPARATOR, check).over_figures();

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for outturn in context.figures.iter().flat_map(|run| &run.outturns) {
        let Some(indicator) = context.catalogue.indicators.get(&outturn.indicator) else { continue };
        let Some(target) = outturn.target.figure.as_ref().and_then(|figure| figure.value()) else { continue };
        if target.is_zero() || indicator.target.iter().any(|entry| entry.copied_from.is_some()) {
            continue;
        }
        for comparator in &outturn.comparators {
            let Some(year) = comparator.year.as_deref() else { continue };
            let earlier =
                kpi_core::Period::parse(year, context.calendar()).is_ok_and(|year| year.end() < outturn.period.start());
            if earlier && comparator.figure.value() == Some(target) {
                let shown = comparator.figure.display();
                let message = format!("the target is {shown}, which is what {} was in {year}", comparator.title);
                out.push(Diagnostic::at(TARGET_IS_COMPARATOR, context.place(indicator, "target"), message).help(
                    format!("if it is to follow, write `copied from {}`; else set one of your own", comparator.id),
                ));
            }
        }
    }
}
