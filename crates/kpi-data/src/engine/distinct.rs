//! How many different values, of one column or of several together, for many conditions at once: each value gathers one
//! bit for every condition that one of its records meets.

use super::failed;
use crate::DataError;
use crate::columns::Prepared;
use arrow::array::{
    Array, ArrayRef, BinaryArray, Date32Array, Decimal128Array, Decimal256Array, DictionaryArray, StringArray,
};
use arrow::datatypes::{Int32Type, i256};
use arrow::row::{OwnedRow, RowConverter, SortField};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

const BITS: usize = 64;
const NONE: u32 = u32::MAX;

/// The values of one column, or of several together, and which conditions each has met.
pub struct Distinct {
    columns: Vec<usize>,
    /// Words of 64 conditions each.
    words: usize,
    values: Values,
    /// For each value its words.
    masks: Vec<u64>,
    /// For each cell the conditions it meets, in words.
    cells: Vec<u64>,
}

enum Values {
    /// Not seen any yet.
    None,
    Texts {
        places: HashMap<Arc<str>, u32>,
        /// The places of the values of the last dictionary: batches that follow one another share it.
        dictionary: Option<(ArrayRef, Vec<u32>)>,
    },
    /// Whole numbers, as ids of people are, and days.
    Wholes(Wholes),
    Others {
        places: HashMap<Key, u32>,
    },
    /// Of several columns, the bytes that tell their values from others.
    Several {
        places: HashMap<Box<[u8]>, u32>,
    },
}

/// The places of whole numbers. People are mostly numbered one after the other: the numbers near nought, where they lie
/// close together, are looked up without a search.
#[derive(Default)]
struct Wholes {
    /// By the number itself.
    near: Vec<u32>,
    far: HashMap<i64, u32, BuildHasherDefault<Mix>>,
    count: u32,
    /// With so many far numbers it is looked again whether most of them lie close together.
    look: usize,
}

/// So many places are kept for each number at most.
const SPARSE: usize = 8;

/// Fewer numbers than these are found as quickly by a search.
const FEW: usize = 1 << 10;

impl Wholes {
    fn place(&mut self, number: i64) -> u32 {
        let next = self.count;
        let near = usize::try_from(number).ok().and_then(|number| self.near.get_mut(number));
        let place = match near {
            Some(place) if *place != NONE => return *place,
            Some(place) => {
                *place = next;
                next
            }
            None => *self.far.entry(number).or_insert(next),
        };
        if place == next {
            self.count = next.saturating_add(1);
            if self.far.len() > self.look.max(FEW) {
                self.widen();
            }
        }
        place
    }

    /// Brings numbers near where at least half of the far ones lie close together.
    fn widen(&mut self) {
        let limit = (self.count as usize).saturating_mul(SPARSE);
        let within = |number: &i64| usize::try_from(*number).is_ok_and(|number| number < limit);
        if self.far.keys().filter(|number| within(number)).count() * 2 >= self.far.len() {
            self.near.resize(limit.max(self.near.len()), NONE);
            let near = &mut self.near;
            self.far.retain(|number, place| {
                let at = usize::try_from(*number).ok().and_then(|number| near.get_mut(number));
                let Some(at) = at else { return true };
                *at = *place;
                false
            });
        }
        self.look = self.far.len().saturating_mul(2);
    }

    fn each(&self) -> impl Iterator<Item = (i64, u32)> {
        let near = (0i64..).zip(&self.near).filter(|(_, place)| **place != NONE);
        near.map(|(number, place)| (number, *place)).chain(self.far.iter().map(|(number, place)| (*number, *place)))
    }
}

/// Spreads whole numbers over a table. They are counted, not kept for anybody to guess at.
#[derive(Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number.cast_unsigned());
    }
}

/// The cells of a batch as whole numbers, where all of them are; `None` for a column that may hold others.
fn wholes(values: &ArrayRef) -> Option<Box<dyn Fn(usize) -> i64 + '_>> {
    if let Some(numbers) = values.as_any().downcast_ref::<Decimal128Array>() {
        let small = |number: Option<i128>| number.is_none_or(|number| i64::try_from(number).is_ok());
        let whole = numbers.scale() == 0 && numbers.iter().all(small);
        return whole.then(|| Box::new(|i| i64::try_from(numbers.value(i)).unwrap_or_default()) as Box<_>);
    }
    let days = values.as_any().downcast_ref::<Date32Array>()?;
    Some(Box::new(|i| i64::from(days.value(i))))
}

/// What a value is told from others by. Batches write numbers over different powers of ten.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Number(i256, u8),
    Value(OwnedRow),
}

