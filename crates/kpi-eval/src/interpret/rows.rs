//! What is made of records.

use super::{Interpreter, Scope, unanswered};
use crate::slice;
use crate::trace::{Counted, Step};
use crate::value::{Traced, Value};
use crate::window::filter;
use kpi_core::facts::{self, Request};
use kpi_core::{Quantity, Unit, counted, thousands};
use kpi_model::formula::{Aggregate, Condition};

impl Interpreter<'_> {
    /// The question that an aggregate is for a figure.
    pub(crate) fn asked(&self, aggregate: &Aggregate, scope: Scope<'_>) -> facts::Aggregate {
        facts::Aggregate {
            dataset: aggregate.dataset.clone(),
            period: self.catalogue.cohorts.get(&aggregate.dataset).filter(|c| c.windowed).map(|_| scope.period),
            measure: aggregate.measure.clone(),
            filter: self.cut(aggregate, filter(&aggregate.condition, scope.period), scope),
        }
    }

    /// How the rows of a cohort came about that were asked for.
    pub(crate) fn made(&self, asked: &facts::Aggregate) -> Option<Step> {
        cohort(&asked.dataset, self.facts.cohorts.get(&(asked.dataset.clone(), asked.period))?)
    }

    pub(super) fn aggregate(&self, aggregate: &Aggregate, unit: Unit, scope: Scope<'_>) -> Traced {
        let asked = self.asked(aggregate, scope);
        let label = match &aggregate.measure {
            facts::Measure::Count => format!("count({})", aggregate.dataset),
            facts::Measure::CountDistinct(columns) => {
                let columns = match columns.as_slice() {
                    [column] => column.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                format!("count distinct {columns}({})", aggregate.dataset)
            }
            facts::Measure::Sum(column) => format!("sum({}.{column})", aggregate.dataset),
            facts::Measure::Mean(column) => format!("mean({}.{column})", aggregate.dataset),
            facts::Measure::Median(column) => format!("median({}.{column})", aggregate.dataset),
            facts::Measure::Percentile(column, share) => {
                let share = Quantity::new(share.as_ref().clone(), Unit::Percent).in_full();
                format!("percentile({}.{column}, {share})", aggregate.dataset)
            }
            facts::Measure::Min(column) => format!("min({}.{column})", aggregate.dataset),
            facts::Measure::Max(column) => format!("max({}.{column})", aggregate.dataset),
        };
        let Some(answer) = self.facts.aggregates.get(&asked) else {
            self.wanted.borrow_mut().insert(Request::Aggregate(asked));
            return Traced::new(label, unanswered());
        };
        let value = match &answer.value {
            Ok(value) => Value::Number(Quantity::new(value.clone(), unit)),
            Err(missing) => Value::Missing(missing.clone()),
        };
        let mut traced = Traced::new(label, value);
        traced.step.period = Some(scope.period);
        let column = match aggregate.measure.columns() {
            [column] => Some(column.clone()),
            _ => None,
        };
        let mut note = format!("{} of {}", thousands(answer.kept), rows(answer.of));
        if let Some(column) = column.as_ref().filter(|_| answer.empty > 0) {
            note = format!("{note}, {} of them without a value in \"{column}\"", thousands(answer.empty));
        }
        traced.step.note = Some(note);
        traced.step.data = Some((answer.place.clone(), String::new()));
        traced.step.counted = Some(Box::new(Counted {
            dataset: asked.dataset.clone(),
            column,
            filter: asked.filter.clone(),
            kept: answer.kept,
            empty: answer.empty,
        }));
        traced.step.steps.extend(self.made(&asked));
        if let facts::Filter::And(parts) = &asked.filter {
            traced.step.steps.extend(funnel(parts, answer));
        }
        traced
    }

    /// The filter with the values of the slice, for the columns that the rows have and the condition does not fix.
    pub(super) fn cut(&self, aggregate: &Aggregate, filter: facts::Filter, scope: Scope<'_>) -> facts::Filter {
        let mut cuts = Vec::new();
        for (dimension, at) in scope.slice.parts() {
            let Some(column) = self.catalogue.column(&aggregate.dataset, &dimension.column) else { continue };
            if fixes(&aggregate.condition, &dimension.column) {
                continue;
            }
            // Records are counted whole; of figures, the one that is the total is named.
            let figures =
                self.catalogue.datasets.get(&aggregate.dataset).is_some_and(|d| d.key.contains(&dimension.column));
            let value = match (at, &dimension.total) {
                (Some(member), _) => member.scalar.clone(),
                (None, Some(total)) if figures => slice::typed(total, &column.holds),
                (None, _) => continue,
            };
            let column = dimension.column.clone();
            cuts.push(facts::Filter::Compare { column, op: facts::Compare::Equal, value });
        }
        if cuts.is_empty() {
            return filter;
        }
        match filter {
            facts::Filter::All => {}
            facts::Filter::And(parts) => cuts.extend(parts),
            other => cuts.push(other),
        }
        facts::Filter::And(cuts)
    }
}

/// Does the condition say which value of the column it is?
fn fixes(condition: &Condition, wanted: &str) -> bool {
    match condition {
        Condition::Compare { column, op: facts::Compare::Equal, .. } => column == wanted,
        Condition::And(parts) => parts.iter().any(|part| fixes(part, wanted)),
        _ => false,
    }
}

/// How many rows each condition left of those that the ones before it left.
fn funnel(parts: &[facts::Filter], answer: &facts::Answer) -> Vec<Step> {
    let before = std::iter::once(answer.of).chain(answer.funnel.iter().copied());
    let left = parts.iter().zip(answer.funnel.iter().zip(before));
    left.map(|(part, (left, before))| {
        let dropped = match before.saturating_sub(*left) {
            0 => "none".to_owned(),
            dropped => thousands(dropped),
        };
        Step::new(part.to_string(), format!("{} left, {dropped} dropped", thousands(*left)))
    })
    .collect()
}

/// How the rows of a cohort came about.
fn cohort(name: &str, made: &[facts::Made]) -> Option<Step> {
    let left = made.last()?.left;
    let mut before = None;
    let mut steps = Vec::with_capacity(made.len());
    for stage in made {
        let dropped = match before.map_or(0, |before: u64| before.saturating_sub(stage.left)) {
            _ if before.is_none() => String::new(),
            0 => ", none dropped".to_owned(),
            dropped => format!(", {} dropped", thousands(dropped)),
        };
        before = Some(stage.left);
        let (text, result) = (stage.text.clone(), format!("{} left{dropped}", thousands(stage.left)));
        let result = if dropped.is_empty() { rows(stage.left) } else { result };
        steps.push(Step::new(text, result).rule(stage.span));
    }
    Some(Step::new(name, rows(left)).with(steps))
}

pub(crate) fn rows(count: u64) -> String {
    counted(count, "row")
}
