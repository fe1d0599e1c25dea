//! The report as templates see it: turned into their values once, shared by all pages.

use super::Download;
use crate::model::{Chart, Report};
use minijinja::Value;
use minijinja::value::Serde;
use std::collections::{BTreeMap, HashMap};

/// A report and what is offered beside it, ready for templates. Costs time once, so it is kept where pages are made one by one.
pub struct Prepared {
    pub(super) report: Value,
    pub(super) words: Value,
    pub(super) downloads: Vec<Download>,
    scorecards: HashMap<String, Value>,
    indicators: HashMap<String, Value>,
}

impl Prepared {
    #[must_use]
    pub fn of(report: &Report, downloads: &[Download]) -> Self {
        let value = Value::from(Serde(report));
        let nothing = || Value::UNDEFINED;
        let indicators = value.get_attr("indicators").unwrap_or_else(|_| nothing());
        let one =
            |id: &String| (id.clone(), indicators.get_item(&Value::from(id.as_str())).unwrap_or_else(|_| nothing()));
        let cards = value.get_attr("scorecards").unwrap_or_else(|_| nothing());
        let card = |(at, card): (usize, &crate::model::Scorecard)| {
            (card.id.clone(), cards.get_item_by_index(at).unwrap_or_else(|_| nothing()))
        };
        Self {
            words: value.get_attr("words").unwrap_or_else(|_| nothing()),
            downloads: downloads.to_vec(),
            indicators: report.indicators.keys().map(one).collect(),
            scorecards: report.scorecards.iter().enumerate().map(card).collect(),
            report: value,
        }
    }

    pub(super) fn indicator(&self, id: &str) -> Value {
        self.indicators.get(id).cloned().unwrap_or(Value::UNDEFINED)
    }

    pub(super) fn scorecard(&self, id: &str) -> Value {
        self.scorecards.get(id).cloned().unwrap_or(Value::UNDEFINED)
    }

    /// The drawings of one page, by the names of their charts.
    #[expect(clippy::unused_self, reason = "it is part of what a page is given")]
    pub(super) fn charts<'c>(&self, charts: impl Iterator<Item = &'c Chart>) -> Value {
        let drawings: BTreeMap<String, Value> =
            charts.map(|chart| (chart.id.clone(), Value::from_safe_string(chart.svg.clone()))).collect();
        Value::from(drawings)
    }
}
