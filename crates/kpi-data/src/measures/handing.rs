//! The rows of a dataset or cohort as the columns that a measure takes.

use crate::columns::{Holds, Prepared};
use crate::engine::{self, failed};
use crate::listing::spelled;
use crate::load::Table;
use crate::spelling::Spelling;
use crate::{DataError, decimal};
use arrow::array::{Array, BooleanArray, Date32Array, Decimal128Array, StringArray, UInt64Array};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use chrono::NaiveDate;
use indexmap::IndexSet;
use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::Input;
use kpi_core::plugin::{CellKind, Cells, Group, Handed, HandedColumn};
use kpi_core::{Missing, Period, Reason};

/// More decimals than this a plugin cannot be told.
const MOST_DECIMALS: u8 = 18;

/// What is handed to one call, while its figures come in.
pub struct Handing<'a> {
    inputs: &'a [Input],
    columns: Vec<Growing>,
    groups: Vec<Group>,
}

/// The cells of one column so far.
#[derive(Debug, Clone)]
enum Growing {
    /// Whole numbers, each over 10 to a scale of its own.
    Numbers(Vec<Option<(i128, u8)>>),
    Dates(Vec<Option<NaiveDate>>),
    YesNo(Vec<Option<bool>>),
    Texts {
        values: IndexSet<String>,
        codes: Vec<Option<u32>>,
    },
}

impl Growing {
    fn new(kind: CellKind) -> Self {
        match kind {
            CellKind::Number | CellKind::Integer => Self::Numbers(Vec::new()),
            CellKind::Date => Self::Dates(Vec::new()),
            CellKind::YesNo => Self::YesNo(Vec::new()),
            CellKind::Text => Self::Texts { values: IndexSet::new(), codes: Vec::new() },
        }
    }

    fn truncate(&mut self, rows: usize) {
        match self {
            Self::Numbers(cells) => cells.truncate(rows),
            Self::Dates(cells) => cells.truncate(rows),
            Self::YesNo(cells) => cells.truncate(rows),
            Self::Texts { codes, .. } => codes.truncate(rows),
        }
    }
}

impl<'a> Handing<'a> {
    pub fn new(inputs: &'a [Input]) -> Self {
        let columns = inputs.iter().map(|input| Growing::new(input.kind)).collect();
        Self { inputs, columns, groups: Vec::new() }
    }

    /// Adds the rows of one figure; or says why it can have none, and adds nothing.
    pub fn add(
        &mut self,
        table: &Table,
        spelling: &Spelling,
        rows: &[usize],
        period: Period,
    ) -> Result<Result<(), Missing>, DataError> {
        let before = self.groups.iter().map(|group| group.rows).sum();
        for (input, growing) in self.inputs.iter().zip(&mut self.columns) {
            if let Err(missing) = column(table, spelling, input, rows, growing)? {
                self.columns.iter_mut().for_each(|growing| growing.truncate(before));
                return Ok(Err(missing));
            }
        }
        self.groups.push(Group { rows: rows.len(), period });
        Ok(Ok(()))
    }

    pub fn finish(self) -> Result<Handed, Missing> {
        let columns = self.inputs.iter().zip(self.columns).map(|(input, growing)| {
            let cells = match growing {
                Growing::Numbers(cells) => numbers(&input.column, &cells)?,
                Growing::Dates(cells) => Cells::Dates(cells),
                Growing::YesNo(cells) => Cells::YesNo(cells),
                Growing::Texts { values, codes } => Cells::Texts { values: values.into_iter().collect(), codes },
            };
            Ok(HandedColumn { name: input.column.clone(), kind: input.kind, cells })
        });
        Ok(Handed { columns: columns.collect::<Result<_, Missing>>()?, groups: self.groups })
    }
}

/// Numbers over one scale that is enough for all of them.
fn numbers(column: &str, cells: &[Option<(i128, u8)>]) -> Result<Cells, Missing> {
    let trimmed: Vec<Option<(i128, u8)>> = cells.iter().map(|cell| cell.map(trimmed)).collect();
    let scale = trimmed.iter().flatten().map(|(_, scale)| *scale).max().unwrap_or(0);
    let too_long = || {
        Missing::new(
            Reason::Failed,
            format!("the numbers in {column} have more digits than a plugin can be told, which is 18 in all"),
        )
    };
    if scale > MOST_DECIMALS {
        return Err(too_long());
    }
    let at_scale = |(units, of): (i128, u8)| {
        let factor = 10i128.checked_pow(u32::from(scale - of))?;
        i64::try_from(units.checked_mul(factor)?).ok()
    };
    let units = trimmed.into_iter().map(|cell| cell.map(|cell| at_scale(cell).ok_or_else(too_long)).transpose());
    Ok(Cells::Numbers { scale, units: units.collect::<Result<_, _>>()? })
}

/// Without the noughts at the end.
fn trimmed((mut units, mut scale): (i128, u8)) -> (i128, u8) {
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    (units, scale)
}

/// Where a row of a prepared table comes from.
pub fn place(table: &Table, row: usize) -> Result<DataPlace, DataError> {
    let numbers: &UInt64Array = engine::column(engine::prepared(table)?, "row")?;
    let number = numbers.values().get(row).copied().unwrap_or_default();
    Ok(table.origin.row(number.into()))
}

