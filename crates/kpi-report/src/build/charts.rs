//! The figures of a report as charts. Places come from floating point, what is written from the cells.

use super::Building;
use crate::model::{Chart, ChartKind, Indicator, State, Summary, Theme};
use indexmap::IndexMap;
use kpi_chart::{
    Band, Bar, BarKind, Baseline, Cause, Comparators, Control, ControlPoint, Edges, Frame, Level, Point, Rating,
    Reference, ReferenceKind, Rug, RugCell, RugRow, Segment, Share, Sparkline, Tally, Trend, Units,
};
use kpi_core::statistics::Variation;
use kpi_core::{Exact, Period, PeriodKind, Polarity, Unit};
use kpi_eval::outturn::{ControlOutturn, Figure, Outturn, Past};
use kpi_model::catalogue::Colour;

/// A course has two points at least.
const FEWEST: usize = 2;
/// More cells than this in a row cannot be told apart.
const MOST_COLUMNS: usize = 12;
/// A cloth of more rows is looked at by nobody, and makes its page heavy.
const MOST_ROWS: usize = 80;
/// An index of more than these is searched, not looked over: it has no small courses beside its figures.
const MOST_SPARKLINES: usize = 200;

impl Building<'_> {
    pub(super) fn charts(&self, indicator: &Indicator, outturn: &Outturn) -> Vec<Chart> {
        let mut found = Vec::new();
        if let Some(control) = outturn.control.as_ref().filter(|control| !control.points.is_empty()) {
            found.push(self.control_chart(indicator, outturn, control));
        } else if figures(outturn) >= FEWEST {
            found.push(self.trend(indicator, outturn));
        }
        if outturn.comparators.iter().any(|comparator| comparator.figure.value().is_some())
            && outturn.value.value().is_some()
        {
            found.push(self.beside(indicator, outturn));
        }
        found
    }

    pub(super) fn frame<'f>(&'f self, id: &'f str, title: &'f str, words: &'f kpi_chart::Words) -> Frame<'f> {
        Frame { language: self.words.language.tag(), ..Frame::new(id, title, &self.given.about.brand.theme, words) }
    }

    fn trend(&self, indicator: &Indicator, outturn: &Outturn) -> Chart {
        let id = format!("trend-{}", indicator.id);
        let latest = indicator.value.cell.number.is_some();
        let given = [
            ("title", indicator.title.as_str()),
            ("value", indicator.value.cell.text.as_str()),
            ("period", indicator.value.period.as_str()),
            ("target", indicator.target.cell.text.as_str()),
        ];
        let title = match (latest, indicator.target.cell.number.is_some()) {
            (false, _) => self.words.fill("chart_trend_none", &given),
            (true, true) => self.words.fill("chart_trend_target", &given),
            (true, false) => self.words.fill("chart_trend_title", &given),
        };
        let points: Vec<Point> = outturn.history.iter().map(|past| self.point(past)).collect();
        let ends_year = outturn.year_end_target.as_ref().and_then(|target| target.figure.as_ref());
        let data = Trend {
            name: self.own.say(&self.given.about.council, None),
            unit: axis_unit(outturn.unit.unit).map(|()| indicator.unit.clone()).unwrap_or_default(),
            other_name: self.words.get("as_published").to_owned(),
            year_end: ends_year.and_then(|figure| self.level(figure)),
            bands: self.bands(&outturn.history),
            // Where what is read is how far a figure is from its target, zero may be far away from both.
            baseline: if spans_far(&outturn.history) { Baseline::Broken } else { Baseline::Zero },
            floor: never_negative(outturn.unit.unit).then_some(0.0),
            ceiling: share(outturn).then_some(100.0),
            points,
        };
        let words = self.words.charts();
        let drawn = kpi_chart::trend(&self.frame(&id, &title, &words), &data, &units(outturn.unit.unit));
        told(ChartKind::Trend, id, drawn)
    }

    fn point(&self, past: &Past) -> Point {
        let cell = self.figure(&past.value, &past.flags);
        let (label, year) = self.words.ticks(past.period);
        Point {
            label,
            year,
            value: past.value.value().map(|value| scaled(value, past.value.unit)),
            state: match cell.state {
                State::Provisional => kpi_chart::State::Provisional,
                State::Revised => kpi_chart::State::Revised,
                State::Suppressed => kpi_chart::State::Suppressed { words: cell.text.clone() },
                _ if cell.number.is_none() => kpi_chart::State::Missing { words: cell.text.clone() },
                _ => kpi_chart::State::Final,
            },
            display: cell.text,
            target: past.target.as_ref().and_then(|figure| self.level(figure)),
            other: past.published.as_ref().and_then(|figure| self.level(figure)),
        }
    }

    pub(super) fn level(&self, figure: &Figure) -> Option<Level> {
        let value = figure.value()?;
        Some(Level::new(scaled(value, figure.unit), self.figure(figure, &[]).text))
    }

    /// Each band over the points at which it is.
    fn bands(&self, history: &[Past]) -> Vec<Band> {
        let mut labels: Vec<(&str, Colour)> = Vec::new();
        for stretch in history.iter().rev().flat_map(|past| &past.bands) {
            if !labels.iter().any(|(label, _)| *label == stretch.label) {
                labels.push((&stretch.label, stretch.colour));
            }
        }
        labels
            .into_iter()
            .map(|(label, colour)| {
                let at = |past: &Past| {
                    let stretch = past.bands.iter().find(|stretch| stretch.label == label)?;
                    let edge = |edge: &Option<Exact>| edge.as_ref().map(|edge| scaled(edge, past.value.unit));
                    Some((edge(&stretch.from), edge(&stretch.to)))
                };
                let each: Vec<_> = history.iter().map(at).collect();
                let first = each.first().copied().flatten();
                let same = first.filter(|first| each.iter().all(|edges| *edges == Some(*first)));
                Band {
                    rating: rating(colour),
                    label: self.own.say(label, None),
                    edges: same.map_or(Edges::Each(each), |(from, to)| Edges::Same { from, to }),
                }
            })
            .collect()
    }

    fn beside(&self, indicator: &Indicator, outturn: &Outturn) -> Chart {
        let id = format!("beside-{}", indicator.id);
        let given = [("title", indicator.title.as_str()), ("value", indicator.value.cell.text.as_str())];
        let title = self.words.fill("chart_comparators_title", &given);
        let own = Bar {
            label: self.own.say(&self.given.about.council, None),
            value: outturn.value.value().map(|value| scaled(value, outturn.unit.unit)),
            display: indicator.value.cell.text.clone(),
            kind: BarKind::Own,
            interval: None,
        };
        let others = outturn.comparators.iter().map(|other| {
            let cell = self.figure(&other.figure, &[]);
            let title = self.own.say(&other.title, None);
            Bar {
                label: other.year.as_ref().map_or_else(|| title.clone(), |year| format!("{title}, {year}")),
                value: other.figure.value().map(|value| scaled(value, outturn.unit.unit)),
                display: cell.text,
                kind: BarKind::Other,
                interval: None,
            }
        });
        let target = outturn.target.figure.as_ref().and_then(|figure| self.level(figure));
        let label = indicator.target.label.clone();
        let data = Comparators {
            bars: std::iter::once(own).chain(others).collect(),
            references: target
                .map(|level| Reference { kind: ReferenceKind::Target, label, level })
                .into_iter()
                .collect(),
        };
        let words = self.words.charts();
        told(ChartKind::Comparators, id.clone(), kpi_chart::comparators(&self.frame(&id, &title, &words), &data))
    }

    fn control_chart(&self, indicator: &Indicator, outturn: &Outturn, control: &ControlOutturn) -> Chart {
        let id = format!("control-{}", indicator.id);
        let variation = control.variation.as_ref().ok().map(|variation| self.variation(*variation));
        let given = [("title", indicator.title.as_str()), ("variation", variation.unwrap_or_default())];
        let title = match variation {
            Some(_) => self.words.fill("chart_control_title", &given),
            None => indicator.title.clone(),
        };
        let unit = outturn.unit.unit;
        let points = control.points.iter().map(|point| {
            let (label, year) = self.words.ticks(point.period);
            let text = self.figure(&point.figure, &[]).text;
            ControlPoint {
                label,
                year,
                value: point.figure.value().map(|value| scaled(value, unit)),
                missing: text.clone(),
                display: text,
                cause: if point.rules.is_empty() { Cause::Common } else { cause(&outturn.polarity, point) },
            }
        });
        let data = Control {
            name: self.own.say(&self.given.about.council, None),
            unit: axis_unit(unit).map(|()| indicator.unit.clone()).unwrap_or_default(),
            points: points.collect(),
            segments: self.segments(control),
            target: outturn.target.figure.as_ref().and_then(|figure| self.level(figure)),
            note: control.reason.as_ref().map(|reason| self.own.say(reason, None)).unwrap_or_default(),
            floor: never_negative(unit).then_some(0.0),
            ceiling: share(outturn).then_some(100.0),
        };
        let words = self.words.charts();
        let drawn = kpi_chart::control(&self.frame(&id, &title, &words), &data, &units(unit));
        told(ChartKind::Control, id, drawn)
    }

    /// Points next to each other with the same limits.
    fn segments(&self, control: &ControlOutturn) -> Vec<Segment> {
        let mut found: Vec<(Segment, Option<&Figure>)> = Vec::new();
        for (at, point) in control.points.iter().enumerate() {
            let Some(centre) = point.centre.as_ref().and_then(|figure| self.level(figure)) else { continue };
            match found.last_mut() {
                Some((last, of)) if *of == point.centre.as_ref() && last.to + 1 == at => last.to = at,
                _ => {
                    let limit = |limit: &Option<Figure>| limit.as_ref().and_then(|figure| self.level(figure));
                    let segment =
                        Segment { from: at, to: at, centre, lower: limit(&point.lower), upper: limit(&point.upper) };
                    found.push((segment, point.centre.as_ref()));
                }
            }
        }
        found.into_iter().map(|(segment, _)| segment).collect()
    }

    pub(super) fn sparkline(&self, indicator: &Indicator, outturn: &Outturn) -> Option<Chart> {
        if figures(outturn) < FEWEST || self.given.run.outturns.len() > MOST_SPARKLINES {
            return None;
        }
        let id = format!("spark-{}", indicator.id);
        let points = outturn.history.iter().map(|past| (self.words.period(past.period), self.level(&past.value)));
        let data = Sparkline {
            name: indicator.short.clone(),
            points: points.collect(),
            target: outturn.target.figure.as_ref().and_then(|figure| self.level(figure)),
        };
        let words = self.words.charts();
        let drawn = kpi_chart::sparkline(&self.frame(&id, &indicator.short, &words), &data);
        Some(told(ChartKind::Sparkline, id.clone(), drawn))
    }

    /// How many have which rating; and the ratings over time, where there are any.
    pub(super) fn index_charts(
        &self,
        scorecard: &str,
        summary: &Summary,
        themes: &[Theme],
        indicators: &IndexMap<String, Indicator>,
        outturns: &[&Outturn],
    ) -> Vec<Chart> {
        let mut found = Vec::new();
        found.extend(self.tally(scorecard, summary));
        found.extend(self.spine(scorecard, themes, indicators, outturns));
        found.extend(self.rug(scorecard, themes, indicators, outturns));
        found
    }

    fn tally(&self, scorecard: &str, summary: &Summary) -> Option<Chart> {
        let rated: Vec<_> = summary.ratings.iter().filter(|count| count.colour.is_some()).collect();
        if rated.is_empty() {
            return None;
        }
        let id = format!("tally-{scorecard}");
        let title = self.words.fill("chart_tally_title", &[("n", &summary.measures.to_string())]);
        let shares = summary.ratings.iter().map(|count| Share {
            rating: count.colour.and_then(Colour::from_word).map_or(Rating::Grey, rating),
            word: count.label.clone(),
            count: u32::try_from(count.count).unwrap_or(u32::MAX),
            display: count.count.to_string(),
        });
        let data = Tally { shares: shares.collect() };
        let words = self.words.charts();
        Some(told(ChartKind::Tally, id.clone(), kpi_chart::tally(&self.frame(&id, &title, &words), &data)))
    }

    /// Indicators down and periods across; only those that are made for the same periods stand in one rug.
    fn rug(
        &self,
        scorecard: &str,
        themes: &[Theme],
        indicators: &IndexMap<String, Indicator>,
        outturns: &[&Outturn],
    ) -> Option<Chart> {
        let rated = |outturn: &&&Outturn| {
            outturn.history.len() >= FEWEST && outturn.history.iter().filter(|past| has_colour(past)).count() >= FEWEST
        };
        let of: Vec<&&Outturn> = outturns.iter().filter(rated).collect();
        // Years beside quarters make a cloth of holes: the rug is of those figures that are made most often alike.
        let made = |outturn: &Outturn| (outturn.period.kind(), outturn.period.is_to_date());
        let mut kinds: IndexMap<(PeriodKind, bool), usize> = IndexMap::new();
        for outturn in &of {
            *kinds.entry(made(outturn)).or_default() += 1;
        }
        let (kind, _) = kinds.iter().max_by_key(|(_, count)| **count)?;
        let of: Vec<&&Outturn> = of.into_iter().filter(|outturn| made(outturn) == *kind).collect();
        let mut columns: Vec<Period> =
            of.iter().flat_map(|outturn| outturn.history.iter().map(|past| past.period)).collect();
        columns.sort_unstable();
        columns.dedup();
        let columns: Vec<Period> = columns.iter().rev().take(MOST_COLUMNS).rev().copied().collect();
        if of.len() < FEWEST || of.len() > MOST_ROWS || columns.len() < FEWEST {
            return None;
        }
        let mut ratings: Vec<(Rating, String)> = Vec::new();
        let mut rows = Vec::new();
        for id in themes.iter().flat_map(|theme| &theme.indicators) {
            let (Some(indicator), Some(outturn)) = (indicators.get(id), of.iter().find(|o| o.indicator == *id)) else {
                continue;
            };
            let cells = columns.iter().map(|period| {
                let past = outturn.history.iter().find(|past| past.period == *period);
                let label = past.and_then(|past| past.rating.as_ref());
                match (past, label.and_then(|rated| Some((rated.colour?, rated.label.as_ref()?)))) {
                    (Some(past), Some((colour, label))) => {
                        let word = self.own.say(label, None);
                        if !ratings.iter().any(|(_, known)| *known == word) {
                            ratings.push((rating(colour), word.clone()));
                        }
                        RugCell {
                            rating: Some(rating(colour)),
                            letter: word.chars().take(1).collect(),
                            display: self.figure(&past.value, &[]).text,
                        }
                    }
                    _ => RugCell::default(),
                }
            });
            let cells = cells.collect();
            rows.push(RugRow { label: indicator.short.clone(), cells });
        }
        let id = format!("rug-{scorecard}");
        let title = self.words.get("chart_rug_title");
        let columns = columns.iter().map(|period| self.words.period(*period)).collect();
        let words = self.words.charts();
        let data = Rug { columns, rows, ratings };
        Some(told(ChartKind::Rug, id.clone(), kpi_chart::rug(&self.frame(&id, title, &words), &data)))
    }
}

