//! Which rows a formula counts, and by which of their dates.

use crate::context::Context;
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_model::catalogue::Indicator;
use kpi_model::formula::{Aggregate, Condition, Formula, FormulaKind};

/// All that a formula counts, without what it names.
pub fn counted<'a>(formula: &'a Formula, found: &mut Vec<(&'a Formula, &'a Aggregate)>) {
    if let FormulaKind::Aggregate(aggregate) = &formula.kind {
        found.push((formula, aggregate));
    }
    for part in formula.parts() {
        counted(part, found);
    }
}

/// The dataset whose rows are counted, be it through cohorts, and whether one of these looks at the period.
pub fn taken_from<'a>(context: &Context<'a>, aggregate: &'a Aggregate) -> Option<(&'a Dataset, bool)> {
    let (datasets, cohorts) = (&context.catalogue.datasets, &context.catalogue.cohorts);
    let (mut name, mut narrowed) = (&aggregate.dataset, false);
    // Cohorts are made from one another in no circle.
    for _ in 0..=cohorts.len() {
        if let Some(dataset) = datasets.get(name) {
            return Some((dataset, narrowed));
        }
        let cohort = cohorts.get(name)?;
        narrowed |= cohort.windowed;
        name = &cohort.from;
    }
    None
}

/// When somebody was born says nothing of when a row belongs to.
pub fn says_when(column: &Column, dataset: &Dataset) -> bool {
    matches!(column.holds, ColumnType::Date | ColumnType::Period)
        && dataset.birth.as_ref().is_none_or(|birth| birth.column != column.name)
}

/// The columns that all of a condition's rows have within a time.
pub fn windows<'a>(condition: &'a Condition, found: &mut Vec<&'a str>) {
    match condition {
        Condition::Window { column, .. } => found.push(column),
        Condition::And(parts) => parts.iter().for_each(|part| windows(part, found)),
        _ => {}
    }
}

/// Does it stand in the indicator itself? In a template it would be changed for all that are made from it.
pub const fn is_own(indicator: &Indicator, formula: &Formula) -> bool {
    let (own, its) = (indicator.span, formula.span);
    own.file.0 == its.file.0 && own.start <= its.start && its.end <= own.end
}
