//! Decimals that are noise.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;

kpi_core::code! {
    /// A figure is shown with more decimals than anybody can mean.
    ///
    /// ## Why
    /// A percentage of three decimals tells one case of a hundred thousand from the next. It looks exact, and is noise.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 3 decimals
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
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
    /// }
    /// ```
    KPI2105 MANY_DECIMALS "units" Warning
}

pub const RULE: Rule = Rule::stable(MANY_DECIMALS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for spec in indicator.unit.values() {
            let most = match spec.unit {
                Unit::Percent | Unit::Points | Unit::Rate(_) | Unit::Money | Unit::Days => 2,
                _ => 3,
            };
            if spec.decimals > most {
                let message = format!("a figure in {} is shown with {} decimals", spec.unit, spec.decimals);
                out.push(
                    Diagnostic::at(MANY_DECIMALS, spec.span, message)
                        .note("ratings use the exact figure, however it is shown")
                        .help(format!("write `unit: {}, 1 decimal`", spec.unit)),
                );
            }
        }
    }
}
