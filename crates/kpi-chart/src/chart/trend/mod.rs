//! The course of a figure over periods, against its target and bands.

mod bands;
mod said;

use crate::chart::side::{self, Side};
use crate::chart::upright::Upright;
use crate::chart::{Chart, Frame, Level, Plot, gaps, periods};
use crate::key::{self, Entry, Sample};
use crate::metrics::cut;
use crate::place::{Area, Room};
use crate::scale::{self, Axis, Format};
use crate::shape::Shape;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Dash};

pub use bands::{Band, Edges};

/// A figure's periods in order, and what they are held against.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trend {
    /// Whose figure it is, such as the council's name.
    pub name: String,
    /// What is measured, above the axis, where the ticks do not say it: "Days for each employee".
    pub unit: String,
    pub points: Vec<Point>,
    /// What `Point::other` is, such as "As first published".
    pub other_name: String,
    /// What the year's last period should reach, where it differs from the period's own target.
    pub year_end: Option<Level>,
    /// From the best to the worst or the other way round.
    pub bands: Vec<Band>,
    pub baseline: Baseline,
    /// What no figure can be under or over, such as 0 and 100 for a percentage.
    pub floor: Option<f64>,
    pub ceiling: Option<f64>,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Point {
    /// "Q1", "April", or "2023/24" for years.
    pub label: String,
    /// The year it is in, said with each of its periods and printed once; empty where the label says it.
    pub year: String,
    /// Not drawn where `state` says that there is none.
    pub value: Option<f64>,
    pub display: String,
    pub state: State,
    pub target: Option<Level>,
    /// The same period's figure in a second series.
    pub other: Option<Level>,
}

/// What is known of a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    #[default]
    Final,
    Provisional,
    Revised,
    /// There is none, and why: "Not collected".
    Missing {
        words: String,
    },
    /// There is one, and it is not to be told. Nothing about its value gets into the picture.
    Suppressed {
        words: String,
    },
}

/// Where the vertical axis begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Baseline {
    #[default]
    Zero,
    /// Near the figures. The chart says so.
    Broken,
}

impl Point {
    /// The value, where there is one to be drawn.
    fn drawn(&self) -> Option<f64> {
        match self.state {
            State::Final | State::Provisional | State::Revised => self.value.and_then(scale::drawable),
            State::Missing { .. } | State::Suppressed { .. } => None,
        }
    }

    fn other(&self) -> Option<f64> {
        self.other.as_ref().and_then(Level::drawable)
    }

    fn target(&self) -> Option<f64> {
        self.target.as_ref().and_then(Level::drawable)
    }

    /// Why there is no figure.
    fn reason<'a>(&'a self, frame: &Frame<'a>) -> Option<&'a str> {
        if self.drawn().is_some() {
            return None;
        }
        let (words, usual) = match &self.state {
            State::Missing { words } => (words.as_str(), &frame.words.missing),
            State::Suppressed { words } => (words.as_str(), &frame.words.suppressed),
            _ => ("", &frame.words.missing),
        };
        Some(if words.trim().is_empty() { usual } else { words })
    }

    fn full_label(&self) -> String {
        periods::name((&self.label, &self.year))
    }
}

impl Trend {
    fn year_end(&self) -> Option<(f64, &Level)> {
        self.year_end.as_ref().and_then(|level| Some((level.drawable()?, level)))
    }

    /// The latest period with a figure.
    fn latest(&self) -> Option<(usize, &Point, f64)> {
        self.points.iter().enumerate().rev().find_map(|(place, point)| Some((place, point, point.drawn()?)))
    }

    fn axis(&self, ticks: f64) -> Option<Axis> {
        let figures = self.points.iter().flat_map(|point| [point.drawn(), point.other()]);
        figures.flatten().next()?;
        let all = self.points.iter().flat_map(|point| [point.drawn(), point.other(), point.target()]).flatten();
        let all = all.chain(self.year_end().map(|(value, _)| value));
        let (mut low, mut high) =
            all.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        if self.baseline == Baseline::Zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        // Where the next band begins is worth seeing, unless it is so far away that the course gets flat.
        let reach = ((high - low) * 0.5).max(high.abs().max(low.abs()) * 0.02);
        let (from, to) = (low - reach, high + reach);
        for edge in self.bands.iter().flat_map(Band::edges).filter(|edge| (from..=to).contains(edge)) {
            (low, high) = (low.min(edge), high.max(edge));
        }
        let pad = (high - low) * 0.06;
        let (bottom, top) = (low, high);
        if low != 0.0 {
            low -= pad;
        }
        if high != 0.0 {
            high += pad;
        }
        // Nothing is under 0 here, so neither is the axis; and an axis that almost begins at 0 may as well do so.
        if bottom >= 0.0 && low < (top - bottom) * 0.3 {
            low = 0.0;
        }
        if top <= 0.0 && -high < (top - bottom) * 0.3 {
            high = 0.0;
        }
        Some(Axis::around(low, high, ticks, self.floor, self.ceiling))
    }
}

