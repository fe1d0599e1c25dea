//! Conditions that nobody tried.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::formula::FormulaKind;
use std::collections::HashSet;

kpi_core::code! {
    /// No test looks at a formula that is worked out.
    ///
    /// ## Why
    /// A figure that is read from a table is as right as the table. One that is counted by conditions is as right as its conditions, and only
    /// a test with rows of its own shows that they say what was meant.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period)
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
    ///   formula:   count(cases where closed in period)
    /// }
    /// test "a case is counted in the quarter in which it was closed" {
    ///   indicator closed at 2023/24 Q1
    ///   given cases = [
    ///     closed
    ///     2023-04-01
    ///     2023-03-31
    ///   ]
    ///   expect value = 1
    /// }
    /// ```
    KPI2706 NO_TEST "documentation" Warning
}

pub const RULE: Rule = Rule::preview(NO_TEST, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let tests = &context.catalogue.tests;
    let tested: HashSet<&str> = tests
        .iter()
        .flat_map(|test| test.indicator.iter().chain(test.expect.iter().map(|expect| &expect.indicator)))
        .map(String::as_str)
        .collect();
    for indicator in context.indicators().filter(|indicator| !tested.contains(indicator.id.as_str())) {
        if indicator.formula.values().any(|formula| !matches!(formula.kind, FormulaKind::Lookup(_))) {
            out
                .push(Diagnostic::at(NO_TEST, indicator.name_span, format!("no test looks at `{}`", indicator.id)).help(
                "add a `test` with a few rows of its own: one that counts, and one for each condition that does not",
            ));
        }
    }
}
