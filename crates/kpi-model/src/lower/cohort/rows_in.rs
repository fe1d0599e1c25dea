//! Which sets of rows a cohort rests on, before anything is known of them.

use crate::checks::cycles;
use crate::project::Project;
use kpi_core::codes::names::CYCLE;
use kpi_core::{Diagnostic, suggest};
use kpi_syntax::ast::{Cohort, CohortField, Expr, ExprKind, OrderTerm};

/// Cohorts in an order in which each stands after those it rests on. Those that rest on one another in a circle are
/// told, and left out.
pub fn in_order<'a>(project: &Project<'a>, out: &mut Vec<Diagnostic>) -> Vec<&'a str> {
    let names: Vec<&'a str> = project.cohorts.keys().copied().collect();
    let place = |name: &str| project.cohorts.get_index_of(name);
    let edges: Vec<Vec<usize>> = project
        .cohorts
        .values()
        .map(|entry| {
            let mut sets = Vec::new();
            sets_of(entry.item, &mut |name| sets.push(name));
            sets.into_iter().filter_map(place).collect()
        })
        .collect();
    let cycles::Order { order, cycles } = cycles::order(&edges);
    let mut circular: Vec<usize> = Vec::new();
    for circle in cycles {
        let entries: Vec<_> = circle.iter().filter_map(|i| project.cohorts.get_index(*i)).collect();
        // They use one another; that nothing else does is no second mistake.
        entries.iter().for_each(|(_, entry)| entry.mark());
        let items: Vec<_> = entries.iter().map(|(_, entry)| entry.item).collect();
        let Some(first) = items.first() else { continue };
        let path: Vec<String> = items.iter().map(|item| format!("`{}`", item.name.node)).collect();
        let mut diagnostic = Diagnostic::at(
            CYCLE,
            first.name.span,
            if items.len() == 1 {
                format!("{} is made from its own rows", path.join(""))
            } else {
                format!("{} are made from one another", suggest::list(&path, "and"))
            },
        );
        for other in items.iter().skip(1) {
            diagnostic = diagnostic.label(other.name.span, "and this");
        }
        out.push(diagnostic.help("make one of them from a dataset"));
        circular.extend(circle);
    }
    let stands = |i: &usize| !circular.contains(i);
    order.into_iter().filter(stands).filter_map(|i| names.get(i).copied()).collect()
}

/// Calls `found` with every dataset and cohort that a cohort names.
fn sets_of<'a>(cohort: &'a Cohort, found: &mut impl FnMut(&'a str)) {
    for field in &cohort.fields {
        match &field.value {
            CohortField::From(name) => found(&name.node),
            CohortField::Where(value) | CohortField::Let { value, .. } => sets_in(value, found),
            CohortField::Keep(keep) => {
                keep.tied.iter().for_each(|(_, value)| sets_in(value, found));
                terms(&keep.order, found);
            }
            CohortField::Episodes(episodes) => terms(&episodes.order, found),
            CohortField::Cascade(cascade) => {
                for rule in &cascade.rules {
                    sets_in(&rule.value, found);
                    if let Some(condition) = &rule.condition {
                        sets_in(condition, found);
                    }
                }
            }
            CohortField::Require(assertion) => sets_in(&assertion.condition, found),
            CohortField::Text(_)
            | CohortField::Birth(_)
            | CohortField::Interval(..)
            | CohortField::Unknown
            | CohortField::Broken => {}
        }
    }
}

fn terms<'a>(order: &'a [OrderTerm], found: &mut impl FnMut(&'a str)) {
    for term in order {
        sets_in(&term.value, found);
        term.ranked.iter().flatten().for_each(|value| sets_in(value, found));
    }
}

fn sets_in<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a str)) {
    crate::lower::expr::each_part(expr, &mut |part| match &part.kind {
        ExprKind::Related(related) => found(&related.rows.node),
        ExprKind::Column { dataset, .. } => found(&dataset.node),
        _ => {}
    });
}
