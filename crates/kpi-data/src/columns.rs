//! Conformed records as Arrow columns, gathered cell by cell.

use crate::conform::fold;
use crate::decimal::{Decimal, MAX_SCALE};
use crate::place::RowId;
use arrow::array::{
    ArrayRef, BooleanArray, BooleanBuilder, Date32Builder, Decimal128Array, Decimal256Array, DictionaryArray,
    Int8Array, Int32Builder, Int64Builder, RecordBatch, StringArray, StringBuilder, UInt64Array,
};
use arrow::datatypes::{DataType, Field, Schema, i256};
use arrow::error::ArrowError;
use indexmap::IndexSet;
use kpi_core::facts::Cell;
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Period, Reason, Unit};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The columns of one dataset while its rows come in.
#[derive(Debug)]
pub struct Columns {
    rows: Vec<u64>,
    columns: Vec<Column>,
    /// Of all declared columns, before any cell is seen.
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Column {
    /// Its place among the declared ones.
    place: usize,
    values: Values,
    /// The rows, counted from 0, whose cell could not be read.
    failed: Vec<usize>,
    /// Of numbers and ranks, the rows whose cell says that there is a figure, and not which.
    hidden: Vec<(usize, Reason)>,
}

enum Values {
    Text {
        keys: Int32Builder,
        texts: Texts,
    },
    Number(Numbers),
    Date(Date32Builder),
    Period {
        order: Int64Builder,
        first: Int32Builder,
        last: Int32Builder,
    },
    Rank(Int64Builder),
    YesNo(BooleanBuilder),
    /// The cells of several codes are kept by their place among the texts too.
    Codes {
        cells: StringBuilder,
        texts: Texts,
    },
}

/// A cell in the form its column keeps: the same for every cell in which the same is written.
#[derive(Debug, Clone, Copy)]
pub struct Kept {
    value: Value,
    failed: bool,
    /// Why a figure that there is was not given.
    hidden: Option<Reason>,
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Nothing,
    /// The place among the texts of the column.
    Text(i32),
    /// Of the unit in this place among those of the column.
    Number(Decimal, Option<i8>),
    Date(i32),
    Period(Period),
    Rank(i64),
    YesNo(bool),
}

/// The different texts of a column, as they are compared.
#[derive(Default)]
struct Texts {
    folded: IndexSet<String>,
    spellings: Spellings,
    /// The texts as an array, while no text is added.
    shared: OnceLock<ArrayRef>,
}

impl Texts {
    fn place(&mut self, folded: String) -> Value {
        let (place, new) = self.folded.insert_full(folded);
        if new {
            self.shared.take();
        }
        i32::try_from(place).map_or(Value::Nothing, Value::Text)
    }

    fn forget(&mut self) {
        self.folded = IndexSet::new();
        self.shared.take();
    }

    fn get(&self, place: i32) -> Option<&str> {
        self.folded.get_index(usize::try_from(place).ok()?).map(String::as_str)
    }

    /// Batches that follow one another share their dictionary, so that it is looked at once.
    fn array(&self) -> ArrayRef {
        let made = || -> ArrayRef { Arc::new(StringArray::from_iter_values(&self.folded)) };
        Arc::clone(self.shared.get_or_init(made))
    }
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
        Self::of(dataset, 0..dataset.columns.len())
    }

    /// Some of the columns of a dataset only.
    pub fn of(dataset: &Dataset, places: impl IntoIterator<Item = usize>) -> Self {
        let column = |place: usize| {
            let values = Values::new(&dataset.columns.get(place)?.holds);
            Some(Column { place, values, failed: Vec::new(), hidden: Vec::new() })
        };
        let columns = places.into_iter().filter_map(column).collect();
        Self { rows: Vec::new(), columns, kinds: Kind::of(dataset) }
    }

    pub const fn count(&self) -> usize {
        self.rows.len()
    }

