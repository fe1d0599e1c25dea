//! Targets that will not follow what they are said to follow.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::{said, words};
use kpi_core::Diagnostic;
use kpi_model::catalogue::TargetValue;

kpi_core::code! {
    /// A target is said to follow a comparator, and is typed in.
    ///
    /// ## Why
    /// "In line with the statistical neighbour average" is true on the day it is typed. The average moves on, and the report prints a
    /// target that its own table contradicts: 41.6 beside a mean of 36.0 (R22).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      rate per 10,000, 1 decimal
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    41.6
    ///   compare:   [england]
    ///   note:      "The target is in line with the England average"
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      rate per 10,000, 1 decimal
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    41.6 copied from england
    ///   compare:   [england]
    ///   note:      "The target is in line with the England average"
    ///   bands:     council
    /// }
    /// ```
    KPI2207 COPIED_BY_HAND "targets" Warning
}

pub const RULE: Rule = Rule::stable(COPIED_BY_HAND, check);

const FOLLOWS: &[&str] = &[
    "in line with",
    "same as the",
    "equal to the",
    "set at the",
    "based on the",
    "matches the",
    "to match",
    "at or below the",
    "at or above the",
];
const OTHERS: &[&str] = &["average", "mean", "median", "neighbours", "neighbour", "national", "england", "region"];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let copied = indicator.target.iter().any(|entry| entry.copied_from.is_some());
        let typed = indicator
            .target
            .iter()
            .find(|entry| matches!(&entry.value, TargetValue::Amount(amount) if amount.constant().is_some()));
        let (false, Some(typed)) = (copied, typed) else { continue };
        let notes = indicator.target.iter().filter_map(|entry| entry.note.as_deref()).map(|note| ("target", note));
        let texts = ["description", "note"].into_iter().flat_map(|key| {
            indicator.texts.get(key).into_iter().flat_map(|text| text.values()).map(move |text| (key, text.as_str()))
        });
        let follows = notes.chain(texts).find(|(key, text)| {
            text.split('.').any(|sentence| {
                let of_target = *key == "target" || words(sentence).iter().any(|word| word.starts_with("target"));
                of_target && said(sentence, FOLLOWS).is_some() && said(sentence, OTHERS).is_some()
            })
        });
        if let Some((key, _)) = follows {
            let mut diagnostic =
                Diagnostic::at(COPIED_BY_HAND, typed.span, "the target follows a comparator, and is typed in");
            if key != "target" {
                diagnostic = diagnostic.label(context.place(indicator, key), "says so");
            }
            out.push(diagnostic.help("write `copied from COMPARATOR` after it: the run then says when the two part"));
        }
    }
}
