//! The line of values with its bands, drawn in text.

use super::bands::Stretch;
use kpi_core::{Exact, Quantity, Unit};

const WIDTH: usize = 76;

/// Two lines: the bands with their edges, and below them the values of the edges and what is wrong between them.
/// `None` where it does not fit.
pub fn line(stretches: &[Stretch], labels: &[&str], unit: Unit) -> Option<String> {
    let pieces: Vec<Piece> = stretches.iter().map(|stretch| Piece::of(stretch, labels)).collect();
    let edges: Vec<String> =
        stretches.iter().filter_map(|stretch| stretch.upper.as_ref()).map(|limit| number(&limit.at, unit)).collect();
    [12, 8, 4, 2].into_iter().find_map(|slack| drawn(stretches, &pieces, &edges, slack))
}

struct Piece {
    label: String,
    fill: char,
    below: &'static str,
}

impl Piece {
    fn of(stretch: &Stretch, labels: &[&str]) -> Self {
        let names: Vec<&str> = stretch.covered_by.iter().filter_map(|i| labels.get(*i)).copied().collect();
        match names.as_slice() {
            [] => Self { label: String::new(), fill: ' ', below: if stretch.live { "gap" } else { "" } },
            [one] => Self { label: format!(" {one} "), fill: '─', below: "" },
            several => Self {
                label: format!(" {} ", several.join("+")),
                fill: '═',
                below: if stretch.live { "twice" } else { "" },
            },
        }
    }
}

fn drawn(stretches: &[Stretch], pieces: &[Piece], edges: &[String], slack: usize) -> Option<String> {
    let mut top = String::new();
    let mut texts: Vec<(usize, &str)> = Vec::new();
    let last = pieces.len().saturating_sub(1);
    for (i, (piece, stretch)) in pieces.iter().zip(stretches).enumerate() {
        let longest = |at: Option<usize>| at.and_then(|at| edges.get(at)).map_or(0, |edge| edge.chars().count());
        let (before, after) = (longest(i.checked_sub(1)), longest(Some(i)));
        let under = before.div_ceil(2) + after.div_ceil(2) + piece.below.len() + 2;
        let width = (piece.label.chars().count() + slack.min(8)).max(under).max(slack);
        let start = top.chars().count();
        let fill = width.saturating_sub(piece.label.chars().count());
        // The outer bands run on, so their labels stand at the far end.
        let (left, right) = if i == 0 && last > 0 {
            (0, fill)
        } else if i == last {
            (fill, 0)
        } else {
            (0, fill)
        };
        top.extend(std::iter::repeat_n(piece.fill, left));
        top.push_str(&piece.label);
        top.extend(std::iter::repeat_n(piece.fill, right));
        if !piece.below.is_empty() {
            texts.push((start + width / 2, piece.below));
        }
        if let Some(edge) = edges.get(i).filter(|_| i < last) {
            // A single value has one number below it, not two.
            let again = stretch.is_point();
            if !again {
                texts.push((top.chars().count(), edge));
            }
            let next_is_gap = stretches.get(i + 1).is_some_and(|next| next.covered_by.is_empty());
            let this_is_gap = stretch.covered_by.is_empty();
            top.push(match (this_is_gap, next_is_gap) {
                (false, _) => '┤',
                (true, _) => '├',
            });
        }
    }
    let mut below: Vec<char> = Vec::new();
    texts.sort_by_key(|(at, _)| *at);
    for (at, text) in texts {
        let begin = at.saturating_sub(text.chars().count() / 2);
        if !below.is_empty() && below.len() >= begin {
            below.push(' ');
        }
        while below.len() < begin {
            below.push(' ');
        }
        below.extend(text.chars());
    }
    let below: String = below.into_iter().collect();
    let top = top.trim_end();
    (top.chars().count() <= WIDTH && below.chars().count() <= WIDTH).then(|| format!("{top}\n{below}"))
}

fn number(value: &Exact, unit: Unit) -> String {
    Quantity::new(value.clone(), unit).in_full().replace('-', "−")
}
