//! Reading a file: its items each on its own, and of an item that does not parse, each statement on its own.

mod examples;
mod fields;
mod items;

pub(crate) use items::whole_rule;

use crate::again::{Known, Reread, taken_over};
use crate::ast::{File, Item, Spanned};
use crate::build::Cx;
use crate::grammar::{self, Node, Rule, Stuck};
use crate::slip;
use crate::split::{self, RawItem};
use items::read_item;
use kpi_core::codes::syntax::NESTING;
use kpi_core::{Diagnostic, FileId, Span};
use rayon::prelude::*;

/// Larger texts are refused: nobody writes them by hand.
pub(crate) const MAX_BYTES: usize = 16 * 1024 * 1024;

/// From so many items on they are read in parallel.
const MANY: usize = 64;

pub(crate) fn file(id: FileId, text: &str) -> (File, Vec<Diagnostic>, Reread) {
    again(id, text, None)
}

/// Reads a file of which an older text was read: what has not changed is taken over. `before` is that text, its tree and
/// how it was read.
pub(crate) fn again(id: FileId, text: &str, before: Option<(&str, File, Reread)>) -> (File, Vec<Diagnostic>, Reread) {
    if text.len() > MAX_BYTES {
        let diagnostic = Diagnostic::at(NESTING, Span::new(id, 0, 0), "this file is larger than 16 MiB")
            .saying("not read")
            .help("split it into several files");
        return (File { id, items: Vec::new(), comments: Vec::new() }, vec![diagnostic], Reread::default());
    }
    let split = split::split(id, text);
    let slips = !split.slips.is_empty();
    let mended;
    let mended: &str = if slips {
        mended = slip::mend(text, &split.slips);
        &mended
    } else {
        text
    };
    let plain = split.plain(mended);
    let mut diagnostics = split.diagnostics;
    diagnostics.extend(split.slips.iter().filter(|slip| slip.told).map(|slip| slip.diagnostic(id)));
    let known: Vec<Known> = match before {
        Some((old, tree, reading)) if !slips && !reading.slips => taken_over(old, tree, reading, text, &split.items),
        _ => split.items.iter().map(|_| None).collect(),
    };
    let read = |(raw, known): (&RawItem, Known)| {
        if let Some(known) = known {
            return known;
        }
        let mut cx =
            Cx { file: id, text: mended, plain: &plain, written: text, base: 0, out: Vec::new(), oversized: false };
        (read_item(&mut cx, raw), cx.out)
    };
    let fresh = known.iter().filter(|known| known.is_none()).count();
    let items: Vec<(Item, Vec<Diagnostic>)> = if fresh >= MANY {
        split.items.par_iter().zip(known).with_min_len(16).map(read).collect()
    } else {
        split.items.iter().zip(known).map(read).collect()
    };
    let mut tree = File { id, items: Vec::with_capacity(items.len()), comments: Vec::new() };
    let mut reading = Reread { items: Vec::with_capacity(items.len()), slips };
    for ((item, found), raw) in items.into_iter().zip(split.items) {
        tree.items.push(item);
        diagnostics.extend(found.iter().cloned());
        reading.items.push((raw, found));
    }
    // The comments are shown as they were written.
    let comment = |(start, end): &(usize, usize)| {
        let span = Span::new(id, *start as u32, *end as u32);
        Spanned::new(text.get(*start..*end).unwrap_or_default().to_owned(), span)
    };
    tree.comments = split.comments.iter().map(comment).collect();
    kpi_core::diagnostic::sort(&mut diagnostics);
    (tree, diagnostics, reading)
}

/// Lets pest read a stretch of the text and hands the one node to `build`.
fn with<T>(
    cx: &mut Cx<'_>,
    rule: Rule,
    (start, end): (usize, usize),
    build: impl FnOnce(&mut Cx<'_>, Node<'_>) -> Option<T>,
) -> Result<Option<T>, Stuck> {
    cx.base = start;
    let plain = cx.plain;
    let mut nodes = grammar::read(rule, plain.get(start..end).unwrap_or_default())?;
    Ok(nodes.next().and_then(|node| build(cx, node)))
}
