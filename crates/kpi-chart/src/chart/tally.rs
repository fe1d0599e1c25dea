//! How many indicators have which rating: one bar, cut by counts.

use crate::chart::{Chart, Frame};
use crate::theme::Rating;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    /// From left to right.
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Share {
    pub rating: Rating,
    /// The rating's word.
    pub word: String,
    pub count: u32,
    /// How the count is written.
    pub display: String,
}

/// Draws a tally.
pub fn tally(frame: &Frame<'_>, data: &Tally) -> Chart {
    let _ = data;
    frame.nothing()
}
