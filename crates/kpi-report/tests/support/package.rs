//! What is in a workbook, read back: its cells by calamine, the rest from the parts of the package.

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

pub struct Package {
    pub bytes: Vec<u8>,
    /// Names of sheets in their order, each with its cells.
    pub sheets: Vec<(String, Range<Data>)>,
    /// The parts of the package as text.
    pub parts: BTreeMap<String, String>,
}

impl Package {
    pub fn read(bytes: Vec<u8>) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut entry = archive.by_index(at).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            parts.insert(entry.name().unwrap().into_owned(), text);
        }
        let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
        let sheets = workbook.worksheets();
        Self { bytes, sheets, parts }
    }

    pub fn part(&self, name: &str) -> &str {
        self.parts.get(name).unwrap_or_else(|| panic!("no part {name}"))
    }

    pub fn sheet(&self, name: &str) -> &Range<Data> {
        &self.sheets.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no sheet {name}")).1
    }

    /// The XML of each sheet with its name, in their order.
    pub fn sheet_parts(&self) -> Vec<(&str, &str)> {
        let part = |at: usize| self.part(&format!("xl/worksheets/sheet{}.xml", at + 1));
        self.sheets.iter().enumerate().map(|(at, (name, _))| (name.as_str(), part(at))).collect()
    }

    /// Each table: its XML, and the sheet that it is on.
    pub fn tables(&self) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        for (at, (name, _)) in self.sheets.iter().enumerate() {
            let Some(links) = self.parts.get(&format!("xl/worksheets/_rels/sheet{}.xml.rels", at + 1)) else {
                continue;
            };
            for target in attributes(links, "Target").into_iter().filter(|target| target.contains("tables/")) {
                let part = target.trim_start_matches("../");
                found.push((name.clone(), self.part(&format!("xl/{part}"))));
            }
        }
        found
    }

    /// The row of a table whose first cell is this, by its headers.
    pub fn row(&self, sheet: &str, first: &str) -> BTreeMap<String, Data> {
        let range = self.sheet(sheet);
        let headers: Vec<String> = range.rows().nth(HEADER).unwrap().iter().map(ToString::to_string).collect();
        let row = range.rows().skip(HEADER + 1).find(|row| is(&row[0], first));
        let row = row.unwrap_or_else(|| panic!("{sheet} has no row {first}"));
        headers.into_iter().zip(row.iter().cloned()).collect()
    }

    /// The number format of a cell that is found by its row and column, as the styles have it.
    pub fn format(&self, sheet: &str, first: &str, header: &str) -> String {
        let range = self.sheet(sheet);
        let column = range.rows().nth(HEADER).unwrap().iter().position(|cell| is(cell, header)).unwrap();
        let row = range.rows().position(|row| is(&row[0], first)).unwrap();
        let name = format!("{}{}", letters(column), row + 1);
        let part = self.sheet_parts().into_iter().find(|(known, _)| *known == sheet).unwrap().1;
        let document = roxmltree::Document::parse(part).unwrap();
        let cell =
            document.descendants().find(|node| node.attribute("r") == Some(&name) && node.has_tag_name(tag("c")));
        let style: usize = cell.unwrap().attribute("s").unwrap().parse().unwrap();
        let styles = roxmltree::Document::parse(self.part("xl/styles.xml")).unwrap();
        let list = styles.descendants().find(|node| node.has_tag_name(tag("cellXfs"))).unwrap();
        let xf = list.children().filter(roxmltree::Node::is_element).nth(style).unwrap();
        let id = xf.attribute("numFmtId").unwrap();
        let format = styles
            .descendants()
            .find(|node| node.has_tag_name(tag("numFmt")) && node.attribute("numFmtId") == Some(id));
        format.map_or_else(|| format!("#{id}"), |format| format.attribute("formatCode").unwrap().to_owned())
    }

    /// All cells as lines, for a snapshot.
    pub fn told(&self) -> String {
        let mut told = String::new();
        for (name, range) in &self.sheets {
            told.push_str(&format!("== {name}\n"));
            for row in range.rows() {
                let filled = row.iter().rposition(|cell| *cell != Data::Empty).map_or(0, |last| last + 1);
                let cells: Vec<String> = row[..filled].iter().map(|cell| cell.to_string().replace('\n', "⏎")).collect();
                told.push_str(&cells.join(" | "));
                told.push('\n');
            }
        }
        told
    }
}

/// Title, and three lines.
pub const HEADER: usize = 4;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

pub fn tag(name: &str) -> (&'static str, &str) {
    (MAIN, name)
}

pub fn attributes(xml: &str, name: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    document.descendants().filter_map(|node| node.attribute(name).map(str::to_owned)).collect()
}

fn is(cell: &Data, text: &str) -> bool {
    matches!(cell, Data::String(told) if told == text)
}

fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).unwrap());
    if column < 26 { letter(column).to_string() } else { format!("{}{}", letter(column / 26 - 1), letter(column % 26)) }
}
