//! A tartan rug: a rating in each cell, indicators down and periods or areas across.

use crate::chart::{Chart, Frame};
use crate::theme::Rating;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rug {
    pub columns: Vec<String>,
    pub rows: Vec<RugRow>,
    /// What the ratings are called, for the key: those that are used, in the order they are to be read.
    pub ratings: Vec<(Rating, String)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RugRow {
    pub label: String,
    pub cells: Vec<RugCell>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct RugCell {
    /// None where there is no figure.
    pub rating: Option<Rating>,
    /// A letter or two in place of the rating's shape, such as "A" or "R".
    pub letter: String,
    /// Shown where all cells have room for it, and said in the description.
    pub display: String,
}

/// Draws a rug.
pub fn rug(frame: &Frame<'_>, data: &Rug) -> Chart {
    let _ = data;
    frame.nothing()
}
