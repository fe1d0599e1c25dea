//! What may stand where the cursor is.

mod expressions;
mod items;
mod values;

pub(crate) use items::test_of;

use crate::cursor::{Cursor, Place};
use crate::names::Known;
use crate::reference;
use crate::workspace::Workspace;
use kpi_core::{FileId, Span};
use kpi_syntax::words;
use std::cell::OnceCell;
use std::collections::HashSet;

/// What kind of thing is offered; editors show a sign for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Offer {
    Item,
    Field,
    Word,
    Column,
    Code,
    Indicator,
    Rows,
    Comparator,
    Let,
    Function,
    Band,
    Scheme,
    Template,
    Lint,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    pub offer: Offer,
    /// What is written in place of the word at hand; `$1`, `$0` are where one goes on.
    pub insert: String,
    /// A line beside the label: a unit, a title.
    pub detail: String,
    pub docs: String,
    /// What is replaced.
    pub replace: Span,
}

/// Offers gathered for one cursor.
pub(crate) struct Offers<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) cursor: &'a Cursor<'a>,
    replace: Span,
    found: Vec<Completion>,
    names: OnceCell<Known<'a>>,
}

impl<'a> Offers<'a> {
    pub(crate) fn names(&self) -> &Known<'a> {
        self.names.get_or_init(|| Known::read(self.workspace.trees()))
    }

    pub(crate) fn add(&mut self, offer: Offer, label: &str, detail: &str) -> &mut Completion {
        let insert = label.replace('\\', "\\\\").replace('$', "\\$");
        self.found.push(Completion {
            label: label.to_owned(),
            offer,
            insert,
            detail: detail.to_owned(),
            docs: String::new(),
            replace: self.replace,
        });
        // Just pushed.
        let last = self.found.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "it was pushed just above")]
        &mut self.found[last]
    }

    pub(crate) fn words(&mut self, words: &[(&str, &str)]) {
        for (word, detail) in words {
            self.add(Offer::Word, word, detail);
        }
    }
}

/// What may stand at a byte of a file, in the order in which it is most likely meant.
#[must_use]
pub fn complete(workspace: &Workspace, file: FileId, at: u32) -> Vec<Completion> {
    let text = workspace.text(file);
    // The last item that begins before the cursor: whether it is closed by then, its words tell.
    let items = workspace.tree(file).into_iter().flat_map(|tree| &tree.items);
    let item = items.map(|item| item.span()).rfind(|span| span.start < at);
    let cursor = Cursor::find(text, item.map(|span| span.start as usize), at as usize);
    let (start, end) = cursor.word;
    let replace = Span::new(file, start as u32, end as u32);
    let mut offers = Offers { workspace, cursor: &cursor, replace, found: Vec::new(), names: OnceCell::new() };
    match &cursor.place {
        Place::Top => items::top(&mut offers),
        Place::Comment(comment) => notes(&mut offers, comment),
        Place::Head { item, before } => items::head(&mut offers, item, before),
        Place::Statement { item, name } => statement(&mut offers, item, *name, file, at),
        Place::Value { item, name, key, before, in_text } => {
            values::value(&mut offers, &values::Asked { item, name: *name, key, before, in_text: *in_text });
        }
    }
    let mut found = offers.found;
    let mut seen = HashSet::new();
    found.retain(|offer| seen.insert((offer.label.clone(), offer.offer)));
    found
}

/// The fields that an item may have and has not yet.
fn statement(offers: &mut Offers<'_>, item: &str, _name: Option<&str>, file: FileId, at: u32) {
    match item {
        "test" => return values::test_statement(offers),
        "bands" => return values::band_statement(offers),
        _ => {}
    }
    let span = offers.workspace.item_at(file, at).map(|item| item.span());
    let text = span.map(|span| offers.workspace.sources().slice(span)).unwrap_or_default();
    let has = |key: &str| {
        text.lines().any(|line| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
    };
    for key in words::fields(item) {
        if has(key) && key != "require" {
            continue;
        }
        let entry = reference::field(item, key);
        let block = matches!(key, "columns" | "theme" | "cascade");
        let detail = entry.map_or("", |entry| if entry.needed { "needed" } else { "" });
        let offer = offers.add(Offer::Field, key, detail);
        offer.insert = match key {
            "columns" => "columns {\n  $0\n}".to_owned(),
            "theme" if item == "scorecard" => "theme \"$1\" { indicators: [$0] }".to_owned(),
            "cascade" => "cascade $1 {\n  $0\n}".to_owned(),
            key => format!("{key}: "),
        };
        if !block || entry.is_some() {
            offer.docs = entry.map(|entry| docs(&entry)).unwrap_or_default();
        }
    }
    if matches!(item, "indicator" | "template" | "cohort") {
        let offer = offers.add(Offer::Field, "let", "a named value");
        offer.insert = "let $1 = ".to_owned();
    }
}

pub(crate) fn docs(entry: &reference::Entry) -> String {
    format!("{}\n\n{}", entry.written, unnumbered(entry.text))
}

/// Without the numbers of the requirements, which say nothing to whoever writes rules: `(R45)`, `(R38 to R40)`.
fn unnumbered(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (R") {
        out.push_str(before);
        match after.split_once(')') {
            Some((number, behind)) if number.starts_with(|c: char| c.is_ascii_digit()) => rest = behind,
            _ => {
                out.push_str(" (R");
                rest = after;
            }
        }
    }
    out + rest
}

/// `# kpi-allow(…)`: what may be allowed.
fn notes(offers: &mut Offers<'_>, comment: &str) {
    let note = comment.trim_start_matches('#').trim_start();
    if let Some((head, rest)) = note.split_once('(')
        && matches!(head, "kpi-allow" | "kpi-allow-file")
        && !rest.contains(')')
    {
        for rule in kpi_lint::rules() {
            let page = rule.code.page();
            let offer = offers.add(Offer::Lint, &rule.code.name(), &rule.code.to_string());
            offer.docs = page.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
        }
    } else if note.is_empty() || "kpi-allow".starts_with(note) {
        let offer = offers.add(Offer::Word, "kpi-allow", "a finding that is to stand, with its reason");
        offer.insert = "kpi-allow($1): $0".to_owned();
    }
}
