//! Conformed records as Arrow columns, gathered cell by cell.

use crate::conform::fold;
use crate::decimal::{Decimal, MAX_SCALE};
use crate::place::RowId;
use arrow::array::{
    ArrayRef, BooleanArray, BooleanBuilder, Date32Builder, Decimal128Array, Decimal256Array, Int8Array, Int32Builder,
    Int64Builder, RecordBatch, StringBuilder, StringDictionaryBuilder, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, i256};
use arrow::error::ArrowError;
use kpi_core::facts::Cell;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Period, Reason, Unit};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The columns of one dataset while its rows come in.
#[derive(Debug)]
pub struct Columns {
    rows: Vec<u64>,
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Column {
    values: Values,
    /// The rows, counted from 0, whose cell could not be read.
    failed: Vec<usize>,
    /// Of numbers and ranks, the rows whose cell says that there is a figure, and not which.
    hidden: Vec<(usize, Reason)>,
}

enum Values {
    Text(StringDictionaryBuilder<Int32Type>, Spellings),
    Number(Numbers),
    Date(Date32Builder),
    Period { order: Int64Builder, first: Int32Builder, last: Int32Builder },
    Rank(Int64Builder),
    YesNo(BooleanBuilder),
    Codes(StringBuilder),
}

/// How the first values of a column are written, by how they are compared. A column with more of them has people or the
/// like in it: no figure is cut by those, and their spelling is kept no further.
#[derive(Debug, Default)]
struct Spellings {
    by_folded: HashMap<String, String>,
    too_many: bool,
}

pub const MOST_SPELLINGS: usize = 100_000;

impl Spellings {
    fn see(&mut self, folded: &str, written: &str) {
        if self.too_many || self.by_folded.contains_key(folded) {
            return;
        }
        if self.by_folded.len() == MOST_SPELLINGS {
            self.too_many = true;
            return;
        }
        self.by_folded.insert(folded.to_owned(), written.trim().to_owned());
    }
}

/// The builder of dictionaries cannot be shown.
impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("values")
    }
}

#[derive(Debug, Default)]
struct Numbers {
    values: Vec<Option<Decimal>>,
    units: Vec<Option<i8>>,
    known: Vec<Unit>,
}

/// The columns as the engine sees them.
#[derive(Debug)]
pub struct Prepared {
    pub batch: RecordBatch,
    /// In the order of the declared columns.
    pub columns: Vec<Kind>,
}

/// What the engine has of a column, beside `{i}`, its values.
#[derive(Debug, Clone)]
pub struct Kind {
    /// Has it cells that could not be read, marked in `{i} failed`?
    pub failed: bool,
    /// Has it cells that say why their figure is not there, marked in `{i} hidden` by the place of the reason?
    pub hidden: bool,
    pub holds: Holds,
}

#[derive(Debug, Clone)]
pub enum Holds {
    /// Trimmed and in lower case, each text once.
    Text,
    /// Whole numbers over 10 to the scale. With several units, `{i} unit` tells each cell's.
    Number {
        scale: u8,
        wide: bool,
        units: Vec<Unit>,
    },
    Date,
    /// The values order periods as they are ordered; `{i} first` and `{i} last` are their months.
    Period,
    Rank,
    YesNo,
    /// All codes of a cell in order, with `;` between them.
    Codes,
    /// Numbers too far apart to be added up.
    TooWide,
}

impl Kind {
    /// The columns of a dataset, before any of its cells are seen.
    pub fn of(dataset: &Dataset) -> Vec<Self> {
        dataset
            .columns
            .iter()
            .map(|column| Self { failed: false, hidden: false, holds: Holds::of(&column.holds) })
            .collect()
    }
}

impl Holds {
    /// What a column of a type holds, as far as can be said before its cells are seen.
    pub const fn of(holds: &ColumnType) -> Self {
        match holds {
            ColumnType::Text | ColumnType::OneOf(_) => Self::Text,
            ColumnType::Number(_) => Self::Number { scale: 0, wide: false, units: Vec::new() },
            ColumnType::Date => Self::Date,
            ColumnType::Period => Self::Period,
            ColumnType::Rank => Self::Rank,
            ColumnType::YesNo => Self::YesNo,
            ColumnType::SomeOf(_) => Self::Codes,
        }
    }
}

/// A period as one number, ordered as periods are: by end, then the shorter first.
pub fn period_order(period: Period) -> i64 {
    let (first, last) = period.months();
    (i64::from(last) << 24) - i64::from(first)
}

