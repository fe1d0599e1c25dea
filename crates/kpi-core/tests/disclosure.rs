//! No hidden count follows from what is shown, held against trying every table that agrees with it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where something is amiss"
)]

use kpi_core::Exact;
use kpi_core::disclosure::{Cell, hidden};
use proptest::prelude::*;
use std::collections::HashSet;

const BELOW: i64 = 5;

/// A table of so many rows and columns with its totals; one column is a list.
fn table(rows: usize, columns: usize, counts: &[i64]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for row in std::iter::once(None).chain((0..rows).map(Some)) {
        for column in std::iter::once(None).chain((0..columns).map(Some)) {
            let within = |at: usize| {
                row.is_none_or(|row| at / columns == row) && column.is_none_or(|column| at % columns == column)
            };
            let sum = counts.iter().enumerate().filter(|(at, _)| within(*at)).map(|(_, count)| count).sum::<i64>();
            cells.push(Cell { at: vec![row, column], counts: vec![Exact::from(sum)] });
        }
    }
    cells
}

/// All values that a part may have, as far as anybody can tell who sees what is shown: the parts are whole numbers, and a
/// hidden one counts somebody where no hidden part counts nobody.
struct Guess<'a> {
    cells: &'a [Cell],
    hidden: &'a [bool],
    least: i64,
    columns: usize,
    parts: Vec<Option<i64>>,
    /// The values found possible for each part.
    possible: Vec<HashSet<i64>>,
}

/// More than the largest total there is: a hidden total bounds nothing.
const MOST: i64 = 40;

impl Guess<'_> {
    fn shown(&self, at: &[Option<usize>]) -> Option<i64> {
        let place = self.cells.iter().position(|cell| cell.at == at).unwrap();
        (!self.hidden[place]).then(|| self.cells[place].counts[0].to_i64().unwrap())
    }

    /// Does the table agree with every total that is shown, as far as it is filled in?
    fn agrees(&self) -> bool {
        let rows = self.parts.len() / self.columns;
        let total = |at: [Option<usize>; 2]| {
            let Some(shown) = self.shown(&at) else { return true };
            let within = |i: usize| {
                at[0].is_none_or(|row| i / self.columns == row) && at[1].is_none_or(|column| i % self.columns == column)
            };
            let of = || self.parts.iter().enumerate().filter(|(i, _)| within(*i)).map(|(_, part)| part);
            let sum: i64 = of().flatten().sum();
            if of().any(Option::is_none) { sum <= shown } else { sum == shown }
        };
        (0..rows).all(|row| total([Some(row), None]))
            && (0..self.columns).all(|column| total([None, Some(column)]))
            && total([None, None])
    }

    fn fill(&mut self, next: usize) {
        if !self.agrees() {
            return;
        }
        let Some(place) = (next..self.parts.len()).find(|i| self.parts[*i].is_none()) else {
            for (part, possible) in self.parts.iter().zip(&mut self.possible) {
                possible.insert(part.unwrap());
            }
            return;
        };
        // Two values are enough to know that neither is certain; but they have to be found for every part.
        if self.possible.iter().all(|possible| possible.len() > 1) {
            return;
        }
        for value in self.least..=MOST {
            self.parts[place] = Some(value);
            self.fill(place + 1);
        }
        self.parts[place] = None;
    }
}

