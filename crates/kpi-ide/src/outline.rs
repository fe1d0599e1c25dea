//! The items of a file and of a project, as a list to jump about in.

use crate::names::{Known, Rows};
use crate::workspace::Workspace;
use kpi_core::{FileId, Span};
use kpi_syntax::ast::{BandsField, CohortField, DatasetField, IndicatorField, Item, ScorecardField};
use kpi_syntax::words::{Kind, read};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Item(&'static str),
    Column,
    Let,
    Band,
    Theme,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    pub name: String,
    pub detail: String,
    pub entry: Entry,
    pub span: Span,
    pub name_span: Span,
    pub children: Vec<Self>,
}

#[must_use]
pub fn of_file(workspace: &Workspace, file: FileId) -> Vec<Symbol> {
    let names = Known::read(workspace.trees());
    let tree = workspace.tree(file);
    tree.into_iter().flat_map(|tree| &tree.items).filter_map(|item| symbol(workspace, &names, item)).collect()
}

/// The items of all files of which the name or title holds all letters of what is looked for, in their order.
#[must_use]
pub fn search(workspace: &Workspace, wanted: &str) -> Vec<Symbol> {
    let names = Known::read(workspace.trees());
    let items = workspace.trees().iter().flat_map(|tree| &tree.items);
    let found = items.filter_map(|item| symbol(workspace, &names, item));
    found.filter(|symbol| holds(&symbol.name, wanted) || holds(&symbol.detail, wanted)).collect()
}

fn holds(text: &str, wanted: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    wanted.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).all(|c| letters.any(|other| other == c))
}

fn symbol(workspace: &Workspace, names: &Known<'_>, item: &Item) -> Option<Symbol> {
    let name = item.name()?;
    let known = workspace.known();
    let detail = match item {
        Item::Indicator(_) => {
            known.indicators.get(&name.node).and_then(|i| i.title.values().last().cloned()).unwrap_or_default()
        }
        Item::Comparator(_) => known.comparators.get(&name.node).map_or_else(String::new, |c| c.title.clone()),
        Item::Scorecard(_) => known.scorecards.get(&name.node).map_or_else(String::new, |s| s.title.clone()),
        Item::Cohort(_) => known.cohorts.get(&name.node).and_then(|c| c.title.clone()).unwrap_or_default(),
        Item::Dataset(_) => match names.rows(&name.node) {
            Some(Rows::Dataset(dataset)) => dataset
                .fields
                .iter()
                .find_map(|field| match &field.value {
                    DatasetField::Source(source) => Some(source.path.node.clone()),
                    _ => None,
                })
                .unwrap_or_default(),
            _ => String::new(),
        },
        Item::Bands(bands) => bands.from.as_ref().map_or_else(String::new, |from| format!("from {}", from.node)),
        Item::Test(test) => {
            let indicator = test.indicator.as_ref().map_or("", |name| name.node.as_str());
            let at = test.at.as_ref().map_or_else(String::new, |at| format!(" at {}", at.node));
            format!("{indicator}{at}")
        }
        _ => String::new(),
    };
    let shown = if name.node.trim().is_empty() { "(no name)".to_owned() } else { name.node.clone() };
    let entry = Entry::Item(item.keyword()?);
    Some(Symbol { name: shown, detail, entry, span: item.span(), name_span: name.span, children: children(item) })
}

fn children(item: &Item) -> Vec<Symbol> {
    let child = |name: &str, entry: Entry, span: Span, name_span: Span| Symbol {
        name: name.to_owned(),
        detail: String::new(),
        entry,
        span,
        name_span,
        children: Vec::new(),
    };
    match item {
        Item::Dataset(item) => item
            .fields
            .iter()
            .filter_map(|field| match &field.value {
                DatasetField::Columns(columns) => Some(columns),
                _ => None,
            })
            .flatten()
            .map(|column| child(&column.name.node, Entry::Column, column.span, column.name.span))
            .collect(),
        Item::Cohort(item) => item
            .fields
            .iter()
            .filter_map(|field| match &field.value {
                CohortField::Let { name, .. } => Some(child(&name.node, Entry::Column, field.span, name.span)),
                CohortField::Cascade(c) => Some(child(&c.name.node, Entry::Column, field.span, c.name.span)),
                _ => None,
            })
            .collect(),
        Item::Indicator(kpi_syntax::ast::Indicator { fields, .. })
        | Item::Template(kpi_syntax::ast::Template { fields, .. }) => fields
            .iter()
            .filter_map(|field| match &field.value {
                IndicatorField::Let { name, .. } => Some(child(&name.node, Entry::Let, field.span, name.span)),
                _ => None,
            })
            .collect(),
        Item::Bands(item) => item
            .fields
            .iter()
            .filter_map(|field| match field {
                BandsField::Band(band) => Some(child(&band.label.node, Entry::Band, band.span, band.label.span)),
                _ => None,
            })
            .collect(),
        Item::Scorecard(item) => item
            .fields
            .iter()
            .filter_map(|field| match &field.value {
                ScorecardField::Theme { title, .. } => Some(child(&title.node, Entry::Theme, field.span, title.span)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What may be folded away: blocks of several lines, and comments of several.
#[must_use]
pub fn folds(workspace: &Workspace, file: FileId) -> Vec<Span> {
    let text = workspace.text(file);
    let words = read(text);
    let lines = |from: usize, to: usize| text.get(from..to).is_some_and(|text| text.contains('\n'));
    let span = |from: usize, to: usize| Span::new(file, from as u32, to as u32);
    let mut found = Vec::new();
    let mut open = Vec::new();
    for token in &words.tokens {
        match token.kind {
            Kind::Open(_) => open.push(token.start),
            Kind::Close(_) => {
                if let Some(start) = open.pop().filter(|start| lines(*start, token.start)) {
                    found.push(span(start, token.start));
                }
            }
            Kind::Text if lines(token.start, token.end) => found.push(span(token.start, token.end)),
            _ => {}
        }
    }
    let mut run: Option<(usize, usize)> = None;
    for (start, end) in &words.comments {
        let follows = run.is_some_and(|(_, last)| {
            text.get(last..*start)
                .is_some_and(|between| between.trim().is_empty() && between.matches('\n').count() == 1)
        });
        run = match run {
            Some((first, _)) if follows => Some((first, *end)),
            other => {
                found.extend(other.filter(|(first, last)| lines(*first, *last)).map(|(first, last)| span(first, last)));
                Some((*start, *end))
            }
        };
    }
    found.extend(run.filter(|(first, last)| lines(*first, *last)).map(|(first, last)| span(first, last)));
    found.sort_unstable();
    found
}
