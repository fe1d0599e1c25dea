//! What can be done with an item, shown above it.

use crate::workspace::Workspace;
use kpi_core::{FileId, Span};
use kpi_syntax::ast::Item;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lens {
    RunTest {
        name: String,
    },
    Explain {
        indicator: String,
        /// The report whose figure is shown beside it.
        period: Option<String>,
    },
    /// How many tests speak of an indicator, and where they stand.
    Tests {
        count: usize,
        places: Vec<Span>,
    },
}

#[must_use]
pub fn lenses(workspace: &Workspace, file: FileId) -> Vec<(Span, Lens)> {
    let mut found = Vec::new();
    let items = workspace.tree(file).into_iter().flat_map(|tree| &tree.items);
    for item in items {
        match item {
            Item::Test(test) if !test.name.node.is_empty() => {
                found.push((test.name.span, Lens::RunTest { name: test.name.node.clone() }));
            }
            Item::Indicator(indicator) => {
                let name = &indicator.name.node;
                let seen = &workspace.seen;
                let period = seen.period.filter(|_| seen.figures.contains_key(name)).map(|period| period.to_string());
                found.push((indicator.name.span, Lens::Explain { indicator: name.clone(), period }));
                let places = tests(workspace, name);
                found.push((indicator.name.span, Lens::Tests { count: places.len(), places }));
            }
            _ => {}
        }
    }
    found
}

fn tests(workspace: &Workspace, indicator: &str) -> Vec<Span> {
    let items = workspace.trees().iter().flat_map(|tree| &tree.items);
    let of = |item: &Item| match item {
        Item::Test(test) if test.indicator.as_ref().is_some_and(|name| name.node == indicator) => Some(test.name.span),
        _ => None,
    };
    items.filter_map(of).collect()
}
