//! The rows of a dataset or cohort one by one, for people to look at.

use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::engine::failed;
use crate::load::Table;
use crate::spelling::Spelling;
use arrow::array::{Array, ArrayRef, BooleanArray, Date32Array, Decimal128Array, Decimal256Array, Int64Array};
use arrow::array::{StringArray, UInt64Array};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use kpi_core::schema::{ColumnType, Dataset};
use std::collections::HashMap;

/// Rows as texts. Codes stand as the rules spell them, other texts as they are first written.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub columns: Vec<String>,
    pub rows: Vec<ListedRow>,
    /// The file the rows come from.
    pub file: String,
    /// Why there are none, where they could not be read or made.
    pub failed: Option<String>,
}

#[derive(Debug, Clone)]
pub struct ListedRow {
    /// The row of the file.
    pub number: u64,
    /// `None` where the cell could not be read; an empty cell is empty.
    pub cells: Vec<Option<String>>,
}

pub fn list(table: &Table, spelling: &Spelling) -> Result<Listing, DataError> {
    let columns: Vec<String> = table.schema.columns.iter().map(|column| column.name.clone()).collect();
    let mut listing = Listing { columns, file: table.origin.file.clone(), ..Listing::default() };
    if let Some(why) = &table.broken {
        listing.failed = Some(why.clone());
        return Ok(listing);
    }
    let prepared = crate::engine::prepared(table)?;
    let numbers: &UInt64Array = typed(prepared.batch.column_by_name("row"))?;
    listing.rows = numbers.values().iter().map(|number| ListedRow { number: *number, cells: Vec::new() }).collect();
    for place in 0..table.schema.columns.len() {
        let cells = column(prepared, &table.schema, place, spelling)?;
        for (row, cell) in listing.rows.iter_mut().zip(cells) {
            row.cells.push(cell);
        }
    }
    Ok(listing)
}

fn typed<A: Array + 'static>(array: Option<&ArrayRef>) -> Result<&A, DataError> {
    let array = array.and_then(|array| array.as_any().downcast_ref::<A>());
    array.ok_or_else(|| failed("a column is not there"))
}

fn column(
    prepared: &Prepared,
    schema: &Dataset,
    place: usize,
    spelling: &Spelling,
) -> Result<Vec<Option<String>>, DataError> {
    let array = prepared.batch.column_by_name(&place.to_string());
    let kind = prepared.columns.get(place).ok_or_else(|| failed("a column is not there"))?;
    let declared = schema.columns.get(place);
    let holds = declared.map(|column| &column.holds);
    let name = declared.map_or("", |column| column.name.as_str());
    let mut texts: Vec<String> = match &kind.holds {
        Holds::Text | Holds::Codes => {
            let array = array.ok_or_else(|| failed("a column is not there"))?;
            let array = cast(array, &DataType::Utf8).map_err(failed)?;
            let array: &StringArray = typed(Some(&array))?;
            let mut known: HashMap<&str, String> = HashMap::new();
            let mut shown = |text| known.entry(text).or_insert_with(|| spelled(text, holds, name, spelling)).clone();
            array.iter().map(|text| text.map_or_else(String::new, &mut shown)).collect()
        }
        Holds::Number { scale, wide: false, .. } => {
            let array: &Decimal128Array = typed(array)?;
            array.iter().map(|number| number.map_or_else(String::new, |n| decimal(&n.to_string(), *scale))).collect()
        }
        Holds::Number { scale, wide: true, .. } => {
            let array: &Decimal256Array = typed(array)?;
            array.iter().map(|number| number.map_or_else(String::new, |n| decimal(&n.to_string(), *scale))).collect()
        }
        Holds::Date => {
            let array: &Date32Array = typed(array)?;
            (0..array.len())
                .map(|row| {
                    array.value_as_date(row).filter(|_| array.is_valid(row)).map_or_else(String::new, |d| d.to_string())
                })
                .collect()
        }
        Holds::YesNo => {
            let array: &BooleanArray = typed(array)?;
            let word = |truth| if truth { "yes" } else { "no" }.to_owned();
            array.iter().map(|truth| truth.map_or_else(String::new, word)).collect()
        }
        Holds::Rank => {
            let array: &Int64Array = typed(array)?;
            array.iter().map(|rank| rank.map_or_else(String::new, |rank| rank.to_string())).collect()
        }
        // A period is kept by what orders it; a number too wide to be counted with is not kept at all.
        Holds::Period | Holds::TooWide => vec!["…".to_owned(); prepared.batch.num_rows()],
    };
    let marks: Option<&BooleanArray> = match prepared.batch.column_by_name(&format!("{place} failed")) {
        Some(marks) => Some(typed(Some(marks))?),
        None => None,
    };
    let failed = |row: usize| marks.is_some_and(|marks| row < marks.len() && marks.value(row));
    Ok(texts.drain(..).enumerate().map(|(row, text)| (!failed(row)).then_some(text)).collect())
}

/// As the rules spell a code, or several; and as the data has a text.
pub fn spelled(text: &str, holds: Option<&ColumnType>, column: &str, spelling: &Spelling) -> String {
    let Some(codes) = holds.and_then(ColumnType::codes) else {
        return spelling.text(column, text).unwrap_or(text).to_owned();
    };
    let one = |text: &str| {
        let code = codes.iter().find(|code| crate::conform::fold(code) == text);
        code.map_or_else(|| text.to_owned(), String::clone)
    };
    match holds {
        Some(ColumnType::SomeOf(_)) => text.split(';').map(one).collect::<Vec<_>>().join(";"),
        _ => one(text),
    }
}

fn decimal(digits: &str, scale: u8) -> String {
    crate::decimal::shift(digits, -i32::from(scale))
}