impl Columns {
    pub fn new(dataset: &Dataset) -> Self {
        let columns = dataset
            .columns
            .iter()
            .map(|column| Column { values: Values::new(&column.holds), failed: Vec::new(), hidden: Vec::new() })
            .collect();
        Self { rows: Vec::new(), columns }
    }

    pub const fn count(&self) -> usize {
        self.rows.len()
    }

    pub fn push(&mut self, id: RowId, cells: &[Cell]) {
        let row = self.rows.len();
        self.rows.push(id.number);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let missing = if let Cell::Missing(missing) = cell { Some(missing.reason) } else { None };
            if !column.values.push(cell) || missing == Some(Reason::Failed) {
                column.failed.push(row);
            } else if let Some(reason) = missing
                && reason.hides_a_figure()
                && matches!(column.values, Values::Number(_) | Values::Rank(_))
            {
                column.hidden.push((row, reason));
            }
        }
    }

    /// How a text of a column is written where it first stands, if that was kept.
    pub fn spelling(&self, column: usize, folded: &str) -> Option<&str> {
        match &self.columns.get(column)?.values {
            Values::Text(_, spellings) => spellings.by_folded.get(folded).map(String::as_str),
            _ => None,
        }
    }

    /// Keeps how texts are written, and nothing else.
    pub fn forget(&mut self) {
        self.rows = Vec::new();
        for column in &mut self.columns {
            column.failed = Vec::new();
            column.hidden = Vec::new();
            match &mut column.values {
                Values::Text(values, _) => *values = StringDictionaryBuilder::new(),
                others => *others = Values::YesNo(BooleanBuilder::new()),
            }
        }
    }

    pub fn prepare(&self) -> Result<Prepared, ArrowError> {
        let mut fields = vec![Field::new("row", DataType::UInt64, false)];
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(UInt64Array::from(self.rows.clone()))];
        let mut put = |name: String, array: ArrayRef| {
            fields.push(Field::new(name, array.data_type().clone(), true));
            arrays.push(array);
        };
        let mut columns = Vec::with_capacity(self.columns.len());
        for (i, column) in self.columns.iter().enumerate() {
            if !column.failed.is_empty() {
                let mut failed = vec![false; self.rows.len()];
                for row in &column.failed {
                    if let Some(mark) = failed.get_mut(*row) {
                        *mark = true;
                    }
                }
                put(format!("{i} failed"), Arc::new(BooleanArray::from(failed)));
            }
            if !column.hidden.is_empty() {
                let mut hidden: Vec<Option<i8>> = vec![None; self.rows.len()];
                for (row, reason) in &column.hidden {
                    if let Some(mark) = hidden.get_mut(*row) {
                        *mark = Reason::ALL.iter().position(|known| known == reason).and_then(|at| at.try_into().ok());
                    }
                }
                put(format!("{i} hidden"), Arc::new(Int8Array::from(hidden)));
            }
            let holds = column.values.prepare(i, &mut put)?;
            columns.push(Kind { failed: !column.failed.is_empty(), hidden: !column.hidden.is_empty(), holds });
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
        Ok(Prepared { batch, columns })
    }
}

