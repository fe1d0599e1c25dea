//! Announcements of the past.

use crate::context::Context;
use crate::rule::Rule;
use chrono::NaiveDate;
use kpi_core::Diagnostic;

kpi_core::code! {
    /// The next release that is announced lies in the past.
    ///
    /// ## Why
    /// Either the figures came and the note stayed, or they did not come and nobody noticed.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   next_release: "2023-06-30"
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
    ///   next_release: "2035-06-30"
    /// }
    /// ```
    KPI2405 RELEASE_PASSED "time" Warning
}

pub const RULE: Rule = Rule::stable(RELEASE_PASSED, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let texts = indicator.texts.get("next_release").into_iter();
        let Some(day) = texts.flat_map(|text| text.entries.last()).find_map(|(_, text)| date(text)) else { continue };
        if day < context.today && indicator.active.until.is_none() {
            out.push(
                Diagnostic::at(RELEASE_PASSED, context.place(indicator, "next_release"), format!("{day} has passed"))
                    .help("write when the next figures come, or leave it out"),
            );
        }
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let long = || NaiveDate::parse_from_str(text, "%d %B %Y").ok();
    text.parse().ok().or_else(long).or_else(|| NaiveDate::parse_from_str(text, "%d/%m/%Y").ok())
}
