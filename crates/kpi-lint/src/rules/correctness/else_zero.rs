//! Missing figures that are said to be 0.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::formula::{Arithmetic, Formula, FormulaKind};

kpi_core::code! {
    /// A figure that is missing is said to be 0.
    ///
    /// ## Why
    /// Nothing supplied and nothing happened are different facts: 0 complaints is a fine figure, and a return that did not come is
    /// none. A 0 is rated, ranked and added up like any other, and the reason why there is no figure is lost (R42).
    ///
    /// ## Example
    /// ```kpi
    /// indicator complaints {
    ///   title:     "Complaints received"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value else 0
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator complaints {
    ///   title:     "Complaints received"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   formula:   figures.value
    /// }
    /// ```
    KPI2001 ELSE_ZERO "correctness" Warning
}

pub const RULE: Rule = Rule::stable(ELSE_ZERO, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    context.formulas(&mut |_, formula| {
        let FormulaKind::Else { value, otherwise } = &formula.kind else { return };
        // Of a quotient `kpi check` tells it.
        if otherwise.constant().is_some_and(|number| number.value.is_zero()) && !divides(value) {
            out.push(
                Diagnostic::at(ELSE_ZERO, otherwise.span, "a missing figure is said to be 0")
                    .label(value.span, "where this is missing")
                    .note("it would be rated and added up as if somebody had counted and found nothing")
                    .help("leave out `else 0`; or supply the 0 in the data, where somebody knows it to be one"),
            );
        }
    });
}

fn divides(formula: &Formula) -> bool {
    matches!(formula.kind, FormulaKind::Arithmetic { op: Arithmetic::Divide, .. })
        || formula.parts().into_iter().any(divides)
}
