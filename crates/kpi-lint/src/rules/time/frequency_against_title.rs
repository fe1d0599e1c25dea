//! Titles that say how often, and rules that say otherwise.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::said;
use kpi_core::Diagnostic;
use kpi_core::Frequency;
use kpi_core::PeriodKind;
use kpi_core::period::{Every, FigureSpan};

kpi_core::code! {
    /// The title names another frequency than the rule.
    ///
    /// ## Why
    /// A title of "12-month rolling total" over a quarter's figure, or "monthly" over a year's, is read as what it says.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Days lost in the year, 12 month rolling total"
    ///   unit:      days
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Days lost in the year, 12 month rolling total"
    ///   unit:      days
    ///   polarity:  lower
    ///   frequency: quarterly, rolling 12 months
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2402 FREQUENCY_AGAINST_TITLE "time" Warning
}

pub const RULE: Rule = Rule::stable(FREQUENCY_AGAINST_TITLE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        if indicator.frequency.entries.len() > 1 {
            continue;
        }
        let Some(frequency) = indicator.frequency.values().next() else { continue };
        for title in indicator.title.values() {
            let Some((words, _)) = SAYS.iter().find(|(words, fits)| said(title, words).is_some() && !fits(frequency))
            else {
                continue;
            };
            let Some(word) = said(title, words) else { continue };
            out.push(
                Diagnostic::at(
                    FREQUENCY_AGAINST_TITLE,
                    context.place(indicator, "frequency"),
                    format!("the title says \"{word}\""),
                )
                .label(context.place(indicator, "title"), "the title")
                .help("correct one of the two"),
            );
            break;
        }
    }
}

type Fits = fn(&Frequency) -> bool;

/// What a title may say, and which frequencies that goes with.
const SAYS: [(&[&str], Fits); 4] = [
    (
        &[
            "12 month rolling",
            "12 months rolling",
            "rolling 12 month",
            "rolling 12 months",
            "rolling year",
            "rolling total",
        ],
        |frequency| matches!(frequency.span, FigureSpan::Rolling(_)),
    ),
    (&["monthly total", "in the month", "this month", "per month"], |frequency| {
        frequency.every == Every::One(PeriodKind::Month)
    }),
    (&["in the quarter", "this quarter", "quarterly total"], |frequency| {
        frequency.every == Every::One(PeriodKind::Quarter) && frequency.span == FigureSpan::Period
    }),
    (&["year to date"], |frequency| frequency.span == FigureSpan::ToDate),
];
