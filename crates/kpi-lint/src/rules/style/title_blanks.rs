//! Blanks that came with copying.

use crate::context::Context;
use crate::rule::Fixes;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A title has blanks where none belong.
    ///
    /// ## Why
    /// Blanks at the ends and doubled ones come with copying from a spreadsheet, and make two titles that look alike different.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases  closed "
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
    KPI2607 TITLE_BLANKS "style" Warning
}

pub const RULE: Rule = Rule::stable(TITLE_BLANKS, check).mended(Fixes::Unsafe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for title in context.texts("title") {
        let tidy = title.node.split_whitespace().collect::<Vec<_>>().join(" ");
        if tidy == title.node || title.node.contains('\n') {
            continue;
        }
        let diagnostic = Diagnostic::at(TITLE_BLANKS, title.span, "a title has blanks where none belong");
        // What has escapes in it is not what it looks like.
        out.push(if context.source(title.span) == format!("\"{}\"", title.node) {
            diagnostic.fix(format!("write \"{tidy}\""), title.span, format!("\"{tidy}\""))
        } else {
            diagnostic.help("take them out")
        });
    }
}
