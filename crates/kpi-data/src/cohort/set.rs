//! The rows of a dataset or of a cohort made before, column by column as they are needed.

use super::value::{Texts, Value};
use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::decimal::Decimal;
use crate::load::Table;
use arrow::array::{Array, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, StringArray, UInt64Array};
use arrow::datatypes::Int32Type;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The rows of one set.
#[derive(Debug)]
pub struct Set {
    pub table: Arc<Table>,
    columns: Mutex<HashMap<usize, Arc<Column>>>,
    indexes: Mutex<HashMap<Vec<usize>, Arc<Index>>>,
}

/// The values of a column by row.
#[derive(Debug)]
pub struct Column {
    values: Values,
    failed: Option<BooleanArray>,
}

#[derive(Debug)]
enum Values {
    /// [`NONE`] where the cell is empty.
    Text(Vec<u32>),
    Date(Date32Array),
    YesNo(BooleanArray),
    Number(Decimal128Array, u8),
    /// What a cohort does not look at.
    Other,
}

const NONE: u32 = u32::MAX;

impl Column {
    pub fn get(&self, row: u32) -> Value {
        let row = row as usize;
        if self.failed.as_ref().is_some_and(|failed| row < failed.len() && failed.value(row)) {
            return Value::Failed;
        }
        match &self.values {
            Values::Text(values) => match values.get(row) {
                Some(text) if *text != NONE => Value::Text(*text),
                _ => Value::Empty,
            },
            Values::Date(values) if row < values.len() && values.is_valid(row) => Value::Date(values.value(row)),
            Values::YesNo(values) if row < values.len() && values.is_valid(row) => Value::YesNo(values.value(row)),
            Values::Number(values, scale) if row < values.len() && values.is_valid(row) => {
                Value::Number(Decimal { mantissa: values.value(row), scale: *scale })
            }
            Values::Other => Value::Failed,
            _ => Value::Empty,
        }
    }
}

/// Where the rows stand that have the same values in some columns.
#[derive(Debug)]
pub struct Index {
    places: HashMap<Box<[u64]>, (u32, u32)>,
    /// In the order of the rows.
    rows: Vec<u32>,
    /// Could some row not be told from others, since a cell could not be read?
    pub failed: bool,
    /// Two rows with the same values, where there are such.
    pub twins: Option<(u32, u32)>,
}

impl Index {
    pub fn get(&self, key: &[u64]) -> &[u32] {
        let Some((start, length)) = self.places.get(key) else { return &[] };
        let start = *start as usize;
        self.rows.get(start..start + *length as usize).unwrap_or_default()
    }
}

impl Set {
    pub fn new(table: Arc<Table>) -> Self {
        Self { table, columns: Mutex::default(), indexes: Mutex::default() }
    }

    pub fn prepared(&self) -> Result<&Prepared, DataError> {
        crate::engine::prepared(&self.table)
    }

    pub fn len(&self) -> Result<usize, DataError> {
        Ok(self.prepared()?.batch.num_rows())
    }

    /// The row of the file that a row of the set comes from.
    pub fn number(&self, row: u32) -> u64 {
        let numbers = self.prepared().ok().and_then(|prepared| prepared.batch.column_by_name("row"));
        let numbers = numbers.and_then(|numbers| numbers.as_any().downcast_ref::<UInt64Array>());
        let row = row as usize;
        numbers.filter(|numbers| row < numbers.len()).map_or(0, |numbers| numbers.value(row))
    }

    pub fn column(&self, place: usize, texts: &mut Texts) -> Result<Arc<Column>, DataError> {
        let mut columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(column) = columns.get(&place) {
            return Ok(column.clone());
        }
        let column = Arc::new(read(self.prepared()?, place, texts)?);
        columns.insert(place, column.clone());
        Ok(column)
    }

    pub fn index(&self, by: &[usize], texts: &mut Texts) -> Result<Arc<Index>, DataError> {
        let known = self.indexes.lock().unwrap_or_else(PoisonError::into_inner).get(by).cloned();
        if let Some(index) = known {
            return Ok(index);
        }
        let mut columns = Vec::with_capacity(by.len());
        for place in by {
            columns.push(self.column(*place, texts)?);
        }
        let rows = u32::try_from(self.len()?).map_err(|_| crate::engine::failed("more than 4 billion rows"))?;
        let index = Arc::new(Index::new(&columns, rows));
        self.indexes.lock().unwrap_or_else(PoisonError::into_inner).insert(by.to_vec(), index.clone());
        Ok(index)
    }
}

