//! Datasets that are queries. Over datasets of one database they run there; over others in SQLite, in memory, filled
//! with the rows as they conform.

use super::sqlite::{self, text};
use super::types::Family;
use super::{bridge, fractions, literal, quoted};
use crate::conform::{Conformer, fold};
use crate::header;
use crate::load::{Sources, each_row};
use crate::place::{Origin, RowId};
use crate::read::{Sink, Unreadable};
use kpi_core::codes::data::{BAD_QUERY, BINARY_FRACTION};
use kpi_core::schema::{Column, ColumnType, Dataset, EmptyCell, Source};
use kpi_core::{Calendar, Diagnostic, suggest};
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::types::{Value, ValueRef};
use std::ops::ControlFlow;

/// Where the datasets that a query reads stand.
enum Home<'a> {
    File(&'a str),
    Database(&'a str),
    Apart,
}

/// Runs a query and hands over its rows. What is wrong with the rows it reads is told apart from it.
pub fn read(
    query: &str,
    over: &[String],
    sources: &mut Sources<'_>,
    told: &mut Vec<Diagnostic>,
    sink: &mut dyn Sink,
) -> Result<(), Box<Unreadable>> {
    let datasets: Vec<&Dataset> = over.iter().filter_map(|name| sources.datasets.get(name.as_str()).copied()).collect();
    if datasets.len() < over.len() {
        return Err(Unreadable::new(BAD_QUERY, "the query reads a dataset that was not opened"));
    }
    let query = query.trim().trim_end_matches(';').trim_end();
    match home(&datasets) {
        Home::Database(connection) => in_postgres(connection, query, &datasets, sources, sink),
        Home::File(path) => in_file(path, query, &datasets, sources, sink),
        Home::Apart => in_memory(query, &datasets, sources, told, sink),
    }
}

fn home<'a>(datasets: &[&'a Dataset]) -> Home<'a> {
    let mut sources = datasets.iter().map(|dataset| &dataset.source);
    match sources.next() {
        Some(Source::Sqlite { path, .. })
            if sources.all(|other| matches!(other, Source::Sqlite { path: of, .. } if of == path)) =>
        {
            Home::File(path)
        }
        Some(Source::Postgres { connection, .. })
            if sources.all(|other| matches!(other, Source::Postgres { connection: of, .. } if of == connection)) =>
        {
            Home::Database(connection)
        }
        _ => Home::Apart,
    }
}

fn cannot_run(why: impl std::fmt::Display) -> Box<Unreadable> {
    Unreadable::new(BAD_QUERY, format!("the query cannot be run: {why}"))
}

fn broken(error: &rusqlite::Error) -> Box<Unreadable> {
    let mut unreadable = cannot_run(sqlite::told(error));
    if let rusqlite::Error::SqlInputError { sql, offset, .. } = error
        && let Ok(offset) = usize::try_from(*offset)
    {
        unreadable.notes.extend(line_at(sql, offset, 0));
    }
    unreadable
}

/// The line of a query in which a byte stands; `shift` bytes before it are not the rules'.
pub fn line_at(query: &str, byte: usize, shift: usize) -> Option<String> {
    let query = query.get(shift..)?;
    let before = query.get(..byte.checked_sub(shift)?)?;
    let number = before.matches('\n').count() + 1;
    let line = query.lines().nth(number - 1)?;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Some(format!("line {number} of the query, character {column}: `{}`", line.trim()))
}

// ---------------------------------------------------------------------------------------------------------- SQLite

fn in_memory(
    query: &str,
    datasets: &[&Dataset],
    sources: &mut Sources<'_>,
    told: &mut Vec<Diagnostic>,
    sink: &mut dyn Sink,
) -> Result<(), Box<Unreadable>> {
    let connection = Connection::open_in_memory().map_err(|error| broken(&error))?;
    for dataset in datasets {
        fill(&connection, dataset, sources, told)?;
    }
    run(connection, query, &Seen { datasets, inside: false }, sink)
}

