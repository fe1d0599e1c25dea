//! How many different values, for many conditions at once: each value gathers one bit for every condition that one of
//! its records meets.

use super::cells::Cells;
use super::failed;
use crate::DataError;
use crate::columns::Prepared;
use arrow::row::{Row, RowConverter, SortField};
use std::collections::HashMap;

const BITS: usize = 64;

/// For each condition the number of different values among the records that meet it. `meets` tells it of a cell.
pub fn count(
    prepared: &Prepared,
    cells: &Cells,
    column: usize,
    conditions: usize,
    meets: impl Fn(usize, usize) -> bool,
) -> Result<Vec<u64>, DataError> {
    let values = prepared.batch.column_by_name(&column.to_string()).ok_or_else(|| failed("a column is not there"))?;
    let converter = RowConverter::new(vec![SortField::new(values.data_type().clone())]).map_err(failed)?;
    let keys = converter.convert_columns(std::slice::from_ref(values)).map_err(failed)?;
    let mut counts = vec![0u64; conditions];
    for (block, counts) in counts.chunks_mut(BITS).enumerate() {
        let mask = |cell: usize| {
            let met = (0..counts.len()).filter(|bit| meets(block * BITS + bit, cell));
            met.fold(0u64, |mask, bit| mask | 1 << bit)
        };
        let masks: Vec<u64> = (0..cells.count.len()).map(mask).collect();
        let mut found: HashMap<Row<'_>, u64> = HashMap::new();
        for (i, (key, cell)) in keys.iter().zip(&cells.rows).enumerate() {
            let mask = masks.get(*cell as usize).copied().unwrap_or_default();
            if mask != 0 && values.is_valid(i) {
                *found.entry(key).or_default() |= mask;
            }
        }
        // A handful of masks stand for all values.
        let mut alike: HashMap<u64, u64> = HashMap::new();
        found.values().for_each(|mask| *alike.entry(*mask).or_default() += 1);
        for (bit, count) in counts.iter_mut().enumerate() {
            *count = alike.iter().filter(|(mask, _)| **mask >> bit & 1 == 1).map(|(_, values)| values).sum();
        }
    }
    Ok(counts)
}