impl Index {
    fn new(columns: &[Arc<Column>], rows: u32) -> Self {
        let mut failed = false;
        let mut groups: HashMap<Box<[u64]>, u32> = HashMap::new();
        let mut group_of: Vec<u32> = Vec::with_capacity(rows as usize);
        let mut sizes: Vec<u32> = Vec::new();
        let mut key = Vec::new();
        for row in 0..rows {
            key.clear();
            let mut there = true;
            for column in columns {
                let value = column.get(row);
                failed |= value == Value::Failed;
                there &= value.key(&mut key);
            }
            if !there {
                group_of.push(NONE);
                continue;
            }
            let group = match groups.get(key.as_slice()) {
                Some(group) => *group,
                None => {
                    let group = u32::try_from(sizes.len()).unwrap_or(NONE);
                    groups.insert(key.as_slice().into(), group);
                    sizes.push(0);
                    group
                }
            };
            if let Some(size) = sizes.get_mut(group as usize) {
                *size += 1;
            }
            group_of.push(group);
        }
        let mut starts: Vec<u32> = Vec::with_capacity(sizes.len());
        let mut next = 0;
        for size in &sizes {
            starts.push(next);
            next += size;
        }
        let mut fill = starts.clone();
        let mut order = vec![0; next as usize];
        for (row, group) in (0..rows).zip(&group_of) {
            if let Some(at) = fill.get_mut(*group as usize) {
                if let Some(place) = order.get_mut(*at as usize) {
                    *place = row;
                }
                *at += 1;
            }
        }
        let place = |group: u32| {
            let group = group as usize;
            (starts.get(group).copied().unwrap_or_default(), sizes.get(group).copied().unwrap_or_default())
        };
        let twin = starts.iter().zip(&sizes).filter(|(_, size)| **size > 1).map(|(start, _)| *start as usize);
        let pair = |start: usize| Some((order.get(start).copied()?, order.get(start + 1).copied()?));
        let twins = twin.filter_map(pair).min();
        let places = groups.into_iter().map(|(key, group)| (key, place(group))).collect();
        Self { places, rows: order, failed, twins }
    }
}

fn read(prepared: &Prepared, place: usize, texts: &mut Texts) -> Result<Column, DataError> {
    let gone = || crate::engine::failed("a column is not there");
    let kind = prepared.columns.get(place).ok_or_else(gone)?;
    let array = prepared.batch.column_by_name(&place.to_string()).ok_or_else(gone)?;
    let failed = if kind.failed {
        let marks = prepared.batch.column_by_name(&format!("{place} failed")).ok_or_else(gone)?;
        Some(marks.as_any().downcast_ref::<BooleanArray>().ok_or_else(gone)?.clone())
    } else {
        None
    };
    let values = match &kind.holds {
        Holds::Text => {
            let array: &DictionaryArray<Int32Type> = array.as_any().downcast_ref().ok_or_else(gone)?;
            let written: &StringArray = array.values().as_any().downcast_ref().ok_or_else(gone)?;
            let mut numbers = Vec::with_capacity(written.len());
            for text in written {
                numbers.push(match text {
                    None => NONE,
                    Some(text) => {
                        texts.number(text).ok_or_else(|| crate::engine::failed("too many different texts"))?
                    }
                });
            }
            let number = |key: Option<i32>| {
                let key = key.and_then(|key| usize::try_from(key).ok());
                key.and_then(|key| numbers.get(key)).copied().unwrap_or(NONE)
            };
            Values::Text(array.keys().iter().map(number).collect())
        }
        Holds::Date => Values::Date(array.as_any().downcast_ref::<Date32Array>().ok_or_else(gone)?.clone()),
        Holds::YesNo => Values::YesNo(array.as_any().downcast_ref::<BooleanArray>().ok_or_else(gone)?.clone()),
        // Numbers of several units cannot be compared or added without saying wrong things of some of them.
        Holds::Number { units, .. } if units.len() > 1 => Values::Other,
        Holds::Number { scale, wide: false, .. } => {
            Values::Number(array.as_any().downcast_ref::<Decimal128Array>().ok_or_else(gone)?.clone(), *scale)
        }
        Holds::Number { .. } | Holds::Period | Holds::Rank | Holds::Codes | Holds::TooWide => Values::Other,
    };
    Ok(Column { values, failed })
}