/// Makes a table of a dataset's rows.
fn fill(
    connection: &Connection,
    dataset: &Dataset,
    sources: &mut Sources<'_>,
    told: &mut Vec<Diagnostic>,
) -> Result<(), Box<Unreadable>> {
    let names: Vec<String> = dataset.columns.iter().map(|column| quoted(&column.name)).collect();
    let table = quoted(&dataset.name);
    let places: Vec<String> = (1..=names.len()).map(|place| format!("?{place}")).collect();
    // Without types: what is put in comes out as it is.
    let create = format!("CREATE TABLE {table} ({}); BEGIN", names.join(", "));
    connection.execute_batch(&create).map_err(|error| broken(&error))?;
    let insert = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
    let mut insert = connection.prepare(&insert).map_err(|error| broken(&error))?;
    let mut unread: Option<String> = None;
    let mut put = |id: RowId, cells: &[kpi_core::facts::Cell], _: &[Option<&str>]| {
        if unread.is_some() {
            return;
        }
        let mut values: Vec<Value> = Vec::with_capacity(cells.len());
        for (cell, column) in cells.iter().zip(&dataset.columns) {
            match bridge::value(cell, column) {
                Ok(value) => values.push(value),
                Err(why) => {
                    unread = Some(format!("row {}, column \"{}\": {why}", id.number, header::called(column)));
                    return;
                }
            }
        }
        if let Err(error) = insert.execute(rusqlite::params_from_iter(values)) {
            unread = Some(sqlite::told(&error));
        }
    };
    let seen = each_row(sources, dataset, told, &mut put);
    let why = match (seen.broken.or(seen.amiss), unread) {
        (Some(why), _) => why,
        (None, Some(why)) => why,
        (None, None) => {
            drop(insert);
            return connection.execute_batch("COMMIT").map_err(|error| broken(&error));
        }
    };
    let mut unreadable = cannot_run(format!("`{}` cannot be read whole", dataset.name));
    unreadable.notes.push(why);
    unreadable.notes.push("a query over part of the rows would give figures that look right and are not".to_owned());
    Err(unreadable)
}

fn in_file(
    path: &str,
    query: &str,
    datasets: &[&Dataset],
    sources: &mut Sources<'_>,
    sink: &mut dyn Sink,
) -> Result<(), Box<Unreadable>> {
    let file = sources.files.locate(path).map_err(|diagnostic| Box::new(Unreadable::from(*diagnostic)))?;
    let connection = sqlite::open(&file)?;
    for dataset in datasets {
        let Source::Sqlite { table, .. } = &dataset.source else { continue };
        let table = sqlite::find(&connection, table)?;
        conforming(&connection, dataset, sources.calendar).map_err(|error| broken(&error))?;
        let names = sqlite::columns(&connection, &table)?;
        let mut columns = Vec::with_capacity(dataset.columns.len());
        for (index, column) in dataset.columns.iter().enumerate() {
            let place = column_of(&names, column, dataset)?;
            let name = names.get(place).map(|name| quoted(name)).unwrap_or_default();
            columns.push(format!("{}({index}, {name}) AS {}", quoted(&function(dataset)), quoted(&column.name)));
        }
        let view = format!(
            "CREATE TEMP VIEW {} AS SELECT {} FROM main.{}",
            quoted(&dataset.name),
            columns.join(", "),
            quoted(&table)
        );
        connection.execute_batch(&view).map_err(|error| broken(&error))?;
    }
    run(connection, query, &Seen { datasets, inside: true }, sink)
}

fn column_of(names: &[String], column: &Column, dataset: &Dataset) -> Result<usize, Box<Unreadable>> {
    header::place(column, names).ok_or_else(|| {
        let called = header::called(column);
        let mut unreadable = cannot_run(format!("`{}` has no column \"{called}\"", dataset.name));
        let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        unreadable.notes.push(format!("its columns are {}", suggest::list(&names, "and")));
        unreadable
    })
}

