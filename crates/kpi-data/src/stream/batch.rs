//! A typed batch in the engine's form: whole numbers, dates and truths as they are, texts by their dictionary, all else
//! cell by cell as it would be read from text.

use crate::DataError;
use crate::columns::{Columns, Holds, Kind, MOST_SPELLINGS, Prepared};
use crate::conform::{Conformer, Problem, fold};
use crate::engine::failed;
use crate::header::called;
use crate::memo::Memo;
use crate::place::{Origin, RowId};
use crate::read::Unreadable;
use crate::read::parquet::texts;
use crate::report::Report;
use arrow::array::{Array, ArrayRef, BooleanArray, DictionaryArray, Int32Array, RecordBatch, StringArray, UInt64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use indexmap::IndexMap;
use kpi_core::facts::Cell;
use kpi_core::schema::{Column, ColumnType, Dataset};
use kpi_core::{Calendar, Missing, Reason, Unit};
use std::collections::HashMap;
use std::sync::Arc;

/// A dictionary made from another, and which of its values could not be read.
type Dictionary = (ArrayRef, Arc<StringArray>, Vec<Option<Box<Problem>>>);

/// Brings batches of one file to the engine's form.
pub struct Conform<'a> {
    dataset: &'a Dataset,
    conformers: Vec<Conformer<'a>>,
    origin: &'a Origin,
    /// By column, the last dictionary: batches that follow one another share it.
    dictionaries: HashMap<usize, Dictionary>,
    calendar: Calendar,
    /// By column, what each text was read as.
    known: HashMap<usize, (Memo<'a>, Columns)>,
    /// By column, how the first texts are written.
    spellings: HashMap<usize, IndexMap<String, String>>,
    most_spellings: usize,
}

/// A column as it is put into the batch.
struct Made {
    arrays: Vec<(String, ArrayRef)>,
    kind: Kind,
}

impl<'a> Conform<'a> {
    pub fn new(dataset: &'a Dataset, calendar: Calendar, origin: &'a Origin) -> Self {
        let conformers = dataset.columns.iter().map(|column| Conformer::new(column, calendar)).collect();
        Self {
            dataset,
            conformers,
            origin,
            dictionaries: HashMap::new(),
            calendar,
            known: HashMap::new(),
            spellings: HashMap::new(),
            most_spellings: MOST_SPELLINGS,
        }
    }

    /// Remembers how every text is written, however many there are: to list them all.
    pub fn listing(self) -> Self {
        Self { most_spellings: usize::MAX, ..self }
    }

    /// The texts of a column by how they are compared, as they are first written.
    pub fn into_spellings(mut self, column: usize) -> IndexMap<String, String> {
        self.spellings.remove(&column).unwrap_or_default()
    }

    /// `places` tells for each declared column its place in the batch, `first` is the number of its first row.
    pub fn batch(
        &mut self,
        batch: &RecordBatch,
        places: &[(usize, Option<usize>)],
        first: u64,
        report: &mut Report,
    ) -> Result<Result<Prepared, Box<Unreadable>>, DataError> {
        let rows = batch.num_rows();
        let mut columns = Kind::of(self.dataset);
        let numbers = UInt64Array::from_iter_values(first..first + rows as u64);
        let mut fields = vec![Field::new("row", DataType::UInt64, false)];
        let mut arrays: Vec<ArrayRef> = vec![Arc::new(numbers)];
        for (column, place) in places {
            let made = match place {
                Some(place) => match self.column(*column, batch.column(*place), first, report)? {
                    Ok(made) => made,
                    Err(why) => return Ok(Err(why)),
                },
                None => self.absent(*column, rows)?,
            };
            for (suffix, array) in made.arrays {
                let name = if suffix.is_empty() { column.to_string() } else { format!("{column} {suffix}") };
                fields.push(Field::new(name, array.data_type().clone(), true));
                arrays.push(array);
            }
            if let Some(kind) = columns.get_mut(*column) {
                *kind = made.kind;
            }
        }
        let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(failed)?;
        Ok(Ok(Prepared { batch, columns }))
    }

    fn column(
        &mut self,
        index: usize,
        array: &ArrayRef,
        first: u64,
        report: &mut Report,
    ) -> Result<Result<Made, Box<Unreadable>>, DataError> {
        let declared = self.dataset.columns.get(index).ok_or_else(|| failed("a column is not there"))?;
        let as_it_is = declared.missing_words.is_empty() && declared.empty.is_none();
        let plain = |array: ArrayRef, holds: Holds| Made {
            arrays: vec![(String::new(), array)],
            kind: Kind { failed: false, hidden: false, holds },
        };
        let made = match (&declared.holds, array.data_type()) {
            (ColumnType::Date, DataType::Date32) if as_it_is => plain(Arc::clone(array), Holds::Date),
            (ColumnType::YesNo, DataType::Boolean) if as_it_is => plain(Arc::clone(array), Holds::YesNo),
            (ColumnType::Number(unit), whole) if as_it_is && whole.is_integer() && is_plain(*unit) => {
                let array = cast(array, &DataType::Decimal128(38, 0)).map_err(failed)?;
                plain(array, Holds::Number { scale: 0, wide: false, units: vec![own(*unit)] })
            }
            (ColumnType::Number(unit), DataType::Decimal128(_, scale))
                if as_it_is && is_plain(*unit) && (0..=37).contains(scale) =>
            {
                let decimals = u8::try_from(*scale).unwrap_or_default();
                let array = cast(array, &DataType::Decimal128(38, *scale)).map_err(failed)?;
                plain(array, Holds::Number { scale: decimals, wide: false, units: vec![own(*unit)] })
            }
            (ColumnType::Text | ColumnType::OneOf(_), DataType::Dictionary(key, value))
                if **key == DataType::Int32 && **value == DataType::Utf8 =>
            {
                self.dictionary(index, array, first, report)?
            }
            (ColumnType::Text, whole) if as_it_is && whole.is_integer() => self.numbered(index, array)?,
            _ => return self.texts(index, declared, array, first, report),
        };
        Ok(Ok(made))
    }

    /// A column that the file does not have, which was reported.
    fn absent(&self, index: usize, rows: usize) -> Result<Made, DataError> {
        let missing = Missing::new(Reason::Failed, "the column could not be found in the file");
        let cells = (0..rows).map(|_| Cell::Missing(missing.clone()));
        let mut columns = Columns::of(self.dataset, [index]);
        cells.for_each(|cell| columns.push(0.into(), &[cell]));
        made(&columns, index)
    }

    /// Texts that are whole numbers, as ids of people are: as they are written, there is nothing in them to conform. Hardly two
    /// rows have the same, so each has a place of its own in the dictionary.
    fn numbered(&mut self, index: usize, array: &ArrayRef) -> Result<Made, DataError> {
        let written = cast(array, &DataType::Utf8).map_err(failed)?;
        let texts: &StringArray =
            written.as_any().downcast_ref().ok_or_else(|| failed("numbers were not made texts"))?;
        let spellings = self.spellings.entry(index).or_default();
        let listed = self.most_spellings.saturating_sub(spellings.len());
        for text in texts.iter().flatten().take(listed) {
            if !spellings.contains_key(text) {
                spellings.insert(text.to_owned(), text.to_owned());
            }
        }
        let place = |row: usize| i32::try_from(row).ok().filter(|_| texts.is_valid(row));
        let keys: Int32Array = (0..texts.len()).map(place).collect();
        let array = DictionaryArray::try_new(keys, Arc::clone(&written)).map_err(failed)?;
        let kind = Kind { failed: false, hidden: false, holds: Holds::Text };
        Ok(Made { arrays: vec![(String::new(), Arc::new(array))], kind })
    }

    /// Texts by their dictionary: each is conformed once.
    fn dictionary(
        &mut self,
        index: usize,
        array: &ArrayRef,
        first: u64,
        report: &mut Report,
    ) -> Result<Made, DataError> {
        let cells: &DictionaryArray<Int32Type> =
            array.as_any().downcast_ref().ok_or_else(|| failed("a column is no dictionary"))?;
        let conformer = self.conformers.get(index).ok_or_else(|| failed("a column is not there"))?;
        let known = self.dictionaries.get(&index).is_some_and(|(from, ..)| Arc::ptr_eq(from, cells.values()));
        if !known {
            let written: &StringArray =
                cells.values().as_any().downcast_ref().ok_or_else(|| failed("a dictionary is not of texts"))?;
            let mut problems = Vec::with_capacity(written.len());
            let mut values: Vec<Option<String>> = Vec::with_capacity(written.len());
            for text in written {
                let read = conformer.cell(text.unwrap_or_default());
                let (value, problem) = match read {
                    Ok(Cell::Text(text)) => {
                        let folded = fold(&text);
                        let spellings = self.spellings.entry(index).or_default();
                        if spellings.len() < self.most_spellings {
                            spellings.entry(folded.clone()).or_insert(text);
                        }
                        (Some(folded), None)
                    }
                    Ok(_) => (None, None),
                    Err(problem) => (None, Some(problem)),
                };
                values.push(value);
                problems.push(problem);
            }
            let values = Arc::new(StringArray::from(values));
            self.dictionaries.insert(index, (Arc::clone(cells.values()), values, problems));
        }
        let Some((_, values, problems)) = self.dictionaries.get(&index) else {
            return Err(failed("a dictionary is not there"));
        };
        let bad = problems.iter().any(Option::is_some);
        let empty = conformer.cell("").ok().and_then(|cell| match cell {
            Cell::Text(text) => Some(fold(&text)),
            _ => None,
        });
        let place = |key: i32| usize::try_from(key).unwrap_or(usize::MAX);
        let is_there = |key: i32| place(key) < values.len() && values.is_valid(place(key));
        if !bad && empty.is_none() && values.null_count() == 0 {
            let array =
                DictionaryArray::try_new(cells.keys().clone(), Arc::clone(values) as ArrayRef).map_err(failed)?;
            let array: ArrayRef = Arc::new(array);
            let kind = Kind { failed: false, hidden: false, holds: Holds::Text };
            return Ok(Made { arrays: vec![(String::new(), array)], kind });
        }
        // A default for empty cells is one more value of the dictionary.
        let default = i32::try_from(values.len()).unwrap_or(i32::MAX);
        let mut failures = vec![false; cells.len()];
        let mut keys: Vec<Option<i32>> = Vec::with_capacity(cells.len());
        for (i, key) in cells.keys().iter().enumerate() {
            keys.push(match key {
                Some(key) if is_there(key) => Some(key),
                Some(key) => match problems.get(place(key)).and_then(Option::as_ref) {
                    Some(problem) => {
                        if let Some(failed) = failures.get_mut(i) {
                            *failed = true;
                        }
                        self.say(index, first + i as u64, problem, report);
                        None
                    }
                    None => None,
                },
                None => empty.as_ref().map(|_| default),
            });
        }
        let values: StringArray = match &empty {
            Some(text) => values.iter().chain(std::iter::once(Some(text.as_str()))).collect(),
            None => values.as_ref().clone(),
        };
        let array = DictionaryArray::try_new(Int32Array::from(keys), Arc::new(values) as ArrayRef).map_err(failed)?;
        let mut arrays: Vec<(String, ArrayRef)> = vec![(String::new(), Arc::new(array))];
        if bad {
            arrays.push(("failed".to_owned(), Arc::new(BooleanArray::from(failures))));
        }
        Ok(Made { arrays, kind: Kind { failed: bad, hidden: false, holds: Holds::Text } })
    }

    /// Cell by cell, as if they stood in a file of texts.
    fn texts(
        &mut self,
        index: usize,
        declared: &Column,
        array: &ArrayRef,
        first: u64,
        report: &mut Report,
    ) -> Result<Result<Made, Box<Unreadable>>, DataError> {
        let written = match texts(array, called(declared)) {
            Ok(written) => written,
            Err(why) => return Ok(Err(why)),
        };
        let (dataset, calendar, origin) = (self.dataset, self.calendar, self.origin);
        let fresh = || (Memo::new(dataset, calendar, [index]), Columns::of(dataset, [index]));
        let (memo, columns) = self.known.entry(index).or_insert_with(fresh);
        columns.clear();
        for (row, text) in (first..).zip(&written) {
            memo.take(columns, row.into(), |_| Some(text.as_str()), origin, report);
        }
        let made = made(columns, index)?;
        memo.trim(columns);
        Ok(Ok(made))
    }

    fn say(&self, index: usize, row: u64, problem: &Problem, report: &mut Report) {
        if let Some(column) = self.dataset.columns.get(index) {
            report.problem(column, self.origin, RowId::from(row), problem);
        }
    }
}

/// One column, from cells that were gathered.
fn made(columns: &Columns, index: usize) -> Result<Made, DataError> {
    let mut prepared = columns.prepare().map_err(failed)?;
    let name = index.to_string();
    let mut arrays = Vec::new();
    for (field, array) in prepared.batch.schema().fields().iter().zip(prepared.batch.columns()) {
        let suffix = field.name().strip_prefix(&name);
        if let Some(suffix) =
            suffix.and_then(|suffix| if suffix.is_empty() { Some("") } else { suffix.strip_prefix(' ') })
        {
            arrays.push((suffix.to_owned(), Arc::clone(array)));
        }
    }
    if index >= prepared.columns.len() {
        return Err(failed("a column is not there"));
    }
    Ok(Made { arrays, kind: prepared.columns.swap_remove(index) })
}

/// Is a bare number of this unit what it says?
const fn is_plain(unit: Unit) -> bool {
    matches!(unit, Unit::Count | Unit::Number | Unit::Score | Unit::Money | Unit::Days | Unit::AsWritten)
}

/// What a bare number brings where the column leaves it to the cell.
const fn own(unit: Unit) -> Unit {
    if matches!(unit, Unit::AsWritten) { Unit::Number } else { unit }
}
