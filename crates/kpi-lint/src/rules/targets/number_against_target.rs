//! Texts that contradict the target.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::{Exact, Unit};
use kpi_model::catalogue::TargetValue;

kpi_core::code! {
    /// A text gives another target than the rule.
    ///
    /// ## Why
    /// A reader who finds 30% in the definition and 60% in the table believes neither. Where two numbers are meant, such as the
    /// guidance's and the council's, the text has to say which is which (R25).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Calls answered"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    60%
    ///   bands:     council
    ///   description: "Calls that were answered. The national guidance is at least 30%."
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
    ///   target:    60%
    ///   bands:     council
    ///   description: "Calls that were answered. The target is 60%."
    /// }
    /// ```
    KPI2206 NUMBER_AGAINST_TARGET "targets" Warning
}

pub const RULE: Rule = Rule::stable(NUMBER_AGAINST_TARGET, check);

/// Words before a number that make it something to be met.
const MEANT: &[&str] =
    &["target", "targets", "guidance", "standard", "aim", "goal", "benchmark", "expected", "expectation"];
/// So many words may stand between.
const APART: usize = 8;

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        if !indicator.unit.values().any(|spec| spec.unit == Unit::Percent) {
            continue;
        }
        let targets: Vec<Exact> = indicator
            .target
            .iter()
            .filter_map(|entry| match &entry.value {
                TargetValue::Amount(amount) => amount.constant().map(|number| number.value),
                _ => None,
            })
            .collect();
        if targets.is_empty() {
            continue;
        }
        for key in ["description", "note"] {
            let texts = indicator.texts.get(key).into_iter().flat_map(|text| text.values());
            let other = texts.flat_map(|text| meant(text)).find(|(_, number)| !targets.contains(number));
            if let Some((word, number)) = other {
                let said = kpi_core::Quantity::new(number, Unit::Percent).in_full();
                let message = format!("this says \"{word}\" and {said}, which is no target of `{}`", indicator.id);
                out.push(
                    Diagnostic::at(NUMBER_AGAINST_TARGET, context.place(indicator, key), message)
                        .label(context.place(indicator, "target"), "the target")
                        .help("correct one of the two; or allow it, saying what the other number is"),
                );
            }
        }
    }
}

/// Percentages a text means to be met, with the word that says so.
fn meant(text: &str) -> Vec<(String, Exact)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(number) = percentage(word) else { continue };
        let before = words.iter().take(at).rev().take(APART);
        let plain = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        // A sentence ends what was meant before it.
        let before: Vec<&&str> = before.take_while(|word| !word.ends_with('.')).collect();
        if let Some(meant) = before.into_iter().map(plain).find(|word| MEANT.contains(&word.as_str())) {
            found.push((meant, number));
        }
    }
    found
}

/// `87.5%`, `(30%)`
fn percentage(word: &str) -> Option<Exact> {
    let number = word.trim_matches(|c: char| !c.is_ascii_digit() && c != '%' && c != '-').strip_suffix('%')?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits: i128 = format!("{whole}{part}").parse().ok()?;
    Some(Exact::decimal(digits, u32::try_from(part.len()).ok()? + 2))
}
