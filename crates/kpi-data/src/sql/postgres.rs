//! Tables and views of PostgreSQL databases. One connection and one read-only snapshot a database and run.

use super::types::{Family, Held};
use super::{Connections, Dialect, Distant, Holder, no_table, quoted};
use crate::engine::pushed::Row as Texts;
use crate::header;
use crate::place::Origin;
use crate::place::RowId;
use crate::read::{Row, Sink, Unreadable};
use indexmap::IndexMap;
use kpi_core::codes::data::{BAD_QUERY, NO_CONNECTION};
use kpi_core::schema::{Dataset, Source};
use postgres::config::{Host, SslMode};
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{Kind, Type};
use postgres::{Client, Config, NoTls};
use rustls::ClientConfig;
use rustls::crypto::ring::default_provider;
use sha2::{Digest, Sha256};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Whoever reads sees one state of the database, whatever is written meanwhile; and can change nothing.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The databases of one run, each opened when it is first read.
#[derive(Default)]
pub struct Databases {
    connections: Connections,
    clients: IndexMap<String, Client>,
}

impl fmt::Debug for Databases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Databases").field("connections", &self.connections).finish_non_exhaustive()
    }
}

/// A table as it was found.
struct Found {
    /// As SQL names it.
    from: String,
    names: Vec<String>,
    types: Vec<Type>,
    /// The columns of its primary key.
    key: Vec<String>,
    /// Whether the key is one whole number, by which rows are numbered then.
    numbered: bool,
}

impl Databases {
    pub fn new(connections: Connections) -> Self {
        Self { connections, clients: IndexMap::new() }
    }

    /// Hands over the rows of a table, numbered by its primary key where that is one whole number, else in the order
    /// of that key. Gives the hash of what was read.
    pub fn read(&mut self, connection: &str, table: &str, sink: &mut dyn Sink) -> Result<String, Box<Unreadable>> {
        self.with(connection, |client| {
            let found = find(client, table)?;
            sink.fields(&found.names);
            sink.held(&found.types.iter().map(held).collect::<Vec<_>>());
            let wanted = sink.wanted();
            let column =
                |place: &usize| Some(as_text(&quoted(found.names.as_slice().get(*place)?), found.types.get(*place)?));
            let columns: Vec<String> = wanted.iter().filter_map(column).collect();
            let mut selected: Vec<String> = Vec::with_capacity(columns.len() + 1);
            selected.push(match found.key.first() {
                Some(key) if found.numbered => format!("{}::int8", quoted(key)),
                _ => "NULL::int8".to_owned(),
            });
            selected.extend(columns);
            let key: Vec<String> = found.key.iter().map(|column| quoted(column)).collect();
            let order = if key.is_empty() { String::new() } else { format!(" ORDER BY {}", key.join(", ")) };
            let query = format!("SELECT {} FROM {}{order}", selected.join(", "), found.from);
            hand_over(client, &query, found.names.len(), &wanted, sink)
        })
    }

    /// Runs a query over tables and hands over its rows. `shift` is how much was put before what the rules say.
    pub fn query(
        &mut self,
        connection: &str,
        query: &str,
        shift: usize,
        sink: &mut dyn Sink,
    ) -> Result<String, Box<Unreadable>> {
        self.with(connection, |client| {
            let statement = client.prepare(query).map_err(|error| Failed::query(&error, query, shift))?;
            let names: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
            let types: Vec<Type> = statement.columns().iter().map(|column| column.type_().clone()).collect();
            sink.fields(&names);
            sink.held(&types.iter().map(held).collect::<Vec<_>>());
            let wanted = sink.wanted();
            let column = |place: &usize| Some(as_text(&format!("c{place}"), types.get(*place)?));
            let mut selected = vec!["NULL::int8".to_owned()];
            selected.extend(wanted.iter().filter_map(column));
            let named: Vec<String> = (0..names.len()).map(|place| format!("c{place}")).collect();
            let whole = format!("SELECT {} FROM ({query}) AS rows({})", selected.join(", "), named.join(", "));
            hand_over(client, &whole, names.len(), &wanted, sink).map_err(|failed| match failed {
                Failed::Database(error) => Failed::query(&error, &whole, shift),
                told => told,
            })
        })
    }

