//! Cells that would have to be two values at once.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::facts::{Compare, Scalar};
use kpi_model::formula::{Condition, FormulaKind};
use std::collections::HashMap;

kpi_core::code! {
    /// No row can meet the conditions.
    ///
    /// ## Why
    /// A cell is one value. Where it has to be two at once nothing is ever counted, and the figure is a 0 that looks like good news.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = "Home" and kind = "Day")
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind in ["Home", "Day"])
    /// }
    /// ```
    KPI2003 NEVER_TRUE "correctness" Warning
}

pub const RULE: Rule = Rule::stable(NEVER_TRUE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    context.formulas(&mut |_, formula| {
        let FormulaKind::Aggregate(aggregate) = &formula.kind else { return };
        if let Some(column) = torn(&aggregate.condition) {
            out.push(
                Diagnostic::at(NEVER_TRUE, formula.span, format!("`{column}` would have to be two values at once"))
                    .note("nothing is counted, whatever the data")
                    .help(format!("for either value write `{column} in [\"…\", \"…\"]`")),
            );
        }
    });
}

/// A column that all conditions together leave no value.
fn torn(condition: &Condition) -> Option<&str> {
    let parts = match condition {
        Condition::And(parts) => parts,
        Condition::Or(parts) => return parts.iter().map(torn).collect::<Option<Vec<_>>>()?.first().copied(),
        _ => return None,
    };
    let mut left: HashMap<&str, Vec<&Scalar>> = HashMap::new();
    for part in parts {
        let (column, values) = match part {
            Condition::Compare { column, op: Compare::Equal, value } => (column, vec![value]),
            Condition::In { column, values } => (column, values.iter().collect()),
            other => match torn(other) {
                Some(column) => return Some(column),
                None => continue,
            },
        };
        match left.get_mut(column.as_str()) {
            None => drop(left.insert(column, values)),
            Some(still) => {
                still.retain(|known| values.iter().any(|value| same(known, value)));
                if still.is_empty() {
                    return Some(column);
                }
            }
        }
    }
    None
}

/// Codes are compared without case.
fn same(one: &Scalar, other: &Scalar) -> bool {
    match (one, other) {
        (Scalar::Text(one), Scalar::Text(other)) => one.trim().eq_ignore_ascii_case(other.trim()),
        (one, other) => one == other,
    }
}
