//! A control chart (XmR, as in Making Data Count): limits, and points that are more than chance.

use crate::chart::{Chart, Frame, Level};
use crate::scale::Format;

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
    pub value: Option<f64>,
    pub display: String,
    pub cause: Cause,
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

/// Draws a control chart.
pub fn control(frame: &Frame<'_>, data: &Control, format: &dyn Format) -> Chart {
    let _ = (data, format);
    frame.nothing()
}
