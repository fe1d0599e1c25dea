//! The checked catalogue: every name resolved, every unit known, every date in the project's calendar. What the
//! interpreter, the reports and the editor read.

use crate::formula::{Formula, FormulaKind, Lookup};
use indexmap::IndexMap;
use kpi_core::cohort::Cohort;
use kpi_core::schema::{Dataset, Source};
use kpi_core::statistics::{Level, Method};
use kpi_core::{
    Calendar, Exact, Frequency, Judgement, Movement, Period, PeriodKind, Polarity, Reason, Rounding, Span, Unit,
};
use std::sync::Arc;

/// All that a project's rule files say, in the order they say it (files by name).
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub calendar: Calendar,
    pub datasets: IndexMap<String, Dataset>,
    /// In an order in which each rests only on those before it.
    pub cohorts: IndexMap<String, Arc<Cohort>>,
    pub comparators: IndexMap<String, Comparator>,
    pub schemes: IndexMap<String, Vec<Scheme>>,
    pub indicators: IndexMap<String, Indicator>,
    pub scorecards: IndexMap<String, Scorecard>,
    pub tests: Vec<Test>,
}

impl Catalogue {
    /// The datasets that a dataset or cohort rests on: itself, or all that its rows are made from.
    #[must_use]
    pub fn datasets_of<'a>(&'a self, rows: &'a str) -> Vec<&'a str> {
        self.rests_on(rows, true)
    }

    /// As [`Self::datasets_of`], without those that are read by queries only.
    #[must_use]
    pub fn tables_of<'a>(&'a self, rows: &'a str) -> Vec<&'a str> {
        self.rests_on(rows, false)
    }

    fn rests_on<'a>(&'a self, rows: &'a str, through_queries: bool) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut todo = vec![rows];
        while let Some(name) = todo.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if let Some(cohort) = self.cohorts.get(name) {
                todo.push(&cohort.from);
                todo.extend(cohort.rows.iter().map(String::as_str));
                continue;
            }
            found.push(name);
            if let Some(Dataset { source: Source::Sql { over, .. }, .. }) = self.datasets.get(name)
                && through_queries
            {
                todo.extend(over.iter().map(String::as_str));
            }
        }
        found
    }

    /// The version of a scheme that is in force at the end of a report's period (R30).
    #[must_use]
    pub fn scheme(&self, name: &str, report: Period) -> Option<&Scheme> {
        let versions = self.schemes.get(name)?;
        versions.iter().rfind(|version| version.from.is_none_or(|from| from.start() <= report.end()))
    }
}

/// A fact that may change over time (R50). Entries stand in the order of their dates.
#[derive(Debug, Clone)]
pub struct Dated<T> {
    pub entries: Vec<(Option<Period>, T)>,
}

impl<T> Dated<T> {
    pub fn always(value: T) -> Self {
        Self { entries: vec![(None, value)] }
    }

    /// What holds at the end of a report's period.
    #[must_use]
    pub fn at(&self, report: Period) -> Option<&T> {
        let mut found = None;
        for (from, value) in &self.entries {
            if from.is_none_or(|from| from.start() <= report.end()) {
                found = Some(value);
            }
        }
        found
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, value)| value)
    }
}

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

// ---------------------------------------------------------------------------------------------------- schemes

/// One version of a `bands` item.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub name: String,
    /// The whole item.
    pub span: Span,
    pub name_span: Span,
    pub from: Option<Period>,
    pub judge: Judge,
    pub of: JudgeOf,
    /// The comparator a significance is judged against; without one it is the target.
    pub against: Option<String>,
    pub bands: Vec<Band>,
    pub at_zero_target: Vec<Band>,
    pub require_actions: Vec<String>,
    pub words: Vec<StatusWord>,
    pub change: ChangeWords,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judge {
    Deviation,
    Gap,
    Change,
    Rank,
    Quartile,
    Direction,
    /// On which side of its benchmark the figure's interval lies.
    Significance,
}

impl Judge {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deviation => "deviation",
            Self::Gap => "gap",
            Self::Change => "change",
            Self::Rank => "rank",
            Self::Quartile => "quartile",
            Self::Direction => "direction",
            Self::Significance => "significance",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum JudgeOf {
    #[default]
    Value,
    Displayed,
    Forecast,
}

#[derive(Debug, Clone)]
pub struct Band {
    pub label: String,
    pub meaning: Option<String>,
    pub colour: Colour,
    pub test: BandTest,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandTest {
    Interval(Interval),
    /// `if better / equal / worse` than the target, `if better / similar / worse` by significance, or `if improved / unchanged / worsened`.
    Is(Judgement),
}

/// What a band covers. An absent edge is without end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
    /// The unit the edges are written in: percent for a deviation.
    pub unit: Unit,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub at: Exact,
    /// Does the edge itself belong to the band?
    pub closed: bool,
}

impl Interval {
    #[must_use]
    pub fn contains(&self, value: &Exact) -> bool {
        let above = self.lower.as_ref().is_none_or(|l| if l.closed { *value >= l.at } else { *value > l.at });
        let below = self.upper.as_ref().is_none_or(|l| if l.closed { *value <= l.at } else { *value < l.at });
        above && below
    }
}

/// Colours a report may use; the word and a shape always go with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    Red,
    Amber,
    Green,
    Blue,
    Grey,
}

