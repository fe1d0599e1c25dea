//! Titles that tell nothing apart.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::words;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Indicator;
use std::collections::HashMap;

kpi_core::code! {
    /// Two indicators have one title.
    ///
    /// ## Why
    /// In a table, a chart or a question of a councillor nobody can tell the two apart.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// indicator closed_again {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.other
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
    /// indicator closed_again {
    ///   title:     "Cases closed at home"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.other
    /// }
    /// ```
    KPI2608 TITLE_REPEATED "style" Warning
}

pub const RULE: Rule = Rule::stable(TITLE_REPEATED, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<Vec<String>, &Indicator> = HashMap::new();
    for indicator in context.indicators() {
        let Some(title) = indicator.title.values().last() else { continue };
        match seen.get(&words(title)) {
            Some(first) if !apart(first, indicator) => out.push(
                Diagnostic::at(
                    TITLE_REPEATED,
                    context.place(indicator, "title"),
                    format!("`{}` has this title too", first.id),
                )
                .label(context.place(first, "title"), "the same")
                .help("say in each title what the other is not; or make them variants of one measure: `variant:`"),
            ),
            Some(_) => {}
            None => drop(seen.insert(words(title), indicator)),
        }
    }
}

/// Variants carry a label of their own; and what ended before the other began is never beside it.
fn apart(one: &Indicator, other: &Indicator) -> bool {
    let ended = |one: &Indicator, other: &Indicator| {
        one.active.until.zip(other.active.from).is_some_and(|(until, from)| until.end() < from.start())
    };
    (one.variant.is_some() && other.variant.is_some()) || ended(one, other) || ended(other, one)
}
