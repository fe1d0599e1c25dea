//! The proof that the bands of a scheme cover every value exactly once (R29).

use super::draw;
use crate::catalogue::{Band, BandTest, Interval, Judge, Limit};
use kpi_core::codes::judging;
use kpi_core::{Diagnostic, Exact, Quantity, Span, Unit};

/// A part of the line on which the same bands apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
    /// The bands that cover it, by their place.
    pub covered_by: Vec<usize>,
    /// Can a value lie in it at all?
    pub live: bool,
}

impl Stretch {
    /// Just one value.
    pub fn is_point(&self) -> bool {
        matches!((&self.lower, &self.upper), (Some(lower), Some(upper)) if lower.at == upper.at)
    }
}

/// The whole line, cut where the set of bands changes.
pub fn stretches(bands: &[&Interval], judge: Judge) -> Vec<Stretch> {
    let mut edges: Vec<&Exact> =
        bands.iter().flat_map(|i| [&i.lower, &i.upper]).flatten().map(|limit| &limit.at).collect();
    edges.sort();
    edges.dedup();
    let unit = bands.first().map_or(Unit::Number, |interval| interval.unit);
    let mut found: Vec<Stretch> = Vec::new();
    let mut push = |lower: Option<&Exact>, upper: Option<&Exact>, point: bool| {
        let limit = |at: &Exact| Limit { at: at.clone(), closed: point };
        let covered_by: Vec<usize> = bands
            .iter()
            .enumerate()
            .filter(|(_, band)| match (point, lower) {
                (true, Some(at)) => band.contains(at),
                _ => spans(band, lower, upper),
            })
            .map(|(i, _)| i)
            .collect();
        let live = is_live(judge, unit, lower, upper, point);
        match found.last_mut() {
            Some(last) if last.covered_by == covered_by && last.live == live => last.upper = upper.map(limit),
            _ => found.push(Stretch { lower: lower.map(limit), upper: upper.map(limit), covered_by, live }),
        }
    };
    let mut before = None;
    for edge in &edges {
        push(before, Some(edge), false);
        push(Some(edge), Some(edge), true);
        before = Some(*edge);
    }
    push(before, None, false);
    found
}

/// Does the band hold all of an open piece between two neighbouring edges?
fn spans(band: &Interval, lower: Option<&Exact>, upper: Option<&Exact>) -> bool {
    let from = match (&band.lower, lower) {
        (None, _) => true,
        (Some(limit), Some(lower)) => limit.at <= *lower,
        (Some(_), None) => false,
    };
    let to = match (&band.upper, upper) {
        (None, _) => true,
        (Some(limit), Some(upper)) => limit.at >= *upper,
        (Some(_), None) => false,
    };
    from && to
}

/// Ranks are whole numbers from 1, or shares of those ranked; everything else may be any number.
fn is_live(judge: Judge, unit: Unit, lower: Option<&Exact>, upper: Option<&Exact>, point: bool) -> bool {
    if !matches!(judge, Judge::Rank | Judge::Quartile) {
        return true;
    }
    let (zero, one) = (Exact::zero(), Exact::one());
    if unit == Unit::Percent {
        return match (point, lower, upper) {
            (true, Some(at), _) => *at > zero && *at <= one,
            _ => upper.is_none_or(|upper| *upper > zero) && lower.is_none_or(|lower| *lower < one),
        };
    }
    match (point, lower, upper) {
        (true, Some(at), _) => at.is_integer() && *at >= one,
        (_, _, None) => true,
        (_, lower, Some(upper)) => {
            let next = lower.filter(|lower| **lower >= zero).unwrap_or(&zero);
            let floor = next.round(0, kpi_core::Rounding::Truncate);
            floor.add(&one).is_ok_and(|first| first < *upper)
        }
    }
}

