//! Cuts a column into classes: cells of one class are alike to every test that any question makes of the column.
//!
//! However many questions there are, a row is put into its class by one look at its place among the limits and codes
//! they name. A column is cut once; the rows come batch by batch.

use super::atoms::{Sample, outcome};
use super::failed;
use crate::DataError;
use crate::columns::{Holds, Prepared, days};
use crate::conform::fold;
use crate::decimal::exact;
use arrow::array::{
    Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, DictionaryArray, Int32Array,
    Int64Array, StringArray,
};
use arrow::datatypes::{Int32Type, i256};
use indexmap::IndexSet;
use kpi_core::facts::{Filter, Scalar};
use kpi_core::{Exact, Rounding};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// The class of a cell, by its place among the classes of its column.
pub type Class = u32;

/// Cuts as far apart as this are looked up in a table instead of searched for.
const TABLE: i64 = 1 << 17;

/// What an atom says of the cells of a class.
type Outcomes = Vec<Option<bool>>;

/// The classes of one column. Cells with the same outcomes are one class, however many codes and intervals they come
/// from.
pub struct Classes {
    pub column: usize,
    atoms: IndexSet<Filter>,
    outcomes: IndexSet<Outcomes>,
    /// The class of each value of the last dictionary: batches that follow one another share it.
    dictionary: Option<(ArrayRef, Vec<Class>)>,
}

impl Classes {
    /// Classes that are known by what each atom says of them.
    pub fn of(column: usize, outcomes: IndexSet<Outcomes>) -> Self {
        Self { column, atoms: IndexSet::new(), outcomes, dictionary: None }
    }

    /// The classes that can be told before any row is seen are there from the start.
    pub fn new(column: usize, atoms: &IndexSet<Filter>, holds: &Holds) -> Self {
        let mut classes = Self { column, atoms: atoms.clone(), outcomes: IndexSet::new(), dictionary: None };
        classes.class(&Sample::Empty);
        match holds {
            Holds::Text => {
                classes.class(&Sample::Text(String::new()));
                for cut in text_cuts(atoms) {
                    classes.class(&Sample::Text(cut));
                }
            }
            Holds::Date => {
                classes.class(&Sample::Date(i32::MIN));
                for day in date_cuts(atoms) {
                    classes.class(&Sample::Date(day));
                }
            }
            Holds::YesNo => {
                classes.class(&Sample::YesNo(true));
                classes.class(&Sample::YesNo(false));
            }
            Holds::Number { .. } | Holds::Rank => {
                classes.class(&number(&i128::MIN.to_string(), 0));
                for value in scalars(atoms) {
                    if let Scalar::Number(value) = value {
                        let (below, above) = (value.sub(&Exact::one()), value.add(&Exact::one()));
                        for value in [below, Ok(value.clone()), above].into_iter().flatten() {
                            classes.class(&Sample::Number(value));
                        }
                    }
                }
            }
            Holds::Period | Holds::Codes | Holds::TooWide => {}
        }
        classes
    }

    pub fn outcome(&self, class: Class, atom: usize) -> Option<bool> {
        self.outcomes.get_index(class as usize)?.get(atom).copied().flatten()
    }

    pub fn count(&self) -> usize {
        self.outcomes.len().max(1)
    }

    /// The places of another's classes among these.
    pub fn join(&mut self, other: &Self) -> Vec<Class> {
        other.outcomes.iter().map(|outcomes| self.place(outcomes.clone())).collect()
    }

    fn place(&mut self, outcomes: Outcomes) -> Class {
        Class::try_from(self.outcomes.insert_full(outcomes).0).unwrap_or(Class::MAX)
    }

    fn class(&mut self, sample: &Sample) -> Class {
        let outcomes = self.atoms.iter().map(|atom| outcome(atom, sample)).collect();
        self.place(outcomes)
    }

    /// For each row of a batch its class.
    pub fn rows(&mut self, prepared: &Prepared) -> Result<Vec<Class>, DataError> {
        let kind = prepared.columns.get(self.column).ok_or_else(|| failed("a column is not there"))?;
        let mut rows = self.cut(prepared, &kind.holds)?;
        if kind.failed {
            let unread = self.class(&Sample::Unread);
            let marks: &BooleanArray = array(prepared, &format!("{} failed", self.column))?;
            for (row, mark) in rows.iter_mut().zip(marks) {
                if mark == Some(true) {
                    *row = unread;
                }
            }
        }
        Ok(rows)
    }

