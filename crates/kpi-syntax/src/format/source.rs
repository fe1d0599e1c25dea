//! A text as the formatter sees it: read once, its items each on its own and beside each other.

use super::blocks::{self, Block, Statement};
use super::same::same;
use super::tokens::tokens;
use super::{Ends, Refused, page};
use crate::build::{Cx, item};
use crate::grammar::{self, Rule};
use crate::read::{MAX_BYTES, whole_rule};
use crate::split::{self, ItemKind, RawItem, Split};
use kpi_core::{Diagnostic, FileId};
use pest::iterators::Pairs;
use rayon::prelude::*;

/// What a text says: its items as the one style writes them, which say what they did, and its comments.
pub(super) struct Told<'a> {
    items: Vec<(ItemKind, String)>,
    comments: Vec<&'a str>,
}

/// An item, the lines that it becomes, and both of what it is told by.
type Written<'a> = (Statement<'a>, Vec<String>, (ItemKind, String));

/// A text's items with the lines that each becomes, and what it says.
///
/// # Errors
/// Where the text has mistakes, or an item would not say the same.
pub(super) fn read(id: FileId, text: &str, ends: Ends) -> Result<(Block<'_>, Vec<Vec<String>>, Told<'_>), Refused> {
    let whole = whole(id, text).ok_or_else(|| refused(id, text))?;
    let plain = whole.plain(text);
    let starts = std::iter::once(0).chain(whole.items.iter().map(|item| item.end));
    let begun: Vec<(usize, &RawItem)> = starts.zip(&whole.items).collect();
    // All of an item at once, so that its trees are gone before there are those of the next.
    let written: Option<Vec<Written<'_>>> =
        begun.par_iter().with_min_len(AT_ONCE).map(|(from, raw)| one(id, (text, &plain), *from, raw, ends)).collect();
    let (mut statements, mut lines, mut items) = (Vec::new(), Vec::new(), Vec::new());
    for (statement, written, item) in written.ok_or_else(|| refused(id, text))? {
        statements.push(statement);
        lines.push(written);
        items.push(item);
    }
    let last = whole.items.last().map_or(0, |item| item.end);
    let rest = tokens(text, last, last, None, text.len()).rest;
    let comments = comments(text, &whole);
    Ok((blocks::file(statements.into_iter(), rest), lines, Told { items, comments }))
}

/// An item, with what stands before it from `from` on: comments and blanks.
fn one<'a>(id: FileId, (text, plain): (&'a str, &str), from: usize, raw: &RawItem, ends: Ends) -> Option<Written<'a>> {
    let kind = raw.kind.filter(|_| raw.faults.is_empty())?;
    let nodes = grammar::read(whole_rule(kind), plain.get(raw.start..raw.end)?).ok()?;
    if !is_sound(id, (text, plain), raw, nodes.clone()) {
        return None;
    }
    let mut statement = blocks::item(tokens(text, from, raw.start, Some(nodes.clone()), raw.end))?;
    let lines = page::item(&mut statement);
    let outcome = ends.put(lines.join("\n"));
    // What is written as it was needs no reading.
    let written = text.get(raw.start..raw.end)?;
    let says = outcome == written
        || grammar::read(whole_rule(kind), &split::plain(&outcome))
            .is_ok_and(|again| same((nodes, written), (again, &outcome)));
    says.then_some((statement, lines, (kind, outcome)))
}

/// Is a text that came out made of the items that were written, and of the comments? Then it says what they say.
pub(super) fn says(id: FileId, text: &str, what: &Told<'_>) -> bool {
    let Some(whole) = whole(id, text) else { return false };
    whole.items.len() == what.items.len()
        && comments(text, &whole) == what.comments
        && whole.items.iter().zip(&what.items).all(|(raw, (kind, words))| {
            raw.faults.is_empty() && raw.kind == Some(*kind) && text.get(raw.start..raw.end) == Some(words)
        })
}

/// So many items at least go to a processor at once.
const AT_ONCE: usize = 16;

/// A text cut into its items, if it has no mistakes that show by then.
fn whole(id: FileId, text: &str) -> Option<Split> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let split = split::split(id, text);
    (split.slips.is_empty() && !split.diagnostics.iter().any(Diagnostic::is_error)).then_some(split)
}

/// Some words fit the grammar and mean nothing: a number of too many digits, an unknown escape.
fn is_sound(id: FileId, (text, plain): (&str, &str), raw: &RawItem, nodes: Pairs<'_, Rule>) -> bool {
    let mut cx = Cx { file: id, text, plain, written: text, base: raw.start, out: Vec::new(), oversized: false };
    let built = nodes.take(1).all(|node| item::item(&mut cx, node).is_some());
    built && !cx.out.iter().any(Diagnostic::is_error)
}

fn comments<'a>(text: &'a str, split: &Split) -> Vec<&'a str> {
    let comment = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or_default().trim_end();
    split.comments.iter().map(comment).collect()
}

/// Why: what the parser says of it.
fn refused(id: FileId, text: &str) -> Refused {
    let (_, diagnostics) = crate::parse(id, text);
    if diagnostics.iter().any(Diagnostic::is_error) { Refused::Broken(diagnostics) } else { Refused::Unfaithful }
}
