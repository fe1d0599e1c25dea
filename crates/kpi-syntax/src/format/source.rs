//! A text as the formatter sees it: read once, its items each on its own and beside each other.

use super::Refused;
use super::same::{Told, outline};
use super::tokens::{Tokens, tokens};
use crate::build::{Cx, item};
use crate::grammar::{self, Rule};
use crate::read::{MAX_BYTES, whole_rule};
use crate::split::{self, RawItem, Split};
use kpi_core::{Diagnostic, FileId};
use pest::iterators::Pairs;
use rayon::prelude::*;

/// The words of a text, and what it says.
///
/// # Errors
/// Where the text has mistakes.
pub(super) fn read(id: FileId, text: &str) -> Result<(Tokens<'_>, Told<'_>), Refused> {
    let whole = whole(id, text).ok_or_else(|| refused(id, text))?;
    let ends = std::iter::once(0).chain(whole.items.iter().map(|item| item.end));
    let begun: Vec<(usize, &RawItem)> = ends.zip(&whole.items).collect();
    // What stands between items, comments and blanks, is read with the one behind it.
    let read: Option<Vec<_>> = begun
        .par_iter()
        .with_min_len(AT_ONCE)
        .map(|(from, raw)| {
            let (words, nodes) = item_of(text, raw)?;
            let found = tokens(text, *from, raw.start, Some(nodes.clone()), raw.end);
            let said = outline(nodes.clone());
            is_sound(id, text, &whole, raw, nodes).then_some((found, (words, said)))
        })
        .collect();
    let mut all = Tokens::default();
    let mut items = Vec::with_capacity(whole.items.len());
    for (found, item) in read.ok_or_else(|| refused(id, text))? {
        all.tokens.extend(found.tokens);
        all.starts.extend(found.starts);
        items.push(item);
    }
    let last = whole.items.last().map_or(0, |item| item.end);
    all.rest = tokens(text, last, last, None, text.len()).rest;
    Ok((all, Told { items, comments: comments(text, &whole) }))
}

/// Does a text that came out say what another says, which is sound? Then so is this: the same words were read by the same
/// rules. Items that are written as they were need no reading.
pub(super) fn says(id: FileId, text: &str, what: &Told<'_>) -> bool {
    let Some(whole) = whole(id, text) else { return false };
    whole.items.len() == what.items.len()
        && comments(text, &whole) == what.comments
        && whole.items.par_iter().zip(&what.items).with_min_len(AT_ONCE).all(|(raw, (words, said))| {
            text.get(raw.start..raw.end) == Some(words)
                || item_of(text, raw).is_some_and(|(_, nodes)| outline(nodes) == *said)
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

/// An item as it is written, and what the grammar finds in it.
fn item_of<'a>(text: &'a str, raw: &RawItem) -> Option<(&'a str, Pairs<'a, Rule>)> {
    let rule = whole_rule(raw.kind.filter(|_| raw.faults.is_empty())?);
    let words = text.get(raw.start..raw.end)?;
    Some((words, grammar::read(rule, words).ok()?))
}

/// Some words fit the grammar and mean nothing: a number of too many digits, an unknown escape.
fn is_sound(id: FileId, text: &str, split: &Split, raw: &RawItem, nodes: Pairs<'_, Rule>) -> bool {
    let comments = &split.comments;
    let mut cx = Cx { file: id, text, written: text, comments, base: raw.start, out: Vec::new(), oversized: false };
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