    fn cut(&mut self, prepared: &Prepared, holds: &Holds) -> Result<Vec<Class>, DataError> {
        let name = self.column.to_string();
        Ok(match holds {
            Holds::Text => {
                let cells: &DictionaryArray<Int32Type> = array(prepared, &name)?;
                let of_value = self.of_dictionary(cells)?;
                let empty = self.class(&Sample::Empty);
                let class = |value: i32| {
                    let value = usize::try_from(value).unwrap_or(usize::MAX);
                    of_value.get(value).copied().unwrap_or(empty)
                };
                let keys = cells.keys();
                let rows = if keys.null_count() == 0 {
                    keys.values().iter().map(|value| class(*value)).collect()
                } else {
                    keys.iter().map(|value| value.map_or(empty, class)).collect()
                };
                self.dictionary = Some((Arc::clone(cells.values()), of_value));
                rows
            }
            Holds::Number { scale, wide: false, .. } => {
                let cells: &Decimal128Array = array(prepared, &name)?;
                let cuts = number_cuts(&self.atoms, *scale).filter_map(|cut| cut.parse::<i128>().ok()).collect();
                let sample = |whole: &i128| number(&whole.to_string(), *scale);
                let least = number(&i128::MIN.to_string(), *scale);
                let narrow = |cell: i128| i64::try_from(cell).ok();
                self.ordered(cells.iter(), cuts, least, sample, narrow)
            }
            Holds::Number { scale, wide: true, .. } => {
                let cells: &Decimal256Array = array(prepared, &name)?;
                let cuts = number_cuts(&self.atoms, *scale).filter_map(|cut| i256::from_string(&cut)).collect();
                let sample = |whole: &i256| number(&whole.to_string(), *scale);
                self.ordered(cells.iter(), cuts, number(&i256::MIN.to_string(), *scale), sample, |_| None)
            }
            Holds::Rank => {
                let cells: &Int64Array = array(prepared, &name)?;
                let cuts = number_cuts(&self.atoms, 0).filter_map(|cut| cut.parse::<i64>().ok()).collect();
                let sample = |whole: &i64| Sample::Number(Exact::from(*whole));
                self.ordered(cells.iter(), cuts, sample(&i64::MIN), sample, Some)
            }
            Holds::Date => {
                let cells: &Date32Array = array(prepared, &name)?;
                let cuts = date_cuts(&self.atoms);
                let sample = |day: &i32| Sample::Date(*day);
                self.ordered(cells.iter(), cuts, Sample::Date(i32::MIN), sample, |day| Some(i64::from(day)))
            }
            Holds::Period => {
                let order: &Int64Array = array(prepared, &name)?;
                let first: &Int32Array = array(prepared, &format!("{name} first"))?;
                let last: &Int32Array = array(prepared, &format!("{name} last"))?;
                let cells =
                    order.iter().zip(first).zip(last).map(|((order, first), last)| Some((order?, first?, last?)));
                self.listed(cells, |(order, first, last): &(i64, i32, i32)| Sample::Period {
                    order: *order,
                    first: *first,
                    last: *last,
                })
            }
            Holds::YesNo => {
                let cells: &BooleanArray = array(prepared, &name)?;
                self.listed(cells.iter(), |truth| Sample::YesNo(*truth))
            }
            Holds::Codes => {
                let cells: &StringArray = array(prepared, &name)?;
                self.listed(cells.iter(), |all| {
                    Sample::Codes(all.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect())
                })
            }
            Holds::TooWide => {
                let cells: &BooleanArray = array(prepared, &name)?;
                self.listed(cells.iter(), |_| Sample::There)
            }
        })
    }

    /// The class of each value of a dictionary.
    fn of_dictionary(&mut self, cells: &DictionaryArray<Int32Type>) -> Result<Vec<Class>, DataError> {
        if let Some((values, classes)) = self.dictionary.take()
            && Arc::ptr_eq(&values, cells.values())
        {
            return Ok(classes);
        }
        let values: &StringArray =
            cells.values().as_any().downcast_ref().ok_or_else(|| failed("a dictionary is not of texts"))?;
        let cuts = text_cuts(&self.atoms);
        let cuts: Vec<&str> = cuts.iter().map(String::as_str).collect();
        let least = Sample::Text(String::new());
        Ok(self.ordered(values.iter(), cuts, least, |cut| Sample::Text((*cut).to_owned()), |_| None))
    }

