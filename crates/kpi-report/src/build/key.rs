//! The key: what the words, colours and marks of the report mean.

use super::Building;
use crate::model::{Band, Cell, Indicator, Key, Mark, Named, Scheme, State, Word};
use indexmap::{IndexMap, IndexSet};
use kpi_core::{Exact, Judgement, Rounding};
use kpi_model::catalogue::{BandTest, Interval, Judge, JudgeOf};

impl Building<'_> {
    pub(super) fn key(&self, indicators: &IndexMap<String, Indicator>) -> Key {
        Key { fields: self.fields(indicators), schemes: self.schemes(), marks: self.marks(indicators) }
    }

    /// The fields that some page of this report has.
    fn fields(&self, indicators: &IndexMap<String, Indicator>) -> Vec<Named> {
        let any = |test: fn(&Indicator) -> bool| indicators.values().any(test);
        let field = |key: &str, label: &str| Named {
            key: key.to_owned(),
            label: self.words.get(label).to_owned(),
            text: self.words.get(&format!("field_{key}")).to_owned(),
        };
        let mut fields = Vec::new();
        let mut add = |wanted: bool, key: &str, label: &str| {
            if wanted {
                fields.push(field(key, label));
            }
        };
        add(any(|i| !i.target.cell.text.is_empty()), "target", "target");
        add(true, "value", "value");
        add(any(|i| i.previous.is_some()), "previous", "previous");
        add(true, "direction", "direction");
        add(any(|i| !i.change.text.is_empty()), "change", "change");
        add(any(|i| !i.comparators.is_empty()), "comparators", "comparators");
        add(any(|i| !i.rating.text.is_empty()), "rating", "rating");
        add(any(|i| i.rank.is_some()), "rank", "rank");
        add(any(|i| i.forecast.is_some()), "forecast", "forecast");
        add(any(|i| !i.description.is_empty()), "description", "description");
        add(true, "calculation", "calculation");
        add(any(|i| !i.commentary.is_empty()), "commentary", "commentary");
        add(any(|i| !i.actions.is_empty() || i.actions_missing), "actions", "actions");
        add(any(|i| !i.links.is_empty()), "links", "links");
        fields
    }

    fn schemes(&self) -> Vec<Scheme> {
        let report = self.given.run.period;
        let mut used: IndexSet<&str> = IndexSet::new();
        for outturn in &self.given.run.outturns {
            let Some(rule) = self.given.catalogue.indicators.get(&outturn.indicator) else { continue };
            used.extend(rule.bands.as_ref().and_then(|bands| bands.at(report)).map(String::as_str));
        }
        let schemes = used.into_iter().filter_map(|name| self.given.catalogue.scheme(name, report));
        schemes.map(|scheme| self.scheme(scheme)).collect()
    }

    fn scheme(&self, scheme: &kpi_model::catalogue::Scheme) -> Scheme {
        let mut judges = vec![self.words.get(match scheme.judge {
            Judge::Deviation => "judges_deviation",
            Judge::Gap => "judges_gap",
            Judge::Change => "judges_change",
            Judge::Rank => "judges_rank",
            Judge::Quartile => "judges_quartile",
            Judge::Direction => "judges_direction",
            Judge::Significance => "judges_significance",
        })];
        match scheme.of {
            JudgeOf::Value => {}
            JudgeOf::Displayed => judges.push(self.words.get("judges_displayed")),
            JudgeOf::Forecast => judges.push(self.words.get("judges_forecast")),
        }
        let bands = |bands: &[kpi_model::catalogue::Band], judge: Option<Judge>| -> Vec<Band> {
            bands.iter().map(|band| self.band(band, self.covers(&band.test, judge))).collect()
        };
        let words = scheme.words.iter().map(|word| Word {
            word: self.own.say(&word.word, Some(scheme.span)),
            meaning: word.meaning.as_ref().map(|meaning| self.own.say(meaning, Some(scheme.span))),
        });
        Scheme {
            name: scheme.name.clone(),
            judges: judges.join(" "),
            bands: bands(&scheme.bands, Some(scheme.judge)),
            at_zero_target: bands(&scheme.at_zero_target, None),
            words: words.collect(),
            actions_for: scheme.require_actions.iter().map(|label| self.own.say(label, Some(scheme.span))).collect(),
        }
    }

    fn covers(&self, test: &BandTest, judge: Option<Judge>) -> String {
        match test {
            BandTest::Interval(interval) => self.stretch(interval),
            BandTest::Is(judgement) => self
                .words
                .get(match (judge, judgement) {
                    (Some(Judge::Direction), Judgement::Improved) => "covers_improved",
                    (Some(Judge::Direction), Judgement::Unchanged) => "covers_unchanged",
                    (Some(Judge::Direction), Judgement::Worsened) => "covers_worsened",
                    (Some(Judge::Significance), Judgement::Improved) => "covers_significantly_better",
                    (Some(Judge::Significance), Judgement::Unchanged) => "covers_similar",
                    (Some(Judge::Significance), Judgement::Worsened) => "covers_significantly_worse",
                    (_, Judgement::Improved) => "covers_better",
                    (_, Judgement::Unchanged) => "covers_equal",
                    (_, Judgement::Worsened) => "covers_worse",
                })
                .to_owned(),
        }
    }

    fn stretch(&self, interval: &Interval) -> String {
        let shown = |at: &Exact| {
            let hundredths = matches!(interval.unit, kpi_core::Unit::Percent | kpi_core::Unit::Points);
            let scaled = if hundredths { at.mul(&Exact::from(100)).unwrap_or_else(|_| at.clone()) } else { at.clone() };
            let decimals = scaled.decimals(6).unwrap_or(6);
            interval.unit.display(at, decimals, Rounding::default())
        };
        let edge = |key: &str, at: &Exact| self.words.fill(key, &[("at", &shown(at))]);
        let from = interval.lower.as_ref().map(|l| edge(if l.closed { "covers_from" } else { "covers_above" }, &l.at));
        let to = interval.upper.as_ref().map(|l| edge(if l.closed { "covers_to" } else { "covers_below" }, &l.at));
        match (from, to) {
            (Some(from), Some(to)) => self.words.fill("covers_both", &[("from", &from), ("to", &to)]),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.words.get("covers_all").to_owned(),
        }
    }

    /// The marks that stand somewhere in this report.
    fn marks(&self, indicators: &IndexMap<String, Indicator>) -> Vec<Mark> {
        let mut used: IndexSet<String> = IndexSet::new();
        let mut look = |cell: &Cell| used.extend(cell.mark.iter().flat_map(|mark| mark.split(' ')).map(str::to_owned));
        let mut withheld = false;
        for indicator in indicators.values() {
            look(&indicator.value.cell);
            look(&indicator.target.cell);
            let single = [
                &indicator.published,
                &indicator.previous_recalculated,
                &indicator.numerator,
                &indicator.denominator,
                &indicator.target.year_end,
                &indicator.deviation,
            ];
            single.into_iter().flatten().for_each(&mut look);
            indicator.previous.iter().for_each(|value| look(&value.cell));
            indicator.rank.iter().for_each(|rank| look(&rank.cell));
            indicator.forecast.iter().for_each(|forecast| look(&forecast.cell));
            indicator.comparators.iter().for_each(|comparator| look(&comparator.cell));
            for past in &indicator.history {
                look(&past.cell);
                past.published.iter().chain(&past.target).for_each(&mut look);
                withheld |= past.rating.as_ref().is_some_and(|rating| rating.state == "withheld");
            }
            for part in indicator.parts.iter().flat_map(|parts| &parts.rows) {
                look(&part.cell);
                look(&part.target);
                withheld |= part.rating.state == "withheld";
            }
            withheld |= indicator.rating.state == "withheld";
        }
        if withheld {
            used.extend(State::Withheld.mark().map(str::to_owned));
        }
        let known = State::ALL.iter().filter(|state| state.mark().is_some_and(|mark| used.contains(mark)));
        known
            .map(|state| Mark {
                mark: state.mark().unwrap_or_default().to_owned(),
                said: self.said(*state).to_owned(),
                meaning: self.words.get(&format!("means_{}", state.key().replace('-', "_"))).to_owned(),
            })
            .collect()
    }
}
