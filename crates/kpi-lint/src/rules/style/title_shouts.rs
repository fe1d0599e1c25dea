//! Titles in capitals.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A title is written in capitals.
    ///
    /// ## Why
    /// Capitals are slower to read, and screen readers may spell them.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "NUMBER OF CASES CLOSED"
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
    ///   title:     "Number of cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2605 TITLE_SHOUTS "style" Warning
}

pub const RULE: Rule = Rule::stable(TITLE_SHOUTS, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for title in context.texts("title") {
        let letters: Vec<char> = title.node.chars().filter(|c| c.is_alphabetic()).collect();
        // An abbreviation or two may be all of a short title.
        if letters.len() > 12 && letters.iter().all(|c| c.is_uppercase()) {
            out.push(
                Diagnostic::at(TITLE_SHOUTS, title.span, "a title is written in capitals")
                    .help("write it like a sentence, with capitals for names only"),
            );
        }
    }
}
