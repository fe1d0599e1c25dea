//! Finds the row of headers, and in it the columns that a dataset declares.

use crate::place::{Origin, RowId};
use crate::read::Row;
use crate::report::Report;
use kpi_core::codes::data::{MISSING_COLUMN, NO_HEADER, REPEATED_COLUMN};
use kpi_core::schema::{Column, Dataset, Source};
use kpi_core::{Diagnostic, suggest};

/// For each declared column its place in the file's rows.
#[derive(Debug, Clone)]
pub struct Header {
    pub columns: Vec<Option<usize>>,
    /// How many headers there are, up to the last one that is not empty.
    pub width: usize,
    /// The headers that no declared column has.
    pub unnamed: Vec<String>,
}

/// What a row under the headers is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Record,
    Blank,
    /// It has so many cells: more than there are headers.
    Wide(usize),
    /// Not blank, but empty in every declared column.
    Apart,
}

impl Header {
    pub fn shape(&self, row: &dyn Row) -> Shape {
        let is_empty = |place: usize| row.get(place).trim().is_empty();
        let cells = (0..row.len()).rfind(|place| !is_empty(*place)).map_or(0, |last| last + 1);
        match cells {
            0 => Shape::Blank,
            cells if cells > self.width => Shape::Wide(cells),
            _ if self.columns.iter().flatten().all(|place| is_empty(*place)) => Shape::Apart,
            _ => Shape::Record,
        }
    }
}

/// What a column is called in the file.
pub fn called(column: &Column) -> &str {
    column.header.as_deref().unwrap_or(&column.name)
}

/// Headers are compared trimmed, ignoring case, with `_` and any run of white space as one space.
pub fn fold(header: &str) -> String {
    let words: Vec<String> = header
        .split(|c: char| c.is_whitespace() || c == '_' || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join(" ")
}

/// The places where a column's header stands.
fn places(column: &Column, folded: &[String]) -> Vec<usize> {
    let wanted = fold(called(column));
    folded.iter().enumerate().filter(|(_, header)| **header == wanted).map(|(i, _)| i).collect()
}

/// Where a column stands among these headers, if one is its own.
pub fn place(column: &Column, headers: &[String]) -> Option<usize> {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    match places(column, &folded).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// How many of the declared columns a row names.
pub fn named(dataset: &Dataset, row: &[String]) -> usize {
    let folded: Vec<String> = row.iter().map(|cell| fold(cell)).collect();
    dataset.columns.iter().filter(|column| !places(column, &folded).is_empty()).count()
}

/// Takes a row as the header; columns that are not in it are reported.
pub fn take(dataset: &Dataset, row: &[String], origin: &Origin, report: &mut Report) -> Header {
    let folded: Vec<String> = row.iter().map(|cell| fold(cell)).collect();
    let mut columns = Vec::with_capacity(dataset.columns.len());
    for column in &dataset.columns {
        let found = places(column, &folded);
        match found.as_slice() {
            [one] => columns.push(Some(*one)),
            [] => {
                report.say(missing(column, row, origin));
                columns.push(None);
            }
            several => {
                report.say(repeated(column, several, origin));
                columns.push(None);
            }
        }
    }
    let width = folded.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last + 1);
    let wanted: Vec<String> = dataset.columns.iter().map(|column| fold(called(column))).collect();
    let others = folded.iter().zip(row).filter(|(header, _)| !header.is_empty() && !wanted.contains(header));
    let unnamed = others.map(|(_, header)| spaced(header)).collect();
    Header { columns, width, unnamed }
}

fn missing(column: &Column, row: &[String], origin: &Origin) -> Diagnostic {
    let header = called(column);
    let found: Vec<String> = row.iter().map(|cell| spaced(cell)).filter(|header| !header.is_empty()).collect();
    let quoted: Vec<String> = found.iter().map(|header| format!("\"{header}\"")).collect();
    let diagnostic = Diagnostic::new(MISSING_COLUMN, format!("there is no column \"{header}\""))
        .data(origin.column(header), "")
        .note(format!("the columns are {}", suggest::list(&quoted, "and")));
    match suggest::similar(header, found.iter().map(String::as_str)).first() {
        Some(near) => diagnostic.help(format!("if \"{near}\" is meant, say so: `{}: … from \"{near}\"`", column.name)),
        None => diagnostic.help(format!("say how the file calls it: `{}: … from \"Header\"`", column.name)),
    }
}

fn repeated(column: &Column, places: &[usize], origin: &Origin) -> Diagnostic {
    let header = called(column);
    let letters: Vec<String> = places.iter().map(|i| letter(*i)).collect();
    Diagnostic::new(REPEATED_COLUMN, format!("{} columns are headed \"{header}\"", places.len()))
        .data(origin.column(header), "")
        .note(format!("they are columns {}", suggest::list(&letters, "and")))
        .help("rename or delete all but the one that is meant")
}

/// No row names any column. `first` is the row that should: the one declared, or the first that is not blank.
pub fn none(dataset: &Dataset, first: Option<(RowId, &[String])>, origin: &Origin) -> Diagnostic {
    let wanted: Vec<String> = dataset.columns.iter().map(|column| format!("\"{}\"", called(column))).collect();
    let wanted = suggest::list(&wanted, "and");
    let Some((row, cells)) = first else {
        let message = match dataset.header_row {
            Some(row) => format!("row {row} is blank or beyond the end, so it names none of {wanted}"),
            None => format!("the file has no rows, so none names {wanted}"),
        };
        return Diagnostic::new(NO_HEADER, message).data(origin.whole(), "");
    };
    let shown: Vec<String> = cells.iter().map(|cell| spaced(cell)).filter(|cell| !cell.is_empty()).collect();
    let holder = match dataset.source {
        Source::Parquet { .. } | Source::JsonLines { .. } => Some("file"),
        Source::Sqlite { .. } | Source::Postgres { .. } => Some("table"),
        Source::Sql { .. } => Some("query"),
        Source::Plugin { .. } => Some("plugin"),
        Source::Csv { .. } | Source::Workbook { .. } | Source::Inline { .. } => None,
    };
    if let Some(holder) = holder {
        return Diagnostic::new(NO_HEADER, format!("the {holder} has none of the columns {wanted}"))
            .data(origin.whole(), "")
            .note(format!("its columns are {}", suggest::list(&shown, "and")));
    }
    let what = if dataset.header_row.is_some() { "the row of headers" } else { "the first row that is not blank" };
    let diagnostic = Diagnostic::new(NO_HEADER, format!("no row names the columns {wanted}"))
        .data(origin.row(row), what)
        .note(format!("it says: {}", shown.join(" | ")));
    // A whole row in one cell: another separator is the commonest cause.
    let other = [';', '\t', '|', ','].into_iter().find(|other| match cells {
        [one] => one.contains(*other),
        _ => false,
    });
    match (other, &dataset.source) {
        (Some('\t'), Source::Csv { .. }) => {
            diagnostic.help("the cells are separated by tabs: add `separator \"\\t\"` to the source")
        }
        (Some(other), Source::Csv { .. }) => {
            diagnostic.help(format!("the cells are separated by `{other}`: add `separator \"{other}\"` to the source"))
        }
        _ => diagnostic.help("put the headers in a row above the data, or name their row: `header: row 3`"),
    }
}

/// A text in one line.
pub fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The letters a spreadsheet heads a column with: `A`, `Z`, `AA`.
fn letter(index: usize) -> String {
    let mut letters = String::new();
    let mut rest = index + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters
}
