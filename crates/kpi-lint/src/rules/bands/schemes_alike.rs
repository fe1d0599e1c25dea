//! Keys that are copies of each other.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Scheme;
use std::collections::HashMap;

kpi_core::code! {
    /// Two schemes have the same bands.
    ///
    /// ## Why
    /// Two copies of one key drift apart at the next change, and two services are judged differently without anybody having decided it
    /// (R30).
    ///
    /// ## Example
    /// ```kpi
    /// bands council {
    ///   judge: deviation
    ///   Red below -10%   Amber below 0%   Green from 0%
    ///   at zero target { Green if better   Amber if equal   Red if worse }
    ///   require actions for Red
    /// }
    /// bands corporate {
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
    ///   bands:     corporate
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     council
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// bands council {
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
    ///   bands:     council
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    120
    ///   bands:     council
    /// }
    /// ```
    KPI2305 SCHEMES_ALIKE "bands" Warning
}

pub const RULE: Rule = Rule::stable(SCHEMES_ALIKE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &Scheme> = HashMap::new();
    for scheme in context.catalogue.schemes.values().flatten() {
        match seen.get(&shape(scheme)) {
            // Versions of one scheme may come back to what was.
            Some(first) if first.name != scheme.name => out.push(
                Diagnostic::at(
                    SCHEMES_ALIKE,
                    scheme.name_span,
                    format!("`{}` is the same as `{}`", scheme.name, first.name),
                )
                .label(first.name_span, "the same bands")
                .help(format!("use `{}` in its place", first.name)),
            ),
            Some(_) => {}
            None => drop(seen.insert(shape(scheme), scheme)),
        }
    }
}

fn shape(scheme: &Scheme) -> String {
    let bands = |bands: &[kpi_model::catalogue::Band]| -> Vec<String> {
        bands
            .iter()
            .map(|band| format!("{:?} {:?} {:?} {:?}", band.label, band.meaning, band.colour, band.test))
            .collect()
    };
    let words: Vec<String> = scheme.words.iter().map(|word| format!("{:?} {:?}", word.status, word.word)).collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {words:?} {:?}",
        scheme.from,
        scheme.judge,
        scheme.of,
        scheme.against,
        bands(&scheme.bands),
        bands(&scheme.at_zero_target),
        scheme.require_actions,
        scheme.change,
    )
}
