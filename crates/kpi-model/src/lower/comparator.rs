//! Comparators.

use super::expr::{Scope, values_in};
use super::fields;
use crate::catalogue::{Comparator, ComparatorKind, Peers};
use crate::checks::cycles;
use crate::formula::Formula;
use crate::project::Project;
use indexmap::IndexMap;
use kpi_core::codes::names;
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
    let (mut across, mut among, mut same, mut condition) = (None, None, None, None);
    for field in &listed {
        match &field.value {
            ComparatorField::Across(name) => {
                across = Some((name.node.clone(), field.key.span));
                scope.cut_by.push(&name.node);
            }
            ComparatorField::By(list) => scope.cut_by.extend(list.iter().map(|name| name.node.as_str())),
            _ => {}
        }
    }
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
            ComparatorField::Among(expr) => among = scope.many(expr),
            ComparatorField::Same(expr) => same = Some(scope.expr(expr)),
            ComparatorField::Where(expr) => condition = Some(scope.condition_formula(expr)),
            ComparatorField::By(_)
            | ComparatorField::Across(_)
            | ComparatorField::Unknown
            | ComparatorField::Broken => {}
        }
    }
    if fields::get(&listed, "title").is_none() {
        absent.push("title");
    }
    // Across peers it is the indicator's own figure unless another is named.
    if across.is_none() && fields::get(&listed, "figure").is_none() {
        absent.push("figure");
    }
    let said = |key: &str| fields::get(&listed, key).map(|field| field.key.span);
    for key in ["among", "same", "where"] {
        if let (None, Some(span)) = (&across, said(key)) {
            scope.tell(
                Diagnostic::at(names::PEERS, span, format!("`{key}` chooses among peers, and there are none"))
                    .help("say which column the peers are the values of: `across: council`"),
            );
        }
    }
    if let Some((_, span)) = &across {
        let wanting = match kind {
            ComparatorKind::Published => {
                Some("say what is made of the peers' figures: `kind: mean`, `median` or `pooled`")
            }
            ComparatorKind::Neighbours if said("among").is_none() => {
                Some("say which peers are neighbours: `among: neighbours.neighbour where model = \"2025\"`")
            }
            ComparatorKind::Region if said("same").is_none() => Some("say what makes a region: `same: areas.region`"),
            _ => None,
        };
        if let Some(help) = wanting {
            scope.tell(
                Diagnostic::at(
                    names::PEERS,
                    said("kind").unwrap_or(*span),
                    "it is not said how the figures of the peers make one",
                )
                .label(*span, "the peers")
                .help(help),
            );
        }
    }
    let whole = figure.as_ref().is_none_or(|figure| !figure.is_broken())
        && [&same, &condition].iter().all(|formula| formula.as_ref().is_none_or(|formula| !formula.is_broken()))
        && (among.is_some() || said("among").is_none())
        && (figure.is_some() || across.is_some());
    out.append(&mut scope.out);
    out.extend(fields::missing("comparator", &item.name, &absent));
    let unit = figure.as_ref().filter(|figure| !figure.is_broken()).map(|figure| figure.unit);
    let peers = across.map(|(across, _)| Peers { across, among, same, condition });
    let comparator = title.filter(|_| whole).map(|title| Comparator {
        id: item.name.node.clone(),
        span: item.span,
        title,
        kind,
        figure,
        peers,
        year,
        texts,
    });
    (comparator, unit)
}
