//! Titles that end like sentences.

use crate::context::Context;
use crate::rule::Fixes;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A title ends with a full stop.
    ///
    /// ## Why
    /// Titles head tables and charts, and are no sentences.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed."
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
    /// }
    /// ```
    KPI2604 TITLE_FULL_STOP "style" Warning
}

pub const RULE: Rule = Rule::stable(TITLE_FULL_STOP, check).mended(Fixes::Unsafe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for title in context.texts("title") {
        let written = context.source(title.span);
        // Dots of an omission, or of an abbreviation, are no full stop.
        let ends = title.node.ends_with('.') && !title.node.ends_with("..") && title.node.contains(' ');
        let abbreviated = title.node.rsplit(' ').next().is_some_and(|word| word.trim_end_matches('.').contains('.'));
        if ends && !abbreviated {
            let text = written.strip_suffix(".\"").map(|rest| format!("{rest}\""));
            let diagnostic = Diagnostic::at(TITLE_FULL_STOP, title.span, "a title ends with a full stop");
            out.push(match text {
                Some(text) => diagnostic.fix("leave the full stop out", title.span, text),
                None => diagnostic.help("leave the full stop out"),
            });
        }
    }
}
