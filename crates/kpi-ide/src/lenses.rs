//! What can be done with an item, shown above it.

use crate::complete;
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
    /// Where the tests stand that speak of an indicator.
    Tests {
        places: Vec<Span>,
        /// Where there is none: behind what one could be written, and its snippet.
        first: Option<(Span, String)>,
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
                let first = places.is_empty().then(|| {
                    let rated = workspace.known().indicators.get(name).is_some_and(|known| known.bands.is_some());
                    (behind(workspace, indicator.span), format!("\n\n{}", complete::test_of(workspace, name, rated)))
                });
                found.push((indicator.name.span, Lens::Tests { places, first }));
            }
            _ => {}
        }
    }
    found
}

/// The end of the line on which an item ends: a comment there is the item's.
fn behind(workspace: &Workspace, item: Span) -> Span {
    let text = workspace.text(item.file).get(item.end as usize..).unwrap_or_default();
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    let end = if line.trim_start().starts_with('#') { item.end + line.len() as u32 } else { item.end };
    Span { end, ..item }
}

fn tests(workspace: &Workspace, indicator: &str) -> Vec<Span> {
    let items = workspace.trees().iter().flat_map(|tree| &tree.items);
    let of = |item: &Item| match item {
        Item::Test(test) if test.indicator.as_ref().is_some_and(|name| name.node == indicator) => Some(test.name.span),
        _ => None,
    };
    items.filter_map(of).collect()
}