pub(super) fn told(kind: ChartKind, id: String, drawn: kpi_chart::Chart) -> Chart {
    Chart { kind, id, title: drawn.title, description: drawn.description, svg: drawn.svg }
}

fn figures(outturn: &Outturn) -> usize {
    outturn.history.iter().filter(|past| past.value.value().is_some()).count()
}

fn has_colour(past: &Past) -> bool {
    past.rating.as_ref().is_some_and(|rating| rating.colour.is_some())
}

/// As it is read: a percentage as its number of hundredths.
pub(super) fn scaled(value: &Exact, unit: Unit) -> f64 {
    match unit {
        Unit::Percent | Unit::Points => value.to_f64() * 100.0,
        _ => value.to_f64(),
    }
}

fn units(unit: Unit) -> Units {
    match unit {
        Unit::Percent => Units::percent(),
        Unit::Money => Units::pounds(),
        Unit::Points => Units { after: " pp".to_owned(), ..Units::default() },
        _ => Units::default(),
    }
}

/// Do the ticks of an axis leave open what they count?
const fn axis_unit(unit: Unit) -> Option<()> {
    match unit {
        Unit::Percent | Unit::Points | Unit::Money => None,
        _ => Some(()),
    }
}

/// Neither a percentage nor a count goes below zero; a difference does.
fn never_negative(unit: Unit) -> bool {
    matches!(unit, Unit::Count | Unit::Percent | Unit::Rate(_) | Unit::Days)
}

