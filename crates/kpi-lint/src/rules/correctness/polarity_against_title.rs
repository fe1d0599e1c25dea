//! Complaints of which more are better.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::said;
use kpi_core::Diagnostic;
use kpi_core::Polarity;

kpi_core::code! {
    /// The polarity is the other way round than the title sounds.
    ///
    /// ## Why
    /// Polarity is what is most often wrong, and what nothing else shows: a rising number of complaints would be reported as improving,
    /// and Green (R27).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Number of complaints received"
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
    ///   title:     "Number of complaints received"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2007 POLARITY_AGAINST_TITLE "correctness" Warning
}

pub const RULE: Rule = Rule::stable(POLARITY_AGAINST_TITLE, check);

/// More of these is worse, by itself.
const BAD: &[&str] = &[
    "complaints",
    "complaint",
    "delayed",
    "delays",
    "overdue",
    "waiting time",
    "waiting times",
    "waiting list",
    "days lost",
    "sickness",
    "sickness absence",
    "accidents",
    "killed",
    "casualties",
    "crime",
    "crimes",
    "offences",
    "fraud",
    "missed",
    "vacancy rate",
    "vacancies",
    "readmissions",
    "homelessness",
    "fly tipping",
    "absence",
    "unemployment",
    "arrears",
    "excluded",
    "deaths",
];
/// More of these is better, by itself.
const GOOD: &[&str] = &[
    "in time",
    "on time",
    "within target",
    "within timescale",
    "within timescales",
    "satisfaction",
    "satisfied",
    "attendance",
    "recycled",
    "recycling",
    "good or outstanding",
    "achieved",
    "in employment",
    "resolved",
];
/// With one of these the title may mean anything.
const OPEN: &[&str] = &[
    "not",
    "no",
    "without",
    "fewer",
    "less",
    "reduction",
    "reduced",
    "decrease",
    "avoided",
    "prevented",
    "prevention",
    "free",
    "until",
    "before",
    "responded",
    "responses",
    "answered",
    "acknowledged",
    "handled",
    "closed",
    "dissatisfied",
    "withdrawn",
    "late",
    "failed",
    "against",
    "never",
    "unresolved",
    "time to",
    "days to",
    "cost",
    "average",
    "per",
];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        for (polarity, title) in indicator.polarity.values().zip(indicator.title.values()) {
            let (bad, good) = (said(title, BAD), said(title, GOOD));
            let (found, sounds) = match (polarity, bad, good) {
                (Polarity::Higher, Some(bad), None) => (bad, "lower"),
                (Polarity::Lower, None, Some(good)) => (good, "higher"),
                _ => continue,
            };
            if said(title, OPEN).is_some() {
                continue;
            }
            let span = context.place(indicator, "polarity");
            out.push(
                Diagnostic::at(POLARITY_AGAINST_TITLE, span, format!("{} is better, of \"{found}\"", polarity.word()))
                    .label(context.place(indicator, "title"), "the title")
                    .help(format!("write `polarity: {sounds}`, if that is meant; else say in the title what is good")),
            );
            break;
        }
    }
}
