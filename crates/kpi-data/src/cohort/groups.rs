//! Rows that belong together: one per person, and episodes.

use super::code::{At, Term, before_in};
use super::stages::Spoiled;
use super::value::{Texts, Value};
use std::collections::HashMap;

/// For each group its rows, in the order of the first of each. A row without a value in one of the columns is a group
/// of its own: it cannot be known to belong to another.
pub fn groups(columns: &[Vec<Value>], rows: usize) -> Result<Vec<Vec<usize>>, Spoiled> {
    let mut known: HashMap<Box<[u64]>, usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut key = Vec::new();
    for row in 0..rows {
        key.clear();
        let mut there = true;
        for column in columns {
            let value = column.get(row).copied().unwrap_or(Value::Failed);
            if value == Value::Failed {
                return Err(Spoiled { row });
            }
            there &= value.key(&mut key);
        }
        let group = if there { known.get(key.as_slice()).copied() } else { None };
        match group.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.push(row),
            None => {
                if there {
                    known.insert(key.as_slice().into(), groups.len());
                }
                groups.push(vec![row]);
            }
        }
    }
    Ok(groups)
}

/// The values of the terms for each row.
pub fn keys(terms: &[Term], at: &At<'_>, rows: usize) -> Result<Vec<Vec<Value>>, Spoiled> {
    let mut keys = Vec::with_capacity(rows);
    for row in 0..rows {
        at.go(row);
        let key: Vec<Value> = terms.iter().map(|term| term.eval(at)).collect();
        if key.contains(&Value::Failed) {
            return Err(Spoiled { row });
        }
        keys.push(key);
    }
    Ok(keys)
}

/// Of a group the rows that come first: one, or several that are alike.
pub fn firsts(group: &[usize], terms: &[Term], keys: &[Vec<Value>], texts: &Texts) -> Vec<usize> {
    let key = |row: usize| keys.get(row).map_or(&[][..], Vec::as_slice);
    let mut firsts: Vec<usize> = Vec::new();
    for row in group {
        let order = firsts.first().map(|best| before_in(terms, texts, key(*row), key(*best)));
        match order {
            Some(std::cmp::Ordering::Greater) => continue,
            Some(std::cmp::Ordering::Less) => firsts.clear(),
            _ => {}
        }
        firsts.push(*row);
    }
    firsts
}

/// An episode: the row whose other columns it has, and what it covers.
pub struct Episode {
    pub row: usize,
    pub starts: i32,
    /// `None` while it lasts.
    pub ends: Option<i32>,
    pub rows: usize,
}

/// A row's interval.
#[derive(Clone, Copy)]
pub struct Interval {
    pub row: usize,
    pub starts: i32,
    pub ends: Option<i32>,
}

/// Joins the intervals of one group: each starts at most `gap` days after the latest end before it.
pub fn episodes(
    mut intervals: Vec<Interval>,
    gap: i64,
    terms: &[Term],
    keys: &[Vec<Value>],
    texts: &Texts,
) -> Vec<Episode> {
    let end = |interval: &Interval| interval.ends.map_or(i64::MAX, i64::from);
    // Of those that start on a day the last to end comes first: one that ends before it starts keeps no other out.
    intervals.sort_by_key(|interval| (interval.starts, std::cmp::Reverse(end(interval)), interval.row));
    let mut episodes = Vec::new();
    let mut running: Vec<Interval> = Vec::new();
    let mut latest = i64::MIN;
    for interval in intervals {
        let joins = latest == i64::MAX || i64::from(interval.starts) <= latest.saturating_add(gap);
        if !running.is_empty() && !joins {
            episodes.extend(episode(&running, terms, keys, texts));
            running.clear();
            latest = i64::MIN;
        }
        latest = latest.max(end(&interval));
        running.push(interval);
    }
    episodes.extend(episode(&running, terms, keys, texts));
    episodes
}

fn episode(running: &[Interval], terms: &[Term], keys: &[Vec<Value>], texts: &Texts) -> Option<Episode> {
    let end = |interval: &Interval| interval.ends.map_or(i64::MAX, i64::from);
    let last = running.iter().map(end).max()?;
    let mut ending: Vec<usize> =
        running.iter().filter(|interval| end(interval) == last).map(|interval| interval.row).collect();
    ending.sort_unstable();
    let row = firsts(&ending, terms, keys, texts).first().copied()?;
    Some(Episode {
        row,
        starts: running.iter().map(|interval| interval.starts).min()?,
        ends: i32::try_from(last).ok(),
        rows: running.len(),
    })
}