fn column(
    table: &Table,
    spelling: &Spelling,
    input: &Input,
    rows: &[usize],
    growing: &mut Growing,
) -> Result<Result<(), Missing>, DataError> {
    let prepared = engine::prepared(table)?;
    let at = table.schema.columns.iter().position(|column| column.name == input.column);
    let at =
        at.ok_or_else(|| DataError::NoColumn { dataset: table.schema.name.clone(), column: input.column.clone() })?;
    let marks: Option<&BooleanArray> = match prepared.batch.column_by_name(&format!("{at} failed")) {
        Some(_) => Some(engine::column(prepared, &format!("{at} failed"))?),
        None => None,
    };
    if let Some(row) = rows.iter().find(|row| marks.is_some_and(|marks| marks.value(**row))) {
        let detail = format!("{} of {} could not be read", input.column, place(table, *row)?);
        return Ok(Err(Missing::new(Reason::Failed, detail)));
    }
    let before = length(growing);
    if let Err(missing) = cells((prepared, table, spelling), at, rows, growing)? {
        return Ok(Err(missing));
    }
    if let Some(row) = absent(growing, before).and_then(|i| rows.get(i)).filter(|_| input.required) {
        let detail = format!("{} has no {}, which the plugin needs", place(table, *row)?, input.column);
        return Ok(Err(Missing::new(Reason::Failed, detail)));
    }
    if let (CellKind::Integer, Growing::Numbers(cells)) = (input.kind, &*growing) {
        let broken = cells.iter().skip(before).position(|cell| cell.map(trimmed).is_some_and(|(_, scale)| scale > 0));
        if let Some(row) = broken.and_then(|i| rows.get(i)) {
            let detail = format!("{} of {} is no whole number", input.column, place(table, *row)?);
            return Ok(Err(Missing::new(Reason::Failed, detail)));
        }
    }
    Ok(Ok(()))
}

const fn length(growing: &Growing) -> usize {
    match growing {
        Growing::Numbers(cells) => cells.len(),
        Growing::Dates(cells) => cells.len(),
        Growing::YesNo(cells) => cells.len(),
        Growing::Texts { codes, .. } => codes.len(),
    }
}

/// The first empty cell from a place on, counted from there.
fn absent(growing: &Growing, from: usize) -> Option<usize> {
    match growing {
        Growing::Numbers(cells) => cells.iter().skip(from).position(Option::is_none),
        Growing::Dates(cells) => cells.iter().skip(from).position(Option::is_none),
        Growing::YesNo(cells) => cells.iter().skip(from).position(Option::is_none),
        Growing::Texts { codes, .. } => codes.iter().skip(from).position(Option::is_none),
    }
}

fn cells(
    (prepared, table, spelling): (&Prepared, &Table, &Spelling),
    at: usize,
    rows: &[usize],
    growing: &mut Growing,
) -> Result<Result<(), Missing>, DataError> {
    let name = at.to_string();
    let kind = prepared.columns.get(at).ok_or_else(|| failed("a column is not there"))?;
    match (&kind.holds, growing) {
        (Holds::Number { scale, wide: false, .. }, Growing::Numbers(cells)) => {
            let array: &Decimal128Array = engine::column(prepared, &name)?;
            cells.extend(rows.iter().map(|row| array.is_valid(*row).then(|| (array.value(*row), *scale))));
        }
        (Holds::Number { .. } | Holds::TooWide, Growing::Numbers(_)) => {
            let column = table.schema.columns.get(at).map_or("", |column| column.name.as_str());
            let detail = format!(
                "the numbers in {column} have more digits than a plugin can be told ({} at most)",
                decimal::MAX_SCALE
            );
            return Ok(Err(Missing::new(Reason::Failed, detail)));
        }
        (Holds::Date, Growing::Dates(cells)) => {
            let array: &Date32Array = engine::column(prepared, &name)?;
            cells.extend(rows.iter().map(|row| array.value_as_date(*row).filter(|_| array.is_valid(*row))));
        }
        (Holds::YesNo, Growing::YesNo(cells)) => {
            let array: &BooleanArray = engine::column(prepared, &name)?;
            cells.extend(rows.iter().map(|row| array.is_valid(*row).then(|| array.value(*row))));
        }
        (Holds::Text, Growing::Texts { values, codes }) => {
            let holds = table.schema.columns.get(at).map(|column| &column.holds);
            let named = table.schema.columns.get(at).map_or("", |column| column.name.as_str());
            let array = prepared.batch.column_by_name(&name).ok_or_else(|| failed("a column is not there"))?;
            let array = cast(array, &DataType::Utf8).map_err(failed)?;
            let array: &StringArray = array.as_any().downcast_ref().ok_or_else(|| failed("no column of texts"))?;
            for row in rows {
                let text = array.is_valid(*row).then(|| array.value(*row)).filter(|text| !text.is_empty());
                codes.push(match text {
                    None => None,
                    Some(text) => {
                        let (code, _) = values.insert_full(spelled(text, holds, named, spelling));
                        Some(u32::try_from(code).map_err(failed)?)
                    }
                });
            }
        }
        _ => return Err(failed("a column holds something else than the rules say")),
    }
    Ok(Ok(()))
}

/// The rows of one group alone.
pub fn part(handed: &Handed, start: usize, group: &Group) -> Handed {
    let range = |length: usize| start.min(length)..(start + group.rows).min(length);
    let columns = handed.columns.iter().map(|column| {
        let cells = match &column.cells {
            Cells::Numbers { scale, units } => {
                let units = units.get(range(units.len())).unwrap_or_default().to_vec();
                Cells::Numbers { scale: *scale, units }
            }
            Cells::Dates(cells) => Cells::Dates(cells.get(range(cells.len())).unwrap_or_default().to_vec()),
            Cells::YesNo(cells) => Cells::YesNo(cells.get(range(cells.len())).unwrap_or_default().to_vec()),
            Cells::Texts { values, codes } => {
                let codes = codes.get(range(codes.len())).unwrap_or_default().to_vec();
                Cells::Texts { values: values.clone(), codes }
            }
        };
        HandedColumn { name: column.name.clone(), kind: column.kind, cells }
    });
    Handed { columns: columns.collect(), groups: vec![group.clone()] }
}
