//! Numbers over records.

use super::Scope;
use super::{plural, unit_word};
use crate::formula::{Aggregate, Condition, Formula, FormulaKind};
use crate::project::Kind;
use kpi_core::codes::units;
use kpi_core::facts::Measure;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{AggregateFunction, Expr, Name, Spanned};

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
        function: &Spanned<AggregateFunction>,
        dataset: &'a Name,
        column: Option<&'a Name>,
        condition: Option<&'a Expr>,
        span: Span,
    ) -> Formula {
        let Some(schema) = self.dataset(dataset) else { return Formula::broken(span) };
        let measure = self.measure(function, schema, column, span);
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

    fn measure(
        &mut self,
        function: &Spanned<AggregateFunction>,
        schema: &'p Dataset,
        column: Option<&'a Name>,
        span: Span,
    ) -> Option<(Measure, Unit)> {
        let word = match function.node {
            AggregateFunction::Count => return Some((Measure::Count, Unit::Count)),
            AggregateFunction::CountDistinct => "count distinct",
            AggregateFunction::Sum => "sum",
            AggregateFunction::Mean => "mean",
            AggregateFunction::Median => "median",
            AggregateFunction::Min => "min",
            AggregateFunction::Max => "max",
        };
        let Some(column) = column else {
            self.tell(
                Diagnostic::at(units::ARGUMENTS, span, format!("`{word}` needs a column of `{}`", schema.name)).help(
                    if function.node == AggregateFunction::CountDistinct {
                        format!("write `count distinct person({} where …)`", schema.name)
                    } else {
                        format!("write `{word}({}.column where …)`", schema.name)
                    },
                ),
            );
            return None;
        };
        let (name, name_span) = self.word(column);
        let Some(found) = schema.column(name) else {
            self.no_column(schema, name, name_span);
            return None;
        };
        if function.node == AggregateFunction::CountDistinct {
            return Some((Measure::CountDistinct(name.to_owned()), Unit::Count));
        }
        let ColumnType::Number(unit) = found.holds else {
            self.tell(
                Diagnostic::at(
                    units::NOT_A_NUMBER,
                    name_span,
                    format!("`{word}` needs a column of numbers, and `{name}` holds {}", plural(found.holds.unit())),
                )
                .saying(unit_word(found.holds.unit()))
                .label(found.span, "declared here")
                .help(format!("take a column of numbers, or count with `count({} where …)`", schema.name)),
            );
            return None;
        };
        let name = name.to_owned();
        Some((
            match function.node {
                AggregateFunction::Mean => Measure::Mean(name),
                AggregateFunction::Median => Measure::Median(name),
                AggregateFunction::Min => Measure::Min(name),
                AggregateFunction::Max => Measure::Max(name),
                _ => Measure::Sum(name),
            },
            unit,
        ))
    }
}
