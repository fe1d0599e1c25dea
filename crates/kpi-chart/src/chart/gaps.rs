//! Periods without a figure: a mark in the place of each, and the word for why.

use crate::chart::{Frame, Plot};
use crate::key::{Entry, Sample};
use crate::place::{Area, Room};
use crate::style;
use crate::svg::{Anchor, Canvas};

const REACH: f64 = 4.0;

/// A period as gaps see it.
pub(crate) struct Slot<'a> {
    pub x: f64,
    pub label: String,
    /// Why there is no figure, where there is none.
    pub words: Option<&'a str>,
}

/// Periods without a figure by the word for it, in the order of their first.
pub(crate) fn by_words<'a>(
    periods: impl IntoIterator<Item = (Option<&'a str>, String)>,
) -> Vec<(&'a str, Vec<String>)> {
    let mut found: Vec<(&str, Vec<String>)> = Vec::new();
    for (words, label) in periods {
        let Some(said) = words else { continue };
        match found.iter_mut().find(|(known, _)| *known == said) {
            Some((_, labels)) => labels.push(label),
            None => found.push((said, vec![label])),
        }
    }
    found
}

/// Draws marks and, where there is room, words; gives entries of the key for the others.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    frame: &Frame<'_>,
    plot: Plot,
    slots: &[Slot<'_>],
    room: &mut Room,
) -> Vec<Entry> {
    let y = plot.bottom - REACH - 5.0;
    let mut runs: Vec<(&str, f64, f64)> = Vec::new();
    let mut before = None;
    let reach = REACH.min(plot.width() / slots.len().max(1) as f64 * 0.36).max(1.5);
    for slot in slots {
        let said = slot.words;
        if let Some(said) = said {
            canvas.cross(style::MISSING, slot.x, y, reach);
            room.take(Area::around(slot.x, y, reach + 2.0));
            match runs.last_mut() {
                Some(run) if before == Some(said) => run.2 = slot.x,
                _ => runs.push((said, slot.x, slot.x)),
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
        let left = (middle - wide / 2.0).min(plot.right - wide - 2.0).max(plot.left + 2.0);
        // Higher up than this a word no longer belongs to its mark.
        let spots =
            (0..3_u8).map(|up| Area::new(left, y - reach - 4.0 - high * (1.0 + f64::from(up) * 0.5), wide, high));
        match room.first_free(spots) {
            Some(spot) => canvas.text(face, said, spot.left + 3.0, spot.bottom - face.size * 0.28, Anchor::Start),
            None if unsaid.contains(&said) => {}
            None => unsaid.push(said),
        }
    }
    let all = by_words(slots.iter().map(|slot| (slot.words, slot.label.clone())));
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