/// A share of all that there is, which is never more than all; growth is no share.
fn share(outturn: &Outturn) -> bool {
    let all = outturn.history.iter().filter_map(|past| past.value.value());
    outturn.unit.unit == Unit::Percent && all.chain(outturn.value.value()).all(|value| value <= &Exact::one())
}

/// Is zero so far from all that is shown that its distance would flatten the course?
fn spans_far(history: &[Past]) -> bool {
    let all: Vec<f64> = history
        .iter()
        .flat_map(|past| [past.value.value(), past.target.as_ref().and_then(Figure::value)])
        .flatten()
        .map(Exact::to_f64)
        .collect();
    let (low, high) = all.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    const FAR: f64 = 0.5;
    low > 0.0 && high - low < high * FAR || high < 0.0 && high - low < -low * FAR
}

const fn rating(colour: Colour) -> Rating {
    match colour {
        Colour::Red => Rating::Red,
        Colour::Amber => Rating::Amber,
        Colour::Green => Rating::Green,
        Colour::Blue => Rating::Blue,
        Colour::Grey => Rating::Grey,
    }
}

/// A special cause is good or bad by the side of the centre it is on.
fn cause(polarity: &Polarity, point: &kpi_eval::outturn::ControlPoint) -> Cause {
    let above = match (point.figure.value(), point.centre.as_ref().and_then(Figure::value)) {
        (Some(value), Some(centre)) => value > centre,
        _ => return Cause::Special,
    };
    let variation = match (polarity, above) {
        (Polarity::Higher, true) | (Polarity::Lower, false) => Variation::Improvement,
        (Polarity::Higher, false) | (Polarity::Lower, true) => Variation::Concern,
        (_, true) => Variation::High,
        (_, false) => Variation::Low,
    };
    match variation {
        Variation::Improvement => Cause::Improvement,
        Variation::Concern => Cause::Concern,
        Variation::High | Variation::Low | Variation::Common => Cause::Special,
    }
}
