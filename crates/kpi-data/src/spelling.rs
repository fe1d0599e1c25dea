//! How texts are written. They are compared trimmed and ignoring case, and kept so; people are shown what was written.

use crate::conform::fold;
use crate::load::{Stored, Table};
use kpi_core::facts::Cell;
use std::collections::HashMap;
use std::sync::Arc;

/// The texts of the datasets that something is made of.
#[derive(Default)]
pub struct Spelling {
    tables: Vec<Arc<Table>>,
    /// By table and column, the texts of figures by how they are compared.
    figures: HashMap<(usize, usize), HashMap<String, String>>,
}

impl Spelling {
    pub fn of(tables: Vec<Arc<Table>>) -> Self {
        let mut figures: HashMap<(usize, usize), HashMap<String, String>> = HashMap::new();
        for (at, table) in tables.iter().enumerate() {
            let Stored::Figures(rows) = &table.rows else { continue };
            for (column, cell) in rows.iter().flat_map(|figure| figure.cells.iter().enumerate()) {
                if let Cell::Text(text) = cell {
                    let known = figures.entry((at, column)).or_default();
                    known.entry(fold(text)).or_insert_with(|| text.trim().to_owned());
                }
            }
        }
        Self { tables, figures }
    }

    /// As it first stands in a column of this name; a column that a cohort made has its texts from any.
    pub fn text(&self, column: &str, folded: &str) -> Option<&str> {
        let columns = |named: bool| {
            self.tables.iter().enumerate().flat_map(move |(at, table)| {
                let columns = table.schema.columns.iter().enumerate();
                columns.filter(move |(_, found)| (found.name == column) == named).map(move |(place, _)| (at, place))
            })
        };
        columns(true).chain(columns(false)).find_map(|(at, place)| self.one(at, place, folded))
    }

    fn one(&self, at: usize, column: usize, folded: &str) -> Option<&str> {
        match &self.tables.get(at)?.rows {
            Stored::Records(columns) => columns.spelling(column, folded),
            Stored::Figures(_) => self.figures.get(&(at, column))?.get(folded).map(String::as_str),
            Stored::Streamed(_) => None,
        }
    }
}
