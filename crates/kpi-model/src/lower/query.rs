//! Datasets that are queries over other datasets.

use super::indicator::circle;
use crate::checks::cycles;
use crate::project::{Kind, Project};
use kpi_core::Diagnostic;
use kpi_syntax::ast::{self, DatasetField};

fn over(item: &ast::Dataset) -> &[ast::Name] {
    let over = item.fields.iter().find_map(|field| match &field.value {
        DatasetField::Source(spec) if spec.kind.node == "sql" => spec.over.as_deref(),
        _ => None,
    });
    over.unwrap_or_default()
}

/// Refuses names that are no datasets, and queries that read themselves. Gives the datasets that are at fault.
pub fn check<'a>(project: &Project<'a>, out: &mut Vec<Diagnostic>) -> Vec<&'a str> {
    let mut faulty = Vec::new();
    let mut edges: Vec<Vec<usize>> = Vec::with_capacity(project.datasets.len());
    for (name, entry) in &project.datasets {
        let mut to = Vec::new();
        for read in over(entry.item) {
            match project.datasets.get_full(read.node.as_str()) {
                Some((place, _, found)) => {
                    found.mark();
                    to.push(place);
                }
                None => {
                    out.extend(project.not_a(Kind::Dataset, &read.node, read.span));
                    faulty.push(*name);
                }
            }
        }
        edges.push(to);
    }
    for cycle in cycles::order(&edges).cycles {
        let items: Vec<_> = cycle.iter().filter_map(|i| project.datasets.get_index(*i)).collect();
        let path: Vec<&ast::Name> = items.iter().map(|(_, entry)| &entry.item.name).collect();
        out.extend(circle(&path, "a dataset"));
        faulty.extend(items.iter().map(|(name, _)| **name));
    }
    faulty
}
