//! What the numbers of a column add up to, cell by cell, whatever the scale and width of the batches they come in.

use super::classes::array;
use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::engine::failed;
use arrow::array::{Decimal128Array, Decimal256Array, Int8Array, Int64Array};
use arrow::datatypes::i256;
use kpi_core::Unit;

/// Of the values that are there, as whole numbers.
#[derive(Clone, Copy)]
pub struct Tally<T> {
    pub count: u64,
    pub sum: T,
    pub least: T,
    pub greatest: T,
}

impl<T: Copy + Ord> Tally<T> {
    const fn nothing(zero: T) -> Self {
        Self { count: 0, sum: zero, least: zero, greatest: zero }
    }

    /// The tally of both; nothing where the sum would overflow.
    pub fn join(self, other: Self, add: impl Fn(T, T) -> Option<T>) -> Option<Self> {
        if self.count == 0 || other.count == 0 {
            return Some(if self.count == 0 { other } else { self });
        }
        Some(Self {
            count: self.count + other.count,
            sum: add(self.sum, other.sum)?,
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
        })
    }

    fn map<U>(self, number: impl Fn(T) -> Option<U>) -> Option<Tally<U>> {
        Some(Tally {
            count: self.count,
            sum: number(self.sum)?,
            least: number(self.least)?,
            greatest: number(self.greatest)?,
        })
    }
}

/// A measured column, cell by cell, as whole numbers over 10 to the scale.
pub struct Amounts {
    pub scale: u8,
    /// The units that occur, where there are several.
    pub known: Vec<Unit>,
    /// For each cell one bit for each of them.
    pub units: Vec<u128>,
    pub numbers: Numbers,
}

pub enum Numbers {
    Narrow(Vec<Tally<i128>>),
    Wide(Vec<Tally<i256>>),
    /// A sum has too many digits to be kept.
    TooWide,
}

impl Default for Amounts {
    fn default() -> Self {
        Self { scale: 0, known: Vec::new(), units: Vec::new(), numbers: Numbers::Narrow(Vec::new()) }
    }
}

impl Amounts {
    /// Adds a batch, of which `rows` tells each row's cell.
    pub fn add(
        &mut self,
        prepared: &Prepared,
        column: usize,
        rows: &[u32],
        cells: usize,
        asked: Unit,
    ) -> Result<(), DataError> {
        let holds = prepared.columns.get(column).map(|kind| &kind.holds);
        let name = column.to_string();
        let batch = match holds {
            Some(Holds::Number { scale, wide: false, .. }) => {
                let values: &Decimal128Array = array(prepared, &name)?;
                (*scale, narrow(rows, cells, values.iter()))
            }
            Some(Holds::Number { scale, wide: true, .. }) => {
                let values: &Decimal256Array = array(prepared, &name)?;
                (*scale, wide(rows, cells, values.iter()))
            }
            Some(Holds::Rank) => {
                let values: &Int64Array = array(prepared, &name)?;
                (0, narrow(rows, cells, values.iter().map(|value| value.map(i128::from))))
            }
            Some(Holds::TooWide) => (0, Numbers::TooWide),
            _ => return Ok(()),
        };
        if let Some(Holds::Number { units, .. }) = holds {
            self.note_units(prepared, column, rows, cells, units, asked)?;
        }
        self.absorb(batch.0, batch.1);
        Ok(())
    }

