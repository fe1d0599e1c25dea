//! Bands applied to what they judge. Nothing else colours a figure (R28, R31).

use crate::deviation::{NoDeviation, deviation, gap};
use crate::outturn::{Change, Figure, IntervalOutturn, Rating};
use crate::target::Found;
use crate::trace::Step;
use kpi_core::statistics::Significance;
use kpi_core::{Exact, Judgement, Missing, Polarity, Quantity, Rank, Rounding, Unit};
use kpi_model::catalogue::{Band, BandTest, Interval, Judge, JudgeOf, Scheme};
use std::cmp::Ordering;

/// Everything a scheme may look at.
pub struct Case<'a> {
    pub scheme: &'a Scheme,
    /// What of the figure is judged: as the scheme says.
    pub of: JudgeOf,
    pub polarity: &'a Polarity,
    /// The figure that is judged: the value, or the forecast.
    pub judged: &'a Figure,
    pub target: &'a Found,
    pub change: &'a Change,
    pub baseline: Option<&'a Exact>,
    pub rank: Option<Result<Rank, Missing>>,
    pub quartile: Option<u8>,
    pub interval: Option<&'a IntervalOutturn>,
}

/// A rating, what it was judged by, and the step that shows it.
pub struct Rated {
    pub rating: Rating,
    pub deviation: Option<Figure>,
    pub gap: Option<Figure>,
    pub step: Step,
}

impl Rating {
    /// No rating, and why.
    pub fn none(reason: impl Into<String>) -> Self {
        Self {
            label: None,
            meaning: None,
            colour: None,
            status: false,
            reason: reason.into(),
            withheld: false,
            actions_required: false,
            scheme: None,
            displayed: None,
        }
    }
}

pub fn rate(case: &Case<'_>) -> Rated {
    let (deviation, gap) = case.distances();
    let mut rating = case.rating(&deviation);
    rating.scheme = Some(case.scheme.name.clone());
    rating.displayed = case.displayed().filter(|label| rating.label.as_ref().is_some_and(|exact| exact != label));
    let result = rating.label.clone().unwrap_or_else(|| "no rating".to_owned());
    let mut step = Step::new("rating", result).rule(case.scheme.span).note(rating.reason.clone());
    if let Ok(deviation) = &deviation {
        step.steps.push(Step {
            exact: Some(deviation.to_string()),
            ..Step::new("deviation", signed_percent(deviation)).note(case.formula())
        });
    }
    Rated {
        rating,
        deviation: deviation.ok().map(|value| case.figure(value, Unit::Percent)),
        gap: gap.ok().map(|value| case.figure(value, case.judged.unit.difference())),
        step,
    }
}

