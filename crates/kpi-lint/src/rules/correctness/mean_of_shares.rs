//! Means of percentages, where the cases should be pooled.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::Unit;
use kpi_core::facts::Measure;
use kpi_model::formula::{Arithmetic, Formula, FormulaKind};

kpi_core::code! {
    /// A percentage is made as the mean of percentages.
    ///
    /// ## Why
    /// 79.2% of 149 complaints were answered in time: 53 of 63, 26 of 37 and 39 of 49. The mean of the three percentages is 78%, and says
    /// nothing of the complaints: a service with ten counts as much as one with a thousand. Shares are pooled: numerators over
    /// denominators (R8).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Mean share"
    ///   unit:      percent, 1 decimal
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   mean(cases.share where closed in period)
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
    ///   let Y = count(cases where closed in period)
    ///   formula:   count(cases where closed in period and kind = "Home") / Y
    ///   require:   Y >= 30 else withhold rating "fewer than 30 cases"
    /// }
    /// ```
    KPI2006 MEAN_OF_SHARES "correctness" Warning
}

pub const RULE: Rule = Rule::stable(MEAN_OF_SHARES, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    context.formulas(&mut |indicator, formula| {
        if !indicator.unit.values().any(|spec| spec.unit == Unit::Percent) || !is_mean(formula) {
            return;
        }
        out.push(
            Diagnostic::at(MEAN_OF_SHARES, formula.span, "percentages are averaged")
                .note("each counts alike, whether it is of ten cases or of a thousand")
                .help("pool them: add up the numerators and divide by all denominators together"),
        );
    });
}

fn is_mean(formula: &Formula) -> bool {
    match &formula.kind {
        FormulaKind::Aggregate(aggregate) => {
            formula.unit == Unit::Percent && matches!(aggregate.measure, Measure::Mean(_))
        }
        FormulaKind::Arithmetic { op: Arithmetic::Divide, left, right } => {
            right.constant().is_some_and(|by| by.unit == Unit::Number) && shares(left) > 1
        }
        _ => false,
    }
}

/// How many percentages a sum adds up.
fn shares(formula: &Formula) -> usize {
    match &formula.kind {
        FormulaKind::Arithmetic { op: Arithmetic::Add, left, right } => shares(left) + shares(right),
        FormulaKind::Number(_) => 0,
        _ => usize::from(matches!(formula.unit, Unit::Percent | Unit::Ratio)),
    }
}