    /// What the columns of a table hold, by their names.
    pub fn columns(&mut self, connection: &str, table: &str) -> Result<Columns, Box<Unreadable>> {
        self.with(connection, |client| {
            let found = find(client, table)?;
            let held = found.types.iter().map(held);
            Ok(Columns { from: found.from, held: found.names.iter().cloned().zip(held).collect() })
        })
    }

    /// A table whose columns are those of a dataset, to be asked without its rows. `None` where something about it has
    /// to be told, which whoever reads it does.
    pub fn distant(&mut self, dataset: &Dataset) -> Option<Distant> {
        let Source::Postgres { connection, table, .. } = &dataset.source else { return None };
        let found = self.columns(connection, table).ok()?;
        let names: Vec<String> = found.held.keys().cloned().collect();
        let origin = Origin::default();
        for column in &dataset.columns {
            let (_, held) = found.held.get_index(header::place(column, &names)?)?;
            if held.refusal(column, &origin).is_some() {
                return None;
            }
        }
        let lower = self.with(connection, |client| Ok(small_letters(client)?)).ok()?;
        let dialect = Dialect::Postgres { lower };
        let table = super::pushed::Table { from: found.from, held: found.held, dialect, rows: None };
        Some(Distant { holder: Holder::Database(connection.clone()), table })
    }

    /// Runs a grouped query.
    pub fn cells(&mut self, connection: &str, query: &str) -> Result<Vec<Texts>, Box<Unreadable>> {
        self.with(connection, |client| {
            let rows = client.query(query, &[])?;
            Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, postgres::Error>>()?)
        })
    }

    fn with<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Client) -> Result<T, Failed>,
    ) -> Result<T, Box<Unreadable>> {
        if !self.clients.contains_key(name) {
            let client = connect(name, &self.connections)?;
            self.clients.insert(name.to_owned(), client);
        }
        let Some(client) = self.clients.get_mut(name) else {
            return Err(Unreadable::new(NO_CONNECTION, format!("the database `{name}` cannot be reached")));
        };
        match work(client) {
            Ok(done) => Ok(done),
            Err(Failed::Told(unreadable)) => {
                self.again(name);
                Err(unreadable)
            }
            Err(Failed::Database(error)) => {
                self.again(name);
                let lost = error.is_closed() || error.as_db_error().is_none();
                let message = if lost {
                    format!("the database `{name}` went away while it was read")
                } else {
                    format!("the database `{name}` refuses to be read")
                };
                let mut unreadable = Unreadable::new(NO_CONNECTION, message);
                unreadable.notes = told(&error);
                if lost {
                    unreadable.help.push("nothing of what it gave is used: run again when it is there".to_owned());
                }
                Err(unreadable)
            }
        }
    }

    /// A transaction in which something failed answers nothing more.
    fn again(&mut self, name: &str) {
        let alive = self
            .clients
            .get_mut(name)
            .is_some_and(|client| client.batch_execute("ROLLBACK").and_then(|()| client.batch_execute(BEGIN)).is_ok());
        if !alive {
            self.clients.swap_remove(name);
        }
    }
}

/// The columns of a table.
pub struct Columns {
    /// The table as SQL names it.
    pub from: String,
    pub held: IndexMap<String, Held>,
}

enum Failed {
    Told(Box<Unreadable>),
    Database(postgres::Error),
}

