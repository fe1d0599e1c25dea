//! What a dataset's source holds, set beside what the rules say of it.

use crate::Ways;
use crate::file::Files;
use crate::header;
use crate::load::{Sources, each_row};
use crate::sql::Databases;
use indexmap::{IndexMap, IndexSet};
use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::Cell;
use kpi_core::schema::{Column, Dataset};
use kpi_core::{Calendar, Diagnostic, Exact, Quantity, Reason, Unit};
use std::cmp::Ordering;
use std::path::Path;

/// So many different values of a column are counted; of more it is only said that there are more.
const DIFFERENT: usize = 100_000;

/// So many different texts and periods of a column are kept, in the order in which they come.
const KEPT: usize = 200;

/// So many cells that are not understood are shown.
const SHOWN: usize = 10;

#[derive(Debug, Clone)]
pub struct Profile {
    pub dataset: String,
    /// The file and sheet, or the database and table.
    pub place: DataPlace,
    pub rows: u64,
    /// Why there are none, where the source cannot be read.
    pub broken: Option<String>,
    pub columns: Vec<ColumnProfile>,
    /// Headers of the source that no column of the dataset has.
    pub unnamed: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct ColumnProfile {
    pub name: String,
    /// As the source heads it.
    pub header: String,
    /// As the rules write its type.
    pub holds: String,
    /// Cells with a value.
    pub filled: u64,
    pub empty: u64,
    /// Words for a missing value that the rules name, and how often each stands there.
    pub missing: IndexMap<String, u64>,
    /// Cells that are not understood.
    pub unread: u64,
    /// The first of them, and how often each stands there.
    pub unread_words: IndexMap<String, u64>,
    /// How many different values there are; `None`: more than are counted.
    pub different: Option<u64>,
    /// Of texts and periods the first of them, as they are first written.
    pub words: Vec<String>,
    /// Of numbers, days, periods and ranks.
    pub least: Option<String>,
    pub greatest: Option<String>,
    /// Of a column of codes, each code of the rules and how many cells have it.
    pub codes: IndexMap<String, u64>,
}

impl ColumnProfile {
    /// Codes of the rules that no cell has.
    pub fn unused(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().filter(|(_, count)| **count == 0).map(|(code, _)| code.as_str())
    }
}

struct Counting<'a> {
    column: &'a Column,
    found: ColumnProfile,
    values: IndexSet<String>,
    least: Option<Cell>,
    greatest: Option<Cell>,
}

impl<'a> Counting<'a> {
    fn new(column: &'a Column) -> Self {
        let codes = column.holds.codes().unwrap_or_default().iter().map(|code| (code.clone(), 0)).collect();
        let found = ColumnProfile {
            name: column.name.clone(),
            header: header::called(column).to_owned(),
            holds: crate::infer::written(&column.holds),
            codes,
            ..ColumnProfile::default()
        };
        Self { column, found, values: IndexSet::new(), least: None, greatest: None }
    }

    fn take(&mut self, cell: &Cell, written: Option<&str>) {
        let text = written.unwrap_or_default().trim();
        let found = &mut self.found;
        match cell {
            Cell::Missing(missing) if missing.reason == Reason::Failed => {
                found.unread += 1;
                let known = found.unread_words.contains_key(text);
                if known || found.unread_words.len() < SHOWN {
                    *found.unread_words.entry(text.to_owned()).or_default() += 1;
                }
                return;
            }
            Cell::Empty => {
                found.empty += 1;
                return;
            }
            Cell::Missing(_) if text.is_empty() => {
                found.empty += 1;
                return;
            }
            Cell::Missing(_) => {
                let fold = crate::conform::fold;
                let word = self.column.missing_words.iter().find(|(word, _)| fold(word) == fold(text));
                *found.missing.entry(word.map_or(text, |(word, _)| word).to_owned()).or_default() += 1;
                return;
            }
            Cell::Text(code) => {
                if let Some(count) = found.codes.get_mut(code) {
                    *count += 1;
                }
            }
            Cell::Codes(codes) => {
                for code in codes {
                    if let Some(count) = found.codes.get_mut(code) {
                        *count += 1;
                    }
                }
            }
            _ => {}
        }
        if text.is_empty() {
            // The value that stands in for an empty cell.
            found.empty += 1;
        } else {
            found.filled += 1;
        }
        if self.values.len() <= DIFFERENT {
            let value = shown(cell);
            let is_new = self.values.insert(crate::conform::fold(&value));
            let is_word = matches!(cell, Cell::Text(_) | Cell::Period(_));
            if is_new && is_word && self.found.words.len() < KEPT {
                self.found.words.push(value);
            }
        }
        if order(cell, cell).is_some() {
            let below =
                |other: &Option<Cell>, wanted| other.as_ref().is_none_or(|other| order(cell, other) == Some(wanted));
            if below(&self.least, Ordering::Less) {
                self.least = Some(cell.clone());
            }
            if below(&self.greatest, Ordering::Greater) {
                self.greatest = Some(cell.clone());
            }
        }
    }

