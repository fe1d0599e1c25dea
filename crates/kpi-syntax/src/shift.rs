//! Moving what was read to another place of its file: what stands behind a change is as it was, some bytes on.

use crate::ast::*;
use chrono::NaiveDate;
use kpi_core::diagnostic::{Label, Place};
use kpi_core::statistics::Method;
use kpi_core::{Diagnostic, Fix, PeriodKind, Quantity, Reason, Rounding, Span, Unit};

pub(crate) trait Shift {
    /// Moves every span by so many bytes. None lies before what is moved, so none moves before the file's start.
    fn shift(&mut self, by: i64);
}

impl Shift for Span {
    fn shift(&mut self, by: i64) {
        let moved = |at: u32| u32::try_from(i64::from(at) + by).unwrap_or_default();
        *self = Self { file: self.file, start: moved(self.start), end: moved(self.end) };
    }
}

/// Each field is named, so that a new one is not forgotten.
macro_rules! shift {
    (struct $name:ident { $($field:ident),* } $($rest:tt)*) => {
        impl Shift for $name {
            fn shift(&mut self, by: i64) {
                let Self { $($field),* } = self;
                $($field.shift(by);)*
            }
        }
        shift! { $($rest)* }
    };
    (enum $name:ident { $($variants:tt)* } $($rest:tt)*) => {
        impl Shift for $name {
            fn shift(&mut self, by: i64) {
                shift!(@arms self, by, [] $($variants)*);
            }
        }
        shift! { $($rest)* }
    };
    (@arms $this:ident, $by:ident, [$($arms:tt)*] $variant:ident { $($field:ident),* } $(, $($rest:tt)*)?) => {
        shift!(@arms $this, $by, [$($arms)* Self::$variant { $($field),* } => { $($field.shift($by);)* }] $($($rest)*)?);
    };
    (@arms $this:ident, $by:ident, [$($arms:tt)*] $variant:ident($($field:ident),*) $(, $($rest:tt)*)?) => {
        shift!(@arms $this, $by, [$($arms)* Self::$variant($($field),*) => { $($field.shift($by);)* }] $($($rest)*)?);
    };
    (@arms $this:ident, $by:ident, [$($arms:tt)*]) => {
        match $this { $($arms)* }
    };
    () => {};
}

/// What has no place.
macro_rules! placeless {
    ($($kind:ty),* $(,)?) => {
        $(impl Shift for $kind {
            fn shift(&mut self, _: i64) {}
        })*
    };
}

placeless! {
    bool, u8, u32, String, NaiveDate, Quantity, Unit, Rounding, PeriodKind, Reason, Method, Withhold, Which, Elapsed,
    AggregateFunction, UnaryOp, BinaryOp, Is,
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: i64) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: i64) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift + ?Sized> Shift for Box<T> {
    fn shift(&mut self, by: i64) {
        (**self).shift(by);
    }
}

impl<A: Shift, B: Shift> Shift for (A, B) {
    fn shift(&mut self, by: i64) {
        self.0.shift(by);
        self.1.shift(by);
    }
}

impl<T: Shift> Shift for Spanned<T> {
    fn shift(&mut self, by: i64) {
        self.node.shift(by);
        self.span.shift(by);
    }
}

impl<V: Shift> Shift for Field<V> {
    fn shift(&mut self, by: i64) {
        let Self { key, value, span } = self;
        key.shift(by);
        value.shift(by);
        span.shift(by);
    }
}

impl<T: Shift> Shift for DatedEntry<T> {
    fn shift(&mut self, by: i64) {
        let Self { from, value, span } = self;
        from.shift(by);
        value.shift(by);
        span.shift(by);
    }
}

impl<T: Shift> Shift for Dated<T> {
    fn shift(&mut self, by: i64) {
        match self {
            Self::Always(value) => value.shift(by),
            Self::From(entries) => entries.shift(by),
        }
    }
}

impl Shift for Diagnostic {
    fn shift(&mut self, by: i64) {
        self.labels.shift(by);
        self.fixes.shift(by);
    }
}

impl Shift for Label {
    fn shift(&mut self, by: i64) {
        if let Place::Rule(span) = &mut self.place {
            span.shift(by);
        }
    }
}

impl Shift for Fix {
    fn shift(&mut self, by: i64) {
        self.span.shift(by);
    }
}

