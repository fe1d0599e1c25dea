//! What a figure is judged by.

use super::{Name, PeriodText, Spanned, Text};
use kpi_core::{Quantity, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    pub span: Span,
    pub name: Name,
    pub from: Option<PeriodText>,
    pub fields: Vec<BandsField>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandsField {
    Judge(Judge),
    Band(Band),
    /// `at zero target { … }`
    AtZeroTarget {
        span: Span,
        bands: Vec<Band>,
    },
    /// `require actions for Red`
    RequireActions {
        span: Span,
        labels: Vec<Name>,
    },
    /// `word "Baseline" for baseline "meaning"`
    Word {
        span: Span,
        word: Text,
        status: Name,
        meaning: Option<Text>,
    },
    /// `change { improved "Improving" … show "…" }`: each entry is a key and the council's word.
    Change {
        span: Span,
        words: Vec<(Name, Text)>,
    },
    Unknown(Name),
    Broken(Span),
}

/// `judge: deviation of forecast`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    pub span: Span,
    pub what: Name,
    /// `forecast`, or `displayed value`.
    pub of: Option<Name>,
    /// The comparator; without one the target.
    pub against: Option<Name>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    pub span: Span,
    pub label: Name,
    pub meaning: Option<Text>,
    pub colour: Option<Name>,
    pub conditions: Vec<BandCondition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandCondition {
    Below(Edge),
    UpTo(Edge),
    From(Edge),
    Above(Edge),
    /// `if better`
    If(Name),
}

pub type Edge = Spanned<Quantity>;
