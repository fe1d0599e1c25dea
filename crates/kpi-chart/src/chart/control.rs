//! A control chart (XmR, as in Making Data Count): limits, and points that are more than chance.

use crate::chart::describe::Description;
use crate::chart::side::{self, Side};
use crate::chart::upright::Upright;
use crate::chart::{Chart, Frame, Level, gaps, periods};
use crate::key::{self, Entry, Sample};
use crate::metrics::cut;
use crate::place::{Area, Room};
use crate::scale::{self, Axis, Format};
use crate::shape::Shape;
use crate::style::{self, Style};
use crate::svg::{Anchor, Canvas, Dash};
use crate::words::fill;

/// Periods in order, with the limits that hold for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Control {
    pub name: String,
    /// What is measured, where the ticks do not say it.
    pub unit: String,
    pub points: Vec<ControlPoint>,
    /// In order; more than one where limits were worked out anew after a change.
    pub segments: Vec<Segment>,
    pub target: Option<Level>,
    /// A remark under the chart, such as that limits are on trial.
    pub note: String,
    pub floor: Option<f64>,
    pub ceiling: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct ControlPoint {
    pub label: String,
    /// Said with each period and printed once.
    pub year: String,
    /// None where there is no figure, or one that is not to be told.
    pub value: Option<f64>,
    pub display: String,
    pub cause: Cause,
    /// Why there is no figure, where there is none.
    pub missing: String,
}

/// What the rules say of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cause {
    #[default]
    Common,
    Improvement,
    Concern,
    /// A special cause where no direction is the better one.
    Special,
}

/// Points that share their limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Segment {
    /// The first and the last of its points, counted from 0.
    pub from: usize,
    pub to: usize,
    pub centre: Level,
    pub lower: Option<Level>,
    pub upper: Option<Level>,
}

impl Cause {
    const ALL: [Self; 4] = [Self::Concern, Self::Improvement, Self::Special, Self::Common];

    fn look(self) -> (Style, Shape) {
        match self {
            Self::Common => (style::COMMON, Shape::Circle),
            Self::Improvement => (style::IMPROVEMENT, Shape::Up),
            Self::Concern => (style::CONCERN, Shape::Down),
            Self::Special => (style::SPECIAL, Shape::Diamond),
        }
    }

    fn words<'a>(self, frame: &Frame<'a>) -> &'a str {
        match self {
            Self::Common => &frame.words.common,
            Self::Improvement => &frame.words.improvement,
            Self::Concern => &frame.words.concern,
            Self::Special => &frame.words.special,
        }
    }
}

impl ControlPoint {
    fn drawn(&self) -> Option<f64> {
        self.value.and_then(scale::drawable)
    }

    fn reason<'a>(&'a self, frame: &Frame<'a>) -> Option<&'a str> {
        let words = if self.missing.trim().is_empty() { &frame.words.missing } else { &self.missing };
        self.drawn().is_none().then_some(words)
    }

    fn full_label(&self) -> String {
        periods::name((&self.label, &self.year))
    }
}

impl Segment {
    /// Its lines, from the top, with what they are called.
    fn lines<'a>(&'a self, frame: &Frame<'a>) -> impl Iterator<Item = (f64, &'a str, &'a Level)> {
        let words = frame.words;
        [
            (self.upper.as_ref(), &words.upper_limit),
            (Some(&self.centre), &words.mean),
            (self.lower.as_ref(), &words.lower_limit),
        ]
        .into_iter()
        .filter_map(|(level, name)| Some((level?.drawable()?, name.as_str(), level?)))
    }
}

impl Control {
    fn target(&self) -> Option<(f64, &Level)> {
        self.target.as_ref().and_then(|level| Some((level.drawable()?, level)))
    }

    fn latest(&self) -> Option<(usize, &ControlPoint, f64)> {
        self.points.iter().enumerate().rev().find_map(|(place, point)| Some((place, point, point.drawn()?)))
    }

