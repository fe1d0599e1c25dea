//! Rows one by one: as a table where they fit the line, else each as a paragraph of its cells.

use super::columns::{Align, Cell, GAP, flow, lines};
use crate::failure::Failure;
use crate::output::Look;
use anstyle::Style;
use kpi_data::{ListedRow, Listing};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

/// A cell that could not be read.
const UNREAD: &str = "(not readable)";

/// What stands before the row of the file, in headers.
const ROW: &str = "row";

pub fn table(rows: &Listing, look: Look) -> String {
    let header: Vec<Cell> = std::iter::once(ROW)
        .chain(rows.columns.iter().map(String::as_str))
        .map(|name| Cell::new(name, Style::new().bold()))
        .collect();
    let mut body: Vec<Vec<Cell>> = Vec::with_capacity(rows.rows.len());
    for row in &rows.rows {
        let cells = row.cells.iter().map(|cell| Cell::new(cell.as_deref().unwrap_or(UNREAD), Style::new()));
        body.push(std::iter::once(Cell::new(row.number.to_string(), Style::new().dimmed())).chain(cells).collect());
    }
    let widest = |column: usize| {
        let cells = std::iter::once(&header).chain(&body).filter_map(|row| row.get(column));
        cells.map(|cell| cell.text.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(widest).collect();
    let needed: usize = widths.iter().sum::<usize>() + GAP * header.len().saturating_sub(1);
    let mut out = String::new();
    if needed > look.width {
        for row in &rows.rows {
            out.push_str(&paragraph(rows, row, look));
        }
        return out;
    }
    let aligns: Vec<Align> =
        (0..header.len()).map(|column| if column == 0 { Align::Right } else { Align::Left }).collect();
    for row in std::iter::once(&header).chain(&body) {
        for line in lines(row, &widths, &aligns, header.len(), look) {
            out.push_str(&line);
            out.push('\n');
        }
    }
    out
}

fn paragraph(rows: &Listing, row: &ListedRow, look: Look) -> String {
    let cells: Vec<String> = rows
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(_, cell)| cell.as_deref() != Some(""))
        .map(|(name, cell)| format!("{name} {}", cell.as_deref().unwrap_or(UNREAD)))
        .collect();
    let mut out = look.bold(&format!("{ROW} {}", row.number));
    out.push('\n');
    for line in flow(&cells, look.width.saturating_sub(2), look) {
        out.push_str("  ");
        out.push_str(&line);
        out.push('\n');
    }
    out
}

pub fn csv(rows: &Listing) -> Result<String, Failure> {
    let internal = |error: &dyn std::fmt::Display| Failure::internal(format!("the CSV cannot be written: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = std::iter::once(ROW).chain(rows.columns.iter().map(String::as_str));
    writer.write_record(header).map_err(|error| internal(&error))?;
    for row in &rows.rows {
        let number = row.number.to_string();
        let cells = row.cells.iter().map(|cell| cell.as_deref().unwrap_or(UNREAD));
        writer.write_record(std::iter::once(number.as_str()).chain(cells)).map_err(|error| internal(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| internal(&error))?;
    String::from_utf8(bytes).map_err(|error| internal(&error))
}

/// Rows for programs: empty cells are empty texts, those that could not be read are `null`.
#[derive(Serialize)]
pub struct Rows<'a> {
    schema: &'static str,
    file: &'a str,
    failed: Option<&'a str>,
    columns: &'a [String],
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    row: u64,
    cells: &'a [Option<String>],
}

pub fn json(rows: &Listing) -> Rows<'_> {
    Rows {
        schema: "kpi.rows/1",
        file: &rows.file,
        failed: rows.failed.as_deref(),
        columns: &rows.columns,
        rows: rows.rows.iter().map(|row| Row { row: row.number, cells: &row.cells }).collect(),
    }
}
