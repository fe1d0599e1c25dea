//! Cuts a column into classes: cells of one class are alike to every test that any question makes of the column.
//!
//! However many questions there are, a row is put into its class by one search among the limits and codes they name.

use super::atoms::{Sample, outcome};
use super::failed;
use crate::DataError;
use crate::columns::{Holds, Prepared, days};
use crate::conform::fold;
use crate::decimal::exact;
use arrow::array::{
    Array, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Int32Array, Int64Array, StringArray,
};
use arrow::datatypes::i256;
use indexmap::IndexSet;
use kpi_core::facts::{Filter, Scalar};
use kpi_core::{Exact, Rounding};
use std::collections::HashMap;
use std::hash::Hash;

/// The class of a cell, by its place among the classes of its column.
pub type Class = u32;

/// The classes of one column and each row's place among them.
pub struct Classes {
    pub column: usize,
    /// For each row its class.
    pub rows: Vec<Class>,
    /// For each class what each atom says of its cells.
    outcomes: IndexSet<Vec<Option<bool>>>,
}

impl Classes {
    pub const fn of(column: usize, outcomes: IndexSet<Vec<Option<bool>>>) -> Self {
        Self { column, rows: Vec::new(), outcomes }
    }

    pub fn outcome(&self, class: Class, atom: usize) -> Option<bool> {
        self.outcomes.get_index(class as usize)?.get(atom).copied().flatten()
    }

    pub fn count(&self) -> usize {
        self.outcomes.len().max(1)
    }
}

/// Cells with the same outcomes are one class, however many codes and intervals they come from.
struct Cutter<'a> {
    atoms: &'a IndexSet<Filter>,
    outcomes: IndexSet<Vec<Option<bool>>>,
}

impl Cutter<'_> {
    fn class(&mut self, sample: &Sample) -> Class {
        let outcomes = self.atoms.iter().map(|atom| outcome(atom, sample)).collect();
        Class::try_from(self.outcomes.insert_full(outcomes).0).unwrap_or(Class::MAX)
    }

    /// Classes of ordered cells: one for each interval between the cuts, in which a cut begins its interval.
    fn ordered<T: Ord>(
        &mut self,
        cells: impl Iterator<Item = Option<T>>,
        mut cuts: Vec<T>,
        least: Sample,
        sample: impl Fn(&T) -> Sample,
    ) -> Vec<Class> {
        cuts.sort_unstable();
        cuts.dedup();
        let intervals: Vec<Class> =
            std::iter::once(least).chain(cuts.iter().map(sample)).map(|sample| self.class(&sample)).collect();
        let empty = self.class(&Sample::Empty);
        let class = |cell: Option<T>| match cell {
            None => empty,
            Some(cell) => intervals.get(cuts.partition_point(|cut| *cut <= cell)).copied().unwrap_or(empty),
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

pub fn classify(prepared: &Prepared, column: usize, atoms: &IndexSet<Filter>) -> Result<Classes, DataError> {
    let mut cutter = Cutter { atoms, outcomes: IndexSet::new() };
    let kind = prepared.columns.get(column).ok_or_else(|| failed("a column is not there"))?;
    let mut rows = cut(prepared, column, &kind.holds, &mut cutter)?;
    if kind.failed {
        let unread = cutter.class(&Sample::Unread);
        let marks: &BooleanArray = array(prepared, &format!("{column} failed"))?;
        for (row, mark) in rows.iter_mut().zip(marks) {
            if mark == Some(true) {
                *row = unread;
            }
        }
    }
    Ok(Classes { column, rows, outcomes: cutter.outcomes })
}

fn cut(prepared: &Prepared, column: usize, holds: &Holds, cutter: &mut Cutter<'_>) -> Result<Vec<Class>, DataError> {
    let name = column.to_string();
    Ok(match holds {
        Holds::Text => {
            let cells: &StringArray = array(prepared, &name)?;
            // Just above a text stands the same with the least letter behind it.
            let named = scalars(cutter.atoms).filter_map(|value| match value {
                Scalar::Text(text) => Some(fold(text)),
                _ => None,
            });
            let cuts: Vec<String> = named.flat_map(|text| [format!("{text}\0"), text]).collect();
            let cuts: Vec<&str> = cuts.iter().map(String::as_str).collect();
            cutter.ordered(cells.iter(), cuts, Sample::Text(String::new()), |cut| Sample::Text((*cut).to_owned()))
        }
        Holds::Number { scale, wide: false, .. } => {
            let cells: &Decimal128Array = array(prepared, &name)?;
            let cuts = number_cuts(cutter.atoms, *scale).filter_map(|cut| cut.parse::<i128>().ok()).collect();
            let sample = |whole: &i128| number(&whole.to_string(), *scale);
            cutter.ordered(cells.iter(), cuts, number(&i128::MIN.to_string(), *scale), sample)
        }
        Holds::Number { scale, wide: true, .. } => {
            let cells: &Decimal256Array = array(prepared, &name)?;
            let cuts = number_cuts(cutter.atoms, *scale).filter_map(|cut| i256::from_string(&cut)).collect();
            let sample = |whole: &i256| number(&whole.to_string(), *scale);
            cutter.ordered(cells.iter(), cuts, number(&i256::MIN.to_string(), *scale), sample)
        }
        Holds::Rank => {
            let cells: &Int64Array = array(prepared, &name)?;
            let cuts = number_cuts(cutter.atoms, 0).filter_map(|cut| cut.parse::<i64>().ok()).collect();
            let sample = |whole: &i64| Sample::Number(Exact::from(*whole));
            cutter.ordered(cells.iter(), cuts, sample(&i64::MIN), sample)
        }
        Holds::Date => {
            let cells: &Date32Array = array(prepared, &name)?;
            let mut cuts = Vec::new();
            for atom in cutter.atoms {
                if let Filter::Between { first, last, .. } = atom {
                    cuts.extend([days(*first), days(*last).saturating_add(1)]);
                }
            }
            for value in scalars(cutter.atoms) {
                if let Scalar::Date(day) = value {
                    cuts.extend([days(*day), days(*day).saturating_add(1)]);
                }
            }
            cutter.ordered(cells.iter(), cuts, Sample::Date(i32::MIN), |day| Sample::Date(*day))
        }
        Holds::Period => {
            let order: &Int64Array = array(prepared, &name)?;
            let first: &Int32Array = array(prepared, &format!("{column} first"))?;
            let last: &Int32Array = array(prepared, &format!("{column} last"))?;
            let cells = order.iter().zip(first).zip(last).map(|((order, first), last)| Some((order?, first?, last?)));
            let sample =
                |(order, first, last): &(i64, i32, i32)| Sample::Period { order: *order, first: *first, last: *last };
            cutter.listed(cells, sample)
        }
        Holds::YesNo => {
            let cells: &BooleanArray = array(prepared, &name)?;
            cutter.listed(cells.iter(), |truth| Sample::YesNo(*truth))
        }
        Holds::Codes => {
            let cells: &StringArray = array(prepared, &name)?;
            cutter.listed(cells.iter(), |all| {
                Sample::Codes(all.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect())
            })
        }
        Holds::TooWide => {
            let cells: &BooleanArray = array(prepared, &name)?;
            cutter.listed(cells.iter(), |_| Sample::There)
        }
    })
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
