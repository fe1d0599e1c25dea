//! Counts that take something back.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;

kpi_core::code! {
    /// A figure that is counted from the start of the year has fallen within it.
    ///
    /// ## Why
    /// Fifteen by June cannot be twelve by September. One of the two figures was counted otherwise, or belongs to another year.
    ///
    /// ## Example
    /// ```text
    /// asc_162, monthly, to date      2020/21 to June: 15      2020/21 to September: 12
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// asc_162, monthly, to date      2020/21 to June: 9       2020/21 to September: 12
    /// ```
    KPI2407 CUMULATIVE_FALLS "time" Warning
}

pub const RULE: Rule = Rule::stable(CUMULATIVE_FALLS, check).over_figures();

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for outturn in context.figures.iter().flat_map(|run| &run.outturns) {
        let Some(indicator) = context.catalogue.indicators.get(&outturn.indicator) else { continue };
        let grows = matches!(outturn.unit.unit, Unit::Count | Unit::Rate(_) | Unit::Money | Unit::Days);
        let (Some(previous), true) = (&outturn.previous, outturn.period.is_to_date() && grows) else { continue };
        let same_year = previous.period.is_some_and(|before| before.year() == outturn.period.year());
        let (Some(now), Some(before)) = (outturn.value.value(), previous.value()) else { continue };
        if same_year && now < before {
            let of = previous.period.map(|period| format!(" in {period}")).unwrap_or_default();
            let message = format!(
                "{} comes after {}{of}, and the figure is counted from the year's start",
                outturn.value.display(),
                previous.display()
            );
            out.push(
                Diagnostic::at(CUMULATIVE_FALLS, context.place(indicator, "frequency"), message)
                    .label(indicator.name_span, format!("{}", outturn.period))
                    .help("look which of the two was counted otherwise; if both were, the figure is not `to date`"),
            );
        }
    }
}