fn function(dataset: &Dataset) -> String {
    format!("kpi {}", dataset.name)
}

/// Makes the function that reads a dataset's cells as its columns say.
fn conforming(connection: &Connection, dataset: &Dataset, calendar: Calendar) -> rusqlite::Result<()> {
    let columns = dataset.columns.clone();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function(function(dataset).as_str(), 2, flags, move |context| {
        let fault = |why: String| rusqlite::Error::UserFunctionError(why.into());
        let index: i64 = context.get(0)?;
        let column = usize::try_from(index).ok().and_then(|index| columns.get(index));
        let column = column.ok_or_else(|| fault("no such column".to_owned()))?;
        let of = |why: &str| fault(format!("column \"{}\": {why}", header::called(column)));
        let written = text(context.get_raw(1)).map_err(|why| of(&format!("it holds {why}")))?;
        let cell = Conformer::new(column, calendar).cell(&written).map_err(|problem| of(&problem.message))?;
        bridge::value(&cell, column).map_err(|why| of(&why))
    })
}

/// What a query is to see.
struct Seen<'a> {
    datasets: &'a [&'a Dataset],
    /// Whether the tables of a file stand behind views, and must not be seen themselves.
    inside: bool,
}

impl Seen<'_> {
    fn refuse(&self, error: &rusqlite::Error) -> Box<Unreadable> {
        let mut unreadable = broken(error);
        let said = sqlite::told(error);
        if said.starts_with("no such table") || said.contains("is prohibited") {
            let names: Vec<String> = self.datasets.iter().map(|dataset| format!("`{}`", dataset.name)).collect();
            unreadable.help.push(format!("it sees {}: add others to `over`", suggest::list(&names, "and")));
        } else if said == "not authorized" {
            unreadable.help.push("a query selects rows: it changes nothing, and does not rest on itself".to_owned());
        }
        unreadable
    }

    /// What a query may use: it reads the tables it was given, and is a function of them.
    fn allows(&self) -> impl FnMut(AuthContext<'_>) -> Authorization + Send + 'static {
        const REFUSED: [&str; 6] =
            ["random", "randomblob", "load_extension", "current_date", "current_time", "current_timestamp"];
        let views: Vec<String> = self.datasets.iter().map(|dataset| dataset.name.clone()).collect();
        let inside = self.inside;
        move |context| {
            let may = match context.action {
                AuthAction::Select => true,
                AuthAction::Read { .. } => {
                    let through = |view: &str| views.iter().any(|name| name.eq_ignore_ascii_case(view));
                    !inside || context.database_name != Some("main") || context.accessor.is_some_and(through)
                }
                AuthAction::Function { function_name } => {
                    !REFUSED.iter().any(|refused| refused.eq_ignore_ascii_case(function_name))
                }
                _ => false,
            };
            if may { Authorization::Allow } else { Authorization::Deny }
        }
    }
}