/// The keys of a batch's cells.
fn keys(values: &ArrayRef) -> Result<Box<dyn Fn(usize) -> Key + '_>, DataError> {
    let scale = |scale: i8| u8::try_from(scale).unwrap_or_default();
    if let Some(numbers) = values.as_any().downcast_ref::<Decimal128Array>() {
        let scale = scale(numbers.scale());
        return Ok(Box::new(move |i| shortest(i256::from_i128(numbers.value(i)), scale)));
    }
    if let Some(numbers) = values.as_any().downcast_ref::<Decimal256Array>() {
        let scale = scale(numbers.scale());
        return Ok(Box::new(move |i| shortest(numbers.value(i), scale)));
    }
    let converter = RowConverter::new(vec![SortField::new(values.data_type().clone())]).map_err(failed)?;
    let rows = converter.convert_columns(std::slice::from_ref(values)).map_err(failed)?;
    Ok(Box::new(move |i| Key::Value(rows.row(i).owned())))
}

fn shortest(mut number: i256, mut scale: u8) -> Key {
    let ten = i256::from_i128(10);
    while scale > 0 && number.checked_rem(ten) == Some(i256::ZERO) {
        number = number.wrapping_div(ten);
        scale -= 1;
    }
    Key::Number(number, scale)
}

/// A column whose cells are the same bytes where their values are the same: numbers without the power of ten that their
/// batch happens to be written over.
fn alike(values: &ArrayRef) -> ArrayRef {
    let number = |number: Option<i256>, scale: i8| {
        let Key::Number(number, scale) = shortest(number?, u8::try_from(scale).unwrap_or_default()) else {
            return None;
        };
        let mut bytes = number.to_be_bytes().to_vec();
        bytes.push(scale);
        Some(bytes)
    };
    let cells: Vec<Option<Vec<u8>>> = if let Some(numbers) = values.as_any().downcast_ref::<Decimal128Array>() {
        numbers.iter().map(|cell| number(cell.map(i256::from_i128), numbers.scale())).collect()
    } else if let Some(numbers) = values.as_any().downcast_ref::<Decimal256Array>() {
        numbers.iter().map(|cell| number(cell, numbers.scale())).collect()
    } else {
        return Arc::clone(values);
    };
    Arc::new(cells.iter().map(Option::as_deref).collect::<BinaryArray>())
}

impl Distinct {
    pub fn new(columns: &[usize], conditions: usize) -> Self {
        let words = conditions.div_ceil(BITS);
        Self { columns: columns.to_vec(), words, values: Values::None, masks: Vec::new(), cells: Vec::new() }
    }

    /// Adds a batch, of which `rows` tells each row's cell. `meets` says which conditions a cell meets.
    pub fn add(
        &mut self,
        prepared: &Prepared,
        rows: &[u32],
        cells: usize,
        meets: impl Fn(usize, usize) -> bool,
    ) -> Result<(), DataError> {
        for cell in self.cells.len().checked_div(self.words).unwrap_or(0)..cells {
            for word in 0..self.words {
                let met = (0..BITS).filter(|bit| meets(word * BITS + bit, cell));
                self.cells.push(met.fold(0u64, |mask, bit| mask | 1 << bit));
            }
        }
        let column = |column: &usize| {
            let values = prepared.batch.column_by_name(&column.to_string());
            values.ok_or_else(|| failed("a column is not there"))
        };
        let [values] = self.columns.as_slice() else {
            let columns: Vec<&ArrayRef> = self.columns.iter().map(column).collect::<Result<_, _>>()?;
            return self.add_several(&columns, rows);
        };
        let values = column(values)?;
        if let Some(texts) = values.as_any().downcast_ref::<DictionaryArray<Int32Type>>() {
            return self.add_texts(texts, rows);
        }
        if let Some(number) = wholes(values).filter(|_| !matches!(self.values, Values::Others { .. })) {
            let mut found = match std::mem::replace(&mut self.values, Values::None) {
                Values::Wholes(found) => found,
                Values::None => Wholes::default(),
                Values::Texts { .. } | Values::Others { .. } | Values::Several { .. } => {
                    return Err(failed("a column changes its kind"));
                }
            };
            for (i, cell) in rows.iter().enumerate() {
                if values.is_null(i) || !self.is_met(*cell) {
                    continue;
                }
                let place = found.place(number(i));
                self.mark(place, *cell);
            }
            self.values = Values::Wholes(found);
            return Ok(());
        }
        let keys = keys(values)?;
        for (i, cell) in rows.iter().enumerate() {
            if values.is_null(i) || !self.is_met(*cell) {
                continue;
            }
            let Values::Others { places } = self.values.of_others(values)? else { continue };
            let key = keys(i);
            let next = u32::try_from(places.len()).unwrap_or(NONE);
            let place = *places.entry(key).or_insert(next);
            self.mark(place, *cell);
        }
        Ok(())
    }

