//! The rows of a cohort between two stages.

use super::code::Code;
use super::set::Set;
use super::value::{Texts, Value};
use crate::DataError;
use std::sync::Arc;

/// Which rows are left, and what stages have added to them.
pub struct View {
    pub set: Arc<Set>,
    /// For each row the one it came from.
    rows: Vec<u32>,
    /// The columns that stages made, row by row.
    made: Vec<Vec<Value>>,
    /// For each column of the cohort, whether a stage made it: its place in `made`.
    pub places: Vec<Option<usize>>,
    /// For each row that has a name, the row that was found.
    pub found: Vec<(usize, Vec<u32>)>,
}

impl View {
    pub fn new(set: Arc<Set>, taken: usize) -> Result<Self, DataError> {
        let rows = u32::try_from(set.len()?).map_err(|_| crate::engine::failed("more than 4 billion rows"))?;
        Ok(Self { set, rows: (0..rows).collect(), made: Vec::new(), places: vec![None; taken], found: Vec::new() })
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn base(&self, i: usize) -> u32 {
        self.rows.get(i).copied().unwrap_or(u32::MAX)
    }

    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    pub fn made(&self, place: usize, i: usize) -> Value {
        self.made.get(place).and_then(|column| column.get(i)).copied().unwrap_or(Value::Failed)
    }

    pub fn column(&self, place: usize) -> &[Value] {
        self.made.get(place).map_or(&[], Vec::as_slice)
    }

    pub fn code(&self, column: usize, texts: &mut Texts) -> Result<Code, DataError> {
        match self.places.get(column) {
            Some(Some(place)) => Ok(Code::Made(*place)),
            Some(None) => Ok(Code::Taken(self.set.column(column, texts)?)),
            None => Err(crate::engine::failed("a cohort has no such column")),
        }
    }

    /// Adds the next column.
    pub fn add(&mut self, values: Vec<Value>) {
        self.places.push(Some(self.made.len()));
        self.made.push(values);
    }

    /// Puts other values in place of a column's.
    pub fn replace(&mut self, column: usize, values: Vec<Value>) {
        let made = self.made.len();
        if let Some(place) = self.places.get_mut(column) {
            match place {
                Some(place) => {
                    if let Some(column) = self.made.get_mut(*place) {
                        *column = values;
                    }
                }
                None => {
                    *place = Some(made);
                    self.made.push(values);
                }
            }
        }
    }

    /// Keeps these rows, which stand in order.
    pub fn keep(&mut self, kept: &[usize]) {
        fn only<T: Copy>(values: &mut Vec<T>, kept: &[usize]) {
            *values = kept.iter().filter_map(|i| values.get(*i)).copied().collect();
        }
        only(&mut self.rows, kept);
        self.made.iter_mut().for_each(|column| only(column, kept));
        self.found.iter_mut().for_each(|(_, found)| only(found, kept));
    }
}