/// Gaps and overlaps among the bands of a scheme. `name` is where the scheme's name stands.
pub fn prove(judge: Judge, bands: &[Band], name: Span) -> Vec<Diagnostic> {
    let mut intervals = Vec::with_capacity(bands.len());
    let mut placed = Vec::with_capacity(bands.len());
    for band in bands {
        if let BandTest::Interval(interval) = &band.test {
            intervals.push(interval);
            placed.push(band);
        }
    }
    let unit = intervals.first().map_or(Unit::Percent, |interval| interval.unit);
    let line = stretches(&intervals, judge);
    let labels: Vec<&str> = placed.iter().map(|band| band.label.as_str()).collect();
    let picture = draw::line(&line, &labels, unit);
    let mut found = Vec::new();
    for stretch in line.iter().filter(|stretch| stretch.live) {
        let what = format!("{} {}", values(judge), phrase(stretch, unit));
        let diagnostic = match stretch.covered_by.as_slice() {
            [] => {
                let mut diagnostic = Diagnostic::at(judging::BAND_GAP, name, format!("no band covers {what}"));
                if stretch.lower.is_none() && stretch.upper.is_none() {
                    diagnostic = Diagnostic::at(judging::BAND_GAP, name, "the scheme has no bands");
                }
                diagnostic.help(filling(stretch, &intervals, &labels, unit, judge))
            }
            [_] => continue,
            [first, second, ..] => {
                let band = |i: &usize| placed.get(*i).copied();
                let (Some(first), Some(second)) = (band(first), band(second)) else { continue };
                let names = format!("`{}` and `{}`", first.label, second.label);
                Diagnostic::at(judging::BAND_OVERLAP, second.span, format!("{names} both cover {what}"))
                    .saying("this band")
                    .label(first.span, "and this one")
                    .help(match &stretch.lower {
                        _ if stretch.is_point() => format!(
                            "leave the edge to one of them: `below {0}` with `from {0}`, or `up to {0}` with `above {0}`",
                            stretch.lower.as_ref().map_or_else(String::new, |limit| typed(&limit.at, unit))
                        ),
                        _ => "move an edge of one of them, so that each value has one band".to_owned(),
                    })
            }
        };
        found.push(match &picture {
            Some(picture) if !intervals.is_empty() => diagnostic.note(picture.clone()),
            _ => diagnostic,
        });
    }
    found
}

const fn values(judge: Judge) -> &'static str {
    match judge {
        Judge::Deviation => "deviations",
        Judge::Gap => "gaps to the target",
        Judge::Change => "changes",
        Judge::Rank => "ranks",
        Judge::Quartile => "quartiles",
        Judge::Direction => "directions",
        Judge::Significance => "significances",
    }
}

/// A value as a rule file would write it.
pub fn typed(value: &Exact, unit: Unit) -> String {
    Quantity::new(value.clone(), unit).in_full()
}

fn phrase(stretch: &Stretch, unit: Unit) -> String {
    let text = |limit: &Limit| typed(&limit.at, unit);
    match (&stretch.lower, &stretch.upper) {
        (Some(lower), Some(_)) if stretch.is_point() => format!("of exactly {}", text(lower)),
        (lower, upper) => {
            let lower =
                lower.as_ref().map(|limit| format!("{} {}", if limit.closed { "from" } else { "above" }, text(limit)));
            let upper = upper
                .as_ref()
                .map(|limit| format!("{} {}", if limit.closed { "up to and including" } else { "below" }, text(limit)));
            match (lower, upper) {
                (Some(lower), Some(upper)) if upper.starts_with("below") => {
                    format!("{lower} to {upper}")
                }
                (Some(lower), Some(upper)) => format!("{lower} {upper}"),
                (lower, upper) => lower.or(upper).unwrap_or_default(),
            }
        }
    }
}

/// The line that would fill a gap.
fn filling(stretch: &Stretch, bands: &[&Interval], labels: &[&str], unit: Unit, judge: Judge) -> String {
    let lower_case = labels.iter().all(|label| label.chars().all(|c| !c.is_uppercase()));
    let label = ["Green", "Amber", "Blue", "Red", "Grey"]
        .into_iter()
        .find(|colour| !labels.iter().any(|label| label.eq_ignore_ascii_case(colour)))
        .unwrap_or("Grey");
    let label = if lower_case { label.to_lowercase() } else { label.to_owned() };
    let text = |limit: &Limit| typed(&limit.at, unit);
    if stretch.is_point()
        && let Some(at) = &stretch.lower
    {
        let at = text(at);
        return format!("let one of the neighbours have the edge: `up to {at}` below it, or `from {at}` above it");
    }
    let from = |limit: &Limit| format!("{} {}", if limit.closed { "from" } else { "above" }, text(limit));
    let to = |limit: &Limit| format!("{} {}", if limit.closed { "up to" } else { "below" }, text(limit));
    match (&stretch.lower, &stretch.upper) {
        (None, None) => match judge {
            Judge::Deviation => "add bands: `Red below 0%` and `Green from 0%`".to_owned(),
            _ => "add bands, such as `Red below …` and `Green from …`".to_owned(),
        },
        (Some(lower), None) => format!("add `{label} {}`", from(lower)),
        (None, Some(upper)) => format!("add `{label} {}`", to(upper)),
        (Some(lower), Some(upper)) => {
            // One edge says enough where a neighbour's own upper edge is where the gap begins.
            let neighbour = bands.iter().any(|band| {
                band.upper.as_ref().is_some_and(|limit| limit.at == lower.at && limit.closed != lower.closed)
            });
            let upper_edges_between = bands
                .iter()
                .any(|band| band.upper.as_ref().is_some_and(|limit| limit.at > lower.at && limit.at < upper.at));
            if neighbour && !upper_edges_between {
                format!("add `{label} {}`", to(upper))
            } else {
                format!("add `{label} {} {}`", from(lower), to(upper))
            }
        }
    }
}
