//! Where one part stands among all of them: a report of one council, say, out of national data.

use super::Building;
use super::charts::{scaled, told};
use crate::model::{Chart, ChartKind, Indicator, Theme};
use indexmap::IndexMap;
use kpi_chart::{Level, Spine, SpineRow, Verdict};
use kpi_core::statistics::Significance;
use kpi_core::{Exact, Polarity, quantile};
use kpi_eval::outturn::{Figure, Outturn};

/// Fewer make no quarters.
const FEWEST_PEERS: usize = 4;
/// One row says no more than its own page.
const FEWEST_ROWS: usize = 2;

impl Building<'_> {
    pub(super) fn spine(
        &self,
        scorecard: &str,
        themes: &[Theme],
        indicators: &IndexMap<String, Indicator>,
        outturns: &[&Outturn],
    ) -> Option<Chart> {
        let all = self.given.all?;
        let of = |id: &String| outturns.iter().find(|outturn| outturn.indicator == *id);
        let rows: Vec<SpineRow> = themes
            .iter()
            .flat_map(|theme| &theme.indicators)
            .filter_map(|id| {
                let (own, indicator) = (of(id)?, indicators.get(id)?);
                let whole = all.outturns.iter().find(|whole| whole.indicator == *id)?;
                self.row(own, whole, indicator)
            })
            .collect();
        if rows.len() < FEWEST_ROWS {
            return None;
        }
        let part = outturns.first()?.slice.iter().map(|(_, value)| self.own.say(value, None)).collect::<Vec<_>>();
        let id = format!("spine-{scorecard}");
        let title = self.words.fill("chart_spine_title", &[("part", &part.join(", "))]);
        let words = self.words.charts();
        // The line in the middle is that of the whole.
        let data = Spine { rows, own: part.join(", "), average: self.words.get("filter_all").to_owned() };
        let drawn = kpi_chart::spine(&self.frame(&id, &title, &words), &data);
        Some(told(ChartKind::Spine, id.clone(), drawn))
    }

    fn row(&self, own: &Outturn, whole: &Outturn, indicator: &Indicator) -> Option<SpineRow> {
        let alike = |part: &&Outturn| {
            part.slice.len() == own.slice.len() && part.slice.iter().zip(&own.slice).all(|((a, _), (b, _))| a == b)
        };
        let mut peers: Vec<&Figure> = whole
            .slices
            .iter()
            .filter(alike)
            .map(|part| &part.value)
            .filter(|figure| figure.value().is_some())
            .collect();
        if peers.len() < FEWEST_PEERS {
            return None;
        }
        peers.sort_by(|a, b| a.value().cmp(&b.value()));
        let higher_is_better = match own.polarity {
            Polarity::Higher => true,
            Polarity::Lower => false,
            Polarity::Range(..) | Polarity::Midpoint(_) | Polarity::None => return None,
        };
        let (lowest, highest) = (self.level(peers.first()?)?, self.level(peers.last()?)?);
        let (worst, best) = if higher_is_better { (lowest, highest) } else { (highest, lowest) };
        let sorted: Vec<Exact> = peers.iter().filter_map(|figure| figure.value().cloned()).collect();
        let quarter = |of: i128| {
            let at = quantile::quantile(&sorted, &Exact::ratio(of, 4)?)?.ok()?;
            Some(scaled(&at, own.unit.unit))
        };
        let (low, high) = (quarter(1)?, quarter(3)?);
        let judged = own.comparators.iter().find_map(|other| other.significance.as_ref()?.as_ref().ok());
        Some(SpineRow {
            label: indicator.short.clone(),
            own: self.level(&own.value),
            missing: indicator.value.cell.text.clone(),
            average: self.level(&whole.value).unwrap_or_else(|| Level::new(0.0, "")),
            worst,
            best,
            quartiles: Some(if higher_is_better { (low, high) } else { (high, low) }),
            verdict: match judged {
                Some(Significance::Better) => Verdict::Better,
                Some(Significance::Similar) => Verdict::Similar,
                Some(Significance::Worse) => Verdict::Worse,
                Some(_) | None => Verdict::NotCompared,
            },
        })
    }
}
