//! Periods under a plot: as many labels as there is room for, and each year once.

use crate::chart::{Frame, Plot};
use crate::metrics::cut;
use crate::style;
use crate::svg::{Anchor, Canvas, Dash};

/// A period's label and the year it belongs to.
pub(crate) type Period<'a> = (&'a str, &'a str);

/// Where periods are: evenly, the first and the last one near the edges.
pub(crate) fn places(count: usize, plot: Plot) -> Vec<f64> {
    let wide = plot.width();
    let inset =
        if count < 2 { wide / 2.0 } else { (wide / (2.0 * count as f64)).clamp(10.0_f64.min(wide / 4.0), 26.0) };
    let step = if count < 2 { 0.0 } else { (wide - 2.0 * inset) / (count - 1) as f64 };
    (0..count).map(|place| plot.left + inset + step * place as f64).collect()
}

/// Where columns begin and end that have those places in their middle.
pub(crate) fn columns(places: &[f64], plot: Plot) -> Vec<(f64, f64)> {
    let mut edges = vec![plot.left];
    edges.extend(places.iter().zip(places.iter().skip(1)).map(|(one, two)| (one + two) / 2.0));
    edges.push(plot.right);
    edges.iter().copied().zip(edges.iter().copied().skip(1)).take(places.len()).collect()
}

/// A period's whole name.
pub(crate) fn name((label, year): Period<'_>) -> String {
    match (label.trim(), year.trim()) {
        (label, "") => label.to_owned(),
        ("", year) => year.to_owned(),
        (label, year) => format!("{label} {year}"),
    }
}

/// Where a year begins among the periods.
fn starts(periods: &[Period<'_>]) -> Vec<usize> {
    let mut before = "";
    let mut starts = Vec::new();
    for (place, (_, year)) in periods.iter().enumerate() {
        if *year != before && !year.trim().is_empty() {
            starts.push(place);
        }
        before = year;
    }
    starts
}

/// Draws the labels and gives where they end.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    frame: &Frame<'_>,
    periods: &[Period<'_>],
    places: &[f64],
    plot: Plot,
) -> f64 {
    let face = frame.face(style::QUIET);
    let strong = frame.strong(style::LABEL);
    let starts = starts(periods);
    let top = plot.bottom + 6.0 + face.size * 0.45;

    let labels: Vec<(usize, f64, f64, String)> = periods
        .iter()
        .zip(places)
        .enumerate()
        .map(|(place, ((label, _), x))| {
            let words = cut(label, plot.width() * 0.6, face.size, face.bold);
            let wide = face.width(&words);
            let left = (x - wide / 2.0).min(frame.wide() - wide - 1.0).max(1.0);
            (place, left, left + wide, words)
        })
        .collect();
    let shown = thinned(&labels, starts.first().copied().unwrap_or(0), face.size * 0.6);
    for (place, left, _, words) in &labels {
        let is_shown = shown.contains(place);
        if is_shown {
            canvas.lines(face, std::slice::from_ref(words), *left, top, Anchor::Start);
        }
        if let Some(x) = places.get(*place).filter(|_| is_shown || starts.contains(place)) {
            canvas.line(style::AXIS, &[(*x, plot.bottom), (*x, plot.bottom + 5.0)], 1.0, Dash::Solid);
        }
    }
    let mut bottom = if labels.iter().any(|(.., words)| !words.is_empty()) { top + face.size * 1.2 } else { top };

    // From the last one back, so that the latest year is always named.
    let mut before = frame.wide();
    let mut is_any = false;
    for place in starts.iter().rev() {
        let (Some((_, year)), Some((_, left, right, _)), Some(x)) =
            (periods.get(*place), labels.get(*place), places.get(*place))
        else {
            continue;
        };
        let words = cut(year, plot.width() * 0.6, strong.size, true);
        let wide = strong.width(&words);
        let under = if right > left { left.max(x - wide / 2.0) } else { x - wide / 2.0 };
        let left = under.min(frame.wide() - wide - 1.0).max(1.0);
        if left + wide <= before {
            canvas.lines(strong, std::slice::from_ref(&words), left, bottom + face.size * 0.15, Anchor::Start);
            before = left - face.size * 0.6;
            is_any = true;
        }
    }
    if is_any {
        bottom += strong.size * 1.35;
    }
    bottom
}

/// Every label, or every second, third …, beginning with the first of a year; and always the last one.
fn thinned(labels: &[(usize, f64, f64, String)], begin: usize, gap: f64) -> Vec<usize> {
    let last = labels.len().saturating_sub(1);
    for step in 1..=labels.len() {
        let mut shown: Vec<usize> = (0..=last).filter(|place| place % step == begin % step).collect();
        if shown.last() != Some(&last) {
            shown.push(last);
        }
        let fits = |one: usize, two: usize| match (labels.get(one), labels.get(two)) {
            (Some((.., right, _)), Some((_, left, ..))) => right + gap <= *left,
            _ => true,
        };
        while let [.., before, end] = shown.as_slice()
            && !fits(*before, *end)
            && step > 1
        {
            shown.remove(shown.len() - 2);
        }
        if shown.windows(2).all(|pair| matches!(pair, [one, two] if fits(*one, *two))) {
            return shown;
        }
    }
    vec![last]
}
