//! Plugins that are left over.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_core::schema::Source;
use kpi_model::formula::FormulaKind;
use std::collections::HashSet;

kpi_core::code! {
    /// A plugin is granted, and no rule uses it.
    ///
    /// ## Why
    /// What nobody uses nobody watches: a plugin that is left over keeps its hosts and secrets.
    ///
    /// ## Example
    /// ```text
    /// [plugins.spend]                   # and no dataset has `source: plugin "spend"`
    /// path = "plugins/spend.wasm"
    /// ```
    ///
    /// ## Instead
    /// ```text
    /// dataset payments {
    ///   source: plugin "spend" { year: "2024" }
    /// ```
    KPI2803 IDLE_GRANT "plugins" Warning
}

pub const RULE: Rule = Rule::stable(IDLE_GRANT, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut used: HashSet<String> = HashSet::new();
    for dataset in context.catalogue.datasets.values() {
        if let Source::Plugin { plugin, .. } = &dataset.source {
            used.insert(plugin.clone());
        }
    }
    context.formulas(&mut |_, formula| {
        if let FormulaKind::Measure(measure) = &formula.kind {
            used.insert(measure.plugin.clone());
        }
    });
    for grant in context.grants.iter().filter(|grant| !used.contains(&grant.name)) {
        out.push(
            Diagnostic::at(IDLE_GRANT, grant.span, format!("no rule uses the plugin `{}`", grant.name))
                .help("take it out of kpi.toml, with what it is granted"),
        );
    }
}
