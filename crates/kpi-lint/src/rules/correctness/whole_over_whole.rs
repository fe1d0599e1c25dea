//! Figures that are divided by themselves.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Indicator;
use kpi_model::formula::{Arithmetic, Formula, FormulaKind};

kpi_core::code! {
    /// A figure is divided by itself.
    ///
    /// ## Why
    /// It is 1 or 100% whatever the data. One of the two is most likely a copy of the other that was not changed.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   let X = count(cases where closed in period)
    ///   formula:   X / X
    ///   require:   X >= 30 else withhold rating "fewer than 30 cases"
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed at home"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   let X = count(cases where closed in period)
    ///   let H = count(cases where closed in period and kind = "Home")
    ///   formula:   H / X
    ///   require:   X >= 30 else withhold rating "fewer than 30 cases"
    /// }
    /// ```
    KPI2005 WHOLE_OVER_WHOLE "correctness" Warning
}

pub const RULE: Rule = Rule::stable(WHOLE_OVER_WHOLE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    context.formulas(&mut |indicator, formula| {
        let FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right } = &formula.kind else { return };
        if shape(indicator, left).is_some_and(|one| shape(indicator, right).is_some_and(|other| one == other)) {
            out.push(
                Diagnostic::at(WHOLE_OVER_WHOLE, formula.span, "a figure is divided by itself")
                    .note("it is 100% whatever the data")
                    .help("correct the numerator or the denominator"),
            );
        }
    });
}

/// What is counted, without where it is written; `None` for what is no figure of its own.
fn shape(indicator: &Indicator, formula: &Formula) -> Option<String> {
    match &formula.kind {
        FormulaKind::Let { index, .. } => shape(indicator, &indicator.lets.get(*index)?.value),
        FormulaKind::Aggregate(aggregate) => Some(format!("{aggregate:?}")),
        FormulaKind::Indicator(name) => Some(format!("the indicator {name}")),
        _ => None,
    }
}
