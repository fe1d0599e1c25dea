//! Definitions that are two definitions.

use crate::context::Context;
use crate::rule::Rule;
use crate::text::said;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Measure;

kpi_core::code! {
    /// The definition counts at a moment and over a time.
    ///
    /// ## Why
    /// "At any time during the year" and "at month end" are two figures: people come and go in between. A definition that says both has been
    /// counted both ways, by different people (R11).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children with a plan"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: monthly
    ///   measure:   snapshot
    ///   formula:   figures.value
    ///   description: "Children with a plan at any time during the year."
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children with a plan"
    ///   unit:      count
    ///   polarity:  none
    ///   frequency: monthly
    ///   measure:   snapshot
    ///   formula:   figures.value
    ///   description: "Children with a plan at the end of the month."
    /// }
    /// ```
    KPI2403 FLOW_OR_SNAPSHOT "time" Warning
}

pub const RULE: Rule = Rule::stable(FLOW_OR_SNAPSHOT, check);

const OVER: &[&str] = &[
    "at any time during",
    "at any point during",
    "during the year",
    "during the period",
    "during the quarter",
    "over the course of the year",
];
const AT: &[&str] = &[
    "at month end",
    "at the month end",
    "at year end",
    "at the end of the month",
    "at the end of the quarter",
    "at the end of the year",
    "on the last day",
    "at the end of the period",
    "as at the end",
];

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let texts = ["title", "description", "note"].into_iter().flat_map(|key| {
            let own: Vec<&String> = match key {
                "title" => indicator.title.values().collect(),
                key => indicator.texts.get(key).into_iter().flat_map(|text| text.values()).collect(),
            };
            own.into_iter().map(move |text| (key, text))
        });
        let texts: Vec<(&str, &String)> = texts.collect();
        let find = |phrases: &[&'static str]| texts.iter().find_map(|(key, text)| Some((*key, said(text, phrases)?)));
        let snapshot = indicator.measure.values().all(|measure| *measure == Measure::Snapshot);
        match (find(OVER), find(AT)) {
            (Some((key, over)), Some((other, at))) => {
                let message = format!("one text says \"{over}\", and \"{at}\" as well");
                let message =
                    if key == other { message } else { format!("this says \"{over}\", and the {other} \"{at}\"") };
                out.push(
                    Diagnostic::at(FLOW_OR_SNAPSHOT, context.place(indicator, key), message)
                        .help("keep the one that the figure is made by, and say it with `measure:`"),
                );
            }
            (Some((key, over)), None) if snapshot => out.push(
                Diagnostic::at(
                    FLOW_OR_SNAPSHOT,
                    context.place(indicator, key),
                    format!("this says \"{over}\", and the figure is a snapshot"),
                )
                .label(context.place(indicator, "measure"), "counted at a moment")
                .help("say at which moment it is counted, or leave `measure: snapshot` out"),
            ),
            _ => {}
        }
    }
}