    fn axis(&self, frame: &Frame<'_>, ticks: f64) -> Option<Axis> {
        self.latest()?;
        let limits = self.segments.iter().flat_map(|segment| segment.lines(frame)).map(|(value, ..)| value);
        let all = self
            .points
            .iter()
            .filter_map(ControlPoint::drawn)
            .chain(limits)
            .chain(self.target().map(|(value, _)| value));
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        let pad = (high - low) * 0.06;
        let padded = if low >= 0.0 { (low - pad).max(0.0) } else { low - pad };
        Some(Axis::around(padded, high + pad, ticks, self.floor, self.ceiling))
    }
}

/// A line across the plot: how it looks, where it is, how thick.
type Stroke = (Style, [(f64, f64); 2], f64, Dash);

/// Draws a control chart.
pub fn control(frame: &Frame<'_>, data: &Control, format: &dyn Format) -> Chart {
    let (wide, size) = (frame.wide(), frame.size());
    let high = (wide * 0.42).clamp(200.0, 330.0);
    let Some(axis) = data.axis(frame, high / (size * 3.6)) else { return frame.nothing() };
    let upright = Upright::new(frame, axis, format);
    let is_narrow = wide < 480.0;
    let room = (wide * 0.26).clamp(84.0, 190.0);
    let right = wide - side::width(&sides(frame, data, |_| 0.0, room, is_narrow)) - side::GUTTER - 4.0;
    let unit = cut(&data.unit, wide - 8.0, size, false);
    let has_captions = data.segments.len() > 1;
    let top = if unit.is_empty() { size * 0.8 + 6.0 } else { size * 2.6 } + if has_captions { size * 1.5 } else { 0.0 };
    let plot = Area { left: upright.width + 16.0, top, right, bottom: top + high };
    let places = periods::places(data.points.len(), plot);
    let columns = periods::columns(&places, plot);
    let y = |value: f64| upright.place(plot, value);

    let mut canvas = frame.canvas();
    canvas.text(frame.face(style::QUIET), &unit, 4.0, size, Anchor::Start);
    let spans: Vec<(&Segment, f64, f64)> = data
        .segments
        .iter()
        .filter_map(|segment| Some((segment, columns.get(segment.from)?.0, columns.get(segment.to)?.1)))
        .filter(|(_, from, to)| from < to)
        .collect();
    for (segment, from, to) in &spans {
        let edge = |level: &Option<Level>| level.as_ref().and_then(Level::drawable).map(y);
        if let (Some(lower), Some(upper)) = (edge(&segment.lower), edge(&segment.upper)) {
            canvas
                .area(style::RANGE, Area { left: *from, right: *to, top: upper.min(lower), bottom: lower.max(upper) });
        }
    }
    upright.draw(&mut canvas, frame, plot, style::GRID);
    upright.foot(&mut canvas, plot, false);

    let mut strokes: Vec<Stroke> = Vec::new();
    for (segment, from, to) in &spans {
        for (value, name, _) in segment.lines(frame) {
            let is_centre = name == frame.words.mean;
            let (style, thick, dash) =
                if is_centre { (style::CENTRE, 2.0, Dash::Solid) } else { (style::LIMIT, 1.6, Dash::Dashed) };
            strokes.push((style, [(*from, y(value)), (*to, y(value))], thick, dash));
        }
    }
    if let Some((value, _)) = data.target() {
        strokes.push((style::CONTROL_TARGET, [(plot.left, y(value)), (plot.right, y(value))], 2.2, Dash::Dotted));
    }
    let runs = runs(data, &places, y);
    let reach = (plot.width() / data.points.len().max(1) as f64 * 0.34).clamp(2.2, 5.5);
    let mut room_left = Room::new(plot);
    for (_, points, ..) in &strokes {
        room_left.stroke(points, 2.5);
    }
    for run in &runs {
        room_left.stroke(run, 3.0);
        for (x, y) in run {
            room_left.take(Area::around(*x, *y, (reach + 1.0).max(8.0) * Shape::OUT + 1.5));
        }
    }
    for (style, points, thick, dash) in &strokes {
        canvas.line(*style, points, *thick, *dash);
    }
    for run in &runs {
        canvas.line(style::HALO, run, 5.0, Dash::Solid);
        canvas.line(style::PATH, run, 2.0, Dash::Solid);
    }
    marks(&mut canvas, data, &places, reach, y);

    let slots: Vec<gaps::Slot<'_>> = data
        .points
        .iter()
        .zip(&places)
        .map(|(point, x)| gaps::Slot { x: *x, label: point.full_label(), words: point.reason(frame) })
        .collect();
    let missing = gaps::draw(&mut canvas, frame, plot, &slots, &mut room_left);
    if has_captions {
        captions(&mut canvas, frame, &spans, plot.top - 11.0);
    }

    let mut entries = side::draw(&mut canvas, plot, sides(frame, data, y, room, is_narrow));
    for cause in Cause::ALL {
        if data.points.iter().any(|point| point.drawn().is_some() && point.cause == cause) {
            let (style, shape) = cause.look();
            entries.push(Entry::new(Sample::Mark(style, shape, 1.0), cause.words(frame)));
        }
    }
    if is_narrow {
        entries.extend(levels(frame, data).map(|(_, words, sample)| Entry::new(sample, words)));
    }
    entries.extend(missing);
    for note in [data.note.as_str(), if upright.is_broken() { &frame.words.axis_broken } else { "" }] {
        if !note.trim().is_empty() {
            entries.push(Entry::new(Sample::Nothing, note));
        }
    }
    let named: Vec<periods::Period<'_>> = data.points.iter().map(|point| (&*point.label, &*point.year)).collect();
    let bottom = periods::draw(&mut canvas, frame, &named, &places, plot);
    let bottom = key::draw(&mut canvas, frame.face(style::LABEL), &entries, 8.0, wide - 8.0, bottom + size * 0.4);
    canvas.finish(frame, wide, bottom + 6.0, describe(frame, data, upright.is_broken()))
}

