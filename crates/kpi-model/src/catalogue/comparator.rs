//! What figures are set beside.

use crate::formula::{Formula, FormulaKind, Lookup};
use indexmap::IndexMap;
use kpi_core::Span;

#[derive(Debug, Clone)]
pub struct Comparator {
    pub id: String,
    pub span: Span,
    pub title: String,
    pub kind: ComparatorKind,
    /// Always there for one that is published; for one across peers, what of each peer is taken in place of the
    /// indicator's own figure.
    pub figure: Option<Formula>,
    pub peers: Option<Peers>,
    pub year: Option<Formula>,
    /// `source`, `model`.
    pub texts: IndexMap<String, String>,
}

impl Comparator {
    /// Is it read from what others published, and neither worked out across peers nor one's own figure of another time?
    #[must_use]
    pub fn is_published(&self) -> bool {
        let of_another_time = |figure: &Formula| matches!(figure.kind, FormulaKind::At { .. });
        self.peers.is_none() && !self.figure.as_ref().is_some_and(of_another_time)
    }
}

/// Which values of a column an indicator's slice is set beside.
#[derive(Debug, Clone)]
pub struct Peers {
    pub across: String,
    /// Only those that are found in these rows.
    pub among: Option<Lookup>,
    /// Only those of which this is what it is here.
    pub same: Option<Formula>,
    /// Only those of which this holds.
    pub condition: Option<Formula>,
}

impl Peers {
    /// Has every slice the same peers?
    #[must_use]
    pub const fn is_same_for_all(&self) -> bool {
        self.among.is_none() && self.same.is_none()
    }

    /// The formulas that choose the peers.
    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.same.iter().chain(&self.condition)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ComparatorKind {
    #[default]
    Published,
    Mean,
    Median,
    Pooled,
    Neighbours,
    Region,
}