    /// A row that is empty in one of the columns has no value.
    fn add_several(&mut self, columns: &[&ArrayRef], rows: &[u32]) -> Result<(), DataError> {
        let alike: Vec<ArrayRef> = columns.iter().map(|values| alike(values)).collect();
        let fields = alike.iter().map(|values| SortField::new(values.data_type().clone())).collect();
        let converter = RowConverter::new(fields).map_err(failed)?;
        let keys = converter.convert_columns(&alike).map_err(failed)?;
        for (i, cell) in rows.iter().enumerate() {
            if !self.is_met(*cell) || columns.iter().any(|values| values.is_null(i)) {
                continue;
            }
            let key = keys.row(i);
            let key: &[u8] = key.as_ref();
            let places = self.values.of_several()?;
            let place = match places.get(key) {
                Some(place) => *place,
                None => {
                    let next = u32::try_from(places.len()).unwrap_or(NONE);
                    places.insert(key.into(), next);
                    next
                }
            };
            self.mark(place, *cell);
        }
        Ok(())
    }

    fn add_texts(&mut self, texts: &DictionaryArray<Int32Type>, rows: &[u32]) -> Result<(), DataError> {
        let written: &StringArray =
            texts.values().as_any().downcast_ref().ok_or_else(|| failed("a dictionary is not of texts"))?;
        let Values::Texts { dictionary, .. } = self.values.of_texts()? else { return Ok(()) };
        // The place of each value of the dictionary, found when it is first met.
        let mut known = match dictionary.take() {
            Some((values, known)) if Arc::ptr_eq(&values, texts.values()) => known,
            _ => vec![NONE; written.len()],
        };
        for (key, cell) in texts.keys().iter().zip(rows) {
            let Some(value) = key.and_then(|key| usize::try_from(key).ok()) else { continue };
            if !self.is_met(*cell) || written.is_null(value) {
                continue;
            }
            let Some(place) = known.get_mut(value) else { continue };
            if *place == NONE
                && let Values::Texts { places, .. } = &mut self.values
            {
                let text = written.value(value);
                *place = match places.get(text) {
                    Some(place) => *place,
                    None => {
                        let next = u32::try_from(places.len()).unwrap_or(NONE);
                        places.insert(text.into(), next);
                        next
                    }
                };
            }
            let place = *place;
            self.mark(place, *cell);
        }
        if let Values::Texts { dictionary, .. } = &mut self.values {
            *dictionary = Some((Arc::clone(texts.values()), known));
        }
        Ok(())
    }

    fn words_of(&self, cell: u32) -> &[u64] {
        let start = cell as usize * self.words;
        self.cells.get(start..start + self.words).unwrap_or_default()
    }

    fn is_met(&self, cell: u32) -> bool {
        self.words_of(cell).iter().any(|word| *word != 0)
    }

    fn mark(&mut self, place: u32, cell: u32) {
        let (at, from) = (place as usize * self.words, cell as usize * self.words);
        if self.masks.len() < at + self.words {
            self.masks.resize(at + self.words, 0);
        }
        for word in 0..self.words {
            if let (Some(mask), Some(met)) = (self.masks.get_mut(at + word), self.cells.get(from + word)) {
                *mask |= met;
            }
        }
    }

    /// Adds the values of another.
    pub fn join(&mut self, other: Self) -> Result<(), DataError> {
        let add = |mine: &mut Vec<u64>, place: u32, from: u32| {
            let (at, from) = (place as usize * self.words, from as usize * self.words);
            mine.resize(mine.len().max(at + self.words), 0);
            for word in 0..self.words {
                if let (Some(mask), Some(met)) = (mine.get_mut(at + word), other.masks.get(from + word)) {
                    *mask |= met;
                }
            }
        };
        match other.values {
            Values::None => {}
            Values::Texts { places: theirs, .. } => {
                let Values::Texts { places, .. } = self.values.of_texts()? else { return Ok(()) };
                for (text, from) in theirs {
                    let next = u32::try_from(places.len()).unwrap_or(NONE);
                    add(&mut self.masks, *places.entry(text).or_insert(next), from);
                }
            }
            Values::Wholes(theirs) if !matches!(self.values, Values::Others { .. }) => {
                if matches!(self.values, Values::None) {
                    self.values = Values::Wholes(Wholes::default());
                }
                let Values::Wholes(mine) = &mut self.values else {
                    return Err(failed("a column changes its kind"));
                };
                for (number, from) in theirs.each() {
                    add(&mut self.masks, mine.place(number), from);
                }
            }
            Values::Wholes(theirs) => {
                // Wholes are numbers here: days are never anything else.
                let Values::Others { places } = &mut self.values else { return Ok(()) };
                for (number, from) in theirs.each() {
                    let next = u32::try_from(places.len()).unwrap_or(NONE);
                    let key = shortest(i256::from_i128(number.into()), 0);
                    add(&mut self.masks, *places.entry(key).or_insert(next), from);
                }
            }
            Values::Several { places: theirs } => {
                let places = self.values.of_several()?;
                for (key, from) in theirs {
                    let next = u32::try_from(places.len()).unwrap_or(NONE);
                    add(&mut self.masks, *places.entry(key).or_insert(next), from);
                }
            }
            Values::Others { places: theirs } => {
                self.values.widen();
                let Values::Others { places } = &mut self.values else {
                    return Err(failed("a column changes its kind"));
                };
                for (key, from) in theirs {
                    let next = u32::try_from(places.len()).unwrap_or(NONE);
                    add(&mut self.masks, *places.entry(key).or_insert(next), from);
                }
            }
        }
        Ok(())
    }