impl Case<'_> {
    /// The band of the figure as a page shows it, where it is the exact one that is judged.
    fn displayed(&self) -> Option<String> {
        let rounds = matches!(self.scheme.judge, Judge::Deviation | Judge::Gap | Judge::Change);
        if self.of != JudgeOf::Value || !rounds {
            return None;
        }
        let shown = Case { of: JudgeOf::Displayed, rank: None, ..*self };
        shown.rating(&shown.distances().0).label
    }

    /// The number that is judged, displayed first where the scheme says so.
    fn subject(&self) -> Option<Exact> {
        let value = self.judged.value()?;
        Some(match self.of {
            JudgeOf::Displayed => {
                let hundredths = u8::from(matches!(self.judged.unit, Unit::Percent | Unit::Points)) * 2;
                value.round(self.judged.decimals.saturating_add(hundredths), self.judged.rounding)
            }
            JudgeOf::Value | JudgeOf::Forecast => value.clone(),
        })
    }

    fn distances(&self) -> (Result<Exact, NoDeviation>, Result<Exact, NoDeviation>) {
        let Some(value) = self.subject() else { return (Err(NoDeviation::NoTarget), Err(NoDeviation::NoTarget)) };
        let target = self.target.amount();
        (deviation(self.polarity, &value, target), gap(self.polarity, &value, target))
    }

    fn figure(&self, value: Exact, unit: Unit) -> Figure {
        let decimals = if unit == Unit::Percent { 1 } else { self.judged.decimals };
        Figure {
            result: Ok(value),
            unit,
            decimals,
            rounding: self.judged.rounding,
            signed: true,
            noun: None,
            period: self.judged.period,
        }
    }

    fn formula(&self) -> String {
        match self.polarity {
            Polarity::Higher => "(value − target) ÷ |target|: higher is better".to_owned(),
            Polarity::Lower => "(target − value) ÷ |target|: lower is better".to_owned(),
            Polarity::Range(..) => "minus the distance to the range, over its nearer limit".to_owned(),
            Polarity::Midpoint(_) => "minus the distance to the midpoint, over it".to_owned(),
            Polarity::None => String::new(),
        }
    }

    fn rating(&self, deviation: &Result<Exact, NoDeviation>) -> Rating {
        if *self.polarity == Polarity::None {
            return Rating::none("neither way is good: a figure without polarity gets no rating");
        }
        match self.scheme.judge {
            Judge::Direction => match self.change.judgement {
                Some(judgement) => self.by(judgement, &self.scheme.bands, &format!("the figure {}", judgement.word())),
                None => Rating::none(self.change.reason.clone().unwrap_or_else(|| "no direction".to_owned())),
            },
            Judge::Deviation => match deviation {
                _ if self.judged.value().is_none() => self.no_figure(),
                Ok(deviation) => self.within("deviation", deviation, Unit::Percent),
                Err(NoDeviation::ZeroTarget) => self.at_zero_target(),
                Err(reason) => self.no_deviation(*reason),
            },
            Judge::Gap => match (self.subject(), self.target.amount()) {
                (None, _) => self.no_figure(),
                (Some(value), target) => match gap(self.polarity, &value, target) {
                    Ok(gap) => self.within("gap", &gap, self.judged.unit.difference()),
                    Err(reason) => self.no_deviation(reason),
                },
            },
            Judge::Change => match (self.subject(), self.baseline) {
                (None, _) => self.no_figure(),
                (Some(_), None) => {
                    Rating::none(self.change.reason.clone().unwrap_or_else(|| "no baseline to judge from".to_owned()))
                }
                (Some(value), Some(baseline)) => {
                    let (now, then) = (self.polarity.goodness(&value), self.polarity.goodness(baseline));
                    match now.zip(then).and_then(|(now, then)| now.sub(&then).ok()) {
                        Some(change) => self.within("change", &change, self.judged.unit.difference()),
                        None => self.no_deviation(NoDeviation::TooLarge),
                    }
                }
            },
            Judge::Rank => self.by_rank(),
            Judge::Quartile => self.by_quartile(),
            Judge::Significance => self.by_significance(),
        }
    }

    fn no_figure(&self) -> Rating {
        let why = self.judged.missing().map(ToString::to_string).unwrap_or_default();
        Rating::none(match self.of {
            JudgeOf::Forecast => format!("no forecast to judge: {why}"),
            _ => format!("no figure to judge: {why}"),
        })
    }

    fn no_deviation(&self, reason: NoDeviation) -> Rating {
        Rating::none(match reason {
            NoDeviation::ZeroTarget => "the target is zero, and the bands do not say what that means".to_owned(),
            NoDeviation::NoPolarity => "neither way is good".to_owned(),
            NoDeviation::NoTarget => self.target.why_none(),
            NoDeviation::TooLarge => "the deviation is too large a number".to_owned(),
        })
    }

    fn at_zero_target(&self) -> Rating {
        let Some(target) = self.target.amount().cloned().or_else(|| match self.polarity {
            Polarity::Midpoint(middle) => Some(middle.clone()),
            _ => Some(Exact::zero()),
        }) else {
            return self.no_deviation(NoDeviation::NoTarget);
        };
        if self.scheme.at_zero_target.is_empty() {
            return self.no_deviation(NoDeviation::ZeroTarget);
        }
        let Some(value) = self.subject() else { return self.no_figure() };
        let good = self.polarity.goodness(&value).zip(self.polarity.goodness(&target));
        let (is, word) = match good.map(|(now, target)| now.cmp(&target)) {
            Some(Ordering::Greater) => (Judgement::Improved, "better than"),
            Some(Ordering::Equal) => (Judgement::Unchanged, "equal to"),
            Some(Ordering::Less) => (Judgement::Worsened, "worse than"),
            None => return self.no_deviation(NoDeviation::NoPolarity),
        };
        self.by(is, &self.scheme.at_zero_target, &format!("the figure is {word} a target of zero"))
    }

    fn by_quartile(&self) -> Rating {
        match (self.quartile, &self.rank) {
            (Some(quartile), _) => self.within("quartile", &Exact::from(i64::from(quartile)), Unit::Number),
            (None, Some(Err(missing))) => Rating::none(format!("no quartile to judge: {missing}")),
            (None, _) => Rating::none("the figure has no quartile"),
        }
    }

    fn by_significance(&self) -> Rating {
        if self.judged.value().is_none() {
            return self.no_figure();
        }
        let Some(against) = self.interval.and_then(|interval| interval.against.as_ref()) else {
            return Rating::none("the rules make no interval");
        };
        let judgement = match against.significance {
            Ok(Significance::Better) => Judgement::Improved,
            Ok(Significance::Similar) => Judgement::Unchanged,
            Ok(Significance::Worse) => Judgement::Worsened,
            Ok(Significance::Higher | Significance::Lower) => return self.no_deviation(NoDeviation::NoPolarity),
            Err(_) => return Rating::none(against.reason.clone()),
        };
        self.by(judgement, &self.scheme.bands, &against.reason)
    }

    fn by_rank(&self) -> Rating {
        let rank = match &self.rank {
            Some(Ok(rank)) => *rank,
            Some(Err(missing)) => return Rating::none(format!("no rank to judge: {missing}")),
            None => return Rating::none("the rules give no rank"),
        };
        let in_percent = self.scheme.bands.iter().any(|band| match &band.test {
            BandTest::Interval(interval) => interval.unit == Unit::Percent,
            BandTest::Is(_) => false,
        });
        let position = Exact::from(i64::from(rank.position));
        if !in_percent {
            return self.within("rank", &position, Unit::Number);
        }
        let share = rank.of.and_then(|of| position.div(&Exact::from(i64::from(of))).ok().flatten());
        match share {
            Some(share) => self.within("rank", &share, Unit::Percent),
            None => Rating::none("how many are ranked is not known"),
        }
    }

    fn within(&self, what: &str, value: &Exact, unit: Unit) -> Rating {
        let found = self.scheme.bands.iter().find_map(|band| match &band.test {
            BandTest::Interval(interval) if interval.contains(value) => Some((band, interval)),
            _ => None,
        });
        match found {
            Some((band, interval)) => {
                let told = self.told(value, unit, interval);
                self.band(band, format!("{what} {told} is {}", in_words(interval, unit)))
            }
            None => Rating::none(format!("{what} {} lies in no band", Quantity::new(value.clone(), unit).in_full())),
        }
    }

    /// The judged number with one decimal, or with as many as it takes not to look like an edge it is not on.
    fn told(&self, value: &Exact, unit: Unit, interval: &Interval) -> String {
        // A place and a quarter are whole numbers.
        if matches!(self.scheme.judge, Judge::Rank | Judge::Quartile) && unit == Unit::Number {
            return value.to_string();
        }
        let edges = [&interval.lower, &interval.upper];
        let hundredths = u8::from(matches!(unit, Unit::Percent | Unit::Points)) * 2;
        let like_an_edge = |decimals: u8| {
            let shown = value.round(decimals + hundredths, Rounding::HalfUp);
            edges.iter().any(|edge| edge.as_ref().is_some_and(|edge| shown == edge.at && *value != edge.at))
        };
        let decimals = (1..=9).find(|decimals| !like_an_edge(*decimals)).unwrap_or(9);
        let text = unit.display(value, decimals, Rounding::HalfUp);
        if value.is_positive() && matches!(unit, Unit::Percent | Unit::Points) { format!("+{text}") } else { text }
    }

    fn by(&self, judgement: Judgement, bands: &[Band], why: &str) -> Rating {
        match bands.iter().find(|band| band.test == BandTest::Is(judgement)) {
            Some(band) => self.band(band, why.to_owned()),
            None => Rating::none(format!("{why}, and no band says what that means")),
        }
    }

    fn band(&self, band: &Band, reason: String) -> Rating {
        Rating {
            label: Some(band.label.clone()),
            meaning: band.meaning.clone(),
            colour: Some(band.colour),
            status: false,
            reason,
            withheld: false,
            actions_required: self.scheme.require_actions.iter().any(|label| label.eq_ignore_ascii_case(&band.label)),
            scheme: None,
            displayed: None,
        }
    }
}

fn signed_percent(value: &Exact) -> String {
    let text = Quantity::new(value.clone(), Unit::Percent).in_full();
    match text.strip_prefix('≈') {
        _ if !value.is_positive() => text,
        Some(rounded) => format!("≈+{rounded}"),
        None => format!("+{text}"),
    }
}

/// `above 5%`, `at least -10% and below 0%`.
fn in_words(interval: &Interval, unit: Unit) -> String {
    let edge = |at: &Exact| Quantity::new(at.clone(), unit).in_full();
    let lower =
        interval.lower.as_ref().map(|l| format!("{} {}", if l.closed { "at least" } else { "above" }, edge(&l.at)));
    let upper =
        interval.upper.as_ref().map(|l| format!("{} {}", if l.closed { "at most" } else { "below" }, edge(&l.at)));
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{lower} and {upper}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => "anything".to_owned(),
    }
}
