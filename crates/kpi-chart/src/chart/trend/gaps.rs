//! Periods without a figure: a mark in the place of each, and the word for why.

use crate::chart::Frame;
use crate::chart::trend::{Layout, Point, State};
use crate::key::{Entry, Sample};
use crate::place::{Area, Room};
use crate::style;
use crate::svg::{Anchor, Canvas};

const REACH: f64 = 4.0;

/// Why there is no figure.
pub(super) fn words<'a>(frame: &Frame<'a>, point: &'a Point) -> Option<&'a str> {
    if point.drawn().is_some() {
        return None;
    }
    let (words, usual) = match &point.state {
        State::Missing { words } => (words.as_str(), &frame.words.missing),
        State::Suppressed { words } => (words.as_str(), &frame.words.suppressed),
        _ => ("", &frame.words.missing),
    };
    Some(if words.trim().is_empty() { usual } else { words })
}

/// Periods without a figure by the word for it, in the order of their first.
pub(super) fn by_words<'a>(frame: &Frame<'a>, points: &'a [Point]) -> Vec<(&'a str, Vec<String>)> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for point in points {
        let Some(said) = words(frame, point) else { continue };
        match found.iter_mut().find(|(known, _)| *known == said) {
            Some((_, labels)) => labels.push(point.full_label()),
            None => found.push((said, vec![point.full_label()])),
        }
    }
    found
}

/// Draws marks and, where there is room, words; gives entries of the key for the others.
pub(super) fn draw(canvas: &mut Canvas<'_>, frame: &Frame<'_>, layout: &Layout<'_>, room: &mut Room) -> Vec<Entry> {
    let y = layout.plot.bottom - REACH - 5.0;
    let mut runs: Vec<(&str, f64, f64)> = Vec::new();
    let mut before = None;
    let reach = REACH.min(layout.reach * 1.2).max(2.0);
    for (point, x) in layout.data.points.iter().zip(&layout.places) {
        let said = words(frame, point);
        if let Some(said) = said {
            canvas.cross(style::MISSING, *x, y, reach);
            room.take(Area::around(*x, y, reach + 2.0));
            match runs.last_mut() {
                Some(run) if before == Some(said) => run.2 = *x,
                _ => runs.push((said, *x, *x)),
            }
        }
        before = said;
    }
    let face = frame.face(style::LABEL);
    let mut unsaid: Vec<&str> = Vec::new();
    for (said, from, to) in runs {
        let wide = face.width(said) + 6.0;
        let high = face.size * 1.1;
        let middle = (from + to) / 2.0;
        let left = (middle - wide / 2.0).min(layout.plot.right - wide - 2.0).max(layout.plot.left + 2.0);
        // Higher up than this a word no longer belongs to its mark.
        let spots =
            (0..3_u8).map(|up| Area::new(left, y - reach - 4.0 - high * (1.0 + f64::from(up) * 0.5), wide, high));
        match room.first_free(spots) {
            Some(spot) => canvas.text(face, said, spot.left + 3.0, spot.bottom - face.size * 0.28, Anchor::Start),
            None if unsaid.contains(&said) => {}
            None => unsaid.push(said),
        }
    }
    let all = by_words(frame, &layout.data.points);
    let is_one = all.len() == 1;
    all.into_iter()
        .filter(|(said, _)| unsaid.contains(said))
        .map(|(said, labels)| {
            // The mark is the same for all reasons, so where there are several the periods have to be named.
            let words = if is_one { said.to_owned() } else { format!("{said}: {}", labels.join(&frame.words.comma)) };
            Entry::new(Sample::Cross(style::MISSING), words)
        })
        .collect()
}