    /// How many values there are that meet a condition, and how many different masks they have.
    pub fn values(&self) -> (usize, usize) {
        let masks = self.masks.chunks(self.words.max(1));
        (masks.len(), masks.collect::<HashSet<_>>().len())
    }

    /// For each condition the number of different values among the records that meet it.
    pub fn counts(&self, conditions: usize) -> Vec<u64> {
        let mut counts = vec![0u64; conditions];
        for (word, counts) in counts.chunks_mut(BITS).enumerate() {
            // A handful of masks stand for all values.
            let mut alike: HashMap<u64, u64> = HashMap::new();
            let masks = self.masks.iter().skip(word).step_by(self.words.max(1));
            masks.for_each(|mask| *alike.entry(*mask).or_default() += 1);
            for (bit, count) in counts.iter_mut().enumerate() {
                *count = alike.iter().filter(|(mask, _)| **mask >> bit & 1 == 1).map(|(_, values)| values).sum();
            }
        }
        counts
    }
}

impl Values {
    fn of_texts(&mut self) -> Result<&mut Self, DataError> {
        if matches!(self, Self::None) {
            *self = Self::Texts { places: HashMap::new(), dictionary: None };
        }
        if matches!(self, Self::Texts { .. }) { Ok(self) } else { Err(failed("a column changes its kind")) }
    }

    fn of_several(&mut self) -> Result<&mut HashMap<Box<[u8]>, u32>, DataError> {
        if matches!(self, Self::None) {
            *self = Self::Several { places: HashMap::new() };
        }
        match self {
            Self::Several { places } => Ok(places),
            _ => Err(failed("a column changes its kind")),
        }
    }

    /// Values of any kind. Numbers that were all whole so far are numbers still.
    fn of_others(&mut self, values: &ArrayRef) -> Result<&mut Self, DataError> {
        let numbers = values.data_type().is_decimal();
        if matches!(self, Self::Texts { .. } | Self::Several { .. }) || matches!(self, Self::Wholes(_)) && !numbers {
            return Err(failed("a column changes its kind"));
        }
        self.widen();
        Ok(self)
    }

    fn widen(&mut self) {
        match self {
            Self::None => *self = Self::Others { places: HashMap::new() },
            Self::Wholes(wholes) => {
                let key = |number: i64| shortest(i256::from_i128(number.into()), 0);
                let places = wholes.each().map(|(number, place)| (key(number), place)).collect();
                *self = Self::Others { places };
            }
            Self::Texts { .. } | Self::Others { .. } | Self::Several { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wholes;
    use proptest::prelude::*;
    use std::collections::HashMap;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// However numbers are spread, each has one place, and places are counted from nought as numbers turn up.
        #[test]
        fn every_number_has_a_place_of_its_own(
            dense in prop::collection::vec(0i64..6_000, 0..6_000),
            sparse in prop::collection::vec(any::<i64>(), 0..3_000),
            turned in any::<bool>(),
        ) {
            let mut numbers = [dense, sparse].concat();
            if turned {
                numbers.reverse();
            }
            let (mut wholes, mut plain) = (Wholes::default(), HashMap::new());
            for number in &numbers {
                let next = u32::try_from(plain.len()).unwrap();
                prop_assert_eq!(wholes.place(*number), *plain.entry(*number).or_insert(next));
            }
            prop_assert_eq!(wholes.count as usize, plain.len());
            prop_assert_eq!(wholes.each().collect::<HashMap<_, _>>(), plain);
            prop_assert!(wholes.near.len() <= wholes.count as usize * super::SPARSE);
        }
    }
}
