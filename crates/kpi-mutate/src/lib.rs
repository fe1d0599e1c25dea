//! Faults put into rules on purpose, one at a time: what tests do not notice, they do not test.
//!
//! A fault is a change of text, as a slip of the hand would be. So it is read and checked like any other rule, and what it is
//! can be shown as it stands.

mod conditions;
mod mutant;
mod reach;
mod thresholds;

pub use mutant::{Mutant, Operator};
pub use reach::Reach;

use kpi_core::SourceMap;
use kpi_syntax::ast::{
    Band, BandsField, ChangeOption, CohortField, Dated, Field, File, IndicatorField, Item, PolarityKind,
};
use mutant::Mutants;

/// Every fault that is tried, in the order of their places. Tests are not changed, nor are facts that are typed in: a target,
/// a title, a source is what it is, and a test that repeats it proves nothing.
#[must_use]
pub fn mutants(files: &[File], sources: &SourceMap) -> Vec<Mutant> {
    let mut found = Mutants::new(sources);
    for item in files.iter().flat_map(|file| &file.items) {
        let Some(name) = item.name() else { continue };
        let Some(keyword) = item.keyword() else { continue };
        found.of(keyword, &name.node);
        match item {
            Item::Indicator(item) => indicator(&mut found, &item.fields),
            Item::Template(item) => indicator(&mut found, &item.fields),
            Item::Bands(item) => bands(&mut found, &item.fields),
            Item::Cohort(item) => {
                for field in &item.fields {
                    cohort(&mut found, field);
                }
            }
            Item::Comparator(_)
            | Item::Dataset(_)
            | Item::Scorecard(_)
            | Item::Test(_)
            | Item::Use(_)
            | Item::Broken(_) => {}
        }
    }
    found.done()
}

fn indicator(found: &mut Mutants<'_>, fields: &[Field<IndicatorField>]) {
    for field in fields {
        match &field.value {
            IndicatorField::Polarity(dated) => {
                for polarity in dated.values() {
                    match &polarity.kind {
                        PolarityKind::Higher => found.replace(Operator::Polarity, polarity.span, "lower"),
                        PolarityKind::Lower => found.replace(Operator::Polarity, polarity.span, "higher"),
                        PolarityKind::Range(low, high) => {
                            thresholds::shifted(found, low.span);
                            thresholds::shifted(found, high.span);
                        }
                        PolarityKind::Midpoint(middle) => thresholds::shifted(found, middle.span),
                        PolarityKind::None => {}
                    }
                }
            }
            IndicatorField::Formula(dated) | IndicatorField::Expression(dated) => each(dated, |expr| {
                conditions::within(found, expr);
            }),
            IndicatorField::Let { value, .. } => conditions::within(found, value),
            IndicatorField::Counted(dated) => each(dated, |counted| conditions::within(found, &counted.value)),
            IndicatorField::Require(require) => {
                conditions::within(found, &require.condition);
                found.replace(Operator::Condition, field.span, "");
            }
            IndicatorField::Change(dated) => each(dated, |change| {
                for option in &change.options {
                    if let ChangeOption::Tolerance(edge) = option {
                        thresholds::shifted(found, edge.span);
                    }
                }
            }),
            IndicatorField::Suppress(dated) => each(dated, |suppress| thresholds::shifted(found, suppress.below.span)),
            _ => {}
        }
    }
}

fn each<T>(dated: &Dated<T>, mut take: impl FnMut(&T)) {
    dated.values().for_each(&mut take);
}

fn bands(found: &mut Mutants<'_>, fields: &[BandsField]) {
    let all: Vec<&Band> = fields
        .iter()
        .filter_map(|field| match field {
            BandsField::Band(band) => Some(band),
            _ => None,
        })
        .collect();
    thresholds::bands(found, &all);
    for field in fields {
        if let BandsField::AtZeroTarget { bands, .. } = field {
            thresholds::bands(found, &bands.iter().collect::<Vec<_>>());
        }
    }
}

fn cohort(found: &mut Mutants<'_>, field: &Field<CohortField>) {
    match &field.value {
        CohortField::Where(condition) => {
            conditions::within(found, condition);
            if conditions::is_single(condition) {
                found.replace(Operator::Condition, field.span, "");
            }
        }
        CohortField::Let { value, .. } => conditions::within(found, value),
        CohortField::Episodes(episodes) => thresholds::shifted(found, episodes.gap.span),
        CohortField::Cascade(cascade) => {
            for rule in &cascade.rules {
                conditions::within(found, &rule.value);
                rule.condition.iter().for_each(|condition| conditions::within(found, condition));
            }
        }
        _ => {}
    }
}
