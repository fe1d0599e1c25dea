//! Targets that nobody decided.

use crate::context::Context;
use crate::rule::Rule;
use chrono::Months;
use kpi_core::Diagnostic;
use kpi_model::catalogue::{Status, TargetValue, TargetWhen};

kpi_core::code! {
    /// A word stands in place of a target for a year that ended a year ago.
    ///
    /// ## Why
    /// "To be confirmed" is for a quarter or two. Where it stays nobody decided, and the indicator is reported without being judged (R26).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    { 2020/21: tbc }
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
    ///   target:    { 2020/21: contextual }
    ///   bands:     council
    /// }
    /// ```
    KPI2204 STATUS_FOR_LONG "targets" Warning
}

pub const RULE: Rule = Rule::stable(STATUS_FOR_LONG, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for entry in &indicator.target {
            let (TargetValue::Status(status), TargetWhen::For(period)) = (&entry.value, entry.when) else { continue };
            let waits = matches!(status, Status::Tbc | Status::InDevelopment);
            // A closed year is history; what matters is what the latest entry says.
            let latest = indicator.target.iter().all(|other| match other.when {
                TargetWhen::For(other) => other.start() <= period.start(),
                TargetWhen::Always | TargetWhen::From(_) => false,
            });
            let over = period.end().checked_add_months(Months::new(12)).is_some_and(|end| end < context.today);
            if waits && latest && over && indicator.active.until.is_none() {
                let message = format!("`{}` has stood in place of a target since {period}", status.keyword());
                out.push(
                    Diagnostic::at(STATUS_FOR_LONG, entry.span, message)
                        .help("set the target; or, if there will be none, write `contextual`, or end the indicator with `active:`"),
                );
            }
        }
    }
}