impl Colour {
    pub const ALL: [Self; 5] = [Self::Red, Self::Amber, Self::Green, Self::Blue, Self::Grey];

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Grey => "grey",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|colour| colour.word().eq_ignore_ascii_case(word))
    }
}

#[derive(Debug, Clone)]
pub struct StatusWord {
    pub status: Status,
    pub word: String,
    pub meaning: Option<String>,
}

/// The council's words for direction of travel.
#[derive(Debug, Clone, Default)]
pub struct ChangeWords {
    pub judgements: Vec<(Judgement, String)>,
    pub movements: Vec<(Movement, String)>,
    /// `{movement} ({judgement})`
    pub show: Option<String>,
}

impl ChangeWords {
    #[must_use]
    pub fn judgement(&self, judgement: Judgement) -> &str {
        self.judgements.iter().find(|(j, _)| *j == judgement).map_or_else(
            || match judgement {
                Judgement::Improved => "Improving",
                Judgement::Unchanged => "Unchanged",
                Judgement::Worsened => "Declining",
            },
            |(_, word)| word,
        )
    }

    #[must_use]
    pub fn movement(&self, movement: Movement) -> &str {
        self.movements.iter().find(|(m, _)| *m == movement).map_or_else(
            || match movement {
                Movement::Up => "Increasing",
                Movement::Level => "Unchanged",
                Movement::Down => "Decreasing",
            },
            |(_, word)| word,
        )
    }

    /// The council's word for a change: the judgement's, the movement's where nothing is judged, or both as `show`
    /// combines them.
    #[must_use]
    pub fn word(&self, judgement: Option<Judgement>, movement: Movement) -> String {
        match (judgement, &self.show) {
            (Some(judgement), Some(show)) => {
                show.replace("{movement}", self.movement(movement)).replace("{judgement}", self.judgement(judgement))
            }
            (Some(judgement), None) => self.judgement(judgement).to_owned(),
            (None, _) => self.movement(movement).to_owned(),
        }
    }
}

// ---------------------------------------------------------------------------------------------------- scorecards

#[derive(Debug, Clone)]
pub struct Scorecard {
    pub id: String,
    pub span: Span,
    pub title: String,
    /// `subtitle`, `committee`, `description`.
    pub texts: IndexMap<String, String>,
    pub layout: Option<String>,
    pub active: Active,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone)]
pub struct Group {
    pub theme: Option<String>,
    pub indicators: Vec<String>,
}

// ---------------------------------------------------------------------------------------------------- tests

#[derive(Debug, Clone)]
pub struct Test {
    /// Of a row of `cases` that of the test and its own: `the key: at the edge`.
    pub name: String,
    /// The item, or the row of its `cases`.
    pub span: Span,
    /// The item.
    pub item: Span,
    pub indicator: Option<String>,
    pub at: Option<Period>,
    pub facts: Vec<(GivenFact, Formula)>,
    /// Facts the test takes away (`given target = none`), and for which reason they are missing.
    pub absent: Vec<(GivenFact, Reason)>,
    /// Datasets replaced by the test's own rows.
    pub tables: Vec<Dataset>,
    pub expect: Vec<Expectation>,
}

/// A fact that a test sets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GivenFact {
    Value,
    Numerator,
    Denominator,
    Target,
    Previous,
    Forecast,
    Rank,
    Let(String),
    Comparator(String),
}

#[derive(Debug, Clone)]
pub struct Expectation {
    pub span: Span,
    pub indicator: String,
    pub fact: ExpectedFact,
    pub op: kpi_core::facts::Compare,
    /// `None` is `none`, the absent value.
    pub value: Option<Formula>,
    pub within: Option<Formula>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExpectedFact {
    Value,
    Numerator,
    Denominator,
    Target,
    YearEndTarget,
    Previous,
    Forecast,
    Rank,
    Deviation,
    Gap,
    Rating,
    Change,
    Movement,
    Amount,
    Missing,
    Flags,
    Period,
    Lower,
    Upper,
    Significance,
    Variation,
    Assurance,
    /// What a run says of it: the codes of its findings.
    Finding,
    /// A step of its trace, by what it is called there.
    Step(String),
    Let(String),
    Comparator(String),
}
