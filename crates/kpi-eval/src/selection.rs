//! Which indicators a report carries, and in which order.

use crate::Ask;
use kpi_model::Catalogue;
use kpi_model::catalogue::Indicator;
use std::collections::HashSet;

pub struct Selected<'a> {
    pub indicator: &'a Indicator,
    pub scorecard: Option<String>,
    pub theme: Option<String>,
}

/// Those that are asked for; else those of the scorecards in force, in their order; else all that are active.
pub fn select<'a>(catalogue: &'a Catalogue, ask: &Ask) -> Vec<Selected<'a>> {
    let reported = reported(catalogue, ask);
    if ask.indicators.is_empty() {
        return reported;
    }
    let wanted: HashSet<&str> = ask.indicators.iter().map(String::as_str).collect();
    let mut selected: Vec<Selected<'_>> =
        reported.into_iter().filter(|selected| wanted.contains(selected.indicator.id.as_str())).collect();
    for id in &ask.indicators {
        let known = selected.iter().any(|selected| selected.indicator.id == *id);
        if let (false, Some(indicator)) = (known, catalogue.indicators.get(id)) {
            selected.push(Selected { indicator, scorecard: None, theme: None });
        }
    }
    selected
}

fn reported<'a>(catalogue: &'a Catalogue, ask: &Ask) -> Vec<Selected<'a>> {
    let mut seen = HashSet::new();
    let mut selected = Vec::new();
    for scorecard in catalogue.scorecards.values().filter(|scorecard| scorecard.active.at(ask.period)) {
        for group in &scorecard.groups {
            for id in &group.indicators {
                // A scorecard that lists what begins later in its year announces it.
                let is_listed = |indicator: &&Indicator| {
                    indicator.active.at(ask.period) || indicator.active.announced(ask.period).is_some()
                };
                let indicator = catalogue.indicators.get(id).filter(is_listed);
                if let Some(indicator) = indicator.filter(|_| seen.insert(id.as_str())) {
                    let theme = group.theme.clone();
                    selected.push(Selected { indicator, scorecard: Some(scorecard.id.clone()), theme });
                }
            }
        }
    }
    if !selected.is_empty() {
        return selected;
    }
    let active = catalogue.indicators.values().filter(|indicator| indicator.active.at(ask.period));
    active.map(|indicator| Selected { indicator, scorecard: None, theme: None }).collect()
}
