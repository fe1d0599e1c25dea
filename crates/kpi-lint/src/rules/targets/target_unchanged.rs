//! Targets that nobody looked at for years.

use crate::context::Context;
use crate::rule::Rule;
use chrono::Datelike;
use kpi_core::{Diagnostic, Exact, Period, PeriodKind, Span};
use kpi_model::catalogue::{Indicator, TargetValue, TargetWhen};

kpi_core::code! {
    /// A target has not changed for years.
    ///
    /// ## Why
    /// A target that is carried over year after year is met by everybody or by nobody, and no longer says what the council wants
    /// (R18). How many years are too many is `target-years` in `[lint]` of `kpi.toml`; 3 where it says nothing.
    ///
    /// ## Example
    /// ```kpi
    /// indicator answered {
    ///   title:     "Calls answered within a minute"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2019/20: 80%   2020/21: 80%   2021/22: 80%   2022/23: 80% }
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator answered {
    ///   title:     "Calls answered within a minute"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2019/20: 80%   2020/21: 80%   2021/22: 82%   2022/23: 84% }
    ///   bands:     council
    /// }
    /// ```
    KPI2201 TARGET_UNCHANGED "targets" Warning
}

pub const RULE: Rule = Rule::stable(TARGET_UNCHANGED, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let most = context.options.target_years;
    for indicator in context.indicators() {
        let years = years(indicator);
        let mut run: Vec<&(Period, Exact, Span)> = Vec::new();
        for entry in &years {
            if run.last().is_some_and(|last| last.1 != entry.1) {
                tell(&run, most, out);
                run.clear();
            }
            run.push(entry);
        }
        tell(&run, most, out);
        if let [entry] = indicator.target.as_slice()
            && let (TargetWhen::From(from), TargetValue::Amount(_)) = (entry.when, &entry.value)
        {
            let years = context.today.year() - from.start().year();
            if years > most.cast_signed() && indicator.active.until.is_none() {
                let message = format!("the target has stood since {from}, for {years} years");
                out.push(Diagnostic::at(TARGET_UNCHANGED, entry.span, message).help(HELP));
            }
        }
    }
}

const HELP: &str = "set a target for the year, or allow it with the reason why it stays";

fn tell(run: &[&(Period, Exact, Span)], most: u32, out: &mut Vec<Diagnostic>) {
    if let [first, .., last] = run
        && run.len() > most as usize
    {
        let message = format!("the target is the same for {} years", run.len());
        let diagnostic = Diagnostic::at(TARGET_UNCHANGED, last.2, message).label(first.2, "since then");
        out.push(diagnostic.help(HELP));
    }
}

/// The targets of years, in their order.
fn years(indicator: &Indicator) -> Vec<(Period, Exact, Span)> {
    let of_year = |when| match when {
        TargetWhen::For(period) if period.kind() == PeriodKind::Year => Some(period),
        _ => None,
    };
    let mut years: Vec<(Period, Exact, Span)> = indicator
        .target
        .iter()
        .filter_map(|entry| match &entry.value {
            TargetValue::Amount(amount) => Some((of_year(entry.when)?, amount.constant()?.value, entry.span)),
            _ => None,
        })
        .collect();
    years.sort_by_key(|(period, ..)| period.start());
    years
}
