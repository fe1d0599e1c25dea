//! Averages of long ago.

use crate::context::Context;
use crate::rule::Rule;
use chrono::Datelike;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A comparator is two years or more older than the figure beside it.
    ///
    /// ## Why
    /// An average of 2017/18 beside a figure of 2020/21 compares two worlds. The year is printed, and few look at it (R38).
    ///
    /// ## Example
    /// ```text
    /// 2020/21: 84.1%      England (2017/18): 81.0%
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// 2020/21: 84.1%      England (2019/20): 82.6%
    /// ```
    KPI2505 COMPARATOR_STALE "comparators" Warning
}

pub const RULE: Rule = Rule::stable(COMPARATOR_STALE, check).over_figures();

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for outturn in context.figures.iter().flat_map(|run| &run.outturns) {
        let Some(indicator) = context.catalogue.indicators.get(&outturn.indicator) else { continue };
        for comparator in &outturn.comparators {
            let Some(text) = comparator.year.as_deref() else { continue };
            let Ok(year) = kpi_core::Period::parse(text, context.calendar()) else { continue };
            let behind = outturn.period.end().year() - year.end().year();
            if behind >= 2 && comparator.figure.value().is_some() {
                let message = format!("{} is of {text}, and the figure of {}", comparator.title, outturn.period);
                out.push(
                    Diagnostic::at(COMPARATOR_STALE, context.place(indicator, "compare"), message)
                        .label(indicator.name_span, "beside this figure")
                        .help("bring the comparator up to date; or allow it, if nothing later is published"),
                );
            }
        }
    }
}
