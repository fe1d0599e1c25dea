//! Changes against rows that nobody fetched.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::schema::Source;
use kpi_model::catalogue::Baseline;
use kpi_model::formula::FormulaKind;
use std::collections::HashSet;

kpi_core::code! {
    /// The figure before is counted over rows that the source was not asked for.
    ///
    /// ## Why
    /// A source that is a plugin is asked for the report's period. Counted over its rows the period before has none, and a figure that was
    /// always there "increases from 0".
    ///
    /// ## Example
    /// ```text
    /// dataset payments {
    ///   source: plugin "spend" { year: "2024" }
    ///   …
    /// indicator paid {
    ///   formula: sum(payments.amount where paid in period)
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// indicator paid {
    ///   formula: sum(payments.amount where paid in period)
    ///   change:  none "the site is asked for the payments of this period only"
    /// ```
    KPI2804 SOURCE_OF_ONE_PERIOD "plugins" Warning
}

pub const RULE: Rule = Rule::stable(SOURCE_OF_ONE_PERIOD, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut told: HashSet<&str> = HashSet::new();
    context.formulas(&mut |indicator, formula| {
        let rows = match &formula.kind {
            FormulaKind::Aggregate(aggregate) => &aggregate.dataset,
            FormulaKind::Measure(measure) => &measure.rows.dataset,
            _ => return,
        };
        let from_plugin = context.catalogue.datasets_of(rows).into_iter().find_map(|name| {
            let dataset = context.catalogue.datasets.get(name)?;
            match &dataset.source {
                Source::Plugin { span, .. } => Some(*span),
                _ => None,
            }
        });
        let not_counted = indicator.change.as_ref().is_some_and(|change| {
            change.values().all(|change| change.baseline == Baseline::None || change.recorded.is_some())
        });
        let cumulative = indicator.frequency.values().all(kpi_core::Frequency::is_cumulative) && indicator.change.is_none();
        if let (Some(source), false, false) = (from_plugin, not_counted, cumulative)
            && told.insert(indicator.id.as_str())
        {
            out.push(
                Diagnostic::at(SOURCE_OF_ONE_PERIOD, formula.span, format!("the figure before `{}` is counted over no rows", indicator.id))
                    .label(source, "asked for the report's period only")
                    .help("say that there is none: `change: none \"the source is asked for this period only\"`; or let the source give both periods, and allow this"),
            );
        }
    });
}
