//! What datasets hold: a table a dataset, then what stands out.

use super::columns::{Align, Cell, lines};
use super::diagnostics::counted;
use crate::output::Look;
use crate::project::Places;
use anstyle::Style;
use indexmap::IndexMap;
use kpi_data::{ColumnProfile, Profile};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

const HEADERS: [&str; 7] = ["column", "type", "values", "empty", "different", "least", "greatest"];
const ALIGNS: [Align; 7] =
    [Align::Left, Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right];

pub fn table(profiles: &[Profile], places: &Places, look: Look) -> String {
    profiles.iter().map(|profile| one(profile, places, look)).collect::<Vec<_>>().join("\n")
}

fn one(profile: &Profile, places: &Places, look: Look) -> String {
    let rows = counted(usize::try_from(profile.rows).unwrap_or(usize::MAX), "row");
    let mut out = format!("{}: {}, {rows}\n", profile.dataset, places.data(&profile.place));
    if let Some(why) = &profile.broken {
        out.push_str(&format!("  it has no rows: {why}\n"));
        return out;
    }
    let mut body: Vec<Vec<Cell>> = vec![HEADERS.iter().map(|text| Cell::new(*text, Style::new().bold())).collect()];
    for column in &profile.columns {
        let different = column.different.map_or_else(|| "many".to_owned(), |count| count.to_string());
        let holds = column.holds.split(" [").next().unwrap_or_default();
        let (least, greatest) = (column.least.as_deref(), column.greatest.as_deref());
        let (filled, empty) = (column.filled.to_string(), column.empty.to_string());
        let texts = [&column.name, holds, &filled, &empty, &different, least.unwrap_or(""), greatest.unwrap_or("")];
        body.push(texts.iter().map(|text| Cell::new(*text, Style::new())).collect());
    }
    let widest =
        |place: usize| body.iter().filter_map(|row| row.get(place)).map(|cell| cell.text.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEADERS.len()).map(widest).collect();
    for row in &body {
        for line in lines(row, &widths, &ALIGNS, HEADERS.len(), look) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    for remark in remarks(profile) {
        out.push_str(&format!("  {} {remark}\n", look.mark("·", "-")));
    }
    out
}

fn remarks(profile: &Profile) -> Vec<String> {
    let mut all = Vec::new();
    for column in &profile.columns {
        let ColumnProfile { name, missing, unread, unread_words, .. } = column;
        let listed = |words: &IndexMap<String, u64>| {
            words.iter().map(|(word, count)| format!("\"{word}\" ({count})")).collect::<Vec<_>>().join(", ")
        };
        if *unread > 0 {
            let cells = counted(usize::try_from(*unread).unwrap_or(usize::MAX), "cell");
            let shown: u64 = unread_words.values().sum();
            let more = if shown < *unread { " and others" } else { "" };
            all.push(format!("{name}: {cells} not understood: {}{more}", listed(unread_words)));
        }
        if !missing.is_empty() {
            all.push(format!("{name}: words for a missing value: {}", listed(missing)));
        }
        let unused: Vec<&str> = column.unused().collect();
        if !unused.is_empty() {
            all.push(format!("{name}: no cell has {}", unused.join(", ")));
        }
    }
    if !profile.unnamed.is_empty() {
        all.push(format!("columns that no rule names: {}", profile.unnamed.join(", ")));
    }
    all
}

#[derive(Serialize)]
pub struct ProfileJson<'a> {
    dataset: &'a str,
    file: String,
    sheet: Option<&'a str>,
    table: Option<&'a str>,
    rows: u64,
    failed: Option<&'a str>,
    columns: Vec<ColumnJson<'a>>,
    unnamed: &'a [String],
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    name: &'a str,
    header: &'a str,
    #[serde(rename = "type")]
    holds: &'a str,
    values: u64,
    empty: u64,
    missing: &'a IndexMap<String, u64>,
    not_understood: u64,
    not_understood_words: &'a IndexMap<String, u64>,
    different: Option<u64>,
    least: Option<&'a str>,
    greatest: Option<&'a str>,
    codes: &'a IndexMap<String, u64>,
}

pub fn json<'a>(profiles: &'a [Profile], places: &Places) -> Vec<ProfileJson<'a>> {
    let column = |column: &'a ColumnProfile| ColumnJson {
        name: &column.name,
        header: &column.header,
        holds: &column.holds,
        values: column.filled,
        empty: column.empty,
        missing: &column.missing,
        not_understood: column.unread,
        not_understood_words: &column.unread_words,
        different: column.different,
        least: column.least.as_deref(),
        greatest: column.greatest.as_deref(),
        codes: &column.codes,
    };
    let one = |profile: &'a Profile| ProfileJson {
        dataset: &profile.dataset,
        file: places.data(&profile.place).file,
        sheet: profile.place.sheet.as_deref(),
        table: profile.place.table.as_deref(),
        rows: profile.rows,
        failed: profile.broken.as_deref(),
        columns: profile.columns.iter().map(column).collect(),
        unnamed: &profile.unnamed,
    };
    profiles.iter().map(one).collect()
}