impl Values {
    fn new(holds: &ColumnType) -> Self {
        match holds {
            ColumnType::Text | ColumnType::OneOf(_) => Self::Text(StringDictionaryBuilder::new(), Spellings::default()),
            ColumnType::Number(_) => Self::Number(Numbers::default()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Period => {
                Self::Period { order: Int64Builder::new(), first: Int32Builder::new(), last: Int32Builder::new() }
            }
            ColumnType::Rank => Self::Rank(Int64Builder::new()),
            ColumnType::YesNo => Self::YesNo(BooleanBuilder::new()),
            ColumnType::SomeOf(_) => Self::Codes(StringBuilder::new()),
        }
    }

    /// Adds a cell; what is no value of the column is empty. False where the value cannot be kept exactly.
    fn push(&mut self, cell: &Cell) -> bool {
        match self {
            Self::Text(values, spellings) => {
                let folded = if let Cell::Text(text) = cell { Some((fold(text), text)) } else { None };
                if let Some((folded, text)) = &folded {
                    spellings.see(folded, text);
                }
                values.append_option(folded.map(|(folded, _)| folded));
            }
            Self::Number(numbers) => return numbers.push(cell),
            Self::Date(values) => {
                values.append_option(if let Cell::Date(date) = cell { Some(days(*date)) } else { None });
            }
            Self::Period { order, first, last } => {
                let period = if let Cell::Period(period) = cell { Some(*period) } else { None };
                order.append_option(period.map(period_order));
                first.append_option(period.map(|period| period.months().0));
                last.append_option(period.map(|period| period.months().1));
            }
            Self::Rank(values) => {
                values.append_option(if let Cell::Rank(rank) = cell { Some(i64::from(rank.position)) } else { None });
            }
            Self::YesNo(values) => {
                values.append_option(if let Cell::YesNo(value) = cell { Some(*value) } else { None });
            }
            Self::Codes(values) => {
                let held = if let Cell::Codes(held) = cell { Some(held) } else { None };
                values.append_option(held.map(|held| {
                    let mut held: Vec<String> = held.iter().map(|code| fold(code)).collect();
                    held.sort();
                    held.join(";")
                }));
            }
        }
        true
    }

    fn prepare(&self, i: usize, put: &mut impl FnMut(String, ArrayRef)) -> Result<Holds, ArrowError> {
        let name = i.to_string();
        Ok(match self {
            Self::Text(values, _) => {
                put(name, Arc::new(values.finish_cloned()));
                Holds::Text
            }
            Self::Number(numbers) => return numbers.prepare(i, put),
            Self::Date(values) => {
                put(name, Arc::new(values.finish_cloned()));
                Holds::Date
            }
            Self::Period { order, first, last } => {
                put(name, Arc::new(order.finish_cloned()));
                put(format!("{i} first"), Arc::new(first.finish_cloned()));
                put(format!("{i} last"), Arc::new(last.finish_cloned()));
                Holds::Period
            }
            Self::Rank(values) => {
                put(name, Arc::new(values.finish_cloned()));
                Holds::Rank
            }
            Self::YesNo(values) => {
                put(name, Arc::new(values.finish_cloned()));
                Holds::YesNo
            }
            Self::Codes(values) => {
                put(name, Arc::new(values.finish_cloned()));
                Holds::Codes
            }
        })
    }
}

impl Numbers {
    fn push(&mut self, cell: &Cell) -> bool {
        let Cell::Number(quantity) = cell else {
            self.values.push(None);
            self.units.push(None);
            return true;
        };
        let value = Decimal::of(&quantity.value);
        let unit = self.known.iter().position(|unit| *unit == quantity.unit).unwrap_or_else(|| {
            self.known.push(quantity.unit);
            self.known.len() - 1
        });
        self.values.push(value);
        self.units.push(value.and_then(|_| i8::try_from(unit).ok()));
        value.is_some()
    }

    /// All numbers at the largest scale that any of them has, in a width in which not even the sum of their sizes
    /// overflows: then no sum over some of them can.
    fn prepare(&self, i: usize, put: &mut impl FnMut(String, ArrayRef)) -> Result<Holds, ArrowError> {
        let scale = self.values.iter().flatten().map(|value| value.scale).max().unwrap_or(0).min(MAX_SCALE);
        let scaled = |value: &Decimal| {
            let power = i256::from_i128(10).checked_pow(u32::from(scale.saturating_sub(value.scale)))?;
            i256::from_i128(value.mantissa).checked_mul(power)
        };
        let total = self
            .values
            .iter()
            .flatten()
            .try_fold(i256::ZERO, |total, value| total.checked_add(scaled(value)?.checked_abs()?));
        let limit = |digits: u32| i256::from_i128(10).checked_pow(digits);
        let exponent = i8::try_from(scale).unwrap_or_default();
        if self.known.len() > 1 {
            put(format!("{i} unit"), Arc::new(Int8Array::from(self.units.clone())));
        }
        let within = |digits| total.zip(limit(digits)).is_some_and(|(total, limit)| total < limit);
        let units = self.known.clone();
        if within(38) {
            let values = self.values.iter().map(|value| {
                let value = value.as_ref()?;
                value.mantissa.checked_mul(10i128.checked_pow(u32::from(scale - value.scale))?)
            });
            let values: Decimal128Array = values.collect();
            put(i.to_string(), Arc::new(values.with_precision_and_scale(38, exponent)?));
            Ok(Holds::Number { scale, wide: false, units })
        } else if within(76) {
            let values: Decimal256Array = self.values.iter().map(|value| scaled(value.as_ref()?)).collect();
            put(i.to_string(), Arc::new(values.with_precision_and_scale(76, exponent)?));
            Ok(Holds::Number { scale, wide: true, units })
        } else {
            let there: BooleanArray = self.values.iter().map(|value| value.map(|_| true)).collect();
            put(i.to_string(), Arc::new(there));
            Ok(Holds::TooWide)
        }
    }
}

/// Days since 1970, as Arrow counts them.
pub fn days(date: chrono::NaiveDate) -> i32 {
    use chrono::Datelike;
    date.num_days_from_ce() - 719_163
}
