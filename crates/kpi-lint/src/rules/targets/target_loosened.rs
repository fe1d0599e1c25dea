//! Targets that come to meet the outturn.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::PeriodKind;
use kpi_model::catalogue::{TargetValue, TargetWhen};

kpi_core::code! {
    /// A target is worse than the one before it, and no note says why.
    ///
    /// ## Why
    /// A target that moves towards the outturn makes the next report Green without anything being better. There may be a good reason;
    /// a reader is owed it.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2021/22: 84%   2022/23: 80% }
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
    ///   target:    { 2021/22: 84%   2022/23: 80% "one team fewer since April" }
    ///   bands:     council
    /// }
    /// ```
    KPI2205 TARGET_LOOSENED "targets" Warning
}

pub const RULE: Rule = Rule::stable(TARGET_LOOSENED, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let polarities: Vec<_> = indicator.polarity.values().collect();
        let [polarity] = polarities.as_slice() else { continue };
        let mut years: Vec<_> = indicator
            .target
            .iter()
            .filter_map(|entry| match (&entry.value, entry.when) {
                (TargetValue::Amount(amount), TargetWhen::For(period)) if period.kind() == PeriodKind::Year => {
                    Some((period, amount.constant()?, entry))
                }
                _ => None,
            })
            .collect();
        years.sort_by_key(|(period, ..)| period.start());
        for pair in years.windows(2) {
            let [(_, before, first), (_, after, second)] = pair else { continue };
            let worse = polarity.goodness(&after.value).zip(polarity.goodness(&before.value));
            if worse.is_some_and(|(now, then)| now < then) && second.note.is_none() && indicator.unit.entries.len() == 1
            {
                let message = format!("the target goes from {} to {}", before.in_full(), after.in_full());
                out.push(
                    Diagnostic::at(TARGET_LOOSENED, second.span, message)
                        .label(first.span, "the one before")
                        .help("say why after it: `80% \"one team fewer since April\"`"),
                );
            }
        }
    }
}
