//! Workbooks: `.xlsx` and `.ods`. A cell becomes the text a person sees in it: what is formatted as a percentage has its
//! sign, what is formatted as pounds has theirs, and a number has no more digits than a spreadsheet shows.

use super::{Sink, Unreadable};
use crate::decimal::shift;
use calamine::{Data, DataRef, Reader, Xlsx};
use chrono::{NaiveDateTime, NaiveTime};
use kpi_core::codes::data::{BAD_FILE, NO_SHEET};
use kpi_core::suggest;
use std::fmt::Display;
use std::io::Cursor;
use std::ops::ControlFlow;

/// The rows of one sheet, and the sheet's name as the file spells it.
pub struct Sheet {
    pub name: String,
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Blank rows are left out: the numbers tell where they were.
    pub fn hand_over(&self, sink: &mut dyn Sink) {
        for (number, row) in &self.rows {
            if sink.row((*number).into(), row) == ControlFlow::Break(()) {
                break;
            }
        }
    }
}

pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, Box<Unreadable>> {
    // Which of the two it is, the file knows better than its name: both are zip archives, an `.ods` says so first.
    let is_ods = bytes
        .get(..128.min(bytes.len()))
        .is_some_and(|start| start.windows(b"opendocument".len()).any(|window| window == b"opendocument"));
    if is_ods { super::ods::read(bytes, sheet) } else { xlsx(bytes, sheet) }
}

pub fn bad(error: impl Display) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "the file cannot be read as a workbook");
    bad.notes.push(error.to_string());
    bad.help.push("open it in a spreadsheet program and save it as .xlsx without a password".to_owned());
    bad
}

fn xlsx(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, Box<Unreadable>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
    let name = find(&workbook.sheet_names(), sheet)?;
    let mut reader = workbook.worksheet_cells_reader(&name).map_err(bad)?;
    let formats: Vec<Format> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or(Format::Plain, |format| Format::of(&format.format_code)))
        .collect();
    let mut rows = Rows::default();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(bad)? {
        let format = formats.get(style).copied().unwrap_or(Format::Plain);
        let text = match cell.get_value() {
            DataRef::SharedString(text) => (*text).to_owned(),
            other => text(&Data::from(other.clone()), format),
        };
        rows.put(cell.get_position(), text);
    }
    Ok(Sheet { name, rows: rows.finish() })
}

/// The sheet that is meant, by its name in the file.
pub fn find(names: &[String], wanted: Option<&str>) -> Result<String, Box<Unreadable>> {
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let Some(wanted) = wanted else {
        return names.first().cloned().ok_or_else(|| Unreadable::new(NO_SHEET, "the workbook has no sheet"));
    };
    let folded = wanted.trim().to_lowercase();
    names.iter().find(|name| name.trim().to_lowercase() == folded).cloned().ok_or_else(|| {
        let mut error = Unreadable::new(NO_SHEET, format!("the workbook has no sheet \"{wanted}\""));
        error.notes.push(format!("its sheets are {}", suggest::list(&quoted, "and")));
        error.help.extend(suggest::did_you_mean(wanted, names.iter().map(String::as_str)));
        error
    })
}

/// Cells as they come, gathered into rows; the cells of a file are in order, row by row.
#[derive(Default)]
pub struct Rows {
    done: Vec<(u64, Vec<String>)>,
}

impl Rows {
    pub fn put(&mut self, (row, column): (u32, u32), text: String) {
        if text.is_empty() {
            return;
        }
        let number = u64::from(row) + 1;
        if self.done.last().is_none_or(|(last, _)| *last != number) {
            self.done.push((number, Vec::new()));
        }
        // At most 16,384 columns: what a spreadsheet can hold.
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if let Some((_, cells)) = self.done.last_mut()
            && column < 16_384
        {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        }
    }

    pub fn finish(self) -> Vec<(u64, Vec<String>)> {
        self.done
    }
}

/// How a number is formatted, as far as it changes what a reader takes it for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Plain,
    Percent,
    Pounds,
}

impl Format {
    fn of(code: &str) -> Self {
        // Only the first section, for positive numbers, and nothing that is quoted or escaped, save a currency sign.
        let code = code.split(';').next().unwrap_or_default();
        if code.contains('£') {
            return Self::Pounds;
        }
        let (mut quoted, mut escaped) = (false, false);
        for c in code.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' | '_' | '*' => escaped = true,
                '"' => quoted = !quoted,
                '%' if !quoted => return Self::Percent,
                _ => {}
            }
        }
        Self::Plain
    }

    pub fn show(self, number: &str) -> String {
        match self {
            Self::Plain => number.to_owned(),
            Self::Percent => format!("{}%", shift(number, 2)),
            Self::Pounds => match number.strip_prefix('-') {
                Some(digits) => format!("-£{digits}"),
                None => format!("£{number}"),
            },
        }
    }
}

fn text(value: &Data, format: Format) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => format.show(&number.to_string()),
        Data::Float(number) => format.show(&as_shown(*number)),
        Data::Bool(value) => value.to_string(),
        Data::Error(error) => error.to_string(),
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(text).to_owned(),
        Data::DateTime(serial) => match serial.as_datetime() {
            Some(moment) if serial.is_datetime() => moment_text(moment),
            _ => as_shown(serial.as_f64()),
        },
    }
}

fn moment_text(moment: NaiveDateTime) -> String {
    if moment.time() == NaiveTime::MIN {
        moment.format("%Y-%m-%d").to_string()
    } else {
        moment.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// The number to the fifteen digits that spreadsheets work with: 0.1 + 0.2 is stored with noise, and shown as 0.3.
pub fn as_shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // The shortest decimal that means this number, never with an exponent.
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::{Format, as_shown};

    #[test]
    fn numbers_have_the_digits_a_spreadsheet_shows() {
        assert_eq!(as_shown(0.1 + 0.2), "0.3");
        assert_eq!(as_shown(15_000.0), "15000");
        assert_eq!(as_shown(-1e21), "-1000000000000000000000");
        assert_eq!(as_shown(0.000_001_5), "0.0000015");
    }

    #[test]
    fn a_format_gives_the_number_its_sign() {
        assert_eq!(Format::of("0.0%").show("0.56"), "56%");
        assert_eq!(Format::of("0.0%").show("0.875"), "87.5%");
        assert_eq!(Format::of("[$£-809]#,##0").show("-500"), "-£500");
        assert_eq!(Format::of("0\" %\"").show("56"), "56");
        assert_eq!(Format::of("General").show("0.56"), "0.56");
    }
}
