//! Comparators.

use super::expr::{Scope, values_in};
use super::fields;
use crate::catalogue::{Comparator, ComparatorKind};
use crate::checks::cycles;
use crate::formula::Formula;
use crate::project::Project;
use indexmap::IndexMap;
use kpi_core::{Diagnostic, Unit};
use kpi_syntax::ast::{self, ComparatorField};

const KINDS: [(&str, ComparatorKind); 6] = [
    ("published", ComparatorKind::Published),
    ("mean", ComparatorKind::Mean),
    ("median", ComparatorKind::Median),
    ("pooled", ComparatorKind::Pooled),
    ("neighbours", ComparatorKind::Neighbours),
    ("region", ComparatorKind::Region),
];

/// The comparators, each after those its figure refers to; those that go round in a circle come in any order.
pub fn in_order<'a>(project: &Project<'a>) -> Vec<&'a str> {
    let edges: Vec<Vec<usize>> = project
        .comparators
        .values()
        .map(|entry| {
            let mut to = Vec::new();
            for field in &entry.item.fields {
                if let ComparatorField::Figure(expr) = &field.value {
                    values_in(expr, &mut |name| to.extend(project.comparators.get_index_of(name)));
                }
            }
            to
        })
        .collect();
    let order = cycles::order(&edges).order;
    order.into_iter().filter_map(|i| project.comparators.get_index(i)).map(|(name, _)| *name).collect()
}

pub fn lower<'a>(
    project: &Project<'a>,
    item: &'a ast::Comparator,
    out: &mut Vec<Diagnostic>,
) -> (Option<Comparator>, Option<Unit>) {
    let listed = fields::distinct(&item.fields, |_| false, out);
    let mut scope = Scope::new(project);
    let mut absent = Vec::new();
    let mut title = None;
    let mut figure: Option<Formula> = None;
    let mut year = None;
    let mut kind = ComparatorKind::default();
    let mut texts = IndexMap::new();
    for field in &listed {
        match &field.value {
            ComparatorField::Text(text) if field.key.node == "title" => title = Some(text.node.clone()),
            ComparatorField::Text(text) => {
                texts.insert(field.key.node.clone(), text.node.clone());
            }
            ComparatorField::Figure(expr) => figure = Some(scope.number(expr, "compare with")),
            ComparatorField::Year(expr) => year = Some(scope.expr(expr)),
            ComparatorField::Kind(word) => match KINDS.iter().find(|(name, _)| *name == word.node) {
                Some((_, found)) => kind = *found,
                None => {
                    let words: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
                    scope.tell(fields::unknown_word("kind of comparator", &word.node, word.span, &words));
                }
            },
            ComparatorField::Unknown | ComparatorField::Broken => {}
        }
    }
    for key in ["title", "figure"] {
        if fields::get(&listed, key).is_none() {
            absent.push(key);
        }
    }
    out.append(&mut scope.out);
    out.extend(fields::missing("comparator", &item.name, &absent));
    let unit = figure.as_ref().filter(|figure| !figure.is_broken()).map(|figure| figure.unit);
    let comparator = title.zip(figure.filter(|figure| !figure.is_broken())).map(|(title, figure)| Comparator {
        id: item.name.node.clone(),
        span: item.span,
        title,
        kind,
        figure,
        year,
        texts,
    });
    (comparator, unit)
}
