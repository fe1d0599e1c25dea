//! Medians and other percentiles: the values of each cell are kept once, however many questions want the one in the
//! middle of some of them, or up to which another share of them lies.

use super::classes::array;
use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::decimal::exact;
use arrow::array::{Decimal128Array, Decimal256Array, Int64Array};
use arrow::datatypes::i256;
use kpi_core::Exact;
use kpi_core::exact::TooLarge;
use kpi_core::quantile::{between, place};

/// The values of one column, cell by cell, as whole numbers over 10 to the scale.
pub struct Values {
    scale: u8,
    numbers: Numbers,
}

enum Numbers {
    Narrow(Vec<Vec<i128>>),
    Wide(Vec<Vec<i256>>),
    TooWide,
}

impl Default for Values {
    fn default() -> Self {
        Self { scale: 0, numbers: Numbers::Narrow(Vec::new()) }
    }
}

impl Values {
    pub const fn of(scale: u8, cells: Vec<Vec<i256>>) -> Self {
        Self { scale, numbers: Numbers::Wide(cells) }
    }

    /// Adds a batch, of which `rows` tells each row's cell.
    pub fn add(&mut self, prepared: &Prepared, column: usize, rows: &[u32], cells: usize) -> Result<(), DataError> {
        let name = column.to_string();
        let (scale, numbers) = match prepared.columns.get(column).map(|kind| &kind.holds) {
            Some(Holds::Number { scale, wide: false, .. }) => {
                let values: &Decimal128Array = array(prepared, &name)?;
                (*scale, Numbers::Narrow(by_cell(rows, cells, values.iter())))
            }
            Some(Holds::Number { scale, wide: true, .. }) => {
                let values: &Decimal256Array = array(prepared, &name)?;
                (*scale, Numbers::Wide(by_cell(rows, cells, values.iter())))
            }
            Some(Holds::Rank) => {
                let values: &Int64Array = array(prepared, &name)?;
                (0, Numbers::Narrow(by_cell(rows, cells, values.iter().map(|value| value.map(i128::from)))))
            }
            _ => return Ok(()),
        };
        self.absorb(scale, numbers);
        Ok(())
    }

    fn absorb(&mut self, scale: u8, numbers: Numbers) {
        let common = scale.max(self.scale);
        let mine = std::mem::replace(&mut self.numbers, Numbers::TooWide);
        self.numbers = joined(scaled(mine, common - self.scale), scaled(numbers, common - scale));
        self.scale = common;
    }

    /// Adds those of another, whose cells have these places here.
    pub fn join(&mut self, other: Self, places: &[u32]) {
        let numbers = match other.numbers {
            Numbers::Narrow(values) => Numbers::Narrow(put(values, places)),
            Numbers::Wide(values) => Numbers::Wide(put(values, places)),
            Numbers::TooWide => Numbers::TooWide,
        };
        self.absorb(other.scale, numbers);
    }

