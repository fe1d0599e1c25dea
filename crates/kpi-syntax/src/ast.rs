//! The tree of a rule file: what was written, where, nothing resolved. A piece that could not be read is there as
//! `Broken`, so that later passes stay silent about it.

use chrono::NaiveDate;
use kpi_core::statistics::Method;
use kpi_core::{FileId, PeriodKind, Quantity, Reason, Rounding, Span, Unit};

/// A piece of the tree with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub node: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub const fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}

pub type Name = Spanned<String>;
/// A text with its escapes resolved and, in the long form, its common indentation removed.
pub type Text = Spanned<String>;
/// A period as it is written; which months it means depends on the project's calendar.
pub type PeriodText = Spanned<String>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub items: Vec<Item>,
    /// Every comment of the file, in order; the `#` is part of the text.
    pub comments: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Use(Use),
    Dataset(Dataset),
    Cohort(Cohort),
    Comparator(Comparator),
    Bands(Bands),
    Template(Template),
    Indicator(Indicator),
    Scorecard(Scorecard),
    Test(Test),
    /// Reported already.
    Broken(Span),
}

impl Item {
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Use(item) => item.span,
            Self::Dataset(item) => item.span,
            Self::Cohort(item) => item.span,
            Self::Comparator(item) => item.span,
            Self::Bands(item) => item.span,
            Self::Template(item) => item.span,
            Self::Indicator(item) => item.span,
            Self::Scorecard(item) => item.span,
            Self::Test(item) => item.span,
            Self::Broken(span) => *span,
        }
    }

    /// What it is called; of a test what it shows.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        Some(match self {
            Self::Dataset(item) => &item.name,
            Self::Cohort(item) => &item.name,
            Self::Comparator(item) => &item.name,
            Self::Bands(item) => &item.name,
            Self::Template(item) => &item.name,
            Self::Indicator(item) => &item.name,
            Self::Scorecard(item) => &item.name,
            Self::Test(item) => &item.name,
            Self::Use(_) | Self::Broken(_) => return None,
        })
    }

    #[must_use]
    pub const fn keyword(&self) -> Option<&'static str> {
        Some(match self {
            Self::Use(_) => "use",
            Self::Dataset(_) => "dataset",
            Self::Cohort(_) => "cohort",
            Self::Comparator(_) => "comparator",
            Self::Bands(_) => "bands",
            Self::Template(_) => "template",
            Self::Indicator(_) => "indicator",
            Self::Scorecard(_) => "scorecard",
            Self::Test(_) => "test",
            Self::Broken(_) => return None,
        })
    }
}

impl<T> Dated<T> {
    pub fn values(&self) -> impl Iterator<Item = &T> {
        let (always, entries) = match self {
            Self::Always(value) => (Some(value), [].as_slice()),
            Self::From(entries) => (None, entries.as_slice()),
        };
        always.into_iter().chain(entries.iter().map(|entry| &entry.value))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub span: Span,
    pub path: Text,
}

// ---------------------------------------------------------------------------------------------------- fields

/// `key: value`, `let name = value`, `columns { … }`: one statement of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<V> {
    /// The key as it was written; for `let` and blocks the keyword.
    pub key: Name,
    pub value: V,
    pub span: Span,
}

