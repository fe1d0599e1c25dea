//! Averages from nowhere.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A comparator does not say where it was published.
    ///
    /// ## Why
    /// Whoever wants to check an average, or has to bring it up to date next year, has to know which release it is from (R38).
    ///
    /// ## Example
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.other
    ///   year:   figures.year
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.other
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours]
    /// }
    /// ```
    KPI2502 COMPARATOR_WITHOUT_SOURCE "comparators" Warning
}

pub const RULE: Rule = Rule::stable(COMPARATOR_WITHOUT_SOURCE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for comparator in context.catalogue.comparators.values() {
        if comparator.is_published() && !comparator.texts.contains_key("source") {
            out.push(
                Diagnostic::at(
                    COMPARATOR_WITHOUT_SOURCE,
                    context.head(comparator.span),
                    format!("`{}` has no source", comparator.id),
                )
                .help("say in which release it is: `source: \"…\"`"),
            );
        }
    }
}
