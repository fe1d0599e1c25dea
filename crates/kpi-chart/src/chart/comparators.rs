//! The own figure among others: bars, and lines for targets and means.

use crate::chart::describe::Description;
use crate::chart::{Chart, Frame, Level, scale};
use crate::key::{self, Entry, Sample};
use crate::metrics::{LEADING, cut, widest, wrap};
use crate::place::Area;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Dash};

/// Bars in the order they are given, from the top.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparators {
    pub bars: Vec<Bar>,
    pub references: Vec<Reference>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bar {
    pub label: String,
    /// Without one there is no bar but `display`, which then says why.
    pub value: Option<f64>,
    pub display: String,
    pub kind: BarKind,
    /// From where to where the true figure may be.
    pub interval: Option<(f64, f64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BarKind {
    /// The council's own figure, which is what the chart is about.
    Own,
    #[default]
    Other,
}

/// A line across all bars.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub kind: ReferenceKind,
    pub label: String,
    pub level: Level,
}

/// Which line it is: each has its own colour and dashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceKind {
    Target,
    Neighbours,
    Nation,
}

impl ReferenceKind {
    fn look(self) -> (Style, Style, Dash) {
        match self {
            Self::Target => (style::TARGET, style::LABEL, Dash::Solid),
            Self::Neighbours => (style::NEIGHBOURS, style::SECOND_LABEL, Dash::Dashed),
            Self::Nation => (style::NATION, style::THIRD_LABEL, Dash::Dotted),
        }
    }
}

/// Where a reference line's label is: how many rows away from the bars, above or below them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    is_above: bool,
    row: u8,
    /// Beside its line, which then goes on along it.
    is_aside: bool,
}

struct Placed<'a> {
    reference: &'a Reference,
    x: f64,
    words: String,
    /// Without one its label is in the key.
    spot: Option<(Spot, f64, f64)>,
}

impl Placed<'_> {
    fn is_solid(&self) -> bool {
        self.reference.kind == ReferenceKind::Target
    }
}

struct Row<'a> {
    bar: &'a Bar,
    value: Option<f64>,
    label: Vec<String>,
    middle: f64,
    /// What is said in the place of a bar.
    instead: Option<Vec<String>>,
    top: f64,
    bottom: f64,
}