impl From<postgres::Error> for Failed {
    fn from(error: postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Box<Unreadable>> for Failed {
    fn from(unreadable: Box<Unreadable>) -> Self {
        Self::Told(unreadable)
    }
}

impl Failed {
    /// What is wrong with a query of the rules, and where.
    fn query(error: &postgres::Error, query: &str, shift: usize) -> Self {
        let Some(found) = error.as_db_error() else {
            let mut unreadable = Unreadable::new(NO_CONNECTION, "the database went away");
            unreadable.notes = told(error);
            return Self::Told(unreadable);
        };
        let mut unreadable = Unreadable::new(BAD_QUERY, format!("the query cannot be run: {}", found.message()));
        // The position counts characters, from 1.
        if let Some(postgres::error::ErrorPosition::Original(at)) = found.position()
            && let Some(at) = usize::try_from(*at).ok().and_then(|at| at.checked_sub(1))
        {
            let byte = query.char_indices().nth(at).map_or(query.len(), |(byte, _)| byte);
            unreadable.notes.extend(super::query::line_at(query, byte, shift));
        }
        unreadable.notes.extend(found.detail().map(str::to_owned));
        unreadable.help.extend(found.hint().map(str::to_owned));
        Self::Told(unreadable)
    }
}

/// What the database says; never the way to it.
fn told(error: &postgres::Error) -> Vec<String> {
    match error.as_db_error() {
        Some(found) => {
            let mut said = vec![format!("it says: {}", found.message())];
            said.extend(found.detail().map(str::to_owned));
            said
        }
        None => {
            let mut said = error.to_string();
            let mut source = std::error::Error::source(error);
            while let Some(inner) = source {
                let text = inner.to_string();
                if !said.contains(&text) {
                    said = format!("{said}: {text}");
                }
                source = inner.source();
            }
            vec![said]
        }
    }
}

fn connect(name: &str, connections: &Connections) -> Result<Client, Box<Unreadable>> {
    let Some(connection) = connections.databases.get(name) else {
        let mut unreadable = Unreadable::new(NO_CONNECTION, format!("kpi.toml knows no database `{name}`"));
        unreadable.help.push(format!("say how it is reached: `[sources.{name}]` with `url_env = \"…\"`"));
        return Err(unreadable);
    };
    let variable = &connection.variable;
    let Some(url) = connection.url.as_deref().filter(|url| !url.trim().is_empty()) else {
        let message = format!("how the database `{name}` is reached is not known: {variable} is not set");
        let mut unreadable = Unreadable::new(NO_CONNECTION, message);
        let example = "host=db.example.org dbname=care user=reader";
        unreadable.help.push(format!("set it in the environment: `export {variable}=\"{example}\"`"));
        return Err(unreadable);
    };
    let mut config: Config = url.parse().map_err(|error: postgres::Error| {
        let message = format!("{variable} does not say how a PostgreSQL database is reached");
        let mut unreadable = Unreadable::new(NO_CONNECTION, message);
        unreadable.notes = told(&error);
        unreadable
            .help
            .push("write `postgresql://USER@HOST/DATABASE` or `host=HOST dbname=DATABASE user=USER`".to_owned());
        unreadable
    })?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    if config.get_application_name().is_none() {
        config.application_name("kpi");
    }
    let unreached = |notes: Vec<String>| {
        let mut unreadable = Unreadable::new(NO_CONNECTION, format!("the database `{name}` cannot be reached"));
        unreadable.notes = notes;
        unreadable.help.push(format!("{variable} says where it is; is it running, and may it be reached from here?"));
        unreadable
    };
    let local = config.get_hosts().iter().all(|host| !matches!(host, Host::Tcp(_)));
    let connected = if local || config.get_ssl_mode() == SslMode::Disable {
        config.connect(NoTls)
    } else {
        let tls = tls().map_err(|why| unreached(vec![why]))?;
        config.connect(tls)
    };
    let mut client = connected.map_err(|error| {
        let notes = told(&error);
        let mut unreadable = unreached(notes);
        if unreadable.notes.iter().any(|note| note.contains("certificate")) {
            unreadable.help = vec![
                "name its authority in SSL_CERT_FILE; for a database on this machine, `sslmode=disable` will do"
                    .to_owned(),
            ];
        }
        unreadable
    })?;
    // Texts of dates and floats that mean the same wherever the database stands.
    let settings = "SET datestyle = 'ISO, YMD'; SET extra_float_digits = 1; \
                    SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
    client
        .batch_execute(settings)
        .and_then(|()| client.batch_execute(BEGIN))
        .map_err(|error| unreached(told(&error)))?;
    Ok(client)
}

/// Trust in what the machine trusts.
fn tls() -> Result<MakeRustlsConnect, String> {
    let mut roots = rustls::RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    let config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// How the database makes small letters as kpi does: what stands behind the text in `lower(…)`.
fn small_letters(client: &mut Client) -> Result<Option<String>, postgres::Error> {
    let encoding: String = client.query_one("SHOW server_encoding", &[])?.get(0);
    if encoding != "UTF8" {
        return Ok(None);
    }
    let icu: bool = client.query_one("SELECT to_regcollation('\"und-x-icu\"') IS NOT NULL", &[])?.get(0);
    if icu {
        return Ok(Some(" COLLATE \"und-x-icu\"".to_owned()));
    }
    let knows: bool = client.query_one("SELECT lower('\u{c9}\u{416}') = '\u{e9}\u{436}'", &[])?.get(0);
    Ok(knows.then(String::new))
}

fn find(client: &mut Client, table: &str) -> Result<Found, Failed> {
    let from = table.split('.').map(quoted).collect::<Vec<_>>().join(".");
    let known: bool = client.query_one("SELECT to_regclass($1) IS NOT NULL", &[&from])?.get(0);
    if !known {
        let query = "SELECT CASE WHEN n.nspname = ANY (current_schemas(false)) THEN c.relname::text \
                     ELSE n.nspname || '.' || c.relname END \
                     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                     WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p') AND n.nspname <> 'information_schema' \
                     AND n.nspname NOT LIKE 'pg!_%' ESCAPE '!' AND has_table_privilege(c.oid, 'SELECT') \
                     ORDER BY 1 LIMIT 1000";
        let names: Vec<String> = client.query(query, &[])?.iter().map(|row| row.get(0)).collect();
        return Err(Failed::Told(no_table(table, &names)));
    }
    let all = client.prepare(&format!("SELECT * FROM {from} LIMIT 0"))?;
    let names = all.columns().iter().map(|column| column.name().to_owned()).collect();
    let types = all.columns().iter().map(|column| column.type_().clone()).collect();
    let query = "SELECT a.attname::text, a.atttypid IN (20, 21, 23) FROM pg_index i \
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) \
                 WHERE i.indrelid = to_regclass($1) AND i.indisprimary \
                 ORDER BY array_position(i.indkey::int2[], a.attnum)";
    let key = client.query(query, &[&from])?;
    let numbered = matches!(key.as_slice(), [one] if one.get(1));
    Ok(Found { from, names, types, key: key.iter().map(|row| row.get(0)).collect(), numbered })
}

/// A value as it would be written in a file: a float is the shortest decimal that means it, without an exponent.
fn as_text(column: &str, of: &Type) -> String {
    if *of == Type::FLOAT4 || *of == Type::FLOAT8 {
        let special = format!("{column}::text IN ('NaN', 'Infinity', '-Infinity')");
        return format!("CASE WHEN {special} THEN {column}::text ELSE {column}::text::numeric::text END");
    }
    format!("{column}::text")
}

/// Reads the rows as they come from the server. The first column is the row's number, or none.
fn hand_over(
    client: &mut Client,
    query: &str,
    width: usize,
    wanted: &[usize],
    sink: &mut dyn Sink,
) -> Result<String, Failed> {
    let mut hash = Sha256::new();
    let mut cells = vec![String::new(); width];
    let mut rows = client.query_raw(query, std::iter::empty::<String>())?;
    let mut number = 0u64;
    while let Some(row) = rows.next()? {
        number += 1;
        let id: Option<i64> = row.try_get(0)?;
        let id = id.and_then(|id| u64::try_from(id).ok()).unwrap_or(number);
        for (index, place) in wanted.iter().enumerate() {
            let text: Option<&str> = row.try_get(index + 1)?;
            hash.update(text.map_or(-1, |text| i64::try_from(text.len()).unwrap_or(i64::MAX)).to_le_bytes());
            hash.update(text.unwrap_or_default());
            if let Some(cell) = cells.get_mut(*place) {
                cell.clear();
                cell.push_str(text.unwrap_or_default());
            }
        }
        if sink.row(RowId::from(id), &cells as &dyn Row) == ControlFlow::Break(()) {
            break;
        }
    }
    Ok(crate::file::hex(&hash.finalize()))
}

pub fn held(of: &Type) -> Held {
    let family = match *of {
        Type::INT2 | Type::INT4 | Type::INT8 | Type::OID => Family::Whole,
        Type::NUMERIC | Type::FLOAT4 | Type::FLOAT8 => Family::Number,
        Type::BOOL => Family::YesNo,
        Type::DATE => Family::Date,
        Type::TIMESTAMP => Family::Moment,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::CHAR | Type::UNKNOWN | Type::UUID => {
            Family::Open
        }
        _ => match of.kind() {
            Kind::Enum(_) => Family::Open,
            _ if of.name() == "citext" => Family::Open,
            _ => Family::Other,
        },
    };
    let name = match *of {
        Type::TIMESTAMPTZ => "timestamp with time zone",
        _ => of.name(),
    };
    Held::new(family, name)
}