fn run(mut connection: Connection, query: &str, seen: &Seen<'_>, sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let refused = |error: rusqlite::Error| seen.refuse(&error);
    fractions::install(&connection).map_err(refused)?;
    if query.to_lowercase().contains("'now'") {
        let mut unreadable = cannot_run("it asks what time it is");
        unreadable.help.push("the same data must give the same rows tomorrow: take days from the data".to_owned());
        return Err(unreadable);
    }
    for name in ["date", "time", "datetime", "julianday", "unixepoch"] {
        let clock = |_: &mut rusqlite::functions::Context<'_>| -> rusqlite::Result<Value> {
            Err(rusqlite::Error::UserFunctionError("a query cannot ask what time it is".into()))
        };
        connection.create_scalar_function(name, 0, FunctionFlags::SQLITE_UTF8, clock).map_err(refused)?;
    }
    connection.authorizer(Some(seen.allows())).map_err(refused)?;
    let mut statement = connection.prepare(query).map_err(refused)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    sink.fields(&names);
    let mut rows = statement.query([]).map_err(refused)?;
    let mut number = 0u64;
    while let Some(row) = rows.next().map_err(refused)? {
        number += 1;
        let mut cells = Vec::with_capacity(names.len());
        for (place, name) in names.iter().enumerate() {
            let value = row.get_ref(place).map_err(refused)?;
            if let ValueRef::Real(spoiled) = value
                && fractions::is_spoiled(spoiled)
            {
                let message = format!("column \"{name}\" of the query is {spoiled}, a binary fraction");
                let mut unreadable = Unreadable::new(BINARY_FRACTION, message);
                unreadable.row = Some(number);
                unreadable.help.push(
                    "round it in the query, or take its parts out of the query and calculate in the formula".to_owned(),
                );
                return Err(unreadable);
            }
            match text(value) {
                Ok(text) => cells.push(text),
                Err(what) => return Err(cannot_run(format!("column \"{name}\" gives {what}"))),
            }
        }
        if sink.row(number.into(), &cells) == ControlFlow::Break(()) {
            break;
        }
    }
    Ok(())
}

// ------------------------------------------------------------------------------------------------------ PostgreSQL

fn in_postgres(
    connection: &str,
    query: &str,
    datasets: &[&Dataset],
    sources: &mut Sources<'_>,
    sink: &mut dyn Sink,
) -> Result<(), Box<Unreadable>> {
    let mut tables = Vec::with_capacity(datasets.len());
    for dataset in datasets {
        let Source::Postgres { table, .. } = &dataset.source else { continue };
        let found = sources.databases.columns(connection, table)?;
        let names: Vec<String> = found.held.keys().cloned().collect();
        let mut columns = Vec::with_capacity(dataset.columns.len());
        for column in &dataset.columns {
            let place = column_of(&names, column, dataset)?;
            let Some((name, held)) = found.held.get_index(place) else { continue };
            let origin = Origin { file: format!("postgres:{connection}"), table: Some(table.clone()), sheet: None };
            if let Some(refusal) = held.refusal(column, &origin) {
                return Err(Box::new(Unreadable::from(refusal)));
            }
            columns.push(format!("{} AS {}", shown(&quoted(name), held.family, column), quoted(&column.name)));
        }
        tables.push(format!("{} AS (SELECT {} FROM {})", quoted(&dataset.name), columns.join(", "), found.from));
    }
    let before = format!("WITH {} SELECT * FROM (\n", tables.join(", "));
    let whole = format!("{before}{query}\n) AS query");
    let sha256 = sources.databases.query(connection, &whole, before.len(), sink)?;
    sources.files.note(format!("postgres:{connection}"), sha256);
    Ok(())
}

/// A column as a query sees it: texts trimmed, codes as the rules spell them, words for a missing value NULL.
fn shown(name: &str, family: Family, column: &Column) -> String {
    if family != Family::Open {
        return name.to_owned();
    }
    let text = format!("btrim({name}::text, E' \\t\\r\\n')");
    let mut cases = String::new();
    for (word, _) in &column.missing_words {
        cases.push_str(&format!(" WHEN lower({text}) = {} THEN NULL", literal(&fold(word))));
    }
    let empty = match &column.empty {
        Some(EmptyCell::Default(default)) => literal(default),
        _ => "NULL".to_owned(),
    };
    cases.push_str(&format!(" WHEN {name} IS NULL OR {text} = '' THEN {empty}"));
    if let ColumnType::OneOf(codes) = &column.holds {
        for code in codes {
            cases.push_str(&format!(" WHEN lower({text}) = {} THEN {}", literal(&fold(code)), literal(code)));
        }
    }
    format!("CASE{cases} ELSE {text} END")
}
