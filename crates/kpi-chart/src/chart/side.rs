//! Labels beside a plot, each at the height of what it names.

use crate::chart::Plot;
use crate::key::Entry;
use crate::metrics::{LEADING, wrap};
use crate::place::stack;
use crate::style;
use crate::svg::{Anchor, Canvas, Dash, Face};

/// From the plot to its labels: room for a leader.
pub(crate) const GUTTER: f64 = 14.0;

pub(crate) struct Side {
    /// The height of what it names.
    pub at: f64,
    pub lines: Vec<(Face, String)>,
    /// What the key says where there is no room.
    pub entry: Entry,
}

/// Breaks texts so that none is wider than `room`.
pub(crate) fn lines(texts: &[(Face, &str)], room: f64, most: usize) -> Vec<(Face, String)> {
    texts
        .iter()
        .flat_map(|(face, text)| wrap(text, room, face.size, face.bold, most).into_iter().map(|line| (*face, line)))
        .collect()
}

/// How wide the widest of `sides` is.
pub(crate) fn width(sides: &[Side]) -> f64 {
    sides.iter().flat_map(|side| &side.lines).map(|(face, line)| face.width(line)).fold(0.0, f64::max)
}

/// Draws those that there is room for, the first ones first, and gives the others for the key.
pub(crate) fn draw(canvas: &mut Canvas<'_>, plot: Plot, sides: Vec<Side>) -> Vec<Entry> {
    const GAP: f64 = 5.0;
    let high = |side: &Side| side.lines.iter().map(|(face, _)| face.size * LEADING).sum::<f64>() + GAP;
    // Labels may stand out of the plot by half a line, since the lines they name run along its edges.
    let (from, to) = (plot.top - 8.0, plot.bottom + 4.0);
    let mut left = to - from;
    let (mut kept, mut rest) = (Vec::new(), Vec::new());
    for side in sides {
        if side.lines.is_empty() {
            continue;
        }
        if high(&side) <= left {
            left -= high(&side);
            kept.push(side);
        } else {
            rest.push(side.entry);
        }
    }
    let wanted: Vec<(f64, f64)> = kept.iter().map(|side| (side.at, high(side))).collect();
    for (side, top) in kept.iter().zip(stack(&wanted, from, to)) {
        let x = plot.right + GUTTER;
        let middle = top + high(side) / 2.0;
        if (middle - side.at).abs() > 5.0 {
            let bends =
                [(plot.right + 2.0, side.at), (plot.right + 5.0, side.at), (x - 4.0, middle), (x - 2.0, middle)];
            canvas.line(style::LEADER, &bends, 1.0, Dash::Solid);
        }
        let mut top = top + GAP / 2.0;
        for (face, line) in &side.lines {
            canvas.lines(*face, std::slice::from_ref(line), x, top + face.size * (LEADING - 1.0) / 2.0, Anchor::Start);
            top += face.size * LEADING;
        }
    }
    rest
}
