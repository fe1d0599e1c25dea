//! What is published, in one language, ready to be laid out: every text is chosen, every figure written, every mark set.
//! The site, the pack, the workbook and the open data are views of this and of nothing else, so they cannot disagree.
//!
//! Field names are a contract: templates of councils use them (`docs/report/templates.md`).

mod cell;
mod chart;
mod explain;
mod indicator;
mod key;
mod prose;
mod scorecard;
mod told;

pub use cell::{Cell, Digits, Scale, State};
pub use chart::{Chart, ChartKind};
pub use explain::{Node, Source};
use indexmap::IndexMap;
pub use indicator::{
    Calculation, Change, Comparator, Control, Forecast, Indicator, Interval, Link, Named, Neighbour, Part, Parts, Past,
    Polarity, Rank, Rating, Span, Target, Value,
};
pub use key::{Band, Key, Mark, Scheme, Word};
pub use prose::{Block, Inline};
pub use scorecard::{Count, Has, Scorecard, Section, Summary, Theme};
use serde::Serialize;
pub(crate) use told::Told;

#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `kpi.report/1`
    pub schema: &'static str,
    /// `en`, `cy`.
    pub lang: String,
    /// The same report in the project's other languages.
    pub counterparts: Vec<Counterpart>,
    /// The name of the project, as its settings give it.
    pub project: String,
    pub council: String,
    pub title: String,
    /// The part of the figures that it is about, where it is about one (`council=Anytown`).
    pub slice: Option<String>,
    pub period: PeriodName,
    pub produced: Day,
    pub brand: Brand,
    pub contact: Option<String>,
    pub department: Option<String>,
    /// What the council says of how accessible its pages are, and to whom one turns.
    pub accessibility: Vec<Block>,
    /// Those in force, in the order of the rules.
    pub scorecards: Vec<Scorecard>,
    /// By the names of the rules, in the order in which the scorecards list them; each once.
    pub indicators: IndexMap<String, Indicator>,
    pub key: Key,
    /// Figures that are not what was first published (R44).
    pub revisions: Vec<Revision>,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// The words of the interface in this language, by key.
    pub words: IndexMap<String, String>,
    /// The version of kpi.
    pub kpi: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub struct Counterpart {
    pub lang: String,
    /// What the language calls itself.
    pub name: String,
    /// From the top of this site to the top of that one.
    pub folder: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct PeriodName {
    /// `2020/21 Q2`, `September 2022`.
    pub text: String,
    /// `2020-21-Q2`: in names of files.
    pub slug: String,
    /// First and last day.
    pub start: Day,
    pub end: Day,
}

#[derive(Debug, Clone, Serialize)]
pub struct Day {
    pub iso: String,
    pub text: String,
}

/// How a council looks.
#[derive(Debug, Clone, Serialize)]
pub struct Brand {
    /// `#12436d`: heads, links, the line of a chart.
    pub colour: String,
    /// On `colour`.
    pub on_colour: String,
    /// A file beside the pages, with what it shows in words.
    pub logo: Option<Logo>,
    /// The same colours for dark screens.
    pub dark: String,
    pub on_dark: String,
    pub fonts: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Logo {
    pub file: String,
    pub alt: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Input {
    pub path: String,
    pub sha256: String,
}

/// A figure that differs from what was first published.
#[derive(Debug, Clone, Serialize)]
pub struct Revision {
    pub indicator: String,
    pub title: String,
    pub period: String,
    pub published: Cell,
    pub now: Cell,
    pub why: Option<String>,
}