/// One value, or several by date: `{ from 2020/21: a   from 2023/24: b }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dated<T> {
    Always(T),
    From(Vec<DatedEntry<T>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEntry<T> {
    pub from: PeriodText,
    pub value: T,
    pub span: Span,
}

// ---------------------------------------------------------------------------------------------------- dataset

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<DatasetField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatasetField {
    Source(SourceSpec),
    /// `row 3`
    Header(Spanned<u32>),
    Key(Vec<Name>),
    Birth(BirthSpec),
    /// `started to ended`
    Interval(Name, Name),
    Columns(Vec<Column>),
    Unknown,
    Broken,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSpec {
    pub span: Span,
    /// `csv`, `xlsx`, `ods`, `parquet`, `jsonl`, `sqlite`, `postgres`, `plugin`, `sql`; any other word is for the
    /// checker to refuse.
    pub kind: Name,
    /// Of a file; for `postgres` the name of the connection, for `plugin` that of the plugin, for `sql` the query.
    pub path: Text,
    pub sheet: Option<Text>,
    pub separator: Option<Text>,
    pub table: Option<Text>,
    pub over: Option<Vec<Name>>,
    /// For `plugin`: what it is told.
    pub settings: Option<Settings>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub span: Span,
    pub settings: Vec<Setting>,
}

/// `since: 2024-04-01`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub name: Name,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub span: Span,
    pub name: Name,
    pub holds: ColumnType,
    pub header: Option<Text>,
    /// `or "N/A" as not supplied`; without a word it is `or empty as …`.
    pub missing: Vec<MissingWord>,
    /// `= final`
    pub default: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingWord {
    pub span: Span,
    pub word: Option<Text>,
    /// `None` where the words are no reason, which is reported already.
    pub reason: Spanned<Option<Reason>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// `text`, `number`, `yes/no`, …
    Named(Name),
    OneOf(Vec<Text>),
    SomeOf(Vec<Text>),
}

/// `birth_date`, or `birth_date, 365.25 days a year`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BirthSpec {
    pub column: Name,
    pub days_a_year: Option<Edge>,
}

// ---------------------------------------------------------------------------------------------------- cohort

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    pub span: Span,
    pub name: Name,
    /// In the order in which they apply.
    pub fields: Vec<Field<CohortField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CohortField {
    /// `title`, `description`, `source`
    Text(Text),
    From(Name),
    Where(Expr),
    Let {
        name: Name,
        value: Expr,
    },
    Birth(BirthSpec),
    /// `started to ended`
    Interval(Name, Name),
    Keep(KeepSpec),
    Episodes(EpisodesSpec),
    Cascade(CascadeSpec),
    Require(Assertion),
    Unknown,
    Broken,
}

/// `one per [council, person] by latest ended, tied gender = "Unknown"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepSpec {
    pub per: Vec<Name>,
    pub order: Vec<OrderTerm>,
    pub tied: Vec<(Name, Expr)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderTerm {
    pub span: Span,
    /// `latest`, `lowest`, `prefer`, …
    pub word: Option<Name>,
    pub value: Expr,
    /// The values from best to last.
    pub ranked: Option<Vec<Expr>>,
    pub empty_first: bool,
}

/// `per person from started to ended within 7 days by outcome ranked […]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpisodesSpec {
    pub per: Vec<Name>,
    pub starts: Name,
    pub ends: Name,
    pub gap: Edge,
    pub order: Vec<OrderTerm>,
    /// The name of the column that says how many rows an episode was made of.
    pub count: Option<Name>,
}

/// `cascade sequel { died: "Deceased" when … }`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CascadeSpec {
    pub name: Name,
    pub rules: Vec<CascadeRule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CascadeRule {
    pub span: Span,
    pub name: Name,
    pub value: Expr,
    pub condition: Option<Expr>,
}

/// `ended >= started else "a service ends before it starts"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    pub condition: Expr,
    pub message: Text,
}

