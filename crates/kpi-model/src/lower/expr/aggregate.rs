//! Numbers over records.

use super::Scope;
use super::{plural, unit_word};
use crate::formula::{Aggregate, Condition, Formula, FormulaKind};
use crate::project::Kind;
use kpi_core::codes::units;
use kpi_core::facts::Measure;
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_core::{Diagnostic, Exact, Span, Unit};
use kpi_syntax::ast::{AggregateFunction, Expr, ExprKind, Name, Spanned};

/// What is asked of records.
pub(super) struct Asked<'a> {
    pub function: &'a Spanned<AggregateFunction>,
    pub columns: &'a [Name],
    pub share: Option<&'a Expr>,
}

impl<'a, 'p> Scope<'a, 'p> {
    /// The dataset that is meant, marked as used; `None`, and said, where there is none.
    pub fn dataset(&mut self, name: &'a Name) -> Option<&'p Dataset> {
        let (word, span) = self.word(name);
        let found = self.project.rows(word);
        if found.is_none()
            && let Some(diagnostic) = self.project.not_a(Kind::Dataset, word, span)
        {
            self.tell(diagnostic);
        }
        found
    }

    pub(super) fn aggregate(
        &mut self,
        asked: &Asked<'a>,
        dataset: &'a Name,
        condition: Option<&'a Expr>,
        span: Span,
    ) -> Formula {
        let Some(schema) = self.dataset(dataset) else { return Formula::broken(span) };
        let measure = self.measure(asked, schema, span);
        let condition = condition.map_or(Some(Condition::All), |expr| self.condition(schema, expr));
        match (measure, condition) {
            (Some((measure, unit)), Some(condition)) => Formula::new(
                FormulaKind::Aggregate(Aggregate { dataset: schema.name.clone(), measure, condition }),
                unit,
                span,
            ),
            _ => Formula::broken(span),
        }
    }

    fn measure(&mut self, asked: &Asked<'a>, schema: &'p Dataset, span: Span) -> Option<(Measure, Unit)> {
        let word = match asked.function.node {
            AggregateFunction::Count => return Some((Measure::Count, Unit::Count)),
            AggregateFunction::CountDistinct => return self.count_distinct(asked.columns, schema, span),
            AggregateFunction::Sum => "sum",
            AggregateFunction::Mean => "mean",
            AggregateFunction::Median => "median",
            AggregateFunction::Percentile => "percentile",
            AggregateFunction::Min => "min",
            AggregateFunction::Max => "max",
        };
        let share = if asked.function.node == AggregateFunction::Percentile { ", 90%" } else { "" };
        let Some(column) = asked.columns.first() else {
            let needed =
                Diagnostic::at(units::ARGUMENTS, span, format!("`{word}` needs a column of `{}`", schema.name));
            self.tell(needed.help(format!("write `{word}({}.column where …{share})`", schema.name)));
            return None;
        };
        let (found, name_span) = self.measured(column, schema)?;
        let name = found.name.clone();
        let ColumnType::Number(unit) = found.holds else {
            self.tell(
                Diagnostic::at(
                    units::NOT_A_NUMBER,
                    name_span,
                    format!("`{word}` needs a column of numbers, and `{name}` holds {}", plural(found.holds.unit())),
                )
                .saying(unit_word(found.holds.unit()))
                .label(found.span, "declared here")
                .help(if found.holds.unit() == kpi_core::Unit::Text {
                    format!("if its cells are numbers, declare it so: `{name}: number`; rows are counted with `count({} where …)`", schema.name)
                } else {
                    format!("take a column of numbers, or count with `count({} where …)`", schema.name)
                }),
            );
            return None;
        };
        let measure = match asked.function.node {
            AggregateFunction::Mean => Measure::Mean(name),
            AggregateFunction::Median => Measure::Median(name),
            AggregateFunction::Percentile => {
                let share = self.share(asked.share, schema, &name, span)?;
                Measure::Percentile(name, Box::new(share))
            }
            AggregateFunction::Min => Measure::Min(name),
            AggregateFunction::Max => Measure::Max(name),
            _ => Measure::Sum(name),
        };
        Some((measure, unit))
    }

    fn count_distinct(&mut self, columns: &'a [Name], schema: &'p Dataset, span: Span) -> Option<(Measure, Unit)> {
        if columns.is_empty() {
            let needed =
                Diagnostic::at(units::ARGUMENTS, span, format!("`count distinct` needs a column of `{}`", schema.name));
            self.tell(needed.help(format!("write `count distinct person({} where …)`", schema.name)));
            return None;
        }
        let mut names: Vec<String> = Vec::with_capacity(columns.len());
        for column in columns {
            let (found, place) = self.measured(column, schema)?;
            if names.contains(&found.name) {
                let twice = Diagnostic::at(units::ARGUMENTS, place, format!("`{}` is named twice", found.name));
                self.tell(twice.help("name each column once: what is the same in all of them is counted as one"));
                return None;
            }
            names.push(found.name.clone());
        }
        Some((Measure::CountDistinct(names), Unit::Count))
    }

    fn measured(&mut self, column: &'a Name, schema: &'p Dataset) -> Option<(&'p Column, Span)> {
        let (name, span) = self.word(column);
        let found = schema.column(name);
        if found.is_none() {
            self.no_column(schema, name, span);
        }
        found.map(|found| (found, span))
    }

    /// Up to which share of the values: a percentage as it is written, so that what is asked of the data is settled.
    fn share(&mut self, share: Option<&'a Expr>, schema: &Dataset, column: &str, span: Span) -> Option<Exact> {
        let example = |share: &str| format!("write `percentile({}.{column} where …, {share})`", schema.name);
        let Some(share) = share else {
            let message = "`percentile` needs the share of the values that lie up to it";
            self.tell(Diagnostic::at(units::ARGUMENTS, span, message).help(example("90%")));
            return None;
        };
        let said = self.seen_through(share);
        let (value, unit) = match &said.kind {
            ExprKind::Quantity(quantity) => (Some(quantity.value.clone()), Some(quantity.unit)),
            ExprKind::Broken => return None,
            _ => (None, None),
        };
        let within = |value: &Exact| *value >= Exact::zero() && *value <= Exact::one();
        match (value, unit) {
            (Some(value), Some(Unit::Percent)) if within(&value) => Some(value),
            (value, unit) => {
                let message = "`percentile` takes a percentage between 0% and 100%";
                let diagnostic = Diagnostic::at(units::ARGUMENTS, said.span, message);
                // A share is often written 0.9, or without its sign.
                let percent = |value: Exact| {
                    let hundredfold = if value < Exact::one() { value.mul(&Exact::from(100)).ok()? } else { value };
                    hundredfold.to_decimal()
                };
                let likely = value.filter(|value| unit == Some(Unit::Number) && !value.is_negative()).and_then(percent);
                let likely = likely.map_or_else(|| "90%".to_owned(), |value| format!("{value}%"));
                self.tell(diagnostic.saying("expected a percentage, as it is written").help(example(&likely)));
                None
            }
        }
    }
}