/// Where a trend's things are.
struct Layout<'a> {
    data: &'a Trend,
    plot: Plot,
    upright: Upright,
    places: Vec<f64>,
    columns: Vec<(f64, f64)>,
    /// A mark's reach.
    reach: f64,
}

impl Layout<'_> {
    fn y(&self, value: f64) -> f64 {
        self.upright.place(self.plot, value)
    }

    fn slots<'a>(&'a self, frame: &Frame<'a>) -> Vec<gaps::Slot<'a>> {
        let points = self.data.points.iter().zip(&self.places);
        points.map(|(point, x)| gaps::Slot { x: *x, label: point.full_label(), words: point.reason(frame) }).collect()
    }

    /// From the latest figure to its label, where it is not of the last period.
    fn leader(&self) -> Option<[(f64, f64); 2]> {
        let (place, _, value) = self.data.latest()?;
        let x = *self.places.get(place)?;
        let y = self.y(value);
        (self.plot.right - x > 40.0).then_some([(x, y), (self.plot.right + 2.0, y)])
    }

    /// Stretches of periods next to each other that have a figure.
    fn runs(&self, figure: impl Fn(&Point) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
        let mut runs = vec![Vec::new()];
        for (point, x) in self.data.points.iter().zip(&self.places) {
            match (figure(point), runs.last_mut()) {
                (Some(value), Some(run)) => run.push((*x, self.y(value))),
                (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
                _ => {}
            }
        }
        runs
    }

    /// The target as steps, each as wide as its periods.
    fn target_steps(&self) -> Vec<Vec<(f64, f64)>> {
        let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
        for (point, (from, to)) in self.data.points.iter().zip(&self.columns) {
            match (point.target(), runs.last_mut()) {
                (Some(value), Some(run)) => {
                    let y = self.y(value);
                    match run.last_mut() {
                        Some(last) if last.1 == y => last.0 = *to,
                        _ => run.extend([(*from, y), (*to, y)]),
                    }
                }
                (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
                _ => {}
            }
        }
        runs
    }

    /// From the first period of the latest year on.
    fn year_end_line(&self) -> Option<[(f64, f64); 2]> {
        let (value, _) = self.data.year_end()?;
        let year = &self.data.points.last()?.year;
        let same = self.data.points.iter().rev().take_while(|point| point.year == *year).count();
        let begin =
            if year.is_empty() { self.data.points.len().saturating_sub(1) } else { self.data.points.len() - same };
        let (from, _) = self.columns.get(begin)?;
        Some([(*from, self.y(value)), (self.plot.right, self.y(value))])
    }
}

/// Draws a trend.
pub fn trend(frame: &Frame<'_>, data: &Trend, format: &dyn Format) -> Chart {
    let (wide, size) = (frame.wide(), frame.size());
    let high = (wide * 0.42).clamp(200.0, 330.0);
    let Some(axis) = data.axis(high / (size * 3.6)) else { return frame.nothing() };
    let upright = Upright::new(frame, axis, format);
    let is_narrow = wide < 480.0;

    let room = (wide * 0.26).clamp(84.0, 190.0);
    let right = wide - side::width(&sides(frame, data, |_| 0.0, room, is_narrow)) - side::GUTTER - 4.0;
    let unit = cut(&data.unit, wide - 8.0, size, false);
    let top = if unit.is_empty() { size * 0.8 + 6.0 } else { size * 2.6 };
    let plot = Area { left: upright.width + 16.0, top, right, bottom: top + high };

    let places = periods::places(data.points.len(), plot);
    let columns = periods::columns(&places, plot);
    let slot = plot.width() / data.points.len().max(1) as f64;
    let reach = (slot * 0.3).clamp(1.8, 4.5);
    let layout = Layout { data, plot, upright, places, columns, reach };

    let mut canvas = frame.canvas();
    let mut room_left = Room::new(plot);
    block(&layout, &mut room_left);

    bands::draw(&mut canvas, &layout);
    let grid = if data.bands.is_empty() { style::GRID } else { style::GRID_ON_BAND };
    layout.upright.draw(&mut canvas, frame, plot, grid);
    layout.upright.foot(&mut canvas, plot, !data.bands.is_empty());
    canvas.text(frame.face(style::QUIET), &unit, 4.0, size, Anchor::Start);

    lines(&mut canvas, &layout);
    let mut entries = gaps::draw(&mut canvas, frame, plot, &layout.slots(frame), &mut room_left);
    entries.extend(bands::label(&mut canvas, frame, &layout, &mut room_left));
    entries.extend(marks(&mut canvas, frame, &layout));

    let beside = sides(frame, data, |value| layout.y(value), room, is_narrow);
    let mut key = side::draw(&mut canvas, plot, beside);
    if is_narrow {
        key.extend(names(frame, data));
    }
    key.extend(entries);

    let named: Vec<periods::Period<'_>> = data.points.iter().map(|point| (&*point.label, &*point.year)).collect();
    let mut bottom = periods::draw(&mut canvas, frame, &named, &layout.places, plot);
    if layout.upright.is_broken() {
        key.push(Entry::new(Sample::Nothing, &*frame.words.axis_broken));
    }
    if !key.is_empty() {
        bottom = key::draw(&mut canvas, frame.face(style::LABEL), &key, 8.0, wide - 8.0, bottom + size * 0.4);
    }
    let is_broken = layout.upright.is_broken();
    canvas.finish(frame, wide, bottom + 6.0, said::describe(frame, data, is_broken))
}

/// What no label may be put on.
fn block(layout: &Layout<'_>, room: &mut Room) {
    for run in layout.runs(Point::drawn) {
        room.stroke(&run, 4.0);
        for (x, y) in run {
            room.take(Area::around(x, y, layout.reach.max(7.0) * Shape::OUT + 2.0));
        }
    }
    for run in layout.runs(Point::other) {
        room.stroke(&run, 3.0);
        for (x, y) in run {
            room.take(Area::around(x, y, layout.reach * Shape::OUT + 2.0));
        }
    }
    for run in layout.target_steps() {
        room.stroke(&run, 2.5);
    }
    for line in layout.year_end_line().into_iter().chain(layout.leader()) {
        room.stroke(&line, 2.5);
    }
}

/// Lines without their marks.
fn lines(canvas: &mut Canvas<'_>, layout: &Layout<'_>) {
    for run in layout.target_steps() {
        canvas.line(style::TARGET, &run, 2.0, Dash::Dashed);
    }
    if let Some(line) = layout.year_end_line() {
        canvas.line(style::YEAR_END, &line, 2.0, Dash::Dotted);
    }
    for run in layout.runs(Point::other) {
        canvas.line(style::HALO, &run, 4.5, Dash::Solid);
        canvas.line(style::SECOND_LINE, &run, 1.8, Dash::Short);
    }
    if let Some(line) = layout.leader() {
        canvas.line(style::LEADER, &line, 1.0, Dash::Dotted);
    }
    for run in layout.runs(Point::drawn) {
        canvas.line(style::HALO, &run, 6.0, Dash::Solid);
        canvas.line(style::LINE, &run, 3.0, Dash::Solid);
    }
}

fn marks(canvas: &mut Canvas<'_>, frame: &Frame<'_>, layout: &Layout<'_>) -> Vec<Entry> {
    let latest = layout.data.latest().map(|(place, ..)| place);
    let (mut is_provisional, mut is_revised) = (false, false);
    for (point, x) in layout.data.points.iter().zip(&layout.places) {
        if let Some(value) = point.other() {
            canvas.mark(style::SECOND_POINT, Shape::Square, *x, layout.y(value), layout.reach * 0.8, 1.0);
        }
    }
    for (place, (point, x)) in layout.data.points.iter().zip(&layout.places).enumerate() {
        let Some(value) = point.drawn() else { continue };
        let reach = if latest == Some(place) { 7.0 } else { layout.reach };
        let edge = (reach * 0.45).clamp(1.0, 2.5);
        let (style, shape, edge) = look(&point.state, edge);
        is_provisional |= point.state == State::Provisional;
        is_revised |= point.state == State::Revised;
        canvas.mark(style, shape, *x, layout.y(value), reach, edge);
    }
    let mut entries = Vec::new();
    for (is_there, state, words) in [
        (is_provisional, State::Provisional, &frame.words.provisional),
        (is_revised, State::Revised, &frame.words.revised),
    ] {
        if is_there {
            let (style, shape, edge) = look(&state, 2.0);
            entries.push(Entry::new(Sample::Mark(style, shape, edge), words.as_str()));
        }
    }
    entries
}

fn look(state: &State, edge: f64) -> (Style, Shape, f64) {
    match state {
        State::Provisional => (style::POINT_HOLLOW, Shape::Circle, edge),
        State::Revised => (style::POINT, Shape::Diamond, 1.0),
        _ => (style::POINT, Shape::Circle, 1.0),
    }
}

const OWN: Sample = Sample::Marked(style::LINE, 3.0, Dash::Solid, style::POINT, Shape::Circle);
const SECOND: Sample = Sample::Marked(style::SECOND_LINE, 1.8, Dash::Short, style::SECOND_POINT, Shape::Square);
const TARGET: Sample = Sample::Line(style::TARGET, 2.0, Dash::Dashed);
const YEAR_END: Sample = Sample::Line(style::YEAR_END, 2.0, Dash::Dotted);

fn target_words(frame: &Frame<'_>, data: &Trend) -> Option<(f64, String)> {
    let last = data.points.iter().rev().find(|point| point.target().is_some())?;
    let level = last.target.as_ref()?;
    Some((level.value, format!("{} {}", frame.words.target, level.display)))
}

fn year_end_words(frame: &Frame<'_>, data: &Trend) -> Option<(f64, String)> {
    let (value, level) = data.year_end()?;
    Some((value, format!("{} {}", frame.words.year_end_target, level.display)))
}

/// Labels beside the plot, the most important first. A narrow chart has the latest figure only.
fn sides(frame: &Frame<'_>, data: &Trend, y: impl Fn(f64) -> f64, room: f64, is_narrow: bool) -> Vec<Side> {
    let (label, own) = (frame.face(style::LABEL), frame.face(style::OWN_LABEL));
    let mut sides = Vec::new();
    if let Some((place, point, value)) = data.latest() {
        let mut figure = frame.strong(style::OWN_LABEL);
        figure.size = if frame.size() * 0.62 * point.display.chars().count() as f64 > room {
            frame.size()
        } else {
            frame.size() * 1.35
        };
        let period = point.full_label();
        let mut texts = vec![(figure, point.display.as_str())];
        if !is_narrow {
            texts.push((own, &data.name));
        }
        // A figure that is not of the last period would be taken for it.
        if place + 1 < data.points.len() {
            texts.push((own, &period));
        }
        sides.push(Side {
            at: y(value),
            lines: side::lines(&texts, room, 3),
            entry: Entry::new(OWN, format!("{} {}", data.name, point.display)),
        });
    }
    if is_narrow {
        return sides;
    }
    for (figure, sample) in [(target_words(frame, data), TARGET), (year_end_words(frame, data), YEAR_END)] {
        if let Some((value, words)) = figure {
            sides.push(Side {
                at: y(value),
                lines: side::lines(&[(label, &words)], room, 3),
                entry: Entry::new(sample, words),
            });
        }
    }
    let second = data.points.iter().rev().find_map(|point| Some((point.other()?, point.other.as_ref()?)));
    if let Some((value, level)) = second {
        let face = frame.face(style::SECOND_LABEL);
        let lines = side::lines(&[(face, &level.display), (face, &data.other_name)], room, 3);
        sides.push(Side {
            at: y(value),
            lines,
            entry: Entry::new(SECOND, format!("{} {}", data.other_name, level.display)),
        });
    }
    sides
}

/// The same for the key of a narrow chart.
fn names(frame: &Frame<'_>, data: &Trend) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !data.name.trim().is_empty() {
        entries.push(Entry::new(OWN, data.name.as_str()));
    }
    entries.extend(target_words(frame, data).map(|(_, words)| Entry::new(TARGET, words)));
    entries.extend(year_end_words(frame, data).map(|(_, words)| Entry::new(YEAR_END, words)));
    if data.points.iter().any(|point| point.other().is_some()) {
        entries.push(Entry::new(SECOND, data.other_name.as_str()));
    }
    entries
}
