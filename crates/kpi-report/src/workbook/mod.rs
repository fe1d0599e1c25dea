//! The report as a workbook that everybody can read: the Analysis Function's checklist for spreadsheets, essentials and
//! good practice alike. A cover, contents and notes; then one table a sheet, with nothing beside or below it.

mod comparators;
mod contents;
mod cover;
mod definitions;
mod entry;
mod format;
mod history;
mod indicators;
mod notes;
mod package;
mod parts;
mod sheet;
mod table;

use crate::model::Report;
use crate::words::{Language, Words};
use notes::Notes;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::{Names, Sheet};

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error("the workbook cannot be written: {0}")]
    Written(#[from] XlsxError),
    #[error("the workbook cannot be packed: {0}")]
    Packed(#[from] zip::result::ZipError),
    #[error("the workbook cannot be packed: {0}")]
    Bytes(#[from] std::io::Error),
    #[error("a workbook has no place for {0}")]
    Form(&'static str),
}

/// The bytes of an `.xlsx` file: the same for the same report.
pub fn workbook(report: &Report) -> Result<Vec<u8>, WorkbookError> {
    let words = Words::of(Language::from_tag(&report.lang).unwrap_or(Language::English));
    let notes = Notes::of(report, words);
    let mut sheets =
        vec![Sheet { name: words.get("sheet_notes"), shows: words.get("shows_notes"), table: notes.table(report) }];
    sheets.push(Sheet {
        name: words.get("sheet_indicators"),
        shows: words.get("shows_indicators"),
        table: indicators::table(report, words, &notes),
    });
    sheets.push(Sheet {
        name: words.get("sheet_history"),
        shows: words.get("shows_history"),
        table: history::table(report, words),
    });
    sheets.push(Sheet {
        name: words.get("sheet_comparators"),
        shows: words.get("shows_comparators"),
        table: comparators::table(report, words),
    });
    sheets.push(Sheet {
        name: words.get("sheet_parts"),
        shows: words.get("shows_parts"),
        table: parts::table(report, words),
    });
    sheets.push(Sheet {
        name: words.get("sheet_definitions"),
        shows: words.get("shows_definitions"),
        table: definitions::table(report, words),
    });
    // A sheet with nothing on it would be read out all the same.
    sheets.retain(|sheet| !sheet.table.is_empty());

    let mut workbook = Workbook::new();
    // It is packed once more below.
    workbook.set_zip_compression_level(1);
    workbook.set_properties(&properties(report)?);
    let mut names = Names::default();
    let cover = names.sheet(words.get("sheet_cover"));
    let contents = names.sheet(words.get("sheet_contents"));
    let named: Vec<(String, &Sheet)> = sheets.iter().map(|sheet| (names.sheet(sheet.name), sheet)).collect();
    cover::write(workbook.add_worksheet().set_name(cover)?, report, words, &contents)?;
    let listed = contents::table(&named, words);
    let list = Sheet { name: words.get("sheet_contents"), shows: "", table: listed };
    list.write(workbook.add_worksheet().set_name(&contents)?, report, words, &mut names)?;
    for (name, sheet) in &named {
        sheet.write(workbook.add_worksheet().set_name(name)?, report, words, &mut names)?;
    }
    package::finished(&workbook.save_to_buffer()?, words.language)
}

/// The day of the report stands for the clock, so that two runs give the same bytes.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let properties = DocProperties::new()
        .set_title(format!("{}, {}", report.title, report.period.text))
        .set_author(&report.council)
        .set_company(&report.council)
        .set_creation_datetime(&ExcelDateTime::parse_from_str(&report.produced.iso)?);
    Ok(properties)
}