fn runs(data: &Control, places: &[f64], y: impl Fn(f64) -> f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (point, x) in data.points.iter().zip(places) {
        match (point.drawn(), runs.last_mut()) {
            (Some(value), Some(run)) => run.push((*x, y(value))),
            (None, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs
}

fn marks(canvas: &mut Canvas<'_>, data: &Control, places: &[f64], reach: f64, y: impl Fn(f64) -> f64) {
    let latest = data.latest().map(|(place, ..)| place);
    for (place, (point, x)) in data.points.iter().zip(places).enumerate() {
        let Some(value) = point.drawn() else { continue };
        let (style, shape) = point.cause.look();
        let reach = if latest == Some(place) { (reach * 1.35).max(6.0) } else { reach };
        canvas.mark(style, shape, *x, y(value), reach, 1.0);
    }
}

/// What holds for each segment, above it: beside the plot only the last one's limits are named.
fn captions(canvas: &mut Canvas<'_>, frame: &Frame<'_>, spans: &[(&Segment, f64, f64)], top: f64) {
    let face = frame.face(style::LABEL);
    for (segment, from, to) in spans {
        let display = |level: &Option<Level>| {
            level.as_ref().filter(|level| level.drawable().is_some()).map(|level| level.display.clone())
        };
        let mean = format!("{} {}", frame.words.mean, segment.centre.display);
        let whole = display(&segment.lower).zip(display(&segment.upper)).map(|(lower, upper)| {
            fill(&frame.words.part, &[("value", &segment.centre.display), ("lower", &lower), ("upper", &upper)])
        });
        let fitting = whole.into_iter().chain([mean]).find(|words| face.width(words) + 10.0 <= to - from);
        if let Some(words) = fitting.filter(|_| segment.centre.drawable().is_some()) {
            canvas.text(face, &words, from + 4.0, top, Anchor::Start);
        }
    }
}

/// The last segment's lines and the target, from the most important to the least.
fn levels<'a>(frame: &Frame<'a>, data: &'a Control) -> impl Iterator<Item = (f64, String, Sample)> {
    let mut levels: Vec<(f64, String, Sample)> = Vec::new();
    for (value, name, level) in data.segments.last().into_iter().flat_map(|segment| segment.lines(frame)) {
        let words = format!("{name} {}", level.display);
        if name == frame.words.mean {
            levels.insert(0, (value, words, Sample::Line(style::CENTRE, 2.0, Dash::Solid)));
        } else {
            levels.push((value, words, Sample::Line(style::LIMIT, 1.6, Dash::Dashed)));
        }
    }
    if let Some((value, level)) = data.target() {
        let words = format!("{} {}", frame.words.target, level.display);
        levels.push((value, words, Sample::Line(style::CONTROL_TARGET, 2.2, Dash::Dotted)));
    }
    levels.into_iter()
}

fn sides(frame: &Frame<'_>, data: &Control, y: impl Fn(f64) -> f64, room: f64, is_narrow: bool) -> Vec<Side> {
    let mut sides = Vec::new();
    if let Some((place, point, value)) = data.latest() {
        let period = point.full_label();
        let strong = frame.strong(style::LABEL);
        let mut texts = vec![(strong, point.display.as_str())];
        if place + 1 < data.points.len() {
            texts.push((frame.face(style::LABEL), &period));
        }
        let (style, shape) = point.cause.look();
        let entry = Entry::new(Sample::Mark(style, shape, 1.0), point.display.as_str());
        sides.push(Side { at: y(value), lines: side::lines(&texts, room, 3), entry });
    }
    if !is_narrow {
        for (value, words, sample) in levels(frame, data) {
            let face = match sample {
                Sample::Line(style::CONTROL_TARGET, ..) => style::SECOND_LABEL,
                Sample::Line(style::LIMIT, ..) => style::QUIET,
                _ => style::LABEL,
            };
            let lines = side::lines(&[(frame.face(face), &words)], room, 2);
            sides.push(Side { at: y(value), lines, entry: Entry::new(sample, words) });
        }
    }
    sides
}

fn describe(frame: &Frame<'_>, data: &Control, is_broken: bool) -> String {
    let words = frame.words;
    let mut said = Description::default();
    let label = |point: Option<&ControlPoint>| point.map(ControlPoint::full_label).unwrap_or_default();
    let (from, to) = (label(data.points.first()), label(data.points.last()));
    let count = data.points.len().to_string();
    said.say(&words.control_chart, &[("name", &data.name), ("count", &count), ("from", &from), ("to", &to)]);
    let drawn: Vec<(String, f64, &str)> = data
        .points
        .iter()
        .filter_map(|point| Some((point.full_label(), point.drawn()?, point.display.as_str())))
        .collect();
    said.course(words, &drawn);
    for segment in &data.segments {
        let (Some(from), Some(to)) = (data.points.get(segment.from), data.points.get(segment.to)) else { continue };
        let (from, to) = (from.full_label(), to.full_label());
        for (_, name, level) in segment.lines(frame) {
            if data.segments.len() == 1 {
                said.say(&words.figure, &[("name", name), ("value", &level.display)]);
            } else {
                said.say(&words.figure_for, &[("name", name), ("from", &from), ("to", &to), ("value", &level.display)]);
            }
        }
    }
    if let Some((_, level)) = data.target() {
        said.say(&words.figure, &[("name", &words.target), ("value", &level.display)]);
    }
    for cause in Cause::ALL.into_iter().filter(|cause| *cause != Cause::Common) {
        let points = data.points.iter().filter(|point| point.drawn().is_some() && point.cause == cause);
        let labels: Vec<String> = points.map(ControlPoint::full_label).collect();
        if !labels.is_empty() {
            said.say(&words.points_of, &[("name", cause.words(frame)), ("labels", &labels.join(&words.comma))]);
        }
    }
    for (reason, labels) in gaps::by_words(data.points.iter().map(|point| (point.reason(frame), point.full_label()))) {
        said.say(&words.points_of, &[("name", reason), ("labels", &labels.join(&words.comma))]);
    }
    for remark in [data.note.as_str(), if is_broken { &words.axis_broken } else { "" }] {
        if !remark.trim().is_empty() {
            said.remark(words, remark);
        }
    }
    said.done()
}
