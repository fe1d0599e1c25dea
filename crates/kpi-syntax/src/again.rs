//! Reading a file again: what has not changed is taken over.

use crate::ast::{File, Item};
use crate::shift::Shift;
use crate::split::RawItem;
use kpi_core::Diagnostic;

/// What it takes to read a file again when some of it has changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reread {
    /// Where each item of the tree was found, and what is wrong in it.
    pub(crate) items: Vec<(RawItem, Vec<Diagnostic>)>,
    /// Were there slips? One changes how the text behind it is read.
    pub(crate) slips: bool,
}

/// What an item was read as before, if it can be taken over.
pub(crate) type Known = Option<(Item, Vec<Diagnostic>)>;

/// The items that lie wholly before or wholly behind what has changed, and were found alike: each is read from its own text
/// alone. Those behind are moved.
pub(crate) fn taken_over(old: &str, tree: File, reading: Reread, new: &str, items: &[RawItem]) -> Vec<Known> {
    let alike = |(a, b): &(u8, u8)| a == b;
    let before = old.bytes().zip(new.bytes()).take_while(alike).count();
    let shorter = old.len().min(new.len()) - before;
    let behind = old.bytes().rev().zip(new.bytes().rev()).take(shorter).take_while(alike).count();
    // Characters are cut nowhere: an item begins and ends at whole ones.
    let changed_until = new.len() - behind;
    let by = new.len() as i64 - old.len() as i64;
    let count = reading.items.len();
    let mut known: Vec<Known> = items.iter().map(|_| None).collect();
    let mut all: Vec<Option<(Item, RawItem, Vec<Diagnostic>)>> =
        tree.items.into_iter().zip(reading.items).map(|(item, (raw, found))| Some((item, raw, found))).collect();
    for ((raw, slot), was) in items.iter().zip(&mut known).zip(&mut all) {
        // Just behind an item a letter may make its last word another.
        if raw.end >= before || was.as_ref().is_none_or(|(_, old, _)| old != raw) {
            break;
        }
        *slot = was.take().map(|(item, _, found)| (item, found));
    }
    for ((raw, slot), was) in items.iter().zip(&mut known).rev().zip(all.iter_mut().take(count).rev()) {
        if raw.start <= changed_until || was.as_ref().is_none_or(|(_, old, _)| old.moved(by) != *raw) {
            break;
        }
        *slot = was.take().map(|(mut item, _, mut found)| {
            item.shift(by);
            found.shift(by);
            (item, found)
        });
    }
    known
}
