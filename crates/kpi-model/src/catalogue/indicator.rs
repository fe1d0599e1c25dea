//! A figure, and all that is said of it.

use super::Dated;
use crate::formula::Formula;
use indexmap::IndexMap;
use kpi_core::statistics::{Level, Method};
use kpi_core::{Exact, Frequency, Period, PeriodKind, Polarity, Rounding, Span, Unit};

#[derive(Debug, Clone)]
pub struct Indicator {
    pub id: String,
    /// The whole item.
    pub span: Span,
    pub name_span: Span,
    /// The template it is made from.
    pub template: Option<String>,
    pub title: Dated<String>,
    /// `number`, `short`, `theme`, `priority`, `committee`, `owner`, `officer`, `source`, `description`,
    /// `calculation`, `note`, `next_release`.
    pub texts: IndexMap<String, Dated<String>>,
    pub links: Vec<String>,
    pub related: Vec<String>,
    /// Indicators whose figures add up to this one (R7).
    pub parts: Vec<String>,
    pub unit: Dated<UnitSpec>,
    pub polarity: Dated<Polarity>,
    pub frequency: Dated<Frequency>,
    pub measure: Dated<Measure>,
    /// In an order in which each refers only to those before it.
    pub lets: Vec<Let>,
    pub formula: Dated<Formula>,
    pub numerator: Option<Dated<Counted>>,
    pub denominator: Option<Dated<Counted>>,
    pub published: Option<Dated<Formula>>,
    pub flags: Option<Dated<Formula>>,
    pub rank: Option<Dated<Formula>>,
    pub target: Vec<TargetEntry>,
    pub bands: Option<Dated<String>>,
    pub compare: Option<Dated<Vec<String>>>,
    pub change: Option<Dated<Change>>,
    pub forecast: Option<Dated<Forecast>>,
    pub confidence: Option<Dated<Confidence>>,
    pub control: Option<Control>,
    pub suppress: Option<Dated<Suppress>>,
    pub requires: Vec<Require>,
    pub by: Vec<Cut>,
    pub variant: Option<Variant>,
    pub active: Active,
}

impl Indicator {
    #[must_use]
    pub fn text(&self, key: &str, report: Period) -> Option<&str> {
        self.texts.get(key)?.at(report).map(String::as_str)
    }

    /// The formulas that make its figure, with its `let`s.
    #[must_use]
    pub fn formulas(&self) -> Vec<&Formula> {
        let counted = self.numerator.iter().chain(&self.denominator).flat_map(|dated| dated.values());
        let lets = self.lets.iter().map(|named| &named.value);
        self.formula.values().chain(counted.map(|counted| &counted.value)).chain(lets).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitSpec {
    pub unit: Unit,
    pub decimals: u8,
    pub rounding: Rounding,
    pub span: Span,
}

/// How a figure relates to time (R11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    #[default]
    Flow,
    Snapshot,
    Average,
}

#[derive(Debug, Clone)]
pub struct Let {
    pub name: String,
    pub value: Formula,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Counted {
    pub value: Formula,
    pub noun: Option<String>,
}

#[derive(Debug, Clone)]
pub struct TargetEntry {
    pub span: Span,
    pub when: TargetWhen,
    pub value: TargetValue,
    pub how: Option<TargetHow>,
    pub copied_from: Option<String>,
    pub proposed: bool,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetWhen {
    Always,
    From(Period),
    For(Period),
}

#[derive(Debug, Clone)]
pub enum TargetValue {
    Amount(Formula),
    Status(Status),
    None,
}

/// Words that stand in place of a rating (R26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    Tbc,
    Baseline,
    Contextual,
    InDevelopment,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Tbc, Self::Baseline, Self::Contextual, Self::InDevelopment];

    /// As rule files spell it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Tbc => "tbc",
            Self::Baseline => "baseline",
            Self::Contextual => "contextual",
            Self::InDevelopment => "in development",
        }
    }

    /// As reports spell it where the scheme has no word of its own.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tbc => "TBC",
            Self::Baseline => "Baseline",
            Self::Contextual => "Contextual",
            Self::InDevelopment => "In Development",
        }
    }
}

