//! A spine chart: many indicators, each against the range of all areas.

use crate::chart::{Chart, Frame, Level};

/// One row for each indicator. Each has its own scale, with the average in the middle and the worst area at the left.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spine {
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

/// Draws a spine chart.
pub fn spine(frame: &Frame<'_>, data: &Spine) -> Chart {
    let _ = data;
    frame.nothing()
}
