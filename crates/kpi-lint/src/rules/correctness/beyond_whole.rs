//! Shares of which a part is not in the whole.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;
use kpi_core::facts::Measure;
use kpi_model::catalogue::Indicator;
use kpi_model::formula::{Aggregate, Condition, Formula, FormulaKind};

kpi_core::code! {
    /// A share counts rows that its whole does not count.
    ///
    /// ## Why
    /// Of a hundred people no hundred and ten can be in time. Where the numerator does not have every condition of the denominator
    /// the share can pass 100%, and below it means something else than its title says.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period) / count(cases where opened in period)
    ///   require:   count(cases where opened in period) >= 30 else withhold rating "fewer than 30 cases"
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where opened in period and closed in period) / count(cases where opened in period)
    ///   require:   count(cases where opened in period) >= 30 else withhold rating "fewer than 30 cases"
    /// }
    /// ```
    KPI2004 BEYOND_WHOLE "correctness" Warning
}

pub const RULE: Rule = Rule::stable(BEYOND_WHOLE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        if !indicator.unit.values().all(|spec| spec.unit == Unit::Percent) {
            continue;
        }
        for formula in indicator.formula.values() {
            let Some((part, whole)) = formula.quotient() else { continue };
            let (Some(counted), Some(of)) = (counts(indicator, part), counts(indicator, whole)) else { continue };
            if counted.dataset != of.dataset {
                continue;
            }
            let has: Vec<String> = conjuncts(&counted.condition).into_iter().map(|c| format!("{c:?}")).collect();
            if conjuncts(&of.condition).into_iter().any(|c| !has.contains(&format!("{c:?}")) && !narrowed(c, counted)) {
                out.push(
                    Diagnostic::at(BEYOND_WHOLE, part.span, "this counts rows that the whole does not count")
                        .label(whole.span, "the whole")
                        .note("the share can pass 100%")
                        .help("give the part every condition of the whole; or, if it is no share, another unit"),
                );
            }
        }
    }
}

/// The count that a formula is, by whatever name.
fn counts<'a>(indicator: &'a Indicator, formula: &'a Formula) -> Option<&'a Aggregate> {
    match &formula.kind {
        FormulaKind::Aggregate(aggregate) => {
            matches!(aggregate.measure, Measure::Count | Measure::CountDistinct(_)).then_some(aggregate)
        }
        FormulaKind::Let { index, .. } => counts(indicator, &indicator.lets.get(*index)?.value),
        _ => None,
    }
}

fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All => Vec::new(),
        Condition::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}

/// Whether the part asks more of the same column: then whether its rows are all in the whole is not for a glance to say.
fn narrowed(whole: &Condition, part: &Aggregate) -> bool {
    let mut columns = Vec::new();
    named(whole, &mut columns);
    let mut theirs = Vec::new();
    let same_kind = |other: &&Condition| match (whole, *other) {
        // Two windows over one column are for somebody to look at; two lists of codes are as a rule the longer and the shorter.
        (Condition::Window { .. }, Condition::Window { .. }) => false,
        (Condition::Window { .. }, _) | (_, Condition::Window { .. }) => false,
        _ => true,
    };
    conjuncts(&part.condition).into_iter().filter(same_kind).for_each(|condition| named(condition, &mut theirs));
    !columns.is_empty() && columns.iter().all(|column| theirs.contains(column))
}

fn named<'a>(condition: &'a Condition, found: &mut Vec<&'a str>) {
    match condition {
        Condition::All => {}
        Condition::And(parts) | Condition::Or(parts) => parts.iter().for_each(|part| named(part, found)),
        Condition::Not(inner) => named(inner, found),
        Condition::Compare { column, .. }
        | Condition::In { column, .. }
        | Condition::Window { column, .. }
        | Condition::Empty { column } => found.push(column),
    }
}