/// Draws bars.
pub fn comparators(frame: &Frame<'_>, data: &Comparators) -> Chart {
    let value = |bar: &Bar| bar.value.and_then(scale::drawable);
    if data.bars.iter().all(|bar| value(bar).is_none()) {
        return frame.nothing();
    }
    let (wide, size) = (frame.wide(), frame.size());

    let figures =
        data.bars.iter().filter(|bar| value(bar).is_some()).map(|bar| cut(&bar.display, wide * 0.3, size, true));
    let figure_width = widest(&figures.collect::<Vec<_>>(), size, true);
    let label_room = wide * 0.34;
    let wrapped: Vec<Vec<String>> =
        data.bars.iter().map(|bar| wrap(&bar.label, label_room, size, bar.kind == BarKind::Own, 3)).collect();
    let label_width = 4.0 + wrapped.iter().map(|lines| widest(lines, size, true)).fold(0.0, f64::max).min(label_room);
    let figure_right = label_width + 10.0 + figure_width;
    let plot_left = figure_right + 12.0;
    let plot_right = wide - 8.0;

    let references: Vec<(f64, &Reference)> =
        data.references.iter().filter_map(|reference| Some((reference.level.drawable()?, reference))).collect();
    let ends = data.bars.iter().filter_map(|bar| Some((value(bar)?, bar.interval)));
    let all = ends
        .flat_map(|(value, interval)| {
            let (from, to) = interval.unwrap_or((value, value));
            [Some(value), scale::drawable(from), scale::drawable(to)]
        })
        .flatten()
        .chain(references.iter().map(|(value, _)| *value));
    let (low, high) = all.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let high = if high > low { high } else { low + 1.0 };
    let x = |value: f64| plot_left + (value - low) / (high - low) * (plot_right - plot_left);

    let placed = place_references(frame, &references, &x);
    let rows_of = |is_above: bool| {
        let rows = placed.iter().filter_map(|line| line.spot).filter(|(spot, ..)| spot.is_above == is_above);
        rows.map(|(spot, ..)| f64::from(spot.row) + 1.0).fold(0.0, f64::max)
    };
    let step = size * 1.5;
    let top = 6.0 + rows_of(true) * step;

    let mut bottom = top;
    let mut rows = Vec::new();
    for (bar, label) in data.bars.iter().zip(wrapped) {
        let value = value(bar);
        let instead = value.is_none().then(|| {
            let words = if bar.display.trim().is_empty() { &frame.words.missing } else { &bar.display };
            wrap(words, wide - plot_left - 16.0, size, false, 2)
        });
        let lines = label.len().max(instead.as_ref().map_or(1, Vec::len)).max(1);
        let high = (size * LEADING * lines as f64 + 8.0).max(size * 1.95);
        rows.push(Row { bar, value, label, middle: bottom + high / 2.0, instead, top: bottom, bottom: bottom + high });
        bottom += high;
    }

    let mut canvas = frame.canvas();
    for row in &rows {
        draw_row(&mut canvas, frame, row, label_width, figure_right, &x, plot_left);
    }
    canvas.line(style::AXIS, &[(x(0.0), top), (x(0.0), bottom)], 1.5, Dash::Solid);

    let mut entries = Vec::new();
    // Solid lines first: dashes over one that is in the same place can still be seen.
    let order = placed.iter().filter(|line| line.is_solid()).chain(placed.iter().filter(|line| !line.is_solid()));
    let mut drawn: Vec<f64> = Vec::new();
    for line in order {
        let (stroke, label, dash) = line.reference.kind.look();
        let (mut from, mut to) = (top, bottom);
        if let Some((spot, left, _)) = line.spot {
            let away = step * f64::from(spot.row);
            let text_top = if spot.is_above { top - away - step + 2.0 } else { bottom + away + 5.0 };
            canvas.lines(frame.strong(label), std::slice::from_ref(&line.words), left, text_top, Anchor::Start);
            let along = if spot.is_aside { size } else { 0.0 };
            if spot.is_above { from = top - away - 3.0 - along } else { to = bottom + away + 4.0 + along }
        } else {
            entries.push(Entry::new(Sample::Line(stroke, 2.5, dash), line.words.as_str()));
        }
        for (from, to) in pieces(from, to, &rows, line.x, plot_left, frame) {
            if !drawn.iter().any(|x| (x - line.x).abs() < 4.5) {
                canvas.line(style::HALO, &[(line.x, from), (line.x, to)], 6.0, Dash::Solid);
            }
            canvas.line(stroke, &[(line.x, from), (line.x, to)], 2.5, dash);
        }
        drawn.push(line.x);
    }
    let mut bottom = bottom + rows_of(false) * step;
    if !entries.is_empty() {
        bottom = key::draw(&mut canvas, frame.face(style::LABEL), &entries, 8.0, wide - 8.0, bottom + 8.0);
    }
    canvas.finish(frame, wide, bottom + 8.0, describe(frame, data))
}

