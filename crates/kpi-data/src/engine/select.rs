//! Which rows a condition chooses, for those who need the rows themselves.

use super::atoms::{Atoms, Schema};
use super::classes::{Class, Classes};
use super::plan;
use super::prepared;
use crate::DataError;
use crate::load::Table;
use indexmap::IndexMap;
use kpi_core::facts::Filter;

/// For each row whether the condition holds; `None` where that hangs on a cell that could not be read.
pub fn chosen(table: &Table, filter: &Filter) -> Result<Vec<Option<bool>>, DataError> {
    let prepared = prepared(table)?;
    let schema = Schema { dataset: &table.schema, kinds: &prepared.columns };
    let mut atoms = Atoms::default();
    let test = schema.test(filter, &mut atoms)?;
    let mut columns: IndexMap<usize, (Classes, Vec<Class>)> = IndexMap::new();
    for (column, mut classes) in plan::classes(schema, &atoms) {
        let rows = classes.rows(prepared)?;
        columns.insert(column, (classes, rows));
    }
    let of_row = |row: usize| {
        test.holds(&|column, atom| {
            let (classes, rows) = columns.get(&column)?;
            classes.outcome(*rows.get(row)?, atom)
        })
    };
    Ok((0..prepared.batch.num_rows()).map(of_row).collect())
}
