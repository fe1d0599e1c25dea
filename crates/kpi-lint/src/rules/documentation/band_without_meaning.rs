//! Letters and colours without words.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A band does not say in words what it means.
    ///
    /// ## Why
    /// A colour says nothing to whoever cannot see it, and "Amber" nothing to whoever has not read the key. The meaning stands in every
    /// key and beside every rating (R29).
    ///
    /// ## Example
    /// ```kpi
    /// bands short {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    ///   require actions for Red
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     short
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands short {
    ///   judge: deviation
    ///   Red "Missed by a tenth or more" below -10%   Amber "Missed" below 0%   Green "Met" from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    ///   require actions for Red
    /// }
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     short
    /// }
    /// ```
    KPI2705 BAND_WITHOUT_MEANING "documentation" Warning
}

pub const RULE: Rule = Rule::stable(BAND_WITHOUT_MEANING, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for scheme in context.catalogue.schemes.values().flatten() {
        // A word that says what it means needs no other.
        let telling =
            |label: &str| label.chars().count() > 1 && kpi_model::catalogue::Colour::from_word(label).is_none();
        let bare: Vec<&str> = scheme
            .bands
            .iter()
            .filter(|band| band.meaning.is_none() && !telling(&band.label))
            .map(|band| band.label.as_str())
            .collect();
        let first = scheme.bands.iter().find(|band| bare.contains(&band.label.as_str()));
        if let Some(first) = first {
            let message =
                format!("{} of `{}` have no meaning in words", kpi_core::suggest::list(&bare, "and"), scheme.name);
            out.push(
                Diagnostic::at(BAND_WITHOUT_MEANING, first.span, message)
                    .help(format!("say it after the label: `{} \"…\" …`", first.label)),
            );
        }
    }
}
