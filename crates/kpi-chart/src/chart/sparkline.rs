//! The course of a figure, small enough for a row of a table.

use crate::chart::describe::Description;
use crate::chart::{Chart, Frame, Level};
use crate::shape::Shape;
use crate::style;
use crate::svg::Dash;

/// A figure's periods in order; there is no text in the picture, so the description says it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sparkline {
    pub name: String,
    /// Label and figure of each period.
    pub points: Vec<(String, Option<Level>)>,
    pub target: Option<Level>,
}

const WIDE: f64 = 120.0;
const HIGH: f64 = 32.0;
const PAD: f64 = 5.0;

/// Draws a sparkline. `Frame::width` does not count: it is 120 by 32 pixels.
pub fn sparkline(frame: &Frame<'_>, data: &Sparkline) -> Chart {
    let mut canvas = frame.canvas();
    let drawn: Vec<(usize, f64, &Level, &str)> = data
        .points
        .iter()
        .enumerate()
        .filter_map(|(place, (label, level))| {
            let level = level.as_ref()?;
            Some((place, level.drawable()?, level, label.as_str()))
        })
        .collect();
    let target = data.target.as_ref().and_then(Level::drawable);
    if drawn.is_empty() {
        canvas.line(style::AXIS, &[(WIDE / 2.0 - 6.0, HIGH / 2.0), (WIDE / 2.0 + 6.0, HIGH / 2.0)], 1.5, Dash::Solid);
        return canvas.finish(frame, WIDE, HIGH, frame.words.no_data.clone());
    }
    let all = drawn.iter().map(|(_, value, ..)| *value).chain(target);
    let (low, high) = all.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let y = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        HIGH - PAD - share * (HIGH - 2.0 * PAD)
    };
    let step = (WIDE - 2.0 * PAD) / data.points.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| if data.points.len() == 1 { WIDE / 2.0 } else { PAD + step * place as f64 };

    if let Some(target) = target {
        canvas.line(style::TARGET, &[(0.0, y(target)), (WIDE, y(target))], 1.0, Dash::Short);
    }
    let latest = drawn.last().map(|(place, ..)| *place);
    for run in drawn.chunk_by(|one, two| one.0 + 1 == two.0) {
        let points: Vec<(f64, f64)> = run.iter().map(|(place, value, ..)| (x(*place), y(*value))).collect();
        canvas.line(style::HALO, &points, 4.0, Dash::Solid);
        canvas.line(style::LINE, &points, 2.0, Dash::Solid);
        // A figure between two gaps has no line to be seen by.
        if let ([(x, y)], false) = (points.as_slice(), run.iter().any(|(place, ..)| Some(*place) == latest)) {
            canvas.mark(style::POINT, Shape::Circle, *x, *y, 1.6, 0.0);
        }
    }
    if let Some((place, value, ..)) = drawn.last() {
        canvas.mark(style::POINT, Shape::Circle, x(*place), y(*value), 3.6, 1.0);
    }

    let words = frame.words;
    let mut said = Description::default();
    let label = |point: Option<&(String, Option<Level>)>| point.map(|(label, _)| label.clone()).unwrap_or_default();
    let (from, to) = (label(data.points.first()), label(data.points.last()));
    let count = data.points.len().to_string();
    said.say(&words.line_chart, &[("name", &data.name), ("count", &count), ("from", &from), ("to", &to)]);
    let course: Vec<(String, f64, &str)> =
        drawn.iter().map(|(_, value, level, label)| ((*label).to_owned(), *value, level.display.as_str())).collect();
    said.course(words, &course);
    if let Some(level) = data.target.as_ref().filter(|_| target.is_some()) {
        said.say(&words.figure, &[("name", &words.target), ("value", &level.display)]);
    }
    canvas.finish(frame, WIDE, HIGH, said.done())
}
