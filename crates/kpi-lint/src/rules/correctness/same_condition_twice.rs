//! Conditions that were copied and not changed.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::formula::{Condition, FormulaKind};
use std::collections::HashSet;

kpi_core::code! {
    /// A condition stands twice.
    ///
    /// ## Why
    /// The second says nothing, so it is most likely another one that was meant: a column or a value was copied and not changed.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = "Home" and kind = "Home")
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
    ///   formula:   count(cases where closed in period and kind = "Home" and area = "North")
    /// }
    /// ```
    KPI2002 SAME_CONDITION_TWICE "correctness" Warning
}

pub const RULE: Rule = Rule::stable(SAME_CONDITION_TWICE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    context.formulas(&mut |_, formula| {
        let FormulaKind::Aggregate(aggregate) = &formula.kind else { return };
        if repeats(&aggregate.condition) {
            out.push(
                Diagnostic::at(SAME_CONDITION_TWICE, formula.span, "a condition stands twice")
                    .help("leave one of the two out, or correct the one that was copied"),
            );
        }
    });
}

fn repeats(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            // A condition has no places, so what is written alike looks alike.
            let mut seen = HashSet::new();
            !parts.iter().all(|part| seen.insert(format!("{part:?}"))) || parts.iter().any(repeats)
        }
        Condition::Not(inner) => repeats(inner),
        _ => false,
    }
}
