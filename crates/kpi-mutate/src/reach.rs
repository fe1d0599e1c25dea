//! Which tests rest on which items: no other can notice a fault there.

use kpi_core::Span;
use kpi_ide::names::{Names, Symbol};
use kpi_syntax::ast::{File, Item};
use std::collections::{HashMap, HashSet};

/// Whether it is a scheme, and its name: schemes have a space of names of their own.
type Key = (bool, String);

/// By item, the tests that rest on it.
#[derive(Debug, Default)]
pub struct Reach {
    tests: HashMap<Key, Vec<Span>>,
}

impl Reach {
    #[must_use]
    pub fn read(files: &[File]) -> Self {
        let names = Names::read(files);
        let mut items: Vec<(Span, Option<Key>)> = Vec::new();
        for item in files.iter().flat_map(|file| &file.items) {
            let key = match item {
                Item::Bands(bands) => Some((true, bands.name.node.clone())),
                Item::Test(_) => None,
                other => other.name().map(|name| (false, name.node.clone())),
            };
            items.push((item.span(), key));
        }
        items.sort_by_key(|(span, _)| *span);
        let mut edges: HashMap<Key, HashSet<Key>> = HashMap::new();
        let mut of_tests: HashMap<Span, HashSet<Key>> = HashMap::new();
        for occurrence in names.all() {
            let place = items
                .partition_point(|(span, _)| (span.file, span.start) <= (occurrence.span.file, occurrence.span.start));
            let Some((span, from)) = place.checked_sub(1).and_then(|i| items.get(i)) else { continue };
            let Some(to) = owner(&occurrence.symbol) else { continue };
            match from {
                Some(from) => drop(edges.entry(from.clone()).or_default().insert(to)),
                None => drop(of_tests.entry(*span).or_default().insert(to)),
            }
        }
        let mut reach = Self::default();
        let tests = files.iter().flat_map(|file| &file.items).filter(|item| matches!(item, Item::Test(_)));
        let mut spans: Vec<Span> = tests.map(Item::span).collect();
        spans.sort_unstable();
        for span in spans {
            let mut seen: HashSet<Key> = HashSet::new();
            let mut todo: Vec<Key> = of_tests.get(&span).into_iter().flatten().cloned().collect();
            while let Some(key) = todo.pop() {
                if seen.insert(key.clone()) {
                    todo.extend(edges.get(&key).into_iter().flatten().cloned());
                }
            }
            for key in seen {
                reach.tests.entry(key).or_default().push(span);
            }
        }
        reach
    }

    /// Where the tests stand that rest on an item.
    #[must_use]
    pub fn tests(&self, keyword: &str, item: &str) -> &[Span] {
        self.tests.get(&(keyword == "bands", item.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The item that a name leads to.
fn owner(symbol: &Symbol) -> Option<Key> {
    Some(match symbol {
        Symbol::Item(name) => (false, name.clone()),
        Symbol::Bands(name) | Symbol::Band { scheme: name, .. } => (true, name.clone()),
        Symbol::Column { rows, .. } => (false, rows.clone()),
        Symbol::Let { owner, .. } => (false, owner.clone()),
        Symbol::Parameter { template, .. } => (false, template.clone()),
        Symbol::Row { .. } => return None,
    })
}
