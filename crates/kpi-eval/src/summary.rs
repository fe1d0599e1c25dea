//! Counts by rating, direction and rank move that add up to the number of measures (R51, R52).

use crate::outturn::{Count, Outturn, Summary};
use indexmap::IndexMap;
use kpi_core::{Judgement, Period};
use kpi_model::Catalogue;
use kpi_model::catalogue::Scheme;

/// Measures: single indicators, and groups of variants that count once.
fn measures<'a>(catalogue: &Catalogue, outturns: &'a [Outturn]) -> Vec<Vec<&'a Outturn>> {
    let mut measures: IndexMap<(bool, String), Vec<&Outturn>> = IndexMap::new();
    for outturn in outturns {
        let variant = catalogue.indicators.get(&outturn.indicator).and_then(|indicator| indicator.variant.as_ref());
        let key = match variant {
            Some(variant) if variant.once => (true, variant.of.clone()),
            _ => (false, outturn.indicator.clone()),
        };
        measures.entry(key).or_default().push(outturn);
    }
    measures.into_values().collect()
}

/// A group counts by its first variant that has something to say; one that is withheld says so.
fn of_group<'a, T>(
    group: &[&'a Outturn],
    fact: impl Fn(&'a Outturn) -> Option<T>,
    withheld: impl Fn(&Outturn) -> bool,
) -> Option<T> {
    for outturn in group {
        if let Some(found) = fact(outturn) {
            return Some(found);
        }
        if withheld(outturn) {
            return None;
        }
    }
    None
}

pub fn summary(catalogue: &Catalogue, outturns: &[Outturn], report: Period) -> Summary {
    let measures = measures(catalogue, outturns);
    let mut ratings = Counter::default();
    let mut changes = Counter::default();
    let mut ranks = Counter::default();
    // Every band of every scheme in use is printed, also where nothing lies in it.
    for scheme in schemes(catalogue, outturns, report) {
        for band in &scheme.bands {
            ratings.entry(Some(&band.label)).meaning.clone_from(&band.meaning);
            ratings.entry(Some(&band.label)).colour = Some(band.colour);
        }
    }
    for group in &measures {
        match of_group(group, |o| o.rating.label.as_ref().map(|label| (label, &o.rating)), |o| o.rating.withheld) {
            Some((label, rating)) => {
                let count = ratings.entry(Some(label));
                count.count += 1;
                count.meaning = count.meaning.take().or_else(|| rating.meaning.clone());
                count.colour = rating.colour;
            }
            None => ratings.entry(None).count += 1,
        }
        match of_group(group, |o| o.change.word.as_ref().map(|word| (word, o.change.judgement)), |o| o.change.withheld)
        {
            Some((word, judgement)) => {
                let count = changes.entry(Some(word));
                count.count += 1;
                count.judgement = judgement;
            }
            None => changes.entry(None).count += 1,
        }
        let moved = of_group(group, |o| o.rank.as_ref().and_then(|rank| rank.moved), |_| false);
        let word = moved.map(|moved| match moved {
            Judgement::Improved => "better",
            Judgement::Unchanged => "same",
            Judgement::Worsened => "worse",
        });
        let count = ranks.entry(word);
        count.count += 1;
        count.judgement = moved;
    }
    if outturns.iter().all(|outturn| outturn.rank.is_none()) {
        ranks = Counter::default();
    }
    changes.0.sort_by_key(|count| (count.label.is_none(), count.judgement));
    ranks.0.sort_by_key(|count| (count.label.is_none(), count.judgement));
    ratings.0.sort_by_key(|count| count.label.is_none());
    Summary { measures: measures.len(), ratings: ratings.0, changes: changes.0, ranks: ranks.0 }
}

/// The schemes the outturns are rated by, each once, in the order they come.
fn schemes<'a>(catalogue: &'a Catalogue, outturns: &[Outturn], report: Period) -> Vec<&'a Scheme> {
    let mut found: IndexMap<&str, &Scheme> = IndexMap::new();
    for name in outturns.iter().filter_map(|outturn| outturn.rating.scheme.as_deref()) {
        if let Some(scheme) = catalogue.scheme(name, report) {
            found.entry(scheme.name.as_str()).or_insert(scheme);
        }
    }
    found.into_values().collect()
}

#[derive(Default)]
struct Counter(Vec<Count>);

impl Counter {
    fn entry(&mut self, label: Option<&str>) -> &mut Count {
        let at = self.0.iter().position(|count| count.label.as_deref() == label).unwrap_or_else(|| {
            let label = label.map(str::to_owned);
            self.0.push(Count { label, meaning: None, colour: None, judgement: None, count: 0 });
            self.0.len() - 1
        });
        // INVARIANT: `at` was found or pushed just above.
        #[expect(clippy::indexing_slicing, reason = "`at` is a place in this very list")]
        &mut self.0[at]
    }
}
