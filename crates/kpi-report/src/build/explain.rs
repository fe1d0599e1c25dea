//! The trace of a figure as a tree for readers.

use super::Building;
use crate::model::{Node, Source};
use kpi_eval::outturn::Outturn;
use kpi_eval::trace::Step;

/// A rule of many lines is told by its place; its first line says what it is.
const LONGEST_RULE: usize = 200;

impl Building<'_> {
    /// How a figure came about. What is withheld (R45) is not told by the steps that led to it either.
    pub(super) fn explained(&self, outturn: &Outturn) -> Node {
        let mut node = self.node(&outturn.trace);
        for step in &mut node.steps {
            let withheld = match step.label.as_str() {
                "rating" => outturn.rating.withheld,
                "change" => outturn.change.withheld,
                _ => false,
            };
            if withheld {
                let (label, result) = (std::mem::take(&mut step.label), self.words.get("withheld").to_owned());
                *step = Node { label, result, ..Node::default() };
            }
        }
        node
    }

    fn node(&self, step: &Step) -> Node {
        let rule = step.rule.map(|span| {
            let text = self.given.sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            let text = if text.chars().count() > LONGEST_RULE {
                text.chars().take(LONGEST_RULE).chain(['…']).collect()
            } else {
                text
            };
            Source { place: self.given.sources.place(span), text }
        });
        let data = step.data.as_ref().map(|(place, raw)| Source { place: place.to_string(), text: raw.clone() });
        let plugin = step.used.as_ref().map(|used| format!("{} {}", used.identity.id, used.identity.version));
        Node {
            label: step.label.clone(),
            result: step.result.clone(),
            // A whole number says the same twice.
            exact: step.exact.clone().filter(|exact| *exact != step.result),
            period: step.period.map(|period| self.words.period(period)),
            note: step.note.clone().filter(|note| !note.is_empty()),
            rule,
            data,
            plugin,
            steps: step.steps.iter().map(|step| self.node(step)).collect(),
        }
    }
}
