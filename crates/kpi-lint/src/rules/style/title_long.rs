//! Titles that are definitions.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// A title is longer than a table can show.
    ///
    /// ## Why
    /// A title of three lines makes every table three lines a row. What is in it beyond a line belongs into the description; `short:` is
    /// for tables. How long is too long is `title-length` in `[lint]` of `kpi.toml`, 200 characters where it says nothing.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "The number of cases that were closed in the period by the service, by any of its teams, whatever their outcome, counted by the day on which the case was closed, without those that were opened in error and closed on the same day"
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
    ///   title:     "Cases closed, without those opened in error"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2606 TITLE_LONG "style" Warning
}

pub const RULE: Rule = Rule::stable(TITLE_LONG, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let most = context.options.title_length;
    for title in context.texts("title") {
        let length = title.node.chars().count();
        if length > most {
            out.push(
                Diagnostic::at(TITLE_LONG, title.span, format!("a title has {length} characters"))
                    .help("move what defines it into `description:`"),
            );
        }
    }
}