// ---------------------------------------------------------------------------------------------------- comparator

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparator {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<ComparatorField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComparatorField {
    Text(Text),
    Kind(Name),
    Figure(Expr),
    Year(Expr),
    /// The columns whose slice a published figure is looked up for.
    By(Vec<Name>),
    /// The column whose values are the peers.
    Across(Name),
    /// A lookup of many rows: only these peers.
    Among(Expr),
    /// Only peers of which this has the value it has here.
    Same(Expr),
    /// Only peers of which this holds.
    Where(Expr),
    Unknown,
    Broken,
}

// ---------------------------------------------------------------------------------------------------- bands

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

// ---------------------------------------------------------------------------------------------------- indicator

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub span: Span,
    pub name: Name,
    pub parameters: Vec<Parameter>,
    pub fields: Vec<Field<IndicatorField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: Name,
    pub default: Option<Expr>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    pub span: Span,
    pub name: Name,
    pub from: Option<TemplateUse>,
    pub fields: Vec<Field<IndicatorField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateUse {
    pub span: Span,
    pub template: Name,
    /// A name where the argument is given by name.
    pub arguments: Vec<(Option<Name>, Expr)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndicatorField {
    /// `title`, `short`, `theme`, `number`, `description`, …; a number is kept as it is written.
    Text(Dated<Text>),
    Unit(Dated<UnitSpec>),
    Polarity(Dated<PolaritySpec>),
    Frequency(Dated<FrequencySpec>),
    Measure(Dated<Name>),
    Formula(Dated<Expr>),
    Let {
        name: Name,
        value: Expr,
    },
    /// `numerator:`, `denominator:`
    Counted(Dated<CountedSpec>),
    /// `published:`, `flags:`, `rank:`
    Expression(Dated<Expr>),
    Target(TargetTable),
    Bands(Dated<Name>),
    Compare(Dated<Vec<Name>>),
    Change(Dated<ChangeSpec>),
    Forecast(Dated<ForecastSpec>),
    Confidence(Dated<ConfidenceSpec>),
    Control(ControlSpec),
    Suppress(Dated<SuppressSpec>),
    Require(RequireSpec),
    Variant(VariantSpec),
    Active(ActiveSpec),
    By(Vec<BySpec>),
    Links(Vec<Text>),
    /// `related:`, `parts:`
    Related(Vec<Name>),
    Unknown,
    Broken,
}

/// `council from areas total "England"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BySpec {
    pub span: Span,
    pub column: Name,
    /// The dataset that lists the values.
    pub from: Option<Name>,
    /// The row of keyed datasets that is the total.
    pub total: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSpec {
    pub span: Span,
    pub unit: Spanned<Unit>,
    pub decimals: Option<Spanned<u8>>,
    pub rounding: Option<Rounding>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolaritySpec {
    pub span: Span,
    pub kind: PolarityKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolarityKind {
    Higher,
    Lower,
    Range(Edge, Edge),
    Midpoint(Edge),
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrequencySpec {
    pub span: Span,
    pub every: EverySpec,
    pub to_date: Option<Span>,
    pub rolling: Option<Spanned<u32>>,
    pub late: Option<(Spanned<u32>, PeriodKind)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EverySpec {
    One(PeriodKind),
    Years(Spanned<u32>, PeriodText),
}

/// `X, "admissions"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedSpec {
    pub value: Expr,
    pub noun: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one to an indicator")]
pub enum TargetTable {
    Always(Target),
    ByPeriod { span: Span, entries: Vec<TargetEntry> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetEntry {
    pub span: Span,
    /// `from 2020/21:` holds from then on; else the entry is for the figures of the period.
    pub onwards: bool,
    pub period: PeriodText,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub span: Span,
    pub value: TargetValue,
    pub how: Option<Spanned<TargetHow>>,
    pub copied_from: Option<Name>,
    pub proposed: bool,
    pub note: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetValue {
    Expr(Expr),
    /// `tbc`, `baseline`, `contextual`, `in development`, spelled with single spaces.
    Status(Name),
    None(Span),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetHow {
    ProRata,
    AtYearEnd,
    Each(PeriodKind),
    Profiled(Vec<Expr>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSpec {
    pub span: Span,
    pub baseline: BaselineSpec,
    pub options: Vec<ChangeOption>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BaselineSpec {
    Previous,
    PreviousYear,
    SamePeriodLastYear,
    Named(PeriodText),
    /// `none "reason"`
    None(Option<Text>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOption {
    Tolerance(Edge),
    AsPublished(Span),
    AsRecalculated(Span),
    ElseRecorded(Expr),
    NotJudged(Text),
    AlthoughCumulative(Text),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ForecastSpec {
    StraightLine(Span),
    LastValue(Span),
    Profile { span: Span, shares: Vec<Expr> },
    None(Span),
    Expr(Expr),
}

/// `wilson 95%`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfidenceSpec {
    pub span: Span,
    pub method: Spanned<Method>,
    pub level: Edge,
}

/// `below 5, rounded to 5`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuppressSpec {
    pub span: Span,
    pub below: Edge,
    pub rounded: Option<Edge>,
}

/// `xmr from 2018/19 Q1, baseline to 2020/21 Q4, rebased 2022/23 Q1 "a new recording system"`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlSpec {
    pub span: Span,
    pub from: PeriodText,
    pub options: Vec<ControlOption>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ControlOption {
    BaselineTo(PeriodText),
    Rebased(PeriodText, Text),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequireSpec {
    pub condition: Expr,
    pub withhold: Withhold,
    pub reason: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withhold {
    pub rating: bool,
    pub change: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantSpec {
    pub label: Text,
    pub of: Text,
    /// `counts once`, else `counts each`.
    pub once: bool,
}

/// `2020/21`, `from 2020/21`, `until 2021/22`, `2020/21 to 2022/23`. A single period is both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveSpec {
    pub span: Span,
    pub from: Option<PeriodText>,
    pub until: Option<PeriodText>,
}

// ---------------------------------------------------------------------------------------------------- scorecard

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    pub span: Span,
    pub name: Name,
    pub fields: Vec<Field<ScorecardField>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScorecardField {
    Text(Text),
    Layout(Name),
    Active(ActiveSpec),
    Indicators(Vec<Name>),
    Theme { title: Text, indicators: Vec<Name> },
    Unknown,
    Broken,
}

// ---------------------------------------------------------------------------------------------------- test

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub span: Span,
    /// Could all of it be read? What could not was reported.
    pub whole: bool,
    pub name: Text,
    pub indicator: Option<Name>,
    pub at: Option<PeriodText>,
    pub given: Vec<Given>,
    pub expect: Vec<Expect>,
    pub cases: Vec<Case>,
}

/// A row of `cases`: a test of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub span: Span,
    /// Could all of it be read? What could not was reported.
    pub whole: bool,
    pub name: Text,
    pub given: Vec<Given>,
    pub expect: Vec<Expect>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// `none` makes the fact missing.
    Fact {
        span: Span,
        name: Name,
        value: Expr,
    },
    Table {
        span: Span,
        dataset: Name,
        header: Vec<Name>,
        rows: Vec<TableRow>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    pub span: Span,
    /// As many as were written; texts in quotes without them, trimmed.
    pub cells: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    pub span: Span,
    /// Where another indicator is meant than the test's.
    pub indicator: Option<Name>,
    pub fact: Name,
    /// Which step, where the fact is one: `step "figures.value"`.
    pub step: Option<Text>,
    pub op: Spanned<BinaryOp>,
    pub value: Expr,
    pub within: Option<Expr>,
}

// ---------------------------------------------------------------------------------------------------- expressions

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExprKind {
    Quantity(Quantity),
    Text(String),
    Date(NaiveDate),
    /// As it is written.
    Period(String),
    YesNo(bool),
    Name(String),
    /// `figures.value`, optionally with `where`, optionally the latest.
    Column {
        dataset: Name,
        column: Name,
        condition: Option<Box<Expr>>,
        latest: bool,
    },
    /// `count(records where …)`, `count distinct person(records where …)`, `sum(records.cost where …)`,
    /// `percentile(records.days where …, 90%)`: the argument is a dataset, with a column where the function takes one.
    Aggregate {
        function: Spanned<AggregateFunction>,
        dataset: Name,
        /// Several only where different values are counted: what is the same in all of them is one.
        columns: Vec<Name>,
        condition: Option<Box<Expr>>,
        /// Of a percentile: up to which share of the values.
        share: Option<Box<Expr>>,
    },
    /// `measure("smr", admissions where …, reference: 0.95)`: the figure that a plugin makes of rows.
    Measure {
        plugin: Text,
        rows: Name,
        condition: Option<Box<Expr>>,
        settings: Vec<Setting>,
    },
    /// `abs(x)`, `min(a, b)`, `flagged(proxy)`, and whatever else is spelled as a call.
    Call {
        function: Name,
        arguments: Vec<Expr>,
    },
    Unary {
        op: Spanned<UnaryOp>,
        operand: Box<Expr>,
    },
    Binary {
        op: Spanned<BinaryOp>,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// `x else y`
    Else {
        value: Box<Expr>,
        otherwise: Box<Expr>,
    },
    In {
        value: Box<Expr>,
        negated: bool,
        list: Vec<Expr>,
    },
    /// `date in period`, `date in last 12 months`
    InWindow {
        value: Box<Expr>,
        negated: bool,
        window: Spanned<Window>,
    },
    Is {
        value: Box<Expr>,
        negated: bool,
        what: Spanned<Is>,
    },
    At {
        value: Box<Expr>,
        when: Spanned<When>,
    },
    /// `specialty starts with "65"`
    StartsWith {
        value: Box<Expr>,
        prefix: Text,
    },
    /// `no earlier in services where …`
    Related(Box<Related>),
    /// `same [council, person]`
    Same(Vec<Name>),
    /// `12 months`, `20 working days`
    CalendarTime(CalendarTime),
    /// `days from started to ended`
    Elapsed {
        unit: Spanned<Elapsed>,
        from: Box<Expr>,
        to: Box<Expr>,
    },
    /// `age at started`
    AgeAt(Box<Expr>),
    /// `open at end of period`
    OpenAt(Box<Expr>),
    /// `open in period`
    OpenIn(Spanned<Window>),
    /// `start of period`, `end of last 12 months`
    EdgeOf {
        end: bool,
        window: Spanned<Window>,
    },
    Broken,
}

/// Rows related to the one at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub which: Spanned<Which>,
    /// What each of them is called in the condition.
    pub row: Name,
    pub rows: Name,
    pub condition: Expr,
    pub order: Vec<OrderTerm>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    No,
    Some,
    First,
    NumberOf,
}

/// A time as long as the calendar makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarTime {
    /// `12 months`, `3 years`
    Months(u32),
    WorkingDays(u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elapsed {
    Days,
    WorkingDays,
    Months,
    Years,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AggregateFunction {
    Count,
    CountDistinct,
    Sum,
    Mean,
    Median,
    Percentile,
    Min,
    Max,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Negate,
    Not,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl BinaryOp {
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    Period,
    YearToDate,
    Last { count: u32, kind: PeriodKind },
    Named(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Missing,
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    Previous,
    PreviousYear,
    SamePeriodLastYear,
    Named(String),
}
