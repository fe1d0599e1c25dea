//! Which cells of a table are hidden so that no small count can be read off it, nor worked out from its totals (R46).
//!
//! A count below a limit is hidden. One hidden cell alone between a total and the other parts is their difference, so a
//! further cell of that line is hidden; and so on until no line of parts whose total is shown has hidden counts that together
//! are below the limit, and of every hidden cell it is shown that it might as well hold another count: that some other table
//! of counts, none of them negative, has the same totals. That is decided exactly, by elimination.

use crate::Exact;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A place in each dimension; `None` for all of its places together.
pub type Place = Vec<Option<usize>>;

/// A cell of a table whose parts add up to its totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub at: Place,
    /// What is counted in it, such as numerator and denominator; empty where nothing is known.
    pub counts: Vec<Exact>,
}

/// A total and the parts it is made of.
struct Line {
    total: usize,
    parts: Vec<usize>,
}

/// A table may need more steps than this only where it has thousands of hidden cells that hang together.
const MOST_STEPS: usize = 50_000_000;

/// For each cell, whether it is hidden; `None` where the table is too large to say that it is safe.
#[must_use]
pub fn hidden(cells: &[Cell], below: &Exact) -> Option<Vec<bool>> {
    let lines = lines(cells);
    let mut hidden: Vec<bool> = cells.iter().map(|cell| is_small(cell, below)).collect();
    if !hidden.contains(&true) {
        return Some(hidden);
    }
    let kinds = cells.iter().map(|cell| cell.counts.len()).max().unwrap_or(0);
    let mut steps = 0;
    loop {
        let mut settled = true;
        for line in &lines {
            while tells(line, cells, &hidden, below) {
                let Some(next) = cheapest(line, cells, &hidden) else { break };
                if let Some(cell) = hidden.get_mut(next) {
                    *cell = true;
                }
                settled = false;
            }
        }
        if !settled {
            continue;
        }
        let mut told = None;
        for kind in 0..kinds {
            told = told.or(certain(cells, &lines, &hidden, kind, &mut steps)?.first().copied());
        }
        let Some(told) = told else { return Some(hidden) };
        // A further cell beside the one that follows; else anywhere, until nothing follows.
        let beside = lines.iter().filter(|line| line.has(told));
        let next = beside.chain(&lines).find_map(|line| cheapest(line, cells, &hidden))?;
        if let Some(cell) = hidden.get_mut(next) {
            *cell = true;
        }
    }
}

/// Is one of the counts small, and yet not nothing?
#[must_use]
pub fn is_small(cell: &Cell, below: &Exact) -> bool {
    cell.counts.iter().any(|count| count.is_positive() && count < below)
}

impl Line {
    fn cells(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }

    fn has(&self, cell: usize) -> bool {
        self.total == cell || self.parts.contains(&cell)
    }
}

fn lines(cells: &[Cell]) -> Vec<Line> {
    let dimensions = cells.first().map_or(0, |cell| cell.at.len());
    let mut found = Vec::new();
    for dimension in 0..dimensions {
        let mut groups: BTreeMap<Place, (Option<usize>, Vec<usize>)> = BTreeMap::new();
        for (i, cell) in cells.iter().enumerate() {
            let mut others = cell.at.clone();
            let own = others.get_mut(dimension).and_then(Option::take);
            let group = groups.entry(others).or_default();
            match own {
                Some(_) => group.1.push(i),
                None => group.0 = Some(i),
            }
        }
        found.extend(groups.into_values().filter_map(|(total, parts)| {
            let total = total?;
            (!parts.is_empty()).then_some(Line { total, parts })
        }));
    }
    found
}

/// Does a line tell too much of what is hidden in it, all else aside?
fn tells(line: &Line, cells: &[Cell], hidden: &[bool], below: &Exact) -> bool {
    let is_hidden = |i: usize| hidden.get(i).copied().unwrap_or(false);
    let lacks = |i: usize| cells.get(i).is_none_or(|cell| cell.counts.is_empty());
    let unknown: Vec<usize> = line.cells().filter(|i| is_hidden(*i) || lacks(*i)).collect();
    if !unknown.iter().any(|i| is_hidden(*i)) {
        return false;
    }
    if unknown.len() == 1 {
        return true;
    }
    // What the hidden parts make together is known where all else is.
    if unknown.contains(&line.total) || unknown.iter().any(|i| lacks(*i)) {
        return false;
    }
    let kinds = cells.get(line.total).map_or(0, |cell| cell.counts.len());
    (0..kinds).any(|kind| {
        let mut counts = unknown.iter().filter_map(|i| cells.get(*i)?.counts.get(kind));
        let sum = counts.try_fold(Exact::zero(), |sum, count| sum.add(count));
        sum.is_ok_and(|sum| sum.is_positive() && sum < *below)
    })
}

/// The cell of a line whose loss costs least: the smallest part in which anything is counted, then the total, then a part
/// in which nothing is.
fn cheapest(line: &Line, cells: &[Cell], hidden: &[bool]) -> Option<usize> {
    let shown = |i: &usize| {
        !hidden.get(*i).copied().unwrap_or(true) && cells.get(*i).is_some_and(|cell| !cell.counts.is_empty())
    };
    let size = |i: &usize| cells.get(*i).and_then(|cell| cell.counts.first().cloned()).unwrap_or_else(Exact::zero);
    let counted = line.parts.iter().copied().filter(|i| shown(i) && size(i).is_positive());
    counted
        .min_by_key(size)
        .or_else(|| Some(line.total).filter(shown))
        .or_else(|| line.parts.iter().copied().find(shown))
}

