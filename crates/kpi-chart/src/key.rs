//! The key under a chart: what could not be said beside the data itself.

use crate::metrics::{LEADING, cut, widest, wrap};
use crate::shape::Shape;
use crate::style::Style;
use crate::svg::{Anchor, Canvas, Dash, Face};

/// What an entry shows before its words.
#[derive(Debug, Clone)]
pub(crate) enum Sample {
    Line(Style, f64, Dash),
    Mark(Style, Shape, f64),
    /// A line with marks on it.
    Marked(Style, f64, Dash, Style, Shape),
    /// An area, with its rating's shape on it.
    Swatch(Style, Style, Shape),
    Plain(Style),
    /// An area with a letter instead.
    Letter(Style, Style, String),
    Cross(Style),
    Nothing,
}

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub sample: Sample,
    pub words: String,
}

impl Entry {
    pub(crate) fn new(sample: Sample, words: impl Into<String>) -> Self {
        Self { sample, words: words.into() }
    }
}

/// Draws entries from `top` in as many rows as they need between two edges, and gives where they end.
pub(crate) fn draw(canvas: &mut Canvas<'_>, face: Face, entries: &[Entry], left: f64, right: f64, top: f64) -> f64 {
    let (sample_width, gap) = (face.size * 1.9, face.size * 1.4);
    let row = face.size * 1.7;
    let (mut x, mut y, mut lowest) = (left, top, top);
    let mut tall = row;
    for entry in entries {
        let indent = match entry.sample {
            Sample::Nothing => 0.0,
            Sample::Mark(..) | Sample::Cross(_) => face.size * 1.4,
            _ => sample_width + face.size * 0.4,
        };
        let lines = wrap(&entry.words, right - left - indent, face.size, face.bold, 4);
        let wide = indent + widest(&lines, face.size, face.bold);
        if x > left && x + wide > right {
            x = left;
            y += tall;
            tall = row;
        }
        let middle = y + row / 2.0;
        sample(canvas, &entry.sample, x, middle, sample_width, face.size);
        canvas.lines(face, &lines, x + indent, middle - face.size * 0.5, Anchor::Start);
        let high = row + face.size * LEADING * lines.len().saturating_sub(1) as f64;
        tall = tall.max(high);
        lowest = y + tall;
        x += wide + gap;
    }
    lowest
}

fn sample(canvas: &mut Canvas<'_>, sample: &Sample, x: f64, y: f64, wide: f64, size: f64) {
    use crate::place::Area;
    let reach = size * 0.36;
    match *sample {
        Sample::Line(style, thick, dash) => canvas.line(style, &[(x, y), (x + wide, y)], thick, dash),
        Sample::Mark(style, shape, edge) => canvas.mark(style, shape, x + size * 0.5, y, reach, edge),
        Sample::Marked(line, thick, dash, style, shape) => {
            canvas.line(line, &[(x, y), (x + wide, y)], thick, dash);
            canvas.mark(style, shape, x + wide / 2.0, y, reach, 1.5);
        }
        Sample::Swatch(area, mark, shape) => {
            canvas.area(area, Area::new(x, y - size * 0.6, wide, size * 1.2));
            canvas.mark(mark, shape, x + wide / 2.0, y, reach, 0.0);
        }
        Sample::Plain(style) => canvas.area(style, Area::new(x, y - size * 0.45, wide, size * 0.9)),
        Sample::Letter(area, letter, ref words) => {
            canvas.area(area, Area::new(x, y - size * 0.6, wide, size * 1.2));
            let face = Face { style: letter, size, bold: true };
            let words = cut(words, wide - 2.0, size, true);
            canvas.text(face, &words, x + wide / 2.0, y + size * 0.33, Anchor::Middle);
        }
        Sample::Cross(style) => canvas.cross(style, x + size * 0.5, y, size * 0.3),
        Sample::Nothing => {}
    }
}
