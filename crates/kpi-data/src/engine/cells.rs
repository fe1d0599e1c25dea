//! Groups rows into cells: one for each combination of classes that occurs. What is added up in a cell does not grow
//! with the number of questions.

use super::classes::{Class, Classes, array};
use super::failed;
use crate::DataError;
use crate::columns::{Holds, Prepared};
use arrow::array::{BooleanArray, Decimal128Array, Decimal256Array, Int8Array, Int64Array, UInt64Array};
use arrow::datatypes::i256;
use indexmap::IndexMap;
use std::collections::HashMap;

/// The cells of one cube.
pub struct Cells {
    /// For each cell its classes, in the order of the cube's columns.
    pub classes: Vec<Vec<Class>>,
    pub count: Vec<u64>,
    /// The first row of each cell, as the file numbers them.
    pub first: Vec<u64>,
    /// For each row its cell.
    pub rows: Vec<u32>,
    /// By column, what the cells add up to.
    pub amounts: IndexMap<usize, Amounts>,
    /// By column, the cells' records whose value could not be read.
    pub unread: IndexMap<usize, Unread>,
}

/// The cells' records that could not be read: how many, and the row of the first.
pub struct Unread {
    pub count: Vec<u64>,
    pub first: Vec<u64>,
}

/// A measured column, cell by cell.
pub struct Amounts {
    pub scale: u8,
    /// One bit for each of the column's units that occurs.
    pub units: Vec<u128>,
    pub numbers: Numbers,
}

pub enum Numbers {
    Narrow(Vec<Tally<i128>>),
    Wide(Vec<Tally<i256>>),
}

/// Of the values that are there, as whole numbers.
#[derive(Clone, Copy)]
pub struct Tally<T> {
    pub count: u64,
    pub sum: T,
    pub least: T,
    pub greatest: T,
}

impl<T: Copy + Ord> Tally<T> {
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
}

/// The number of a cell's combination of classes, to find the cell by.
enum Keys {
    /// The place in a table of all combinations.
    Few { of: Vec<usize>, combinations: usize },
    /// Of combinations too many to be listed.
    Many(Vec<Vec<Class>>),
}

impl Cells {
    pub fn group(prepared: &Prepared, columns: &[&Classes], roomy: usize) -> Result<Self, DataError> {
        let places: &UInt64Array = array(prepared, "row")?;
        let mut cells = Self {
            classes: Vec::new(),
            count: Vec::new(),
            first: Vec::new(),
            rows: Vec::with_capacity(places.len()),
            amounts: IndexMap::new(),
            unread: IndexMap::new(),
        };
        match keys(columns, places.len(), roomy) {
            Keys::Few { of, combinations } => {
                let mut table = vec![u32::MAX; combinations];
                for ((row, key), place) in of.iter().enumerate().zip(places.values()) {
                    let cell = table.get_mut(*key).ok_or_else(|| failed("a class is not known"))?;
                    if *cell == u32::MAX {
                        *cell = cells.new_cell(classes_of(columns, row), *place)?;
                    }
                    let cell = *cell;
                    cells.add(cell);
                }
            }
            Keys::Many(of) => {
                let mut known: HashMap<Vec<Class>, u32> = HashMap::new();
                for (key, place) in of.into_iter().zip(places.values()) {
                    let cell = match known.get(&key) {
                        Some(cell) => *cell,
                        None => {
                            let cell = cells.new_cell(key.clone(), *place)?;
                            known.insert(key, cell);
                            cell
                        }
                    };
                    cells.add(cell);
                }
            }
        }
        Ok(cells)
    }

    fn new_cell(&mut self, classes: Vec<Class>, place: u64) -> Result<u32, DataError> {
        self.classes.push(classes);
        self.count.push(0);
        self.first.push(place);
        // The last number is the mark of a combination without a cell.
        let cell = u32::try_from(self.classes.len() - 1).ok().filter(|cell| *cell < u32::MAX);
        cell.ok_or_else(|| failed("the records fall into more than 4 billion cells"))
    }

    fn add(&mut self, cell: u32) {
        if let Some(count) = self.count.get_mut(cell as usize) {
            *count += 1;
        }
        self.rows.push(cell);
    }