/// An equation over the cells that are not known: their factors, with what is known on the other side.
type Equation = BTreeMap<usize, i128>;

/// Some hidden cells of which it cannot be shown that another count would do as well. That it would is shown by moving from
/// the true table to another that has the same totals: counts above their least may move either way, one that is at its least
/// may grow. Where only several such would have to grow together, the cell is taken for certain.
fn certain(cells: &[Cell], lines: &[Line], hidden: &[bool], kind: usize, steps: &mut usize) -> Option<Vec<usize>> {
    let is_hidden = |i: usize| hidden.get(i).copied().unwrap_or(false);
    let count = |i: usize| cells.get(i).and_then(|cell| cell.counts.get(kind));
    let is_part = |i: usize| cells.get(i).is_some_and(|cell| cell.at.iter().all(Option::is_some));
    let mut parts = (0..cells.len()).filter(|i| is_hidden(*i) && is_part(*i)).filter_map(count);
    // Whoever knows how cells are chosen knows that a hidden one counts somebody, where all of them do.
    let least =
        if parts.all(|count| count.to_i64().is_some_and(|count| count > 0)) { Exact::one() } else { Exact::zero() };
    let at_least = |i: &usize| is_part(*i) && count(*i).is_some_and(|count| *count <= least);
    let unknown = |i: usize| is_hidden(i) || count(i).is_none();

    let mut equations: Vec<Equation> = lines
        .iter()
        .map(|line| line.cells().filter(|i| unknown(*i)).map(|i| (i, if i == line.total { -1 } else { 1 })).collect())
        .filter(|equation: &Equation| !equation.is_empty())
        .collect();
    let mut holders: HashMap<usize, Vec<usize>> = HashMap::new();
    for (row, equation) in equations.iter().enumerate() {
        for cell in equation.keys() {
            holders.entry(*cell).or_default().push(row);
        }
    }
    // Each equation is solved for a cell that may move either way, which then stands in no other.
    let mut solved: Vec<Option<usize>> = vec![None; equations.len()];
    while let Some(row) = shortest(&equations, &solved, &at_least) {
        let Some(equation) = equations.get(row).cloned() else { break };
        let free = equation.keys().filter(|cell| !at_least(cell));
        let Some(cell) = free.min_by_key(|cell| holders.get(*cell).map_or(0, Vec::len)).copied() else { break };
        if let Some(solved) = solved.get_mut(row) {
            *solved = Some(cell);
        }
        for other in holders.get(&cell).cloned().unwrap_or_default() {
            let Some(theirs) = equations.get(other).filter(|_| other != row) else { continue };
            if !theirs.contains_key(&cell) {
                continue;
            }
            *steps += equation.len() + theirs.len();
            if *steps > MOST_STEPS {
                return None;
            }
            let next = without(theirs, &equation, cell)?;
            for added in next.keys().filter(|cell| !theirs.contains_key(*cell)) {
                holders.entry(*added).or_default().push(other);
            }
            if let Some(place) = equations.get_mut(other) {
                *place = next;
            }
        }
    }

    // What is left without such a cell says that those in it cannot grow one at a time.
    let left = equations.iter().zip(&solved).filter(|(_, solved)| solved.is_none());
    let stuck: HashSet<usize> = left.flat_map(|(equation, _)| equation.keys().copied()).collect();
    let moves = |cell: &usize, by: &usize| cell != by && !(at_least(cell) && stuck.contains(cell));
    let mut fixed: Vec<usize> = stuck.iter().copied().filter(|cell| at_least(cell)).collect();
    for (equation, solved) in equations.iter().zip(&solved) {
        if let Some(by) = solved
            && !equation.keys().any(|cell| moves(cell, by))
        {
            fixed.push(*by);
        }
    }
    // That nobody is counted is no secret.
    fixed.retain(|cell| is_hidden(*cell) && count(*cell).is_some_and(Exact::is_positive));
    fixed.sort_unstable();
    Some(fixed)
}

/// An equation less so much of another that a cell falls out.
fn without(equation: &Equation, other: &Equation, cell: usize) -> Option<Equation> {
    let (factor, theirs) = (*other.get(&cell)?, *equation.get(&cell)?);
    let mut next: Equation = BTreeMap::new();
    for (cell, own) in equation {
        next.insert(*cell, own.checked_mul(factor)?);
    }
    for (cell, own) in other {
        let entry = next.entry(*cell).or_insert(0);
        *entry = entry.checked_sub(own.checked_mul(theirs)?)?;
    }
    next.retain(|_, factor| *factor != 0);
    let common = next.values().fold(0, |common, factor| gcd(common, *factor));
    if common > 1 {
        next.values_mut().for_each(|factor| *factor /= common);
    }
    Some(next)
}

fn shortest(equations: &[Equation], solved: &[Option<usize>], at_least: &dyn Fn(&usize) -> bool) -> Option<usize> {
    let open = equations.iter().zip(solved).enumerate().filter(|(_, (_, solved))| solved.is_none());
    let open = open.filter(|(_, (equation, _))| equation.keys().any(|cell| !at_least(cell)));
    open.min_by_key(|(_, (equation, _))| equation.len()).map(|(row, _)| row)
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.abs(), b.abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
