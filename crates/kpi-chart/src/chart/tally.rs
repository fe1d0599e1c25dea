//! How many indicators have which rating: one bar, cut by counts.

use crate::chart::describe::Description;
use crate::chart::{Chart, Frame};
use crate::key::{self, Entry, Sample};
use crate::metrics::width;
use crate::place::Area;
use crate::shape::Shape;
use crate::style;
use crate::svg::Anchor;
use crate::theme::Rating;
use crate::words::fill;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// From left to right.
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    pub rating: Rating,
    /// The rating's word.
    pub word: String,
    pub count: u32,
    /// How the count is written; as digits where it is empty.
    pub display: String,
}

impl Share {
    fn display(&self) -> String {
        if self.display.trim().is_empty() { self.count.to_string() } else { self.display.clone() }
    }

    fn label(&self, frame: &Frame<'_>) -> String {
        fill(&frame.words.tally_label, &[("count", &self.display()), ("word", &self.word)])
    }
}

/// Draws a tally.
pub fn tally(frame: &Frame<'_>, data: &Tally) -> Chart {
    const EDGE: f64 = 4.0;
    let (wide, size) = (frame.wide(), frame.size());
    let total: f64 = data.shares.iter().map(|share| f64::from(share.count)).sum();
    if total <= 0.0 {
        return frame.nothing();
    }
    let (high, top) = (size * 2.4, EDGE);
    let mut canvas = frame.canvas();
    let mut left = EDGE;
    let mut parts: Vec<(&Share, Area)> = Vec::new();
    for share in data.shares.iter().filter(|share| share.count > 0) {
        let part = (wide - 2.0 * EDGE) * f64::from(share.count) / total;
        parts.push((share, Area::new(left, top, part, high)));
        left += part;
    }
    let mark = size * 1.2;
    let is_said =
        parts.iter().all(|(share, area)| width(&share.label(frame), size, true) + mark + 12.0 <= area.width());
    for (share, area) in &parts {
        // White between parts, as long as something is left of them.
        let gap = if area.width() > 4.0 { 1.0 } else { 0.0 };
        canvas.area(style::cell(share.rating), Area { left: area.left + gap, right: area.right - gap, ..*area });
        let face = frame.strong(style::on_cell(share.rating));
        let (middle, y) = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        if is_said {
            let words = share.label(frame);
            let all = face.width(&words) + mark;
            canvas.mark(
                style::on_cell(share.rating),
                Shape::of(share.rating),
                middle - all / 2.0 + size * 0.45,
                y,
                size * 0.38,
                0.0,
            );
            canvas.text(face, &words, middle + all / 2.0, y + size * 0.34, Anchor::End);
        } else if face.width(&share.display()) + 6.0 <= area.width() {
            canvas.text(face, &share.display(), middle, y + size * 0.34, Anchor::Middle);
        }
    }
    let entries: Vec<Entry> = data
        .shares
        .iter()
        .filter(|share| !is_said || share.count == 0)
        .map(|share| {
            let rating = share.rating;
            Entry::new(
                Sample::Swatch(style::cell(rating), style::on_cell(rating), Shape::of(rating)),
                share.label(frame),
            )
        })
        .collect();
    let mut bottom = top + high;
    if !entries.is_empty() {
        bottom = key::draw(&mut canvas, frame.face(style::LABEL), &entries, EDGE, wide - EDGE, bottom + size * 0.3);
    }
    let mut said = Description::default();
    said.say(&frame.words.tally_chart, &[("total", &total.to_string())]);
    for share in &data.shares {
        said.say(&frame.words.figure, &[("name", &share.word), ("value", &share.display())]);
    }
    canvas.finish(frame, wide, bottom + EDGE, said.done())
}
