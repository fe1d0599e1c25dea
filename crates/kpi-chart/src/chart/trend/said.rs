//! A trend in words.

use crate::chart::describe::Description;
use crate::chart::trend::{Point, State, Trend};
use crate::chart::{Frame, gaps};

pub(super) fn describe(frame: &Frame<'_>, data: &Trend, is_broken: bool) -> String {
    let words = frame.words;
    let mut said = Description::default();
    let label = |point: Option<&Point>| point.map(Point::full_label).unwrap_or_default();
    let (from, to) = (label(data.points.first()), label(data.points.last()));
    let count = data.points.len().to_string();
    said.say(&words.line_chart, &[("name", &data.name), ("count", &count), ("from", &from), ("to", &to)]);

    let drawn: Vec<(String, f64, &str)> = data
        .points
        .iter()
        .filter_map(|point| Some((point.full_label(), point.drawn()?, point.display.as_str())))
        .collect();
    said.course(words, &drawn);
    targets(frame, data, &mut said);
    if let Some((_, level)) = data.year_end() {
        said.say(&words.figure, &[("name", &words.year_end_target), ("value", &level.display)]);
    }
    if let Some(level) = data.points.iter().rev().find_map(|point| point.other().and(point.other.as_ref())) {
        said.say(&words.figure, &[("name", &data.other_name), ("value", &level.display)]);
    }
    let list = |labels: &[String]| labels.join(&words.comma);
    for (reason, labels) in gaps::by_words(data.points.iter().map(|point| (point.reason(frame), point.full_label()))) {
        said.say(&words.points_of, &[("name", reason), ("labels", &list(&labels))]);
    }
    for (state, name) in [(State::Provisional, &words.provisional), (State::Revised, &words.revised)] {
        let labels: Vec<String> = data
            .points
            .iter()
            .filter(|point| point.state == state && point.drawn().is_some())
            .map(Point::full_label)
            .collect();
        if !labels.is_empty() {
            said.say(&words.points_of, &[("name", name), ("labels", &list(&labels))]);
        }
    }
    let bands: Vec<String> = data.bands.iter().map(|band| band.label.clone()).collect();
    if !bands.is_empty() {
        said.say(&words.points_of, &[("name", &words.bands), ("labels", &list(&bands))]);
    }
    if is_broken {
        said.remark(words, &words.axis_broken);
    }
    said.done()
}

/// The target once, or each stretch of periods for which it stood.
fn targets(frame: &Frame<'_>, data: &Trend, said: &mut Description) {
    let words = frame.words;
    let mut stretches: Vec<(&str, &Point, &Point)> = Vec::new();
    let mut is_running = false;
    for point in &data.points {
        let level = point.target().and(point.target.as_ref());
        match (level, stretches.last_mut()) {
            (Some(level), Some((display, _, to))) if is_running && *display == level.display => *to = point,
            (Some(level), _) => stretches.push((&level.display, point, point)),
            (None, _) => {}
        }
        is_running = level.is_some();
    }
    let is_same = stretches.iter().all(|(display, ..)| stretches.first().is_some_and(|(first, ..)| first == display));
    match stretches.first() {
        Some((display, ..)) if is_same => said.say(&words.figure, &[("name", &words.target), ("value", display)]),
        _ => {
            for (display, from, to) in stretches {
                let (first, last) = (from.full_label(), to.full_label());
                if std::ptr::eq(from, to) {
                    said.say(&words.figure_at, &[("name", &words.target), ("label", &first), ("value", display)]);
                } else {
                    let figures =
                        [("name", words.target.as_str()), ("from", &first), ("to", &last), ("value", display)];
                    said.say(&words.figure_for, &figures);
                }
            }
        }
    }
}
