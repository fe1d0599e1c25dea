//! OpenDocument spreadsheets: one XML file in a zip archive, which says of every cell what kind it is of.

use super::Unreadable;
use super::workbook::{Format, Rows, Sheet, as_shown, bad, find};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use std::io::{BufRead, BufReader, Cursor};
use zip::ZipArchive;

/// A spreadsheet has no more rows than this; what is repeated further is the blank rest of the sheet.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

pub fn read(bytes: &[u8], sheet: Option<&str>) -> Result<Sheet, Box<Unreadable>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(bad)?;
    let content = archive.by_name("content.xml").map_err(bad)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().expand_empty_elements = true;
    let mut document = Document { reader, buffer: Vec::new() };
    let mut sheets: Vec<Sheet> = Vec::new();
    while let Some(step) = document.next()? {
        if let Step::Start(name, attributes) = step
            && name == "table:table"
        {
            let name = attribute(&attributes, "table:name").unwrap_or_default().to_owned();
            sheets.push(Sheet { name, rows: document.table()? });
        }
    }
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let name = find(&names, sheet)?;
    sheets.into_iter().find(|sheet| sheet.name == name).ok_or_else(|| bad("the sheet is gone"))
}

struct Document<R> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

/// What of the XML matters: an element with its attributes, its end, and text.
enum Step {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
    Other,
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// How often a row or cell stands there.
fn times(attributes: &[(String, String)], name: &str) -> u32 {
    attribute(attributes, name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

impl<R: BufRead> Document<R> {
    fn next(&mut self) -> Result<Option<Step>, Box<Unreadable>> {
        self.buffer.clear();
        Ok(Some(match self.reader.read_event_into(&mut self.buffer).map_err(bad)? {
            Event::Eof => return Ok(None),
            Event::Start(start) => Step::Start(name(start.name()), attributes(&start)?),
            Event::End(end) => Step::End(name(end.name())),
            Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(entity) => {
                let entity = format!("&{};", &*entity);
                Step::Text(unescape(&entity).map_err(bad)?.into_owned())
            }
            _ => Step::Other,
        }))
    }

    /// The next step within an element; a file that ends there is broken off.
    fn within(&mut self) -> Result<Step, Box<Unreadable>> {
        self.next()?.ok_or_else(|| bad("the file breaks off in the middle of a sheet"))
    }

    fn table(&mut self) -> Result<Vec<(u64, Vec<String>)>, Box<Unreadable>> {
        let mut rows = Rows::default();
        let mut row = 0u32;
        loop {
            match self.within()? {
                Step::Start(name, attributes) if name == "table:table-row" => {
                    let cells = self.row()?;
                    let times = times(&attributes, "table:number-rows-repeated");
                    let end = row.saturating_add(times).min(MAX_ROWS);
                    for row in if cells.is_empty() { end..end } else { row..end } {
                        for (column, text) in &cells {
                            rows.put((row, *column), text.clone());
                        }
                    }
                    row = end;
                }
                Step::End(name) if name == "table:table" => return Ok(rows.finish()),
                _ => {}
            }
        }
    }

    /// The cells of a row that are not empty, with their places.
    fn row(&mut self) -> Result<Vec<(u32, String)>, Box<Unreadable>> {
        let mut cells = Vec::new();
        let mut column = 0u32;
        loop {
            match self.within()? {
                Step::Start(name, attributes) if name == "table:table-cell" || name == "table:covered-table-cell" => {
                    let written = self.cell(&name)?;
                    let text = text(&attributes, written);
                    let times = times(&attributes, "table:number-columns-repeated");
                    let end = column.saturating_add(times).min(MAX_COLUMNS);
                    if !text.is_empty() {
                        cells.extend((column..end).map(|column| (column, text.clone())));
                    }
                    column = end;
                }
                Step::End(name) if name == "table:table-row" => return Ok(cells),
                _ => {}
            }
        }
    }

    /// What is written in a cell, without the notes pinned to it.
    fn cell(&mut self, element: &str) -> Result<String, Box<Unreadable>> {
        let mut text = String::new();
        let (mut paragraphs, mut within, mut notes) = (0u32, 0u32, 0u32);
        loop {
            match self.within()? {
                Step::Start(name, attributes) => match name.as_str() {
                    "office:annotation" => notes += 1,
                    _ if notes > 0 => {}
                    "text:p" | "text:h" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        within += 1;
                    }
                    "text:s" => (0..times(&attributes, "text:c").min(1000)).for_each(|_| text.push(' ')),
                    "text:tab" => text.push('\t'),
                    "text:line-break" => text.push('\n'),
                    _ => {}
                },
                Step::End(name) => match name.as_str() {
                    "office:annotation" => notes = notes.saturating_sub(1),
                    "text:p" | "text:h" if notes == 0 => within = within.saturating_sub(1),
                    name if name == element && notes == 0 => return Ok(text),
                    _ => {}
                },
                Step::Text(more) if notes == 0 && within > 0 => text.push_str(&more),
                Step::Text(_) | Step::Other => {}
            }
        }
    }
}

fn name(name: QName<'_>) -> String {
    name.as_ref().to_owned()
}

fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, Box<Unreadable>> {
    start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(bad)?;
            let value = unescape(&attribute.value).map_err(bad)?.into_owned();
            Ok((name(attribute.key), value))
        })
        .collect()
}

/// The text a person sees in the cell, but numbers and dates in full and in one form.
fn text(attributes: &[(String, String)], written: String) -> String {
    let value = |name: &str| attribute(attributes, name);
    let number = |format: Format| {
        let number = value("office:value").and_then(|number| number.parse::<f64>().ok());
        number.map(|number| format.show(&as_shown(number)))
    };
    match value("office:value-type") {
        Some("float") => number(Format::Plain),
        Some("percentage") => number(Format::Percent),
        Some("currency") => {
            number(if value("office:currency") == Some("GBP") { Format::Pounds } else { Format::Plain })
        }
        Some("boolean") => value("office:boolean-value").map(str::to_owned),
        Some("date") => {
            value("office:date-value").map(|date| date.strip_suffix("T00:00:00").unwrap_or(date).to_owned())
        }
        Some("string") => value("office:string-value").filter(|text| !text.is_empty()).map(str::to_owned),
        _ => None,
    }
    .unwrap_or(written)
}