    /// Classes of ordered cells: one for each interval between the cuts, in which a cut begins its interval. Cells that
    /// are whole numbers near one another are looked up.
    fn ordered<T: Ord + Copy>(
        &mut self,
        cells: impl Iterator<Item = Option<T>>,
        mut cuts: Vec<T>,
        least: Sample,
        sample: impl Fn(&T) -> Sample,
        whole: impl Fn(T) -> Option<i64>,
    ) -> Vec<Class> {
        cuts.sort_unstable();
        cuts.dedup();
        let intervals: Vec<Class> =
            std::iter::once(least).chain(cuts.iter().map(sample)).map(|sample| self.class(&sample)).collect();
        let empty = self.class(&Sample::Empty);
        let interval = |at: usize| intervals.get(at).copied().unwrap_or(empty);
        let ends = cuts.first().zip(cuts.last()).and_then(|(first, last)| whole(*first).zip(whole(*last)));
        if let Some((first, last)) = ends
            && last.checked_sub(first).is_some_and(|range| range < TABLE)
        {
            let near: Vec<i64> = cuts.iter().filter_map(|cut| whole(*cut)).collect();
            let table: Vec<Class> = (first..=last).map(|at| interval(near.partition_point(|cut| *cut <= at))).collect();
            let (below, above) = (interval(0), interval(cuts.len()));
            return cells
                .map(|cell| {
                    let Some(cell) = cell else { return empty };
                    match whole(cell) {
                        Some(at) if at < first => below,
                        Some(at) => {
                            let place = usize::try_from(at - first).unwrap_or(usize::MAX);
                            table.get(place).copied().unwrap_or(above)
                        }
                        None => interval(cuts.partition_point(|cut| *cut <= cell)),
                    }
                })
                .collect();
        }
        let class = |cell: Option<T>| match cell {
            None => empty,
            Some(cell) => interval(cuts.partition_point(|cut| *cut <= cell)),
        };
        cells.map(class).collect()
    }

    /// Classes of cells that have few different values: each is looked at once.
    fn listed<T: Eq + Hash>(
        &mut self,
        cells: impl Iterator<Item = Option<T>>,
        sample: impl Fn(&T) -> Sample,
    ) -> Vec<Class> {
        let empty = self.class(&Sample::Empty);
        let mut known: HashMap<T, Class> = HashMap::new();
        let mut class = |cell: Option<T>| {
            let Some(cell) = cell else { return empty };
            if let Some(class) = known.get(&cell) {
                return *class;
            }
            let class = self.class(&sample(&cell));
            known.insert(cell, class);
            class
        };
        cells.map(&mut class).collect()
    }
}

/// Every value the atoms compare with.
fn scalars(atoms: &IndexSet<Filter>) -> impl Iterator<Item = &Scalar> {
    atoms.iter().flat_map(|atom| match atom {
        Filter::Compare { value, .. } => std::slice::from_ref(value),
        Filter::In { values, .. } => values.as_slice(),
        _ => &[],
    })
}

/// Just above a text stands the same with the least letter behind it.
fn text_cuts(atoms: &IndexSet<Filter>) -> Vec<String> {
    let named = scalars(atoms).filter_map(|value| match value {
        Scalar::Text(text) => Some(fold(text)),
        _ => None,
    });
    named.flat_map(|text| [format!("{text}\0"), text]).collect()
}

fn date_cuts(atoms: &IndexSet<Filter>) -> Vec<i32> {
    let mut cuts = Vec::new();
    for atom in atoms {
        if let Filter::Between { first, last, .. } = atom {
            cuts.extend([days(*first), days(*last).saturating_add(1)]);
        }
    }
    for value in scalars(atoms) {
        if let Scalar::Date(day) = value {
            cuts.extend([days(*day), days(*day).saturating_add(1)]);
        }
    }
    cuts
}

fn number(whole: &str, scale: u8) -> Sample {
    exact(whole, u32::from(scale)).map_or(Sample::Unread, Sample::Number)
}

/// Where the whole numbers over 10 to the scale begin to compare otherwise with the numbers the atoms name. One that no
/// cell can hold is no cut: all cells lie on one side of it.
fn number_cuts(atoms: &IndexSet<Filter>, scale: u8) -> impl Iterator<Item = String> {
    scalars(atoms).flat_map(move |value| {
        let Scalar::Number(number) = value else { return Vec::new() };
        let power = Exact::from(10);
        // A number too large to be scaled is larger in size than any cell.
        let Ok(scaled) = (0..scale).try_fold(number.clone(), |scaled, _| scaled.mul(&power)) else { return Vec::new() };
        let cut = scaled.round(0, Rounding::Truncate);
        let (below, above) = (cut.sub(&Exact::one()), cut.add(&Exact::one()));
        // From one below to one above: between them lie all changes, whichever way the number was cut.
        [below, Ok(cut), above].into_iter().flatten().map(|cut| cut.to_string()).collect()
    })
}

/// A column of the prepared records, of the type it must have.
pub fn array<'a, A: Array + 'static>(prepared: &'a Prepared, name: &str) -> Result<&'a A, DataError> {
    let found = prepared.batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref::<A>());
    found.ok_or_else(|| failed(format!("the column {name} is not there, or not as it was made")))
}
