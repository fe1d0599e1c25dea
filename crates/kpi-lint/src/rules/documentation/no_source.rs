//! Indicators that nobody answers for.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// An indicator says neither where its figure is from nor who answers for it.
    ///
    /// ## Why
    /// When a figure is questioned somebody has to know whom to ask, and which return or system it came from (R4, R5). One of
    /// `source`, `owner` and `officer` is enough.
    ///
    /// ## Example
    /// ```kpi
    /// indicator answered {
    ///   title:     "Calls answered within a minute"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator answered {
    ///   title:     "Calls answered within a minute"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   source:    "Telephone system, report 12"
    /// }
    /// ```
    KPI2702 NO_SOURCE "documentation" Warning
}

pub const RULE: Rule = Rule::stable(NO_SOURCE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let says =
            |key: &str| indicator.texts.get(key).is_some_and(|text| text.values().any(|text| !text.trim().is_empty()));
        if !["source", "owner", "officer"].into_iter().any(says) {
            out.push(
                Diagnostic::at(
                    NO_SOURCE,
                    indicator.name_span,
                    format!("`{}` has no source and no owner", indicator.id),
                )
                .help("say where the figure is from (`source: \"…\"`) or who answers for it (`owner: \"…\"`)"),
            );
        }
    }
}