fn no_hidden_part_is_certain(rows: usize, columns: usize, counts: &[i64]) {
    let cells = table(rows, columns, counts);
    let hidden = hidden(&cells, &Exact::from(BELOW)).unwrap();
    let place = |i: usize| cells.iter().position(|c| c.at == [Some(i / columns), Some(i % columns)]).unwrap();
    let is_hidden: Vec<bool> = (0..counts.len()).map(|i| hidden[place(i)]).collect();
    for (cell, hidden) in cells.iter().zip(&hidden) {
        let count = cell.counts[0].to_i64().unwrap();
        assert!(*hidden || count == 0 || count >= BELOW, "{count} is shown");
    }
    let nobody = counts.iter().zip(&is_hidden).any(|(count, hidden)| *hidden && *count == 0);
    let mut guess = Guess {
        cells: &cells,
        hidden: &hidden,
        least: i64::from(!nobody),
        columns,
        parts: counts.iter().zip(&is_hidden).map(|(count, hidden)| (!hidden).then_some(*count)).collect(),
        possible: is_hidden
            .iter()
            .map(|hidden| if *hidden { HashSet::new() } else { HashSet::from([-1, -2]) })
            .collect(),
    };
    guess.fill(0);
    for (i, (possible, hidden)) in guess.possible.iter().zip(is_hidden).enumerate() {
        assert!(!hidden || possible.len() > 1, "part {i} of {rows} × {columns} {counts:?} can only be {possible:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_hidden_follows_from_a_list(counts in prop::collection::vec(0i64..12, 1..6)) {
        no_hidden_part_is_certain(1, counts.len(), &counts);
    }

    #[test]
    fn nothing_hidden_follows_from_a_table((rows, columns, counts) in (2usize..4, 2usize..4)
        .prop_flat_map(|(rows, columns)| (Just(rows), Just(columns), prop::collection::vec(0i64..10, rows * columns)))) {
        no_hidden_part_is_certain(rows, columns, &counts);
    }
}

fn shown(rows: usize, columns: usize, counts: &[i64]) -> String {
    let cells = table(rows, columns, counts);
    let hidden = hidden(&cells, &Exact::from(BELOW)).unwrap();
    let words: Vec<String> = cells
        .iter()
        .zip(hidden)
        .map(|(cell, hidden)| if hidden { "·".to_owned() } else { cell.counts[0].to_string() })
        .collect();
    words.chunks(columns + 1).map(|row| row.join(" ")).collect::<Vec<_>>().join(" / ")
}

#[test]
fn a_small_part_takes_the_next_smallest_with_it() {
    // The first row is the totals, the first of each row too. The list is a table of one row.
    assert_eq!(shown(1, 4, &[3, 20, 9, 0]), "32 · 20 · 0 / 32 · 20 · 0");
    assert_eq!(shown(1, 3, &[6, 20, 9]), "35 6 20 9 / 35 6 20 9");
    // Two small ones that are 2 together are 1 each: a third is hidden.
    assert_eq!(shown(1, 4, &[1, 1, 30, 9]), "41 · · 30 · / 41 · · 30 ·");
    // No other part counts anybody, so the total is hidden, which is small itself.
    assert_eq!(shown(1, 2, &[3, 0]), "· · 0 / · · 0");
}

#[test]
fn rows_and_columns_are_kept_from_telling_at_once() {
    let table = shown(3, 3, &[3, 40, 50, 60, 20, 70, 80, 90, 30]);
    // One cell of a column is hidden for the small one, and one of each row for both.
    assert_eq!(table, "443 143 150 150 / 93 · · 50 / 150 · · 70 / 200 80 90 30");
}

#[test]
fn what_is_not_known_anyway_tells_nothing() {
    let mut cells = table(1, 3, &[3, 20, 9]);
    for cell in &mut cells {
        if cell.at[1] == Some(2) {
            cell.counts.clear();
        }
    }
    let hidden = hidden(&cells, &Exact::from(BELOW)).unwrap();
    assert_eq!(hidden.iter().filter(|hidden| **hidden).count(), 2, "the small part, in both of its cells");
}

/// As many areas and age bands as England has.
#[test]
fn a_table_of_england_is_settled() {
    let counts: Vec<i64> = (0..153 * 6).map(|i| (i * 7919) % 61).collect();
    let cells = table(153, 6, &counts);
    let hidden = hidden(&cells, &Exact::from(BELOW)).unwrap();
    let small = counts.iter().filter(|count| (1..BELOW).contains(*count)).count();
    let parts = cells.iter().zip(&hidden).filter(|(cell, hidden)| **hidden && cell.at.iter().all(Option::is_some));
    let parts = parts.count();
    assert!(small <= parts && parts < 4 * small, "{parts} are hidden for {small}");
}
