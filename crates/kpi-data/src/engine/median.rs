//! Medians: the values of each cell are kept once, however many questions want the middle of some of them.

use super::cells::Cells;
use super::classes::array;
use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::decimal::exact;
use arrow::array::{Decimal128Array, Decimal256Array, Int64Array};
use arrow::datatypes::i256;
use kpi_core::Exact;
use kpi_core::exact::TooLarge;

/// The values of one column, cell by cell, as whole numbers over 10 to the scale.
pub struct Values {
    scale: u32,
    numbers: Numbers,
}

enum Numbers {
    Narrow(Vec<Vec<i128>>),
    Wide(Vec<Vec<i256>>),
}

impl Values {
    pub const fn of(scale: u32, cells: Vec<Vec<i256>>) -> Self {
        Self { scale, numbers: Numbers::Wide(cells) }
    }

    /// `None` for a column without numbers.
    pub fn gather(prepared: &Prepared, cells: &Cells, column: usize) -> Result<Option<Self>, DataError> {
        let name = column.to_string();
        let (scale, numbers) = match prepared.columns.get(column).map(|kind| &kind.holds) {
            Some(Holds::Number { scale, wide: false, .. }) => {
                let values: &Decimal128Array = array(prepared, &name)?;
                (*scale, Numbers::Narrow(by_cell(cells, values.iter())))
            }
            Some(Holds::Number { scale, wide: true, .. }) => {
                let values: &Decimal256Array = array(prepared, &name)?;
                (*scale, Numbers::Wide(by_cell(cells, values.iter())))
            }
            Some(Holds::Rank) => {
                let values: &Int64Array = array(prepared, &name)?;
                (0, Numbers::Narrow(by_cell(cells, values.iter().map(|value| value.map(i128::from)))))
            }
            _ => return Ok(None),
        };
        Ok(Some(Self { scale: scale.into(), numbers }))
    }

    /// The middle of the values of the cells that hold; of an even number of them, halfway between the two in the
    /// middle.
    pub fn median(&self, holds: &[Option<bool>]) -> Option<Result<Exact, TooLarge>> {
        let middle = match &self.numbers {
            Numbers::Narrow(cells) => middle(cells, holds).map(|(a, b)| (a.to_string(), b.to_string())),
            Numbers::Wide(cells) => middle(cells, holds).map(|(a, b)| (a.to_string(), b.to_string())),
        };
        let (lower, upper) = middle?;
        let (lower, upper) = (exact(&lower, self.scale)?, exact(&upper, self.scale)?);
        lower.add(&upper).and_then(|sum| sum.div(&Exact::from(2))).transpose()
    }
}

fn by_cell<T>(cells: &Cells, values: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut found: Vec<Vec<T>> = cells.count.iter().map(|_| Vec::new()).collect();
    for (value, cell) in values.zip(&cells.rows) {
        if let (Some(value), Some(found)) = (value, found.get_mut(*cell as usize)) {
            found.push(value);
        }
    }
    found
}

/// The two values in the middle; the same one twice of an odd number.
fn middle<T: Copy + Ord>(cells: &[Vec<T>], holds: &[Option<bool>]) -> Option<(T, T)> {
    let kept = cells.iter().zip(holds).filter(|(_, holds)| **holds == Some(true)).flat_map(|(values, _)| values);
    let mut values: Vec<T> = kept.copied().collect();
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let half = values.len() / 2;
    let (below, upper, _) = values.select_nth_unstable(half);
    let lower = if even { below.iter().max().copied() } else { None };
    Some((lower.unwrap_or(*upper), *upper))
}