    fn note_units(
        &mut self,
        prepared: &Prepared,
        column: usize,
        rows: &[u32],
        cells: usize,
        of_batch: &[Unit],
        asked: Unit,
    ) -> Result<(), DataError> {
        // Only cells that bring their own unit can disagree.
        if asked != Unit::AsWritten {
            return Ok(());
        }
        let mut bits = Vec::with_capacity(of_batch.len());
        for unit in of_batch {
            let place = self.known.iter().position(|known| known == unit).unwrap_or_else(|| {
                self.known.push(*unit);
                self.known.len() - 1
            });
            bits.push(u32::try_from(place).ok().and_then(|place| 1u128.checked_shl(place)).unwrap_or_default());
        }
        self.units.resize(cells.max(self.units.len()), 0);
        let mut mark = |row: u32, bit: u128| {
            if let Some(units) = self.units.get_mut(row as usize) {
                *units |= bit;
            }
        };
        match bits.as_slice() {
            [] => {}
            [one] => {
                let values: &dyn arrow::array::Array = prepared
                    .batch
                    .column_by_name(&column.to_string())
                    .ok_or_else(|| failed("a column is not there"))?;
                rows.iter().enumerate().filter(|(i, _)| values.is_valid(*i)).for_each(|(_, row)| mark(*row, *one));
            }
            several => {
                let written: &Int8Array = array(prepared, &format!("{column} unit"))?;
                for (unit, row) in written.iter().zip(rows) {
                    let bit = unit.and_then(|unit| several.get(usize::from(unit.unsigned_abs())));
                    if let Some(bit) = bit {
                        mark(*row, *bit);
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds what was added up elsewhere, for the same cells.
    pub fn absorb(&mut self, scale: u8, numbers: Numbers) {
        let common = scale.max(self.scale);
        let mine = std::mem::replace(&mut self.numbers, Numbers::TooWide);
        self.numbers = joined(scaled(mine, common - self.scale), scaled(numbers, common - scale));
        self.scale = common;
    }

    /// The same for cells that have other places here.
    pub fn join(&mut self, other: Self, places: &[u32]) {
        let moved = |tallies: usize| places.iter().take(tallies).map(|place| *place as usize + 1).max().unwrap_or(0);
        let numbers = match other.numbers {
            Numbers::Narrow(tallies) => Numbers::Narrow(put(&tallies, places, moved(tallies.len()), Tally::nothing(0))),
            Numbers::Wide(tallies) => {
                Numbers::Wide(put(&tallies, places, moved(tallies.len()), Tally::nothing(i256::ZERO)))
            }
            Numbers::TooWide => Numbers::TooWide,
        };
        for (place, units) in places.iter().zip(&other.units) {
            let place = *place as usize;
            self.units.resize(self.units.len().max(place + 1), 0);
            for (bit, unit) in other.known.iter().enumerate() {
                if units >> bit & 1 == 0 {
                    continue;
                }
                let known = self.known.iter().position(|known| known == unit).unwrap_or_else(|| {
                    self.known.push(*unit);
                    self.known.len() - 1
                });
                if let (Some(units), Some(bit)) = (self.units.get_mut(place), 1u128.checked_shl(known as u32)) {
                    *units |= bit;
                }
            }
        }
        self.absorb(other.scale, numbers);
    }
}

fn put<T: Copy>(tallies: &[Tally<T>], places: &[u32], size: usize, nothing: Tally<T>) -> Vec<Tally<T>> {
    let mut moved = vec![nothing; size];
    for (tally, place) in tallies.iter().zip(places) {
        if let Some(at) = moved.get_mut(*place as usize) {
            *at = *tally;
        }
    }
    moved
}

/// Over a power of ten so much larger.
fn scaled(numbers: Numbers, by: u8) -> Numbers {
    if by == 0 {
        return numbers;
    }
    match numbers {
        Numbers::Narrow(tallies) => {
            let power = 10i128.checked_pow(by.into());
            let larger = |number: i128| number.checked_mul(power?);
            match tallies.iter().map(|tally| tally.map(larger)).collect::<Option<Vec<_>>>() {
                Some(tallies) => Numbers::Narrow(tallies),
                None => scaled(widened(tallies), by),
            }
        }
        Numbers::Wide(tallies) => {
            let power = i256::from_i128(10).checked_pow(by.into());
            let larger = |number: i256| number.checked_mul(power?);
            tallies.iter().map(|tally| tally.map(larger)).collect::<Option<_>>().map_or(Numbers::TooWide, Numbers::Wide)
        }
        Numbers::TooWide => Numbers::TooWide,
    }
}

fn widened(tallies: Vec<Tally<i128>>) -> Numbers {
    let wide =
        tallies.into_iter().map(|tally| tally.map(|number| Some(i256::from_i128(number)))).collect::<Option<_>>();
    wide.map_or(Numbers::TooWide, Numbers::Wide)
}

fn joined(mine: Numbers, theirs: Numbers) -> Numbers {
    match (mine, theirs) {
        (Numbers::Narrow(mine), Numbers::Narrow(theirs)) => match both(&mine, &theirs, 0, i128::checked_add) {
            Some(tallies) => Numbers::Narrow(tallies),
            None => joined(widened(mine), widened(theirs)),
        },
        (Numbers::Wide(mine), Numbers::Wide(theirs)) => {
            both(&mine, &theirs, i256::ZERO, i256::checked_add).map_or(Numbers::TooWide, Numbers::Wide)
        }
        (Numbers::Narrow(mine), theirs @ Numbers::Wide(_)) => joined(widened(mine), theirs),
        (mine @ Numbers::Wide(_), Numbers::Narrow(theirs)) => joined(mine, widened(theirs)),
        (Numbers::TooWide, _) | (_, Numbers::TooWide) => Numbers::TooWide,
    }
}

fn both<T: Copy + Ord>(
    mine: &[Tally<T>],
    theirs: &[Tally<T>],
    zero: T,
    add: impl Fn(T, T) -> Option<T>,
) -> Option<Vec<Tally<T>>> {
    let of = |tallies: &[Tally<T>], cell: usize| tallies.get(cell).copied().unwrap_or(Tally::nothing(zero));
    (0..mine.len().max(theirs.len())).map(|cell| of(mine, cell).join(of(theirs, cell), &add)).collect()
}

fn narrow(rows: &[u32], cells: usize, values: impl Iterator<Item = Option<i128>> + Clone) -> Numbers {
    match tally(rows, cells, values.clone(), 0, i128::checked_add) {
        Some(tallies) => Numbers::Narrow(tallies),
        None => wide(rows, cells, values.map(|value| value.map(i256::from_i128))),
    }
}

fn wide(rows: &[u32], cells: usize, values: impl Iterator<Item = Option<i256>>) -> Numbers {
    tally(rows, cells, values, i256::ZERO, i256::checked_add).map_or(Numbers::TooWide, Numbers::Wide)
}

fn tally<T: Copy + Ord>(
    rows: &[u32],
    cells: usize,
    values: impl Iterator<Item = Option<T>>,
    zero: T,
    add: impl Fn(T, T) -> Option<T>,
) -> Option<Vec<Tally<T>>> {
    let mut tallies = vec![Tally::nothing(zero); cells];
    for (value, row) in values.zip(rows) {
        let (Some(value), Some(tally)) = (value, tallies.get_mut(*row as usize)) else { continue };
        if tally.count == 0 {
            *tally = Tally { count: 1, sum: value, least: value, greatest: value };
            continue;
        }
        tally.count += 1;
        tally.sum = add(tally.sum, value)?;
        tally.least = tally.least.min(value);
        tally.greatest = tally.greatest.max(value);
    }
    Some(tallies)
}
