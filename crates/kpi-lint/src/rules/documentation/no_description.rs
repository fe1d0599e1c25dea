//! Figures without a definition.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// An indicator does not say what it counts.
    ///
    /// ## Why
    /// A title is a headline. Who is counted, since when and what is left out stands in the definition, and without one the next
    /// analyst counts something else (R3).
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
    ///   description: "Cases that were closed in the quarter, whatever their outcome."
    /// }
    /// ```
    KPI2701 NO_DESCRIPTION "documentation" Warning
}

pub const RULE: Rule = Rule::stable(NO_DESCRIPTION, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let says =
            indicator.texts.get("description").is_some_and(|text| text.values().any(|text| !text.trim().is_empty()));
        if !says {
            out.push(
                Diagnostic::at(NO_DESCRIPTION, indicator.name_span, format!("`{}` has no description", indicator.id))
                    .help("say who is counted, since when, and what is left out: `description: \"…\"`"),
            );
        }
    }
}
