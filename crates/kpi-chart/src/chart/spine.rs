//! A spine chart: many indicators, each against the range of all areas.

use crate::chart::describe::Description;
use crate::chart::{Chart, Frame, Level, scale};
use crate::key::{self, Entry, Sample};
use crate::metrics::{LEADING, cut, widest, wrap};
use crate::place::Area;
use crate::shape::Shape;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Dash};
use crate::theme::Rating;

/// One row for each indicator. Each has its own scale, with the average in the middle and the worst area at the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spine {
    /// Whose figures they are and what they are held against; the words for both where empty.
    pub own: String,
    pub average: String,
    pub rows: Vec<SpineRow>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpineRow {
    pub label: String,
    /// The own figure; without one `missing` is said.
    pub own: Option<Level>,
    pub missing: String,
    pub average: Level,
    /// Higher than the best where low figures are good.
    pub worst: Level,
    pub best: Level,
    /// The quartiles next to the worst and to the best.
    pub quartiles: Option<(f64, f64)>,
    pub verdict: Verdict,
}

/// The own figure against the average, as a test of significance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Verdict {
    Better,
    Similar,
    Worse,
    #[default]
    NotCompared,
}

impl Verdict {
    const ALL: [Self; 4] = [Self::Better, Self::Similar, Self::Worse, Self::NotCompared];

    fn look(self) -> (Style, Shape) {
        let rating = match self {
            Self::Better => Rating::Green,
            Self::Similar => Rating::Amber,
            Self::Worse => Rating::Red,
            Self::NotCompared => return (style::OWN_MARK, Shape::Diamond),
        };
        (style::mark(rating), Shape::of(rating))
    }

    fn words<'a>(self, frame: &Frame<'a>) -> &'a str {
        match self {
            Self::Better => &frame.words.better,
            Self::Similar => &frame.words.similar,
            Self::Worse => &frame.words.worse,
            Self::NotCompared => &frame.words.not_compared,
        }
    }
}

impl SpineRow {
    fn reason<'a>(&'a self, frame: &Frame<'a>) -> &'a str {
        if self.missing.trim().is_empty() { &frame.words.missing } else { &self.missing }
    }
}

/// From a figure to its place: -1 is far worse than the average, 0 the average, 1 far better.
struct Standard {
    average: f64,
    reach: f64,
    is_low_good: bool,
}

impl Standard {
    fn new(row: &SpineRow) -> Option<Self> {
        let average = row.average.drawable()?;
        let (worst, best) = (row.worst.drawable()?, row.best.drawable()?);
        let reach = (best - average).abs().max((worst - average).abs());
        Some(Self { average, reach, is_low_good: best < worst })
    }

    fn place(&self, value: f64) -> f64 {
        if self.reach <= 0.0 {
            return 0.0;
        }
        let share = ((value - self.average) / self.reach).clamp(-1.0, 1.0);
        if self.is_low_good { -share } else { share }
    }
}

/// What stands in a row before or behind its spine.
struct Column<'a> {
    head: Vec<String>,
    cells: Vec<String>,
    is_own: bool,
    wide: f64,
    face: &'a dyn Fn(bool) -> crate::svg::Face,
}

