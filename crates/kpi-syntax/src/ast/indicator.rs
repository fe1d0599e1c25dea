//! A figure, and all that is said of it.

use super::{Dated, Edge, Expr, Field, Name, PeriodText, Spanned, Text};
use kpi_core::statistics::Method;
use kpi_core::{PeriodKind, Rounding, Span, Unit};

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
