//! Tables and views of an SQLite file.

use super::types::{Family, Held};
use super::{no_table, quoted};
use crate::place::RowId;
use crate::read::{Row, Sink, Unreadable};
use kpi_core::codes::data::BAD_FILE;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use std::ops::ControlFlow;
use std::path::Path;

fn bad(error: rusqlite::Error) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "the file cannot be read as an SQLite database");
    bad.notes.push(told(&error));
    bad
}

/// What SQLite says, without the query around it.
pub fn told(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

/// Opens a file for reading only, in one transaction: nobody's writing is seen in part.
pub fn open(path: &Path) -> Result<Connection, Box<Unreadable>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(bad)?;
    connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(bad)?;
    connection.execute_batch("BEGIN").map_err(bad)?;
    // The first read takes the snapshot, and shows whether the file is a database at all.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(bad)?;
    Ok(connection)
}

/// Hands over the rows of a table in the order of their rowids, by which they are numbered; of a view or a table
/// without rowids, in the order in which they come.
pub fn read(path: &Path, table: &str, sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let connection = open(path)?;
    let table = find(&connection, table)?;
    let from = quoted(&table);
    let (names, held) = {
        let all = connection.prepare(&format!("SELECT * FROM {from} LIMIT 0")).map_err(bad)?;
        let columns = all.columns();
        let told = columns.map(|column| (column.name().to_owned(), held(column.decl_type().unwrap_or_default())));
        told.collect::<(Vec<String>, Vec<Held>)>()
    };
    sink.fields(&names);
    sink.held(&held);
    let wanted = sink.wanted();
    let columns: Vec<String> =
        wanted.iter().filter_map(|place| names.as_slice().get(*place)).map(|name| quoted(name)).collect();
    if columns.is_empty() {
        return Ok(());
    }
    let columns = columns.join(", ");
    // A view has none, and a table may be without. A column of this name hides them.
    let rowids = !names.iter().any(|name| name.eq_ignore_ascii_case("rowid"))
        && connection.prepare(&format!("SELECT rowid FROM {from} WHERE rowid IS NOT NULL LIMIT 0")).is_ok()
        && is_table(&connection, &table).map_err(bad)?;
    let query = if rowids {
        format!("SELECT rowid, {columns} FROM {from} ORDER BY rowid")
    } else {
        format!("SELECT 0, {columns} FROM {from}")
    };
    let mut statement = connection.prepare(&query).map_err(bad)?;
    let mut rows = statement.query([]).map_err(bad)?;
    let mut number = 0u64;
    let mut cells = Cells { width: names.len(), place: vec![None; names.len()], texts: Vec::new() };
    for (index, place) in wanted.iter().enumerate() {
        if let Some(found) = cells.place.get_mut(*place) {
            *found = Some(index);
        }
    }
    while let Some(row) = rows.next().map_err(bad)? {
        number += 1;
        let rowid: i64 = row.get(0).map_err(bad)?;
        let id = if rowids { u64::try_from(rowid).unwrap_or(number) } else { number };
        cells.texts.clear();
        let mut problem = None;
        for (index, place) in wanted.iter().enumerate() {
            let value = row.get_ref(index + 1).map_err(bad)?;
            match text(value) {
                Ok(text) => cells.texts.push(text),
                Err(what) => {
                    let name = names.as_slice().get(*place).map_or("", String::as_str);
                    problem = Some(format!("column \"{name}\" holds {what}"));
                    break;
                }
            }
        }
        match problem {
            Some(message) => sink.bad_row(RowId::from(id), message),
            None if sink.row(RowId::from(id), &cells) == ControlFlow::Break(()) => break,
            None => {}
        }
    }
    Ok(())
}

/// The wanted cells of a row, at the places they have among all columns of the table.
struct Cells {
    width: usize,
    place: Vec<Option<usize>>,
    texts: Vec<String>,
}

impl Row for Cells {
    fn len(&self) -> usize {
        self.width
    }

    fn get(&self, index: usize) -> &str {
        let place = self.place.get(index).copied().flatten();
        place.and_then(|place| self.texts.as_slice().get(place)).map_or("", String::as_str)
    }
}

/// A value as it would be written in a file: a float is the shortest decimal that means it.
pub fn text(value: ValueRef<'_>) -> Result<String, &'static str> {
    match value {
        ValueRef::Null => Ok(String::new()),
        ValueRef::Integer(number) => Ok(number.to_string()),
        ValueRef::Real(number) => Ok(number.to_string()),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err("a text that is not UTF-8"),
        },
        ValueRef::Blob(_) => Err("bytes, which are no value of a rule"),
    }
}

/// A table or view by its name, capitals aside, as SQLite compares names.
pub fn find(connection: &Connection, table: &str) -> Result<String, Box<Unreadable>> {
    let query = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!' \
                 ORDER BY name";
    let mut statement = connection.prepare(query).map_err(bad)?;
    let names = statement.query_map([], |row| row.get(0)).map_err(bad)?;
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(bad)?;
    match names.iter().find(|name| name.eq_ignore_ascii_case(table)) {
        Some(name) => Ok(name.clone()),
        None => Err(no_table(table, &names)),
    }
}

/// The columns of a table.
pub fn columns(connection: &Connection, table: &str) -> Result<Vec<String>, Box<Unreadable>> {
    let all = connection.prepare(&format!("SELECT * FROM {} LIMIT 0", quoted(table))).map_err(bad)?;
    Ok(all.column_names().map(str::to_owned).collect())
}

fn is_table(connection: &Connection, table: &str) -> rusqlite::Result<bool> {
    connection.query_row("SELECT type = 'table' FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0))
}

/// By SQLite's own rules of affinity, as far as they rule anything out: it keeps whatever is written.
fn held(declared: &str) -> Held {
    let upper = declared.to_uppercase();
    let has = |part: &str| upper.contains(part);
    let family = if has("BOOL") || has("INT") {
        Family::Whole
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        Family::Number
    } else if has("TIME") {
        Family::Moment
    } else if upper == "DATE" {
        Family::Date
    } else {
        Family::Open
    };
    Held::new(family, declared)
}