#[derive(Debug, Clone)]
pub enum TargetHow {
    /// The months covered, out of the entry's months.
    ProRata,
    /// The whole year's target, against part of the year.
    AtYearEnd,
    /// The entry's figure is for each of these.
    Each(PeriodKind),
    /// The target to date at the end of each quarter (four) or month (twelve).
    Profiled(Vec<Formula>),
}

#[derive(Debug, Clone)]
pub struct Change {
    pub span: Span,
    pub baseline: Baseline,
    pub tolerance: Option<Tolerance>,
    pub vintage: Vintage,
    /// The direction the council recorded, for where the baseline is missing.
    pub recorded: Option<Formula>,
    pub not_judged: Option<String>,
    pub although_cumulative: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    Previous,
    PreviousYear,
    SamePeriodLastYear,
    Named(Period),
    /// With [`Change::not_judged`] saying why.
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tolerance {
    /// In the unit of the difference.
    Absolute(Exact),
    /// A share of the baseline.
    Relative(Exact),
}

/// Which of the baseline's two figures counts (R44).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Vintage {
    /// As published where there is such a figure, else as recalculated.
    #[default]
    AsPublished,
    AsRecalculated,
}

#[derive(Debug, Clone)]
pub enum Forecast {
    StraightLine,
    LastValue,
    /// The share of the year's figure that is reached at the end of each quarter (four) or month (twelve).
    Profile(Vec<Exact>),
    Rule(Formula),
    None,
}

/// Which counts are too small to be told (R46).
#[derive(Debug, Clone)]
pub struct Suppress {
    pub span: Span,
    /// Counts below this, and above 0, are not told.
    pub below: Exact,
    /// What the other counts are rounded to the nearest multiple of.
    pub rounded: Option<Exact>,
}

/// How the interval of a figure is made (R37).
#[derive(Debug, Clone, Copy)]
pub struct Confidence {
    pub span: Span,
    pub method: Method,
    pub level: Level,
}

/// An XmR chart of the figures up to this one (R36).
#[derive(Debug, Clone)]
pub struct Control {
    pub span: Span,
    /// In the order of their dates; there is at least one.
    pub segments: Vec<Segment>,
}

/// A stretch of a chart with limits of its own.
#[derive(Debug, Clone)]
pub struct Segment {
    pub from: Period,
    /// The limits are worked out up to this period and held from then on; without one each figure shifts them.
    pub baseline: Option<Period>,
    /// Why the limits begin anew here; the first stretch needs no reason.
    pub reason: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Require {
    pub span: Span,
    pub condition: Formula,
    pub rating: bool,
    pub change: bool,
    pub reason: String,
}

/// A column a figure is cut by (R49).
#[derive(Debug, Clone)]
pub struct Cut {
    pub column: String,
    pub span: Span,
    /// The dataset that lists its values; else those that the figure's own data has.
    pub from: Option<String>,
    /// The value that is the total, in keyed datasets.
    pub total: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Variant {
    pub label: String,
    pub of: String,
    /// The group counts once in summaries; else each of its variants does (R51).
    pub once: bool,
}

/// The periods for which something is reported; both ends included.
#[derive(Debug, Clone, Copy, Default)]
pub struct Active {
    pub from: Option<Period>,
    pub until: Option<Period>,
}

impl Active {
    #[must_use]
    pub fn at(&self, report: Period) -> bool {
        self.from.is_none_or(|from| from.start() <= report.end())
            && self.until.is_none_or(|until| report.start() <= until.end())
    }

    /// When it begins, where that is later in the year of the report: it is announced, and has no figure yet (R56).
    #[must_use]
    pub fn announced(&self, report: Period) -> Option<Period> {
        self.from.filter(|from| from.start() > report.end() && from.start() <= report.year().end())
    }
}
