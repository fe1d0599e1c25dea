//! Indicators and comparators that rest on themselves.

use super::{cycles, weight};
use crate::Catalogue;
use crate::catalogue::{Indicator, Peers};
use crate::formula::{Formula, FormulaKind};
use crate::lower::circle;
use crate::project::Project;
use kpi_core::Diagnostic;
use kpi_syntax::ast;

pub fn circles(project: &Project<'_>, catalogue: &Catalogue, out: &mut Vec<Diagnostic>) {
    let indicators = catalogue.indicators.len();
    let node = |name: &str, comparator: bool| {
        if comparator {
            catalogue.comparators.get_index_of(name).map(|i| i + indicators)
        } else {
            catalogue.indicators.get_index_of(name)
        }
    };
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(indicators + catalogue.comparators.len());
    for indicator in catalogue.indicators.values() {
        let mut to = Vec::new();
        for formula in indicator.formula.values() {
            mentioned(formula, Some(indicator), &mut |name, comparator| {
                to.extend(node(name, comparator));
                // What peers are compared by is the figure of the indicator at hand.
                let own = catalogue.comparators.get(name).filter(|found| comparator && found.figure.is_none());
                to.extend(own.and_then(|_| node(&indicator.id, false)));
            });
        }
        edges.push(to);
    }
    for comparator in catalogue.comparators.values() {
        let mut to = Vec::new();
        for formula in comparator.figure.iter().chain(comparator.peers.iter().flat_map(Peers::formulas)) {
            mentioned(formula, None, &mut |name, is_comparator| to.extend(node(name, is_comparator)));
        }
        edges.push(to);
    }
    let name = |i: &usize| -> Option<&ast::Name> {
        match catalogue.indicators.get_index(*i) {
            Some((name, _)) => project.indicators.get(name.as_str()).map(|entry| &entry.item.name),
            None => {
                let (name, _) = catalogue.comparators.get_index(i.checked_sub(indicators)?)?;
                project.comparators.get(name.as_str()).map(|entry| &entry.item.name)
            }
        }
    };
    let cycles::Order { order, cycles } = cycles::order(&edges);
    if cycles.is_empty() {
        out.extend(weight::too_heavy(catalogue, &order, node).as_ref().and_then(name).map(weight::told));
    }
    for cycle in cycles {
        let path: Vec<&ast::Name> = cycle.iter().filter_map(name).collect();
        out.extend(circle(&path, "a figure"));
    }
}

/// The indicators and comparators a formula needs, through the named values too.
fn mentioned(formula: &Formula, indicator: Option<&Indicator>, found: &mut impl FnMut(&str, bool)) {
    let mut todo = vec![formula];
    let mut opened: Vec<usize> = Vec::new();
    while let Some(formula) = todo.pop() {
        match &formula.kind {
            FormulaKind::Indicator(name) => found(name, false),
            FormulaKind::Comparator(name) => found(name, true),
            FormulaKind::Let { index, .. } => {
                if !opened.contains(index) {
                    opened.push(*index);
                    todo.extend(indicator.and_then(|indicator| indicator.lets.get(*index)).map(|named| &named.value));
                }
            }
            _ => todo.extend(formula.parts()),
        }
    }
}
