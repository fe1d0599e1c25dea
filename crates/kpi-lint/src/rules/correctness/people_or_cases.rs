//! Titles of people over counts of cases.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::said;
use kpi_core::Diagnostic;
use kpi_core::facts::Measure;
use kpi_model::formula::FormulaKind;

kpi_core::code! {
    /// The title counts people, and the figure counts cases.
    ///
    /// ## Why
    /// Somebody who is helped three times is one person and three cases. "Victims supported" that counts instances of support is
    /// larger than the number of victims by as much as people come back (R2).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Number of people supported"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period)
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Number of people supported"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count distinct person(cases where closed in period)
    /// }
    /// ```
    KPI2008 PEOPLE_OR_CASES "correctness" Warning
}

pub const RULE: Rule = Rule::stable(PEOPLE_OR_CASES, check);

const PEOPLE: &[&str] = &[
    "people",
    "persons",
    "adults",
    "victims",
    "clients",
    "residents",
    "service users",
    "carers",
    "children",
    "individuals",
];
/// Columns that tell one of them from another.
const WHO: &[&str] = &["person", "person_id", "client", "client_id", "nhs_number", "child", "child_id", "upn"];
const CASES: &[&str] = &[
    "instances of",
    "episodes of",
    "occasions",
    "number of contacts",
    "more than once",
    "times that",
    "counted often",
];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let Some(people) = indicator.title.values().find_map(|title| said(title, PEOPLE)) else { continue };
        for formula in indicator.formula.values() {
            let FormulaKind::Aggregate(aggregate) = &formula.kind else { continue };
            let Some(dataset) = context.catalogue.datasets.get(&aggregate.dataset) else { continue };
            let who = WHO.iter().find(|who| dataset.column(who).is_some());
            if let (Measure::Count, Some(who)) = (&aggregate.measure, who) {
                let message = format!("the title says \"{people}\", and rows are counted");
                out.push(
                    Diagnostic::at(PEOPLE_OR_CASES, formula.span, message)
                        .label(context.place(indicator, "title"), "the title")
                        .help(format!("count each once: `count distinct {who}({} where …)`", aggregate.dataset)),
                );
            }
        }
        let says =
            |key: &str| indicator.texts.get(key).and_then(|text| text.values().find_map(|text| said(text, CASES)));
        if let Some((key, cases)) = ["description", "note"].into_iter().find_map(|key| Some((key, says(key)?))) {
            let message = format!("the title says \"{people}\", and this \"{cases}\"");
            out.push(
                Diagnostic::at(PEOPLE_OR_CASES, context.place(indicator, key), message)
                    .label(context.place(indicator, "title"), "the title")
                    .help("say in the title what is counted, or count each person once"),
            );
        }
    }
}
