//! Definitions that define two things.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::words;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Indicator;
use std::collections::HashMap;

kpi_core::code! {
    /// Two indicators have one description.
    ///
    /// ## Why
    /// Where two figures with two targets are defined in the same words one of the definitions is not its own; nobody can tell which
    /// (R3).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   description: "Cases that were closed in the quarter."
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.other
    ///   description: "Cases that were closed in the quarter."
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
    ///   description: "Cases that were closed in the quarter."
    /// }
    /// indicator opened {
    ///   title:     "Cases opened"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.other
    ///   description: "Cases that were opened in the quarter."
    /// }
    /// ```
    KPI2703 SHARED_DESCRIPTION "documentation" Warning
}

pub const RULE: Rule = Rule::stable(SHARED_DESCRIPTION, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<Vec<String>, &Indicator> = HashMap::new();
    for indicator in context.indicators() {
        let Some(text) = indicator.texts.get("description").and_then(|text| text.values().last()) else { continue };
        let said = words(text);
        match seen.get(&said) {
            // Variants of one measure are defined together; so is what a template makes.
            Some(first) if !together(first, indicator) => out.push(
                Diagnostic::at(
                    SHARED_DESCRIPTION,
                    context.place(indicator, "description"),
                    format!("`{}` is described as `{}` is", indicator.id, first.id),
                )
                .label(context.place(first, "description"), "the same words")
                .help("say of each what it counts that the other does not"),
            ),
            Some(_) => {}
            None => drop(seen.insert(said, indicator)),
        }
    }
}

fn together(one: &Indicator, other: &Indicator) -> bool {
    let group = |indicator: &Indicator| indicator.variant.as_ref().map(|variant| variant.of.clone());
    group(one).is_some() && group(one) == group(other)
}
