//! Datasets that stand in databases, and datasets that are queries over others. Databases are only ever read.

mod bridge;
mod cluster;
mod dialect;
mod fractions;
mod postgres;
mod pushed;
mod query;
mod sqlite;
mod types;

pub use cluster::{Cluster, Clustered, Trouble, clustered};
pub use dialect::Dialect;
pub use postgres::Databases;
pub use pushed::{Asked, BITS, Query, Unasked};
pub use query::read as query;
pub use sqlite::read as sqlite;
pub use types::Held;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// How that is reached which is asked instead of being read here.
#[derive(Debug, Clone, Default)]
pub struct Connections {
    /// The databases that rules name.
    pub databases: indexmap::IndexMap<String, Connection>,
    /// What counts Parquet files, if not kpi itself.
    pub cluster: Option<Arc<dyn Cluster>>,
}

/// The way to one database.
#[derive(Clone)]
pub struct Connection {
    /// The variable of the environment that tells it.
    pub variable: String,
    /// What the variable holds, if it is set.
    pub url: Option<String>,
}

/// The way may hold a password, so it is never shown.
impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("variable", &self.variable).finish_non_exhaustive()
    }
}

/// A table that stays where it is until its rows are needed.
#[derive(Debug, Clone)]
pub struct Distant {
    pub holder: Holder,
    pub table: pushed::Table,
}

/// Who is asked about a table.
#[derive(Debug, Clone)]
pub enum Holder {
    /// A database, by the name that rules call it.
    Database(String),
    /// A cluster, about these files.
    Cluster(Arc<dyn Cluster>, Vec<PathBuf>),
}

impl Holder {
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Database(_) => "database",
            Self::Cluster(..) => "cluster",
        }
    }
}

/// A name as SQL writes it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL writes it.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The table that is meant, with those there are that are called something like it.
fn no_table(wanted: &str, there: &[String]) -> Box<crate::read::Unreadable> {
    use kpi_core::suggest;
    let mut unreadable = crate::read::Unreadable::new(
        kpi_core::codes::data::NO_TABLE,
        format!("there is no table or view \"{wanted}\""),
    );
    const SHOWN: usize = 20;
    let mut names: Vec<String> = there.iter().take(SHOWN).map(|name| format!("\"{name}\"")).collect();
    if there.len() > SHOWN {
        names.push(format!("{} more", there.len() - SHOWN));
    }
    unreadable.notes.push(match there {
        [] => "the database has no table that may be read".to_owned(),
        _ => format!("there are {}", suggest::list(&names, "and")),
    });
    unreadable.help.extend(suggest::did_you_mean(wanted, there.iter().map(String::as_str)));
    unreadable
}
