//! A sheet with its title, what it has, and its one table.

use super::entry::Entry;
use super::format;
use super::table::Table;
use crate::model::Report;
use crate::words::Words;
use rust_xlsxwriter::{
    ColNum, ExcelDateTime, Format, IgnoreError, RowNum, TableColumn, TableStyle, Url, Worksheet, XlsxError,
};
use std::collections::{HashMap, HashSet};

/// Excel's longest name of a sheet.
const LONGEST_NAME: usize = 31;
/// Excel's longest text of a cell.
const LONGEST_TEXT: usize = 32_767;
/// Letters are half as wide again as those that Excel counts columns in.
const LETTER: f64 = 1.25;
const NARROWEST: usize = 10;
const WIDEST: usize = 60;
/// The first column has the sheet's title above it.
const FIRST: usize = 40;

pub struct Sheet {
    pub name: &'static str,
    pub shows: &'static str,
    pub table: Table,
}

impl Sheet {
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        report: &Report,
        words: Words,
        names: &mut Names,
    ) -> Result<(), XlsxError> {
        let given = [("sheet", self.name), ("title", report.title.as_str()), ("period", report.period.text.as_str())];
        let title = words.fill("table_named", &given);
        let lines = [
            words.get("one_table").to_owned(),
            words.fill("source_line", &[("council", &report.council)]),
            words.get("blank_cells").to_owned(),
        ];
        sheet.write_string_with_format(0, 0, &title, &format::title())?;
        let mut top: RowNum = 1;
        for line in &lines {
            sheet.write_string_with_format(top, 0, line, &format::text())?;
            top += 1;
        }
        let mut painter = Painter { sheet, formats: HashMap::new(), dash: words.get("dash") };
        painter.table(&self.table, top)?;
        let headers = self.table.headers.iter();
        let columns: Vec<TableColumn> =
            headers.map(|header| TableColumn::new().set_header(header).set_header_format(format::header())).collect();
        let table = rust_xlsxwriter::Table::new()
            .set_name(names.table(self.name))
            .set_style(TableStyle::None)
            .set_autofilter(false)
            .set_banded_rows(false)
            .set_first_column(true)
            .set_alt_text_title(title)
            .set_alt_text(if self.shows.is_empty() { self.name } else { self.shows })
            .set_columns(&columns);
        let bottom = top + RowNum::try_from(self.table.rows.len()).unwrap_or(RowNum::MAX - top);
        let right = ColNum::try_from(columns.len().saturating_sub(1)).unwrap_or(ColNum::MAX);
        sheet.add_table(top, 0, bottom, right, &table)?;
        // The number of an indicator is a name.
        sheet.ignore_error_range(top, 0, bottom, right, IgnoreError::NumberStoredAsText)?;
        for (column, width) in (0..).zip(widths(&self.table)) {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

struct Painter<'s> {
    sheet: &'s mut Worksheet,
    /// Excel has a limit to formats, and looking one up is dearer than writing a number.
    formats: HashMap<String, Format>,
    dash: &'static str,
}

impl Painter<'_> {
    fn table(&mut self, table: &Table, top: RowNum) -> Result<(), XlsxError> {
        let (text, literal, aside, day, link) =
            (format::text(), format::literal(), format::aside(), format::day(), format::link());
        let numeric: Vec<bool> = (0..table.headers.len())
            .map(|at| table.rows.iter().any(|row| matches!(row.get(at), Some(Entry::Number { .. }))))
            .collect();
        for (row, entries) in (top + 1..).zip(&table.rows) {
            for ((column, entry), beside_numbers) in (0..).zip(entries).zip(&numeric) {
                match entry {
                    Entry::Number { value, format } => {
                        let format =
                            self.formats.entry(format.clone()).or_insert_with_key(|format| format::number(format));
                        self.sheet.write_number_with_format(row, column, *value, format)?;
                    }
                    Entry::Text(told) => {
                        let format = match told.starts_with(['=', '+', '-', '@']) {
                            true => &literal,
                            false if *beside_numbers => &aside,
                            false => &text,
                        };
                        self.sheet.write_string_with_format(row, column, clipped(told), format)?;
                    }
                    Entry::Day(iso) => {
                        let date = ExcelDateTime::parse_from_str(iso)?;
                        self.sheet.write_datetime_with_format(row, column, &date, &day)?;
                    }
                    Entry::Link { text, sheet } => {
                        let url = Url::new(format!("internal:'{}'!A1", sheet.replace('\'', "''"))).set_text(text);
                        self.sheet.write_url_with_format(row, column, url, &link)?;
                    }
                    Entry::Nothing => {
                        let format = if *beside_numbers { &aside } else { &text };
                        self.sheet.write_string_with_format(row, column, self.dash, format)?;
                    }
                }
            }
        }
        Ok(())
    }
}

fn clipped(text: &str) -> String {
    if text.chars().count() <= LONGEST_TEXT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_TEXT - 1).chain(['…']).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a width of at most sixty letters")]
fn widths(table: &Table) -> Vec<f64> {
    let width = |(at, header): (usize, &String)| {
        let word = header.split_whitespace().map(|word| word.chars().count()).max().unwrap_or_default();
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(Entry::width).max().unwrap_or_default();
        let least = if at == 0 { FIRST } else { NARROWEST };
        word.max(cells).clamp(least, WIDEST) as f64 * LETTER
    };
    table.headers.iter().enumerate().map(width).collect()
}

/// The names that a workbook has, each once.
#[derive(Debug, Default)]
pub struct Names {
    sheets: HashSet<String>,
    tables: HashSet<String>,
}

impl Names {
    /// A name that Excel takes: short, without its own signs, and unlike all others.
    pub fn sheet(&mut self, wanted: &str) -> String {
        let usable = wanted.chars().map(|c| if "[]:*?/\\'".contains(c) || c.is_control() { ' ' } else { c });
        let usable: String = usable.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        unlike(&mut self.sheets, &usable, LONGEST_NAME, " ")
    }

    /// A screen reader says it: it is the sheet's, as far as letters and digits go.
    pub fn table(&mut self, wanted: &str) -> String {
        let usable: String = wanted.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
        let usable = if usable.starts_with(char::is_alphabetic) { usable } else { format!("table_{usable}") };
        unlike(&mut self.tables, &usable, LONGEST_NAME, "_")
    }
}

fn unlike(taken: &mut HashSet<String>, wanted: &str, longest: usize, between: &str) -> String {
    let mut name: String = wanted.chars().take(longest).collect();
    let mut number = 2;
    while name.is_empty() || !taken.insert(name.to_lowercase()) {
        let ending = format!("{between}{number}");
        name = wanted.chars().take(longest - ending.len()).chain(ending.chars()).collect();
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_each_once() {
        let mut names = Names::default();
        let long = "Dangosyddion perfformiad allweddol y cyngor";
        assert_eq!(names.sheet(long), "Dangosyddion perfformiad allwed");
        let second = names.sheet(long);
        assert!(second.ends_with(" 2") && second.chars().count() <= 31, "{second}");
        assert_eq!(names.sheet("a/b [c]"), "a b c");
        assert_eq!(names.sheet("A/B [C]"), "A B C 2");
        assert_eq!(names.table("Notes"), "Notes");
        assert_eq!(names.table("notes"), "notes_2");
        assert_eq!(names.table("2 a"), "table_2_a");
    }
}