/// Draws a spine chart.
pub fn spine(frame: &Frame<'_>, data: &Spine) -> Chart {
    if data.rows.is_empty() {
        return frame.nothing();
    }
    let (wide, size) = (frame.wide(), frame.size());
    let is_narrow = wide < 560.0;
    let words = frame.words;
    let own_name = if data.own.trim().is_empty() { &words.own } else { &data.own };
    let average_name = if data.average.trim().is_empty() { &words.average } else { &data.average };
    let face = |is_own: bool| if is_own { frame.strong(style::LABEL) } else { frame.face(style::LABEL) };
    let most = wide * if is_narrow { 0.24 } else { 0.13 };
    let column = |head: &str, cells: Vec<&str>, is_own: bool| {
        let cells: Vec<String> = cells.into_iter().map(|cell| cut(cell, most, size, is_own)).collect();
        let head = wrap(head, most, size, true, 3);
        let wide = widest(&cells, size, is_own).max(widest(&head, size, true));
        Column { head, cells, is_own, wide, face: &face }
    };
    let own =
        column(own_name, data.rows.iter().map(|row| row.own.as_ref().map_or("–", |own| &own.display)).collect(), true);
    let average = column(average_name, data.rows.iter().map(|row| &*row.average.display).collect(), false);
    let outer: Vec<Column<'_>> = if is_narrow {
        Vec::new()
    } else {
        vec![
            column(&words.worst, data.rows.iter().map(|row| &*row.worst.display).collect(), false),
            column(&words.best, data.rows.iter().map(|row| &*row.best.display).collect(), false),
        ]
    };

    const GAP: f64 = 14.0;
    let label_room = if is_narrow { wide - 8.0 } else { wide * 0.27 };
    let labels: Vec<Vec<String>> = data.rows.iter().map(|row| wrap(&row.label, label_room, size, false, 3)).collect();
    let label_wide = if is_narrow {
        4.0
    } else {
        {
            let reasons = data
                .rows
                .iter()
                .filter(|row| row.own.is_none())
                .map(|row| wrap(row.reason(frame), label_room, size, false, 2));
            labels.iter().cloned().chain(reasons).map(|lines| widest(&lines, size, false)).fold(0.0, f64::max) + 4.0
        }
    };
    let mut left = if is_narrow { 4.0 } else { label_wide + GAP };
    let mut ends = Vec::new();
    for column in [&own, &average].into_iter().chain(outer.first()) {
        left += column.wide;
        ends.push(left);
        left += GAP;
    }
    let best_wide = outer.get(1).map_or(0.0, |column| column.wide + GAP);
    let spine_left = left + 4.0;
    let spine_right = wide - 12.0 - best_wide;
    let (middle, half) = ((spine_left + spine_right) / 2.0, (spine_right - spine_left) / 2.0);

    let mut canvas = frame.canvas();
    let columns: Vec<(&Column<'_>, f64)> = [&own, &average]
        .into_iter()
        .chain(outer.first())
        .zip(ends)
        .chain(outer.get(1).map(|column| (column, wide - 4.0)))
        .collect();
    let head_lines = columns.iter().map(|(column, _)| column.head.len()).max().unwrap_or(0) as f64;
    let mut top = 6.0 + head_lines * size * LEADING + 6.0;
    for (column, right) in &columns {
        let above = top - 6.0 - column.head.len() as f64 * size * LEADING;
        canvas.lines(frame.strong(style::QUIET), &column.head, *right, above, Anchor::End);
    }
    let begin = top;
    let mut drawn = Vec::new();
    for (place, (row, label)) in data.rows.iter().zip(&labels).enumerate() {
        canvas.line(style::GRID, &[(4.0, top), (wide - 4.0, top)], 1.0, Dash::Solid);
        // Why there is no figure is said under the name, where it cannot lie on a spine.
        let reason = if row.own.is_some() { Vec::new() } else { wrap(row.reason(frame), label_room, size, false, 2) };
        let name_high = label.len() as f64 * size * LEADING;
        let label_high = name_high + reason.len() as f64 * size * LEADING;
        let (high, y) = if is_narrow {
            (label_high + size * 2.2 + 6.0, top + label_high + 4.0 + size * 1.1)
        } else {
            let high = (label_high + 10.0).max(size * 2.2);
            (high, top + high / 2.0)
        };
        let label_top = if is_narrow { top + 5.0 } else { y - label_high / 2.0 + size * 0.1 };
        canvas.lines(frame.face(style::LABEL), label, 4.0, label_top, Anchor::Start);
        canvas.lines(frame.face(style::QUIET), &reason, 4.0, label_top + name_high, Anchor::Start);
        for (column, right) in &columns {
            if let Some(cell) = column.cells.get(place) {
                canvas.lines(
                    (column.face)(column.is_own),
                    std::slice::from_ref(cell),
                    *right,
                    y - size * 0.5,
                    Anchor::End,
                );
            }
        }
        drawn.push((row, y));
        top += high;
    }
    for (row, y) in &drawn {
        draw_spine(&mut canvas, frame, row, *y, middle, half);
    }
    // Names stand across the whole of a narrow chart, so there the line is cut.
    let cuts = if is_narrow { drawn.iter().map(|(_, y)| (y - size, y + size)).collect() } else { vec![(begin, top)] };
    for (from, to) in cuts {
        canvas.line(style::AVERAGE, &[(middle, from), (middle, to)], 1.5, Dash::Solid);
    }
    for (row, y) in &drawn {
        let own = row.own.as_ref().and_then(Level::drawable);
        if let (Some(own), Some(standard)) = (own, Standard::new(row)) {
            let (style, shape) = row.verdict.look();
            canvas.mark(style, shape, middle + standard.place(own) * half, *y, 7.5, 2.0);
        }
    }
    let mut entries: Vec<Entry> = Verdict::ALL
        .into_iter()
        .filter(|verdict| data.rows.iter().any(|row| row.verdict == *verdict && row.own.is_some()))
        .map(|verdict| {
            let (style, shape) = verdict.look();
            Entry::new(Sample::Mark(style, shape, 1.0), verdict.words(frame))
        })
        .collect();
    entries.push(Entry::new(Sample::Line(style::AVERAGE, 1.5, Dash::Solid), average_name));
    if data.rows.iter().any(|row| row.quartiles.is_some()) {
        entries.push(Entry::new(Sample::Plain(style::MIDDLE), words.middle_half.as_str()));
    }
    entries.push(Entry::new(Sample::Plain(style::SPREAD), words.range.as_str()));
    let bottom = key::draw(&mut canvas, frame.face(style::LABEL), &entries, 8.0, wide - 8.0, top + size * 0.5);
    canvas.finish(frame, wide, bottom + 6.0, describe(frame, data))
}

fn draw_spine(canvas: &mut Canvas<'_>, frame: &Frame<'_>, row: &SpineRow, y: f64, middle: f64, half: f64) {
    let Some(standard) = Standard::new(row) else { return };
    let x = |value: f64| middle + standard.place(value) * half;
    let bar = |from: f64, to: f64, high: f64| Area {
        left: x(from).min(x(to)),
        right: x(from).max(x(to)),
        top: y - high / 2.0,
        bottom: y + high / 2.0,
    };
    canvas.area(style::SPREAD, bar(row.worst.value, row.best.value, frame.size() * 0.9));
    if let Some((one, two)) = row.quartiles
        && let (Some(one), Some(two)) = (scale::drawable(one), scale::drawable(two))
    {
        canvas.area(style::MIDDLE, bar(one, two, frame.size() * 0.9));
    }
}

fn describe(frame: &Frame<'_>, data: &Spine) -> String {
    let words = frame.words;
    let mut said = Description::default();
    let count = data.rows.len().to_string();
    said.say(&words.spine_chart, &[("count", &count)]);
    for row in &data.rows {
        let verdict = if row.own.is_some() { row.verdict } else { Verdict::NotCompared };
        said.say(
            &words.spine_row,
            &[
                ("label", &row.label),
                ("own", row.own.as_ref().map_or(row.reason(frame), |own| &own.display)),
                ("average", &row.average.display),
                ("worst", &row.worst.display),
                ("best", &row.best.display),
                ("verdict", verdict.words(frame)),
            ],
        );
    }
    said.done()
}