    fn finish(mut self) -> ColumnProfile {
        let different = self.values.len();
        self.found.different = (different <= DIFFERENT).then(|| u64::try_from(different).unwrap_or(u64::MAX));
        self.found.least = self.least.as_ref().map(shown);
        self.found.greatest = self.greatest.as_ref().map(shown);
        self.found
    }
}

/// How values that have a least and a greatest compare.
fn order(a: &Cell, b: &Cell) -> Option<Ordering> {
    match (a, b) {
        (Cell::Number(a), Cell::Number(b)) => Some(a.value.cmp(&b.value)),
        (Cell::Date(a), Cell::Date(b)) => Some(a.cmp(b)),
        (Cell::Period(a), Cell::Period(b)) => {
            Some(crate::columns::period_order(*a).cmp(&crate::columns::period_order(*b)))
        }
        (Cell::Rank(a), Cell::Rank(b)) => Some(a.position.cmp(&b.position)),
        _ => None,
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Number(quantity) => number(quantity),
        Cell::Text(text) => text.clone(),
        Cell::Date(day) => day.to_string(),
        Cell::Period(period) => period.to_string(),
        Cell::Rank(rank) => rank.to_string(),
        Cell::YesNo(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        Cell::Codes(codes) => codes.join("; "),
        Cell::Empty | Cell::Missing(_) => String::new(),
    }
}

fn number(quantity: &Quantity) -> String {
    let decimal = |value: &Exact| value.to_decimal().unwrap_or_else(|| value.to_string());
    let hundred = quantity.value.mul(&Exact::from(100));
    match (quantity.unit, hundred) {
        (Unit::Percent, Ok(hundred)) => format!("{}%", decimal(&hundred)),
        (Unit::Points, Ok(hundred)) => format!("{} pp", decimal(&hundred)),
        (Unit::Money, _) if quantity.value.is_negative() => format!("-£{}", decimal(&quantity.value.abs())),
        (Unit::Money, _) => format!("£{}", decimal(&quantity.value)),
        _ => decimal(&quantity.value),
    }
}

/// Reads a dataset and counts what it holds. `known` are the datasets that queries may read.
pub fn profile(
    root: &Path,
    calendar: Calendar,
    ways: Ways,
    dataset: &Dataset,
    known: &[&Dataset],
) -> (Profile, Vec<Diagnostic>) {
    let mut sources = Sources {
        files: Files::new(root),
        databases: Databases::new(ways.connections),
        plugins: ways.plugins,
        calendar,
        datasets: known.iter().map(|dataset| (dataset.name.as_str(), *dataset)).collect(),
    };
    let mut columns: Vec<Counting<'_>> = dataset.columns.iter().map(Counting::new).collect();
    let mut rows = 0;
    let mut told = Vec::new();
    let seen = each_row(&mut sources, dataset, &mut told, &mut |_, cells, raws| {
        rows += 1;
        for ((column, cell), raw) in columns.iter_mut().zip(cells).zip(raws) {
            column.take(cell, *raw);
        }
    });
    let columns = columns.into_iter().map(Counting::finish).collect();
    let (broken, unnamed) = (seen.broken, seen.unnamed);
    (Profile { dataset: dataset.name.clone(), place: seen.origin.whole(), rows, broken, columns, unnamed }, told)
}
