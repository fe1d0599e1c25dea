//! Ratings that the page does not show the reason of.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// The figure as it is shown would be in another band.
    ///
    /// ## Why
    /// Whoever works the rating out from the page gets another one: 89.96% is shown as 90.0%, meets a target of 90%, and is Amber.
    /// Ratings use the exact figure, which is right; but the page has to show enough of it to see why (R31).
    ///
    /// ## Example
    /// ```text
    /// target 90%, exact figure 89.96%, unit: percent, 1 decimal      # shown as 90.0%, rated Amber
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// unit: percent, 2 decimals                                      # shown as 89.96%
    /// ```
    KPI2101 RATING_BY_ROUNDING "units" Warning
}

pub const RULE: Rule = Rule::stable(RATING_BY_ROUNDING, check).over_figures();

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let outturns = context.figures.iter().flat_map(|run| &run.outturns);
    for outturn in outturns.flat_map(|outturn| std::iter::once(outturn).chain(&outturn.slices)) {
        let (Some(shown), Some(exact)) = (&outturn.rating.displayed, &outturn.rating.label) else { continue };
        let Some(indicator) = context.catalogue.indicators.get(&outturn.indicator) else { continue };
        let message = format!(
            "{}: {} is rated {exact}, and as it is shown it would be {shown}",
            outturn.period,
            outturn.value.display(),
        );
        out.push(
            Diagnostic::at(RATING_BY_ROUNDING, outturn.unit.span, message)
                .label(indicator.name_span, "of this figure")
                .note(format!("exactly it is {}", outturn.value.value().map(ToString::to_string).unwrap_or_default()))
                .help(
                    "show a decimal more; or let the scheme judge what is shown: `judge: deviation of displayed value`",
                ),
        );
    }
}