    /// How many values are kept.
    pub fn count(&self) -> u64 {
        let count = match &self.numbers {
            Numbers::Narrow(cells) => cells.iter().map(Vec::len).sum(),
            Numbers::Wide(cells) => cells.iter().map(Vec::len).sum(),
            Numbers::TooWide => 0,
        };
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// The value up to which a share of the values of the cells that hold lies, as [`kpi_core::quantile`] has it.
    pub fn quantile(&self, holds: &[Option<bool>], share: &Exact) -> Option<Result<Exact, TooLarge>> {
        let pair = match &self.numbers {
            Numbers::Narrow(cells) => {
                pair(cells, holds, share)?.map(|(a, b, part)| (a.to_string(), b.to_string(), part))
            }
            Numbers::Wide(cells) => pair(cells, holds, share)?.map(|(a, b, part)| (a.to_string(), b.to_string(), part)),
            Numbers::TooWide => return None,
        };
        let (lower, upper, part) = match pair {
            Ok(pair) => pair,
            Err(too_large) => return Some(Err(too_large)),
        };
        let scale = self.scale.into();
        Some(between(&exact(&lower, scale)?, &exact(&upper, scale)?, &part))
    }
}

fn put<T>(values: Vec<Vec<T>>, places: &[u32]) -> Vec<Vec<T>> {
    let size = places.iter().take(values.len()).map(|place| *place as usize + 1).max().unwrap_or(0);
    let mut moved: Vec<Vec<T>> = (0..size).map(|_| Vec::new()).collect();
    for (values, place) in values.into_iter().zip(places) {
        if let Some(at) = moved.get_mut(*place as usize) {
            *at = values;
        }
    }
    moved
}

fn scaled(numbers: Numbers, by: u8) -> Numbers {
    if by == 0 {
        return numbers;
    }
    match numbers {
        Numbers::Narrow(cells) => {
            let power = 10i128.checked_pow(by.into());
            let larger = |number: &i128| number.checked_mul(power?);
            let all: Option<Vec<Vec<i128>>> = cells.iter().map(|cell| cell.iter().map(larger).collect()).collect();
            all.map_or_else(|| scaled(Numbers::Wide(widened(&cells)), by), Numbers::Narrow)
        }
        Numbers::Wide(cells) => {
            let power = i256::from_i128(10).checked_pow(by.into());
            let larger = |number: &i256| number.checked_mul(power?);
            let all: Option<Vec<Vec<i256>>> = cells.iter().map(|cell| cell.iter().map(larger).collect()).collect();
            all.map_or(Numbers::TooWide, Numbers::Wide)
        }
        Numbers::TooWide => Numbers::TooWide,
    }
}

fn widened(cells: &[Vec<i128>]) -> Vec<Vec<i256>> {
    cells.iter().map(|cell| cell.iter().map(|number| i256::from_i128(*number)).collect()).collect()
}

fn joined(mine: Numbers, theirs: Numbers) -> Numbers {
    match (mine, theirs) {
        (Numbers::Narrow(mine), Numbers::Narrow(theirs)) => Numbers::Narrow(both(mine, theirs)),
        (Numbers::Wide(mine), Numbers::Wide(theirs)) => Numbers::Wide(both(mine, theirs)),
        (Numbers::Narrow(mine), Numbers::Wide(theirs)) => Numbers::Wide(both(widened(&mine), theirs)),
        (Numbers::Wide(mine), Numbers::Narrow(theirs)) => Numbers::Wide(both(mine, widened(&theirs))),
        (Numbers::TooWide, _) | (_, Numbers::TooWide) => Numbers::TooWide,
    }
}

fn both<T>(mut mine: Vec<Vec<T>>, theirs: Vec<Vec<T>>) -> Vec<Vec<T>> {
    while mine.len() < theirs.len() {
        mine.push(Vec::new());
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        mine.extend(theirs);
    }
    mine
}

fn by_cell<T>(rows: &[u32], cells: usize, values: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut found: Vec<Vec<T>> = (0..cells).map(|_| Vec::new()).collect();
    for (value, cell) in values.zip(rows) {
        if let (Some(value), Some(found)) = (value, found.get_mut(*cell as usize)) {
            found.push(value);
        }
    }
    found
}

/// The values between which the one asked for lies, and how far on the way to the second. Nothing is put in order
/// beyond what it takes to find them.
fn pair<T: Copy + Ord>(
    cells: &[Vec<T>],
    holds: &[Option<bool>],
    share: &Exact,
) -> Option<Result<(T, T, Exact), TooLarge>> {
    let kept = cells.iter().zip(holds).filter(|(_, holds)| **holds == Some(true)).flat_map(|(values, _)| values);
    let mut values: Vec<T> = kept.copied().collect();
    let (below, part) = match place(values.len(), share)? {
        Ok(place) => place,
        Err(too_large) => return Some(Err(too_large)),
    };
    if below >= values.len() {
        return None;
    }
    let (_, lower, above) = values.select_nth_unstable(below);
    let upper = above.iter().min().copied().unwrap_or(*lower);
    Some(Ok((*lower, upper, part)))
}