#[rustfmt::skip]
shift! {
    struct Use { span, path }
    struct Dataset { span, name, fields }
    struct SourceSpec { span, kind, path, sheet, separator, table, over, settings }
    struct Settings { span, settings }
    struct Setting { name, value }
    struct Column { span, name, holds, header, missing, default }
    struct MissingWord { span, word, reason }
    struct BirthSpec { column, days_a_year }
    struct Cohort { span, name, fields }
    struct KeepSpec { per, order, tied }
    struct OrderTerm { span, word, value, ranked, empty_first }
    struct EpisodesSpec { per, starts, ends, gap, order, count }
    struct CascadeSpec { name, rules }
    struct CascadeRule { span, name, value, condition }
    struct Assertion { condition, message }
    struct Comparator { span, name, fields }
    struct Bands { span, name, from, fields }
    struct Judge { span, what, of, against }
    struct Band { span, label, meaning, colour, conditions }
    struct Template { span, name, parameters, fields }
    struct Parameter { name, default }
    struct Indicator { span, name, from, fields }
    struct TemplateUse { span, template, arguments }
    struct BySpec { span, column, from, total }
    struct UnitSpec { span, unit, decimals, rounding }
    struct PolaritySpec { span, kind }
    struct FrequencySpec { span, every, to_date, rolling, late }
    struct CountedSpec { value, noun }
    struct TargetEntry { span, onwards, period, target }
    struct Target { span, value, how, copied_from, proposed, note }
    struct ChangeSpec { span, baseline, options }
    struct ConfidenceSpec { span, method, level }
    struct SuppressSpec { span, below, rounded }
    struct ControlSpec { span, from, options }
    struct RequireSpec { condition, withhold, reason }
    struct VariantSpec { label, of, once }
    struct ActiveSpec { span, from, until }
    struct Scorecard { span, name, fields }
    struct Test { span, whole, name, indicator, at, given, expect, cases }
    struct Case { span, whole, name, given, expect }
    struct TableRow { span, cells }
    struct Expect { span, indicator, fact, step, op, value, within }
    struct Expr { kind, span }
    struct Related { which, row, rows, condition, order }
    enum Item { Use(a), Dataset(a), Cohort(a), Comparator(a), Bands(a), Template(a), Indicator(a), Scorecard(a), Test(a), Broken(a) }
    enum DatasetField { Source(a), Header(a), Key(a), Birth(a), Interval(a, b), Columns(a), Unknown {}, Broken {} }
    enum ColumnType { Named(a), OneOf(a), SomeOf(a) }
    enum CohortField { Text(a), From(a), Where(a), Let { name, value }, Birth(a), Interval(a, b), Keep(a), Episodes(a), Cascade(a), Require(a), Unknown {}, Broken {} }
    enum ComparatorField { Text(a), Kind(a), Figure(a), Year(a), By(a), Across(a), Among(a), Same(a), Where(a), Unknown {}, Broken {} }
    enum BandsField { Judge(a), Band(a), AtZeroTarget { span, bands }, RequireActions { span, labels }, Word { span, word, status, meaning }, Change { span, words }, Unknown(a), Broken(a) }
    enum BandCondition { Below(a), UpTo(a), From(a), Above(a), If(a) }
    enum IndicatorField { Text(a), Unit(a), Polarity(a), Frequency(a), Measure(a), Formula(a), Let { name, value }, Counted(a), Expression(a), Target(a), Bands(a), Compare(a), Change(a), Forecast(a), Confidence(a), Control(a), Suppress(a), Require(a), Variant(a), Active(a), By(a), Links(a), Related(a), Unknown {}, Broken {} }
    enum PolarityKind { Higher {}, Lower {}, Range(a, b), Midpoint(a), None {} }
    enum EverySpec { One(a), Years(a, b) }
    enum TargetTable { Always(a), ByPeriod { span, entries } }
    enum TargetValue { Expr(a), Status(a), None(a) }
    enum TargetHow { ProRata {}, AtYearEnd {}, Each(a), Profiled(a) }
    enum BaselineSpec { Previous {}, PreviousYear {}, SamePeriodLastYear {}, Named(a), None(a) }
    enum ChangeOption { Tolerance(a), AsPublished(a), AsRecalculated(a), ElseRecorded(a), NotJudged(a), AlthoughCumulative(a) }
    enum ForecastSpec { StraightLine(a), LastValue(a), Profile { span, shares }, None(a), Expr(a) }
    enum ControlOption { BaselineTo(a), Rebased(a, b) }
    enum ScorecardField { Text(a), Layout(a), Active(a), Indicators(a), Theme { title, indicators }, Unknown {}, Broken {} }
    enum Given { Fact { span, name, value }, Table { span, dataset, header, rows } }
    enum ExprKind { Quantity(a), Text(a), Date(a), Period(a), YesNo(a), Name(a), Column { dataset, column, condition, latest }, Aggregate { function, dataset, columns, condition, share }, Measure { plugin, rows, condition, settings }, Call { function, arguments }, Unary { op, operand }, Binary { op, left, right }, If { condition, then, otherwise }, Else { value, otherwise }, In { value, negated, list }, InWindow { value, negated, window }, Is { value, negated, what }, At { value, when }, StartsWith { value, prefix }, Related(a), Same(a), CalendarTime(a), Elapsed { unit, from, to }, AgeAt(a), OpenAt(a), OpenIn(a), EdgeOf { end, window }, Broken {} }
    enum CalendarTime { Months(a), WorkingDays(a) }
    enum Window { Period {}, YearToDate {}, Last { count, kind }, Named(a) }
    enum When { Previous {}, PreviousYear {}, SamePeriodLastYear {}, Named(a) }
}