    /// Adds up a column; once, however many questions measure it.
    pub fn measure(&mut self, prepared: &Prepared, column: usize) -> Result<(), DataError> {
        let holds = prepared.columns.get(column).map(|kind| &kind.holds);
        let name = column.to_string();
        if self.amounts.contains_key(&column) {
            return Ok(());
        }
        let rows = &self.rows;
        let size = self.count.len();
        let too_large = || failed("a sum has too many digits");
        let (scale, numbers) = match holds {
            Some(Holds::Number { scale, wide: false, .. }) => {
                let cells: &Decimal128Array = array(prepared, &name)?;
                let tallies = tally(rows, size, cells.iter(), 0, i128::checked_add).ok_or_else(too_large)?;
                (*scale, Numbers::Narrow(tallies))
            }
            Some(Holds::Number { scale, wide: true, .. }) => {
                let cells: &Decimal256Array = array(prepared, &name)?;
                let tallies = tally(rows, size, cells.iter(), i256::ZERO, i256::checked_add).ok_or_else(too_large)?;
                (*scale, Numbers::Wide(tallies))
            }
            Some(Holds::Rank) => {
                let cells: &Int64Array = array(prepared, &name)?;
                let cells = cells.iter().map(|cell| cell.map(i128::from));
                let tallies = tally(rows, size, cells, 0, i128::checked_add).ok_or_else(too_large)?;
                (0, Numbers::Narrow(tallies))
            }
            _ => return Ok(()),
        };
        let mut units = vec![0u128; size];
        if let Some(Holds::Number { units: known, .. }) = holds
            && known.len() > 1
        {
            let written: &Int8Array = array(prepared, &format!("{column} unit"))?;
            for (unit, row) in written.iter().zip(rows) {
                if let (Some(unit), Some(units)) = (unit, units.get_mut(*row as usize)) {
                    *units |= 1u128.checked_shl(unit.unsigned_abs().into()).unwrap_or_default();
                }
            }
        }
        self.amounts.insert(column, Amounts { scale, units, numbers });
        Ok(())
    }

    /// Counts the records whose value of a column could not be read.
    pub fn look_for_unread(&mut self, prepared: &Prepared, column: usize) -> Result<(), DataError> {
        if !prepared.columns.get(column).is_some_and(|kind| kind.failed) || self.unread.contains_key(&column) {
            return Ok(());
        }
        let size = self.count.len();
        let mut unread = Unread { count: vec![0; size], first: vec![u64::MAX; size] };
        let marks: &BooleanArray = array(prepared, &format!("{column} failed"))?;
        let places: &UInt64Array = array(prepared, "row")?;
        for ((mark, row), place) in marks.iter().zip(&self.rows).zip(places.values()) {
            let cell = (unread.count.get_mut(*row as usize), unread.first.get_mut(*row as usize));
            if let (Some(true), (Some(count), Some(first))) = (mark, cell) {
                *count += 1;
                *first = (*first).min(*place);
            }
        }
        self.unread.insert(column, unread);
        Ok(())
    }
}

fn keys(columns: &[&Classes], rows: usize, roomy: usize) -> Keys {
    let combinations = columns.iter().fold(1usize, |product, column| product.saturating_mul(column.count()));
    if combinations > roomy {
        return Keys::Many((0..rows).map(|row| classes_of(columns, row)).collect());
    }
    let mut of = vec![0usize; rows];
    for column in columns {
        for (key, class) in of.iter_mut().zip(&column.rows) {
            *key = *key * column.count() + *class as usize;
        }
    }
    Keys::Few { of, combinations }
}

fn classes_of(columns: &[&Classes], row: usize) -> Vec<Class> {
    columns.iter().map(|column| column.rows.get(row).copied().unwrap_or_default()).collect()
}

fn tally<T: Copy + Ord>(
    rows: &[u32],
    size: usize,
    values: impl Iterator<Item = Option<T>>,
    zero: T,
    add: impl Fn(T, T) -> Option<T>,
) -> Option<Vec<Tally<T>>> {
    let mut tallies = vec![Tally { count: 0, sum: zero, least: zero, greatest: zero }; size];
    for (value, row) in values.zip(rows) {
        let (Some(value), Some(tally)) = (value, tallies.get_mut(*row as usize)) else { continue };
        *tally = tally.join(Tally { count: 1, sum: value, least: value, greatest: value }, &add)?;
    }
    Some(tallies)
}
