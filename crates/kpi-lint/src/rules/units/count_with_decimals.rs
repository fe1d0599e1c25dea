//! Counts of parts of things.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;

kpi_core::code! {
    /// A count is shown with decimals.
    ///
    /// ## Why
    /// There is no half a complaint. Decimals on a count say that it is a mean, a rate or a share, and its unit should say so too.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
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
    /// }
    /// ```
    KPI2102 COUNT_WITH_DECIMALS "units" Warning
}

pub const RULE: Rule = Rule::stable(COUNT_WITH_DECIMALS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for spec in indicator.unit.values().filter(|spec| spec.unit == Unit::Count && spec.decimals > 0) {
            out.push(
                Diagnostic::at(COUNT_WITH_DECIMALS, spec.span, "a count is shown with decimals")
                    .help("write `unit: count`; or `number`, if it is a mean or an equivalent"),
            );
        }
    }
}
