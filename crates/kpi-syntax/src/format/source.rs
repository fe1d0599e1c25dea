//! A text as the formatter sees it: read once, its items each on its own and beside each other.

use super::Refused;
use super::same::{Outline, Told, outline};
use super::tokens::{Tokens, tokens};
use crate::build::{Cx, item};
use crate::grammar;
use crate::read::{MAX_BYTES, whole_rule};
use crate::split::{self, RawItem};
use kpi_core::{Diagnostic, FileId};
use rayon::prelude::*;

pub(super) struct Source<'a> {
    pub(super) tokens: Tokens,
    pub(super) told: Told<'a>,
}

/// # Errors
/// Where the text has mistakes.
pub(super) fn read(id: FileId, text: &str) -> Result<Source<'_>, Refused> {
    if text.len() > MAX_BYTES {
        return Err(refused(id, text));
    }
    let split = split::split(id, text);
    if !split.slips.is_empty() || split.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(refused(id, text));
    }
    // What stands before an item, comments and blanks, is read with it.
    let ends = std::iter::once(0).chain(split.items.iter().map(|item| item.end));
    let begun: Vec<(usize, &RawItem)> = ends.zip(&split.items).collect();
    let one = |(from, raw): &(usize, &RawItem)| sound(id, text, &split.comments, *from, raw);
    let items: Vec<Option<(Tokens, Outline<'_>)>> = begun.par_iter().with_min_len(16).map(one).collect();
    let mut all = Tokens::default();
    let mut said = Vec::with_capacity(items.len());
    for item in items {
        let Some((found, outline)) = item else { return Err(refused(id, text)) };
        all.tokens.extend(found.tokens);
        all.starts.extend(found.starts);
        said.push(outline);
    }
    let last = split.items.last().map_or(0, |item| item.end);
    all.rest = tokens(text, last, last, None, text.len()).rest;
    let comment = |(start, end): &(usize, usize)| text.get(*start..*end).unwrap_or_default().trim_end();
    let comments = split.comments.iter().map(comment).collect();
    Ok(Source { tokens: all, told: Told { said, comments } })
}

/// An item, if there is nothing to say against it.
fn sound<'a>(
    id: FileId,
    text: &'a str,
    comments: &[(usize, usize)],
    from: usize,
    raw: &RawItem,
) -> Option<(Tokens, Outline<'a>)> {
    let rule = whole_rule(raw.kind.filter(|_| raw.faults.is_empty())?);
    let nodes = grammar::read(rule, text.get(raw.start..raw.end)?).ok()?;
    let found = tokens(text, from, raw.start, Some(nodes.clone()), raw.end);
    let said = outline(nodes.clone());
    // Some words fit the grammar and mean nothing: a number of too many digits, an unknown escape.
    let mut cx = Cx { file: id, text, written: text, comments, base: raw.start, out: Vec::new(), oversized: false };
    for node in nodes.take(1) {
        let _ = item::item(&mut cx, node)?;
    }
    (!cx.out.iter().any(Diagnostic::is_error)).then_some((found, said))
}

/// Why: what the parser says of it.
fn refused(id: FileId, text: &str) -> Refused {
    let (_, diagnostics) = crate::parse(id, text);
    if diagnostics.iter().any(Diagnostic::is_error) { Refused::Broken(diagnostics) } else { Refused::Unfaithful }
}
