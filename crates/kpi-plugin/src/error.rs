//! Why a plugin was refused, stopped, or not believed. Each has a code with a page.

use crate::limits::Used;
use kpi_core::Code;
use kpi_core::codes::plugins::running as codes;
use std::path::PathBuf;
use std::time::Duration;

/// Everything that can go wrong with a plugin. What it says comes from kpi, but for `Problem`, and is safe to print.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PluginError {
    #[error("the plugin {} cannot be read: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },
    #[error("the file is no WebAssembly component: {why}")]
    NotAComponent { why: String },
    #[error("{what}: {found}, and at most {most} are taken")]
    TooLarge { what: &'static str, found: u64, most: u64 },
    #[error("the plugin wants {}, and plugins are given nothing", listed(imports))]
    Imports { imports: Vec<String> },
    #[error("{why}")]
    Version { why: String, help: String },
    #[error("the plugin's `{function}` is not as {interface} has it: {why}")]
    Interface { interface: String, function: String, why: String },
    #[error("the plugin cannot be compiled: {why}")]
    Compile { why: String },
    #[error("the plugin is not the one that is pinned: its SHA-256 is {found}, and {pinned} is pinned")]
    Digest { pinned: String, found: String },
    #[error("`{function}` used up its fuel of {limit}")]
    OutOfFuel { function: &'static str, limit: u64 },
    #[error("`{function}` was stopped after {:.1} seconds", limit.as_secs_f64())]
    OutOfTime { function: &'static str, limit: Duration },
    #[error("`{function}` wants {what}: {wanted}, and {most} is the most")]
    OutOfMemory { function: &'static str, what: &'static str, wanted: u64, most: u64 },
    #[error("`{function}` crashed: {trap}{}", place(at))]
    Trapped { function: &'static str, trap: String, at: Vec<String> },
    #[error("`{function}` broke the rules of calling: {why}")]
    Contract { function: &'static str, why: String },
    #[error("`{function}` gives back more than {limit} bytes")]
    OutputTooLarge { function: &'static str, limit: u64 },
    #[error("what `{function}` gave back is not believed: {fault}")]
    Answer { function: &'static str, fault: Box<Fault> },
    #[error("the plugin says: {}{}", problem.message, where_of(problem))]
    Problem { problem: crate::wire::Problem },
    #[error("two calls of `{function}` with the same rows gave different answers: {difference}")]
    Undetermined { function: &'static str, difference: String },
    #[error("kpi asked the plugin wrongly: {why}")]
    Asked { why: String },
    #[error("the folder of compiled plugins {} cannot be used: {why}", path.display())]
    Cache { path: PathBuf, why: String },
    #[error("{0}")]
    Fetch(#[from] crate::fetch::FetchError),
}

impl PluginError {
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Unreadable { .. } => codes::PLUGIN_UNREADABLE,
            Self::NotAComponent { .. } => codes::NOT_A_PLUGIN,
            Self::TooLarge { .. } => codes::PLUGIN_TOO_LARGE,
            Self::Imports { .. } => codes::PLUGIN_IMPORTS,
            Self::Version { .. } => codes::PLUGIN_VERSION,
            Self::Interface { .. } => codes::PLUGIN_INTERFACE,
            Self::Compile { .. } | Self::Cache { .. } => codes::PLUGIN_NOT_COMPILED,
            Self::Digest { .. } => codes::PLUGIN_SWAPPED,
            Self::OutOfFuel { .. } | Self::OutOfTime { .. } => codes::PLUGIN_TOO_SLOW,
            Self::OutOfMemory { .. } => codes::PLUGIN_OUT_OF_MEMORY,
            Self::Trapped { .. } => codes::PLUGIN_CRASHED,
            Self::Contract { .. } => codes::PLUGIN_BROKE_RULES,
            Self::OutputTooLarge { .. } => codes::PLUGIN_SAYS_TOO_MUCH,
            Self::Answer { .. } => codes::PLUGIN_NOT_BELIEVED,
            Self::Problem { .. } => codes::PLUGIN_PROBLEM,
            Self::Undetermined { .. } => codes::PLUGIN_UNDETERMINED,
            Self::Asked { .. } => kpi_core::codes::project::INTERNAL,
            Self::Fetch(error) => error.code(),
        }
    }

    /// What to do, where it is not on the code's page already.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NotAComponent { .. } => {
                Some("build it as a component; `kpi plugin new` makes one that is".to_owned())
            }
            Self::Imports { .. } => Some(
                "leave out what needs them: files, network, clock and random numbers are for kpi, which passes on what \
                 the plugin's `plan` asks for"
                    .to_owned(),
            ),
            Self::Version { help, .. } => Some(help.clone()),
            Self::Digest { .. } => Some(
                "find out who changed the file; if the change is wanted, pin it anew with `kpi plugin pin`".to_owned(),
            ),
            Self::OutOfFuel { .. } | Self::OutOfTime { .. } | Self::OutOfMemory { .. } | Self::OutputTooLarge { .. } => {
                Some("mend the plugin, or grant it more in kpi.toml".to_owned())
            }
            Self::Fetch(error) => error.help(),
            _ => None,
        }
    }
}

/// What is wrong with something that a plugin gave back.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    #[error("column {column:?} has {found} cells, where there are {rows} rows")]
    Length { column: String, found: usize, rows: usize },
    #[error("the bitmap of column {column:?} has {found} bytes, where {rows} rows take {wanted}, or none")]
    Bitmap { column: String, found: usize, rows: usize, wanted: usize },
    #[error("row {row} of column {column:?} has the code {found}, and there are {values} texts")]
    Code { column: String, row: usize, found: u32, values: usize },
    #[error("the offsets of column {column:?} go wrong at row {row}: {why}")]
    Offsets { column: String, row: usize, why: &'static str },
    #[error("row {row} of column {column:?} is no UTF-8")]
    Utf8 { column: String, row: usize },
    #[error("row {row} of column {column:?} is {found}, which is no number")]
    NotFinite { column: String, row: usize, found: f64 },
    #[error("row {row} of column {column:?} is {found}, where 1 is yes and 0 is no")]
    Bool { column: String, row: usize, found: u8 },
    #[error("row {row} of column {column:?} is day {found} from 1970, which is in no year from 1 to 9999")]
    Day { column: String, row: usize, found: i32 },
    #[error("column {column:?} has a scale of {found}, and 18 is the most")]
    Scale { column: String, found: u8 },
    #[error("there are {found} {what}, and {most} is the most")]
    TooMany { what: &'static str, found: u64, most: u64 },
    #[error("{what} stands twice: {name:?}")]
    Twice { what: &'static str, name: String },
    #[error("{what} is no name: {name:?} {why}")]
    Name { what: &'static str, name: String, why: String },
    #[error("{what} is of the kind {found:?}, which kpi does not know")]
    Kind { what: String, found: String },
    #[error("column {column:?} holds {found}, and the plugin describes it as {kind}")]
    Layout { column: String, found: &'static str, kind: &'static str },
    #[error("column {column:?} is described, and is not there")]
    Missing { column: String },
    #[error("column {column:?} is not described")]
    Undescribed { column: String },
    #[error("a figure is a number, and these are {found}")]
    NoFigure { found: &'static str },
    #[error("{what} is longer than {most} characters")]
    TooLong { what: String, most: usize },
    #[error("a note is about figure {group}, and there are {groups}")]
    NoteOfNothing { group: u32, groups: usize },
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn place(at: &[String]) -> String {
    if at.is_empty() { String::new() } else { format!(" (in {})", at.join(", called by ")) }
}

fn where_of(problem: &crate::wire::Problem) -> String {
    match (&problem.column, problem.row) {
        (Some(column), Some(row)) => format!(" (column {column:?}, row {row})"),
        (Some(column), None) => format!(" (column {column:?})"),
        (None, Some(row)) => format!(" (row {row})"),
        (None, None) => String::new(),
    }
}

/// An answer with what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered<T> {
    pub value: T,
    pub used: Used,
}
