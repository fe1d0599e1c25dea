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
pub(super) fn read(id: FileId, text: &str) -> Result<(Tokens, Told<'_>), Refused> {
    let found = items(id, text, |split, from, raw, nodes| {
        let found = tokens(text, from, raw.start, Some(nodes.clone()), raw.end);
        let said = outline(nodes.clone());
        is_sound(id, text, split, raw, nodes).then_some((found, said))
    });
    let (split, items) = found.ok_or_else(|| refused(id, text))?;
    let mut all = Tokens::default();
    let mut said = Vec::with_capacity(items.len());
    for (found, outline) in items {
        all.tokens.extend(found.tokens);
        all.starts.extend(found.starts);
        said.push(outline);
    }
    let last = split.items.last().map_or(0, |item| item.end);
    all.rest = tokens(text, last, last, None, text.len()).rest;
    Ok((all, Told { said, comments: comments(text, &split) }))
}

/// What a text says that came out. Where that is what another says which is sound, so is this: the same words were read
/// by the same rules.
pub(super) fn told(id: FileId, text: &str) -> Option<Told<'_>> {
    let (split, said) = items(id, text, |_, _, _, nodes| Some(outline(nodes)))?;
    Some(Told { said, comments: comments(text, &split) })
}

/// What `one` makes of each item, given where the one before it ends: what stands between, comments and blanks, is read
/// with it. `None` where one of them cannot be read.
fn items<'a, T: Send>(
    id: FileId,
    text: &'a str,
    one: impl Fn(&Split, usize, &RawItem, Pairs<'a, Rule>) -> Option<T> + Sync,
) -> Option<(Split, Vec<T>)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let split = split::split(id, text);
    if !split.slips.is_empty() || split.diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let ends = std::iter::once(0).chain(split.items.iter().map(|item| item.end));
    let begun: Vec<(usize, &RawItem)> = ends.zip(&split.items).collect();
    let items = begun.par_iter().with_min_len(16).map(|(from, raw)| {
        let rule = whole_rule(raw.kind.filter(|_| raw.faults.is_empty())?);
        one(&split, *from, raw, grammar::read(rule, text.get(raw.start..raw.end)?).ok()?)
    });
    let items = items.collect::<Option<Vec<T>>>()?;
    Some((split, items))
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
