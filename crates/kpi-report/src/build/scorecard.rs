//! Scorecards: their themes, their counts, and which page follows which.

use super::Building;
use super::indicator::href;
use super::labels::shape;
use crate::model::{self, Count, Indicator, Neighbour, Scorecard, Summary, Theme};
use crate::prose;
use crate::prose::References;
use indexmap::IndexMap;
use kpi_core::{Diagnostic, Judgement};
use kpi_eval::outturn::{self, Outturn};
use kpi_model::catalogue;
use std::collections::{HashMap, HashSet};

/// What a scorecard looks like whose rules do not say.
const USUAL_LAYOUT: &str = "indicator_pages";

/// An indicator where a scorecard lists it.
struct Listed<'a> {
    outturn: &'a Outturn,
    theme: Option<&'a String>,
}

impl Building<'_> {
    pub(super) fn scorecards(
        &self,
        indicators: &mut IndexMap<String, Indicator>,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Scorecard> {
        let groups = self.groups();
        let several = groups.len() > 1;
        let mut built = Vec::new();
        for (rule, listed) in groups {
            built.push(self.scorecard(rule, &listed, several && !built.is_empty(), indicators, references, found));
        }
        built
    }

    /// The scorecards in force with what they list, each whole: an indicator may be on several. What is on none stands alone.
    fn groups(&self) -> Vec<(Option<&catalogue::Scorecard>, Vec<Listed<'_>>)> {
        let run = self.given.run;
        let mut outturns: HashMap<&str, &Outturn> = HashMap::new();
        for outturn in &run.outturns {
            outturns.entry(&outturn.indicator).or_insert(outturn);
        }
        let cards = self.given.catalogue.scorecards.values().filter(|card| card.active.at(run.period)).map(|card| {
            let ids = card.groups.iter().flat_map(|group| group.indicators.iter().map(|id| (id, group.theme.as_ref())));
            let mut once = HashSet::new();
            let ids = ids.filter(|(id, _)| once.insert(id.as_str()));
            let listed = ids.filter_map(|(id, theme)| Some(Listed { outturn: outturns.get(id.as_str())?, theme }));
            (Some(card), listed.collect::<Vec<_>>())
        });
        let alone = run.outturns.iter().filter(|outturn| outturn.scorecard.is_none());
        let alone = alone.map(|outturn| Listed { outturn, theme: outturn.theme.as_ref() }).collect();
        cards.chain([(None, alone)]).filter(|(_, listed)| !listed.is_empty()).collect()
    }

    fn scorecard(
        &self,
        rule: Option<&catalogue::Scorecard>,
        listed: &[Listed<'_>],
        apart: bool,
        indicators: &mut IndexMap<String, Indicator>,
        references: &HashMap<String, References>,
        found: &mut Vec<Diagnostic>,
    ) -> Scorecard {
        let id = rule.map_or_else(|| "scorecard".to_owned(), |rule| rule.id.clone());
        let said = |text: &String| self.own.say(text, rule.map(|rule| rule.span));
        let text = |key: &str| rule.and_then(|rule| rule.texts.get(key)).map(said);
        let mut themes: Vec<Theme> = Vec::new();
        for Listed { outturn, theme } in listed {
            let title = theme.map(said);
            if themes.last().is_none_or(|last| last.title != title) {
                let slug = format!("{id}-theme-{}", themes.len() + 1);
                themes.push(Theme { title, slug, indicators: Vec::new() });
            }
            if let Some(theme) = themes.last_mut() {
                theme.indicators.push(outturn.indicator.clone());
            }
        }
        neighbours(rule, &themes, indicators);
        let mut has = model::Has::default();
        for id in themes.iter().flat_map(|theme| &theme.indicators) {
            if let Some(indicator) = indicators.get(id) {
                has.look(indicator);
            }
        }
        let outturns: Vec<&Outturn> = listed.iter().map(|listed| listed.outturn).collect();
        let owned: Vec<Outturn> = outturns.iter().map(|outturn| (*outturn).clone()).collect();
        let summary = kpi_eval::summarise(self.given.catalogue, &owned, self.given.run.period);
        let summary = self.summary(&summary);
        let charts = self.index_charts(&id, &summary, &themes, indicators, &outturns);
        Scorecard {
            // The first is what a reader sees who opens the site.
            href: if apart { page_of(&id) } else { "index.html".to_owned() },
            title: rule.map_or_else(|| self.words.get("scorecard").to_owned(), |rule| said(&rule.title)),
            subtitle: text("subtitle"),
            committee: text("committee"),
            description: text("description")
                .map(|text| prose::blocks(&super::indicator::dedented(&text)))
                .unwrap_or_default(),
            layout: rule.and_then(|rule| rule.layout.clone()).unwrap_or_else(|| USUAL_LAYOUT.to_owned()),
            narrative: self.sections(&id, references, found),
            themes,
            summary,
            charts,
            has,
            span: rule.map(|rule| rule.span),
            id,
        }
    }

    fn summary(&self, summary: &outturn::Summary) -> Summary {
        let counts = |counts: &[outturn::Count], without: &str| {
            let one = |count: &outturn::Count| Count {
                label: match &count.label {
                    Some(label) => self.own.say(label, None),
                    None => self.words.get(without).to_owned(),
                },
                meaning: count.meaning.as_ref().map(|meaning| self.own.say(meaning, None)),
                colour: count.colour.map(catalogue::Colour::word),
                shape: count.colour.map(shape),
                judgement: count.judgement.map(Judgement::word),
                count: count.count,
            };
            counts.iter().map(one).collect()
        };
        Summary {
            measures: summary.measures,
            ratings: counts(&summary.ratings, "no_rating"),
            changes: counts(&summary.changes, "no_direction"),
            ranks: counts(&summary.ranks, "no_rank"),
        }
    }
}

/// Which page comes before and after which, among those that belong to the scorecard: the first that lists them.
fn neighbours(rule: Option<&catalogue::Scorecard>, themes: &[Theme], indicators: &mut IndexMap<String, Indicator>) {
    let home = rule.map(|rule| rule.id.as_str());
    let told: Vec<Neighbour> = themes
        .iter()
        .flat_map(|theme| &theme.indicators)
        .filter_map(|id| indicators.get(id))
        .filter(|indicator| indicator.scorecard.as_deref() == home)
        .map(|indicator| Neighbour {
            id: indicator.id.clone(),
            title: indicator.title.clone(),
            short: indicator.short.clone(),
            href: href(&indicator.id),
        })
        .collect();
    for (at, one) in told.iter().enumerate() {
        let Some(indicator) = indicators.get_mut(&one.id) else { continue };
        indicator.previous_page = at.checked_sub(1).and_then(|at| told.get(at)).cloned();
        indicator.next_page = told.get(at + 1).cloned();
    }
}

/// The page of a scorecard beside the first. Every site has some pages of its own, whose names are taken.
fn page_of(id: &str) -> String {
    let page = format!("{id}.html");
    if crate::html::is_taken(&page) { format!("{id}-scorecard.html") } else { page }
}