/// A reference line without the stretches where it would go through words.
fn pieces(from: f64, to: f64, rows: &[Row<'_>], x: f64, left: f64, frame: &Frame<'_>) -> Vec<(f64, f64)> {
    let mut pieces = Vec::new();
    let mut begin = from;
    for row in rows {
        let Some(words) = &row.instead else { continue };
        if x < left + 12.0 + widest(words, frame.size(), false) {
            if row.top > begin {
                pieces.push((begin, row.top));
            }
            begin = row.bottom;
        }
    }
    if to > begin {
        pieces.push((begin, to));
    }
    pieces
}

fn draw_row(
    canvas: &mut Canvas<'_>,
    frame: &Frame<'_>,
    row: &Row<'_>,
    label_right: f64,
    figure_right: f64,
    x: &impl Fn(f64) -> f64,
    left: f64,
) {
    let size = frame.size();
    let is_own = row.bar.kind == BarKind::Own;
    let (face, bar_style) = if is_own {
        (frame.strong(style::OWN_LABEL), style::OWN_BAR)
    } else {
        (frame.face(style::LABEL), style::PEER_BAR)
    };
    let top = |lines: usize| row.middle - size * (LEADING * lines as f64 - (LEADING - 1.0)) / 2.0;
    canvas.lines(face, &row.label, label_right, top(row.label.len()), Anchor::End);
    if let Some(words) = &row.instead {
        canvas.lines(frame.face(style::QUIET), words, left + 8.0, top(words.len()), Anchor::Start);
    }
    let Some(value) = row.value else { return };
    let figure = cut(&row.bar.display, frame.wide() * 0.3, size, true);
    canvas.lines(face, &[figure], figure_right, top(1), Anchor::End);
    let half = size * if is_own { 0.8 } else { 0.68 };
    let (from, to) = (x(0.0).min(x(value)), x(0.0).max(x(value)));
    canvas.area(
        bar_style,
        Area { left: from, right: to.max(from + 1.0), top: row.middle - half, bottom: row.middle + half },
    );
    if let Some((from, to)) = row.bar.interval
        && let (Some(from), Some(to)) = (scale::drawable(from), scale::drawable(to))
    {
        let (from, to, y) = (x(from), x(to), row.middle);
        canvas.line(style::HALO, &[(from, y), (to, y)], 4.5, Dash::Solid);
        for ends in [[(from, y), (to, y)], [(from, y - 4.0), (from, y + 4.0)], [(to, y - 4.0), (to, y + 4.0)]] {
            canvas.line(style::INTERVAL, &ends, 1.5, Dash::Solid);
        }
    }
}

/// Where labels could go, the best first: over its line's end, then to one side of it; near the bars, then further away.
const SPOTS: [(bool, u8, f64); 12] = [
    (true, 0, 0.5),
    (true, 0, 1.0),
    (true, 0, 0.0),
    (false, 0, 0.5),
    (false, 0, 1.0),
    (false, 0, 0.0),
    (true, 1, 0.5),
    (true, 1, 1.0),
    (true, 1, 0.0),
    (false, 1, 0.5),
    (false, 1, 1.0),
    (false, 1, 0.0),
];

/// Labels above and below the bars, none in the way of another one or of its line, so that two means that are almost the
/// same can still be read. What finds no place with the others is left to the key, the last ones first.
fn place_references<'a>(
    frame: &Frame<'_>,
    references: &[(f64, &'a Reference)],
    x: &impl Fn(f64) -> f64,
) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed<'a>> = references
        .iter()
        .map(|(value, reference)| {
            let words = format!("{} {}", reference.label, reference.level.display);
            Placed { reference, x: x(*value), words, spot: None }
        })
        .collect();
    let widths: Vec<f64> = placed.iter().map(|line| frame.strong(style::LABEL).width(&line.words)).collect();
    for count in (1..=placed.len().min(4)).rev() {
        let mut spots = Vec::new();
        let lines: Vec<(f64, f64)> = placed.iter().zip(&widths).map(|(line, wide)| (line.x, *wide)).collect();
        if search(frame.wide(), lines.get(..count).unwrap_or_default(), &lines, &mut spots) {
            for (line, spot) in placed.iter_mut().zip(spots) {
                line.spot = Some(spot);
            }
            break;
        }
    }
    placed
}

/// Tries places one line after the other, and goes back where one has none.
fn search(wide: f64, rest: &[(f64, f64)], all: &[(f64, f64)], found: &mut Vec<(Spot, f64, f64)>) -> bool {
    let Some(((x, words), rest)) = rest.split_first() else { return true };
    if *words > wide - 8.0 {
        return false;
    }
    for (is_above, row, share) in SPOTS {
        let spot = Spot { is_above, row, is_aside: share != 0.5 };
        // Beside its line a label keeps a little away from it.
        let aside = (0.5 - share) * 2.0 * ASIDE;
        let left = x - words * share + aside;
        let left = if share == 0.5 { left.min(wide - words - 4.0).max(4.0) } else { left };
        if left < 4.0 || left + words > wide - 4.0 {
            continue;
        }
        let is_free = found.iter().zip(all).all(|((other, other_left, other_words), (other_x, _))| {
            if other.is_above != is_above {
                return true;
            }
            let covers = |left: f64, words: f64, x: f64| left - ASIDE < x && x < left + words + ASIDE;
            match other.row.cmp(&row) {
                std::cmp::Ordering::Equal => {
                    left + words + ASIDE * 2.0 < *other_left || other_left + other_words + ASIDE * 2.0 < left
                }
                std::cmp::Ordering::Less => !covers(*other_left, *other_words, *x),
                std::cmp::Ordering::Greater => !covers(left, *words, *other_x),
            }
        });
        if is_free {
            found.push((spot, left, *words));
            if search(wide, rest, all, found) {
                return true;
            }
            found.pop();
        }
    }
    false
}

/// From a line to a label beside it.
const ASIDE: f64 = 5.0;

fn describe(frame: &Frame<'_>, data: &Comparators) -> String {
    let words = frame.words;
    let mut said = Description::default();
    let count = data.bars.len().to_string();
    said.say(&words.bar_chart, &[("count", &count)]);
    for bar in &data.bars {
        let display = if bar.display.trim().is_empty() { &words.missing } else { &bar.display };
        said.say(&words.figure, &[("name", &bar.label), ("value", display)]);
    }
    for reference in &data.references {
        if reference.level.drawable().is_some() {
            said.say(&words.figure, &[("name", &reference.label), ("value", &reference.level.display)]);
        }
    }
    said.done()
}
