//! What the data holds and what the figures are: looked up beside the editing, and as old as it may be.

use kpi_core::Period;
use std::collections::HashMap;

/// So many values of a column are offered; a column with more is no list of codes.
pub const MOST_CODES: usize = 200;

#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The report that the figures are of.
    pub period: Option<Period>,
    /// By indicator.
    pub figures: HashMap<String, FigureSeen>,
    /// By dataset and column, the texts that stand in it.
    pub codes: HashMap<(String, String), Vec<String>>,
    /// Why there are no figures, where somebody looked and there are none.
    pub trouble: Option<String>,
}

/// A figure as a report would show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSeen {
    pub period: String,
    pub value: String,
    pub target: Option<String>,
    pub rating: Option<String>,
    pub previous: Option<String>,
    pub change: Option<String>,
}
