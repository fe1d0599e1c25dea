//! Where the bands lie in the figure's own unit, for a target: what a chart shades behind a series.

use crate::outturn::Stretch;
use kpi_core::{Exact, Judgement, Polarity};
use kpi_model::catalogue::{Band, BandTest, Interval, Judge, JudgeOf, Scheme};

/// The stretches of the figure's scale and the band of each, the lowest first. None where the bands judge something
/// that is not on that scale: a direction, a rank, a forecast.
pub fn levels(scheme: &Scheme, polarity: &Polarity, target: Option<&Exact>) -> Vec<Stretch> {
    if scheme.of == JudgeOf::Forecast {
        return Vec::new();
    }
    let of = |base: &Exact, scale: Option<Exact>, sign: i32| side(&scheme.bands, base, scale.as_ref(), sign);
    let scale = |base: &Exact| match scheme.judge {
        Judge::Deviation => Some(base.abs()),
        _ => None,
    };
    let mut found: Vec<Stretch> = match (scheme.judge, polarity, target) {
        (Judge::Deviation, Polarity::Higher | Polarity::Lower, Some(target)) if target.is_zero() => {
            at_zero(&scheme.at_zero_target, polarity, target)
        }
        (Judge::Deviation | Judge::Gap, Polarity::Higher, Some(target)) => of(target, scale(target), 1),
        (Judge::Deviation | Judge::Gap, Polarity::Lower, Some(target)) => of(target, scale(target), -1),
        (Judge::Deviation | Judge::Gap, Polarity::Range(low, high), _) => both(scheme, low, high),
        (Judge::Deviation | Judge::Gap, Polarity::Midpoint(middle), _) => both(scheme, middle, middle),
        _ => Vec::new(),
    };
    // A line is no stretch.
    found.retain(|stretch| stretch.from.is_none() || stretch.from != stretch.to);
    found.sort_by(|a, b| match (&a.from, &b.from) {
        (None, None) => std::cmp::Ordering::Equal,
        (None, _) => std::cmp::Ordering::Less,
        (_, None) => std::cmp::Ordering::Greater,
        (Some(a), Some(b)) => a.cmp(b),
    });
    found
}

/// `base + sign × distance × scale`, for each edge of each band.
fn side(bands: &[Band], base: &Exact, scale: Option<&Exact>, sign: i32) -> Vec<Stretch> {
    let at = |distance: &Exact| -> Option<Exact> {
        let distance = match scale {
            Some(scale) => distance.mul(scale).ok()?,
            None => distance.clone(),
        };
        base.add(&if sign < 0 { distance.neg() } else { distance }).ok()
    };
    let one = |band: &Band| {
        let BandTest::Interval(Interval { lower, upper, .. }) = &band.test else { return None };
        let edge = |limit: &Option<kpi_model::catalogue::Limit>| match limit {
            None => Some(None),
            Some(limit) => at(&limit.at).map(Some),
        };
        let (low, high) = (edge(lower)?, edge(upper)?);
        let (from, to) = if sign < 0 { (high, low) } else { (low, high) };
        Some(Stretch { label: band.label.clone(), colour: band.colour, from, to })
    };
    bands.iter().filter_map(one).collect()
}

/// Below the range and above it, where a distance is less than zero; and within it, where it is zero.
fn both(scheme: &Scheme, low: &Exact, high: &Exact) -> Vec<Stretch> {
    let zero = Exact::zero();
    let away = |base: &Exact, distance: &Exact, sign: i32| -> Option<Exact> {
        let distance =
            if scheme.judge == Judge::Deviation { distance.mul(&base.abs()).ok()? } else { distance.clone() };
        base.add(&if sign < 0 { distance.neg() } else { distance }).ok()
    };
    let mut found = Vec::new();
    for band in &scheme.bands {
        let BandTest::Interval(interval) = &band.test else { continue };
        let lower = interval.lower.as_ref().map(|limit| &limit.at);
        let upper = interval.upper.as_ref().map(|limit| &limit.at).filter(|at| at.is_negative());
        let stretch = |from, to| Stretch { label: band.label.clone(), colour: band.colour, from, to };
        let reaches_out = lower.is_none_or(Exact::is_negative);
        let outer = |base: &Exact, sign: i32| lower.and_then(|lower| away(base, lower, sign));
        if interval.contains(&zero) {
            let (from, to) = match (reaches_out, lower.is_some()) {
                (false, _) => (Some(low.clone()), Some(high.clone())),
                (true, false) => (None, None),
                (true, true) => (outer(low, 1), outer(high, -1)),
            };
            found.push(stretch(from, to));
        } else if reaches_out {
            let inner = |base: &Exact, sign: i32| upper.map_or_else(|| Some(base.clone()), |at| away(base, at, sign));
            found.push(stretch(outer(low, 1), inner(low, 1)));
            found.push(stretch(inner(high, -1), outer(high, -1)));
        }
    }
    found
}

fn at_zero(bands: &[Band], polarity: &Polarity, target: &Exact) -> Vec<Stretch> {
    let one = |band: &Band| {
        let BandTest::Is(judgement) = band.test else { return None };
        let better_is_above = *polarity == Polarity::Higher;
        let (from, to) = match (judgement, better_is_above) {
            (Judgement::Improved, true) | (Judgement::Worsened, false) => (Some(target.clone()), None),
            (Judgement::Improved, false) | (Judgement::Worsened, true) => (None, Some(target.clone())),
            // A line, not a stretch.
            (Judgement::Unchanged, _) => return None,
        };
        Some(Stretch { label: band.label.clone(), colour: band.colour, from, to })
    };
    bands.iter().filter_map(one).collect()
}