    pub fn push(&mut self, id: RowId, cells: &[Cell]) {
        let kept = cells.iter().enumerate().map(|(column, cell)| self.keep(column, cell)).collect::<Vec<_>>();
        self.push_kept(id, &kept);
    }

    /// A cell as its column keeps it, for as many rows as have it.
    pub fn keep(&mut self, column: usize, cell: &Cell) -> Kept {
        let Some(column) = self.columns.get_mut(column) else {
            return Kept { value: Value::Nothing, failed: true, hidden: None };
        };
        let kept = column.values.keep(cell);
        let Cell::Missing(missing) = cell else { return kept };
        let figures = matches!(column.values, Values::Number(_) | Values::Rank(_));
        let hidden = (figures && missing.reason.hides_a_figure()).then_some(missing.reason);
        match missing.reason {
            Reason::Failed => Kept { failed: true, ..kept },
            _ => Kept { hidden, ..kept },
        }
    }

    pub fn push_kept(&mut self, id: RowId, cells: &[Kept]) {
        let row = self.rows.len();
        self.rows.push(id.number);
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.values.push(cell.value);
            if cell.failed {
                column.failed.push(row);
            } else if let Some(reason) = cell.hidden {
                column.hidden.push((row, reason));
            }
        }
    }

    /// How a text of a column is written where it first stands, if that was kept.
    pub fn spelling(&self, column: usize, folded: &str) -> Option<&str> {
        match &self.columns.iter().find(|known| known.place == column)?.values {
            Values::Text { texts, .. } => texts.spellings.by_folded.get(folded).map(String::as_str),
            _ => None,
        }
    }

    /// Starts over with no rows; what was kept of cells stays as it is.
    pub fn clear(&mut self) {
        self.rows.clear();
        for column in &mut self.columns {
            column.failed.clear();
            column.hidden.clear();
            column.values.clear();
        }
    }

    /// How many different texts a column has.
    pub fn texts(&self, column: usize) -> usize {
        match self.columns.get(column).map(|column| &column.values) {
            Some(Values::Text { texts, .. } | Values::Codes { texts, .. }) => texts.folded.len(),
            _ => 0,
        }
    }

    /// Starts over with no texts: nothing that was kept of the cells of the column may be used again.
    pub fn forget_texts(&mut self, column: usize) {
        if let Some(Values::Text { texts, .. } | Values::Codes { texts, .. }) =
            self.columns.get_mut(column).map(|column| &mut column.values)
        {
            texts.forget();
        }
    }

    /// Keeps how texts are written, and nothing else.
    pub fn forget(&mut self) {
        self.rows = Vec::new();
        for column in &mut self.columns {
            column.failed = Vec::new();
            column.hidden = Vec::new();
            match &mut column.values {
                Values::Text { keys, texts } => {
                    *keys = Int32Builder::new();
                    texts.forget();
                }
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
        let mut columns = self.kinds.clone();
        for column in &self.columns {
            let i = column.place;
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
            if let Some(kind) = columns.get_mut(i) {
                *kind = Kind { failed: !column.failed.is_empty(), hidden: !column.hidden.is_empty(), holds };
            }
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?;
        Ok(Prepared { batch, columns })
    }
}

impl Values {
    fn new(holds: &ColumnType) -> Self {
        match holds {
            ColumnType::Text | ColumnType::OneOf(_) => {
                Self::Text { keys: Int32Builder::new(), texts: Texts::default() }
            }
            ColumnType::Number(_) => Self::Number(Numbers::default()),
            ColumnType::Date => Self::Date(Date32Builder::new()),
            ColumnType::Period => {
                Self::Period { order: Int64Builder::new(), first: Int32Builder::new(), last: Int32Builder::new() }
            }
            ColumnType::Rank => Self::Rank(Int64Builder::new()),
            ColumnType::YesNo => Self::YesNo(BooleanBuilder::new()),
            ColumnType::SomeOf(_) => Self::Codes { cells: StringBuilder::new(), texts: Texts::default() },
        }
    }

    /// What is no value of the column is nothing, and failed where the value cannot be kept exactly.
    fn keep(&mut self, cell: &Cell) -> Kept {
        let value = match (self, cell) {
            (Self::Text { texts, .. }, Cell::Text(text)) => {
                let folded = fold(text);
                texts.spellings.see(&folded, text);
                texts.place(folded)
            }
            (Self::Number(numbers), Cell::Number(quantity)) => {
                let unit = numbers.unit(quantity.unit);
                let Some(number) = Decimal::of(&quantity.value) else {
                    return Kept { value: Value::Nothing, failed: true, hidden: None };
                };
                Value::Number(number, unit)
            }
            (Self::Date(_), Cell::Date(date)) => Value::Date(days(*date)),
            (Self::Period { .. }, Cell::Period(period)) => Value::Period(*period),
            (Self::Rank(_), Cell::Rank(rank)) => Value::Rank(i64::from(rank.position)),
            (Self::YesNo(_), Cell::YesNo(truth)) => Value::YesNo(*truth),
            (Self::Codes { texts, .. }, Cell::Codes(held)) => {
                let mut held: Vec<String> = held.iter().map(|code| fold(code)).collect();
                held.sort();
                texts.place(held.join(";"))
            }
            _ => Value::Nothing,
        };
        Kept { value, failed: false, hidden: None }
    }

    fn push(&mut self, value: Value) {
        match self {
            Self::Text { keys, .. } => {
                keys.append_option(if let Value::Text(place) = value { Some(place) } else { None });
            }
            Self::Number(numbers) => {
                let (number, unit) =
                    if let Value::Number(number, unit) = value { (Some(number), unit) } else { (None, None) };
                numbers.values.push(number);
                numbers.units.push(unit);
            }
            Self::Date(values) => values.append_option(if let Value::Date(day) = value { Some(day) } else { None }),
            Self::Period { order, first, last } => {
                let period = if let Value::Period(period) = value { Some(period) } else { None };
                order.append_option(period.map(period_order));
                first.append_option(period.map(|period| period.months().0));
                last.append_option(period.map(|period| period.months().1));
            }
            Self::Rank(values) => values.append_option(if let Value::Rank(rank) = value { Some(rank) } else { None }),
            Self::YesNo(values) => {
                values.append_option(if let Value::YesNo(truth) = value { Some(truth) } else { None });
            }
            Self::Codes { cells, texts } => {
                cells.append_option(if let Value::Text(place) = value { texts.get(place) } else { None });
            }
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Text { keys, .. } => *keys = Int32Builder::new(),
            Self::Number(numbers) => {
                numbers.values.clear();
                numbers.units.clear();
            }
            Self::Date(values) => *values = Date32Builder::new(),
            Self::Period { order, first, last } => {
                (*order, *first, *last) = (Int64Builder::new(), Int32Builder::new(), Int32Builder::new());
            }
            Self::Rank(values) => *values = Int64Builder::new(),
            Self::YesNo(values) => *values = BooleanBuilder::new(),
            Self::Codes { cells, .. } => *cells = StringBuilder::new(),
        }
    }

    fn prepare(&self, i: usize, put: &mut impl FnMut(String, ArrayRef)) -> Result<Holds, ArrowError> {
        let name = i.to_string();
        Ok(match self {
            Self::Text { keys, texts } => {
                put(name, Arc::new(DictionaryArray::try_new(keys.finish_cloned(), texts.array())?));
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
            Self::Codes { cells, .. } => {
                put(name, Arc::new(cells.finish_cloned()));
                Holds::Codes
            }
        })
    }
}

impl Numbers {
    fn unit(&mut self, unit: Unit) -> Option<i8> {
        let place = self.known.iter().position(|known| *known == unit).unwrap_or_else(|| {
            self.known.push(unit);
            self.known.len() - 1
        });
        i8::try_from(place).ok()
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
