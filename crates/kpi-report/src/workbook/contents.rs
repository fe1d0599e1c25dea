//! Which sheets there are, each with a link to it.

use super::entry::Entry;
use super::sheet::Sheet;
use super::table::{Columns, Table};
use crate::words::Words;

pub fn table(sheets: &[(String, &Sheet)], words: Words) -> Table {
    let mut columns: Columns<'_, &(String, &Sheet)> = Columns::new();
    columns
        .add(words.get("sheet_name"), |(name, sheet)| Entry::Link { text: sheet.name.to_owned(), sheet: name.clone() });
    columns.add(words.get("sheet_shows"), |(_, sheet)| Entry::text(sheet.shows));
    columns.table(sheets)
}
