//! Years that were forgotten.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::PeriodKind;
use kpi_model::catalogue::TargetWhen;

kpi_core::code! {
    /// There is no target for a year between two that have one.
    ///
    /// ## Why
    /// The year's figure is reported without a rating, as if nobody had wanted anything of it; most likely the target was forgotten (R18).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21: 80%   2022/23: 84% }
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
    ///   target:    { 2020/21: 80%   2021/22: none   2022/23: 84% }
    ///   bands:     council
    /// }
    /// ```
    KPI2202 TARGET_GAP "targets" Warning
}

pub const RULE: Rule = Rule::stable(TARGET_GAP, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let mut years: Vec<_> = indicator
            .target
            .iter()
            .filter_map(|entry| match entry.when {
                TargetWhen::For(period) => Some((period.year(), entry.span)),
                TargetWhen::Always | TargetWhen::From(_) => None,
            })
            .collect();
        let holds_on = |entry: &kpi_model::catalogue::TargetEntry| !matches!(entry.when, TargetWhen::For(_));
        if indicator.target.iter().any(holds_on) {
            continue;
        }
        years.sort_by_key(|(year, _)| year.start());
        for pair in years.windows(2) {
            let [(before, first), (after, second)] = pair else { continue };
            let missing = before.shifted(1);
            // What is made every few years has no figure in between.
            let made = indicator
                .frequency
                .values()
                .all(|frequency| matches!(frequency.every, kpi_core::period::Every::One(_)));
            let reported = indicator.active.at(missing);
            if missing.kind() == PeriodKind::Year && missing.start() < after.start() && made && reported {
                out.push(
                    Diagnostic::at(TARGET_GAP, *second, format!("there is no target for {missing}"))
                        .label(*first, "the one before")
                        .help(format!("add it, or say that there was none: `{missing}: none`")),
                );
            }
        }
    }
}
