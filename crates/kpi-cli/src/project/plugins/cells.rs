//! Between kpi's exact cells and those that a plugin takes and gives.

use chrono::{Days, NaiveDate};
use kpi_core::plugin::{Cells, Handed, HandedColumn};
use kpi_core::{Exact, Missing, Period, Reason};
use kpi_plugin::{Cell, Column, Group, Span, Table};

const EPOCH: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

fn days(day: NaiveDate) -> i32 {
    i32::try_from(day.signed_duration_since(EPOCH).num_days()).unwrap_or(i32::MAX)
}

pub fn span(period: Period) -> Span {
    Span { start: days(period.start()), end: days(period.end()) }
}

pub fn table(handed: &Handed) -> (Table, Vec<Group>) {
    let groups: Vec<Group> = handed
        .groups
        .iter()
        .map(|group| Group { rows: u32::try_from(group.rows).unwrap_or(u32::MAX), period: span(group.period) })
        .collect();
    let rows = groups.iter().map(|group| group.rows).fold(0, u32::saturating_add);
    (Table { rows, columns: handed.columns.iter().map(column).collect() }, groups)
}

fn column(column: &HandedColumn) -> Column {
    let name = column.name.as_str();
    match &column.cells {
        Cells::Numbers { scale: 0, units } => Column::ints(name, units),
        Cells::Numbers { scale, units } => Column::fixed(name, *scale, units),
        Cells::Dates(cells) => {
            let cells: Vec<Option<i32>> = cells.iter().map(|cell| cell.map(days)).collect();
            Column::days(name, &cells)
        }
        Cells::YesNo(cells) => Column::bools(name, cells),
        Cells::Texts { values, codes } => {
            let text = |code: &Option<u32>| code.and_then(|code| values.get(code as usize)).map(String::as_str);
            let cells: Vec<Option<&str>> = codes.iter().map(text).collect();
            Column::texts(name, &cells)
        }
    }
}

/// A figure; none where the cell is empty.
pub fn figure(column: &Column, row: usize) -> Result<Option<Exact>, Missing> {
    let no_number = |what: &str| Missing::new(Reason::Failed, format!("the plugin's figure is {what}, and no number"));
    match column.cell(row) {
        Cell::Empty => Ok(None),
        Cell::Num(number) => exact(number).map(Some).ok_or_else(|| no_number("not finite")),
        Cell::Int(number) => Ok(Some(Exact::from(number))),
        Cell::Fixed { units, scale } => Ok(Some(Exact::decimal(i128::from(units), u32::from(scale)))),
        Cell::Day(_) => Err(no_number("a date")),
        Cell::Bool(_) => Err(no_number("yes or no")),
        Cell::Text(_) => Err(no_number("a text")),
    }
}

/// A cell of a source as a file would have it.
pub fn text(column: &Column, row: usize) -> String {
    match column.cell(row) {
        Cell::Empty => String::new(),
        Cell::Num(number) => number.to_string(),
        Cell::Int(number) => number.to_string(),
        Cell::Fixed { units, scale } => {
            let value = Exact::decimal(i128::from(units), u32::from(scale));
            value
                .to_decimal()
                .unwrap_or_else(|| value.display(scale, kpi_core::Rounding::Truncate).replace(',', ""))
                .replace(',', "")
        }
        Cell::Day(day) => {
            let by = Days::new(u64::from(day.unsigned_abs()));
            let day = if day < 0 { EPOCH.checked_sub_days(by) } else { EPOCH.checked_add_days(by) };
            day.map_or_else(String::new, |day| day.to_string())
        }
        Cell::Bool(truth) => if truth { "yes" } else { "no" }.to_owned(),
        Cell::Text(text) => text.to_owned(),
    }
}

/// The shortest decimal that stands for a binary number.
fn exact(number: f64) -> Option<Exact> {
    number.is_finite().then(|| number.to_string().parse().ok()).flatten()
}
