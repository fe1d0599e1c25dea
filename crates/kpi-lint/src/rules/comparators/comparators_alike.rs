//! One figure under two names.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::Comparator;
use kpi_model::formula::{Formula, FormulaKind, KeyPart};
use std::collections::HashMap;

kpi_core::code! {
    /// Two comparators read the same figure.
    ///
    /// ## Why
    /// "Statistical neighbours" and "England" that stand in one cell of the spreadsheet are one figure under two names; one of them is
    /// wrong.
    ///
    /// ## Example
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.other
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// comparator england {
    ///   title:  "England"
    ///   figure: figures.other
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours, england]
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// comparator neighbours {
    ///   title:  "Neighbours"
    ///   figure: figures.value
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// comparator england {
    ///   title:  "England"
    ///   figure: figures.other
    ///   year:   figures.year
    ///   source: "Published by the department"
    /// }
    /// indicator closed {
    ///   title:     "Contacts"
    ///   unit:      rate per 100,000, 1 decimal
    ///   polarity:  none
    ///   frequency: yearly
    ///   formula:   figures.value
    ///   compare:   [neighbours, england]
    /// }
    /// ```
    KPI2503 COMPARATORS_ALIKE "comparators" Warning
}

pub const RULE: Rule = Rule::stable(COMPARATORS_ALIKE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<String, &Comparator> = HashMap::new();
    for comparator in context.catalogue.comparators.values().filter(|one| one.is_published()) {
        let Some(cell) = comparator.figure.as_ref().and_then(cell) else { continue };
        match seen.get(&cell) {
            Some(first) => out.push(
                Diagnostic::at(
                    COMPARATORS_ALIKE,
                    context.head(comparator.span),
                    format!("`{}` is the figure of `{}`", comparator.id, first.id),
                )
                .label(context.head(first.span), "reads the same cell")
                .help("let one of them read its own column, or take it out"),
            ),
            None => drop(seen.insert(cell, comparator)),
        }
    }
}

/// What a lookup reads, without where it is written; `None` where its key is worked out.
fn cell(formula: &Formula) -> Option<String> {
    let FormulaKind::Lookup(lookup) = &formula.kind else { return None };
    let key = lookup.key.iter().map(|part| match part {
        KeyPart::Given(formula) => match &formula.kind {
            FormulaKind::Text(_) | FormulaKind::Number(_) | FormulaKind::Period(_) => {
                Some(format!("{:?}", formula.kind))
            }
            _ => None,
        },
        part => Some(format!("{part:?}")),
    });
    let key: Vec<String> = key.collect::<Option<_>>()?;
    Some(format!("{}.{} {} {key:?}", lookup.dataset, lookup.column, lookup.latest))
}
