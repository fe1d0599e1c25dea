//! Plugins as rules and data see them: what each says of itself, what it is handed, and what comes back. How one is
//! run is nobody's business here.

use crate::{Exact, Missing, Period};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::fmt;

/// The plugins of a project by the names `kpi.toml` gives them.
pub type Plugins = IndexMap<String, Plugin>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plugin {
    Described(Description),
    /// It could not be opened, which was told when it was tried.
    Unavailable,
}

/// What a plugin says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub identity: Identity,
    pub title: String,
    pub settings: Vec<SettingInfo>,
    pub offers: Offers,
}

/// Which plugin it was: what a published figure is traced to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Identity {
    /// As the plugin calls itself.
    pub id: String,
    pub version: String,
    /// The version of the interface it was built against.
    pub api: String,
    /// Of its file, in hexadecimal.
    pub sha256: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offers {
    /// One figure for rows, in a unit spelled as rules spell it.
    Measure { unit: String, inputs: Vec<ColumnInfo> },
    /// A table.
    Source { columns: Vec<ColumnInfo> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnInfo {
    pub name: String,
    pub kind: CellKind,
    pub required: bool,
    pub about: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingInfo {
    pub name: String,
    pub kind: CellKind,
    pub required: bool,
    pub about: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellKind {
    Number,
    Integer,
    Date,
    YesNo,
    Text,
}

impl CellKind {
    /// With its article, for messages.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Integer => "a whole number",
            Self::Date => "a date",
            Self::YesNo => "yes or no",
            Self::Text => "a text",
        }
    }

    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Number => "numbers",
            Self::Integer => "whole numbers",
            Self::Date => "dates",
            Self::YesNo => "yes or no",
            Self::Text => "texts",
        }
    }
}

/// What rules tell a plugin, by name and in the order of the names: numbers as exact decimals, dates as `2024-04-01`,
/// yes and no as `yes` and `no`.
pub type Settings = Vec<(String, String)>;

/// The rows that go to a measure, column by column; those of a figure follow those of the one before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Handed {
    pub columns: Vec<HandedColumn>,
    pub groups: Vec<Group>,
}

/// The rows of one figure, and the period it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub rows: usize,
    pub period: Period,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedColumn {
    pub name: String,
    pub kind: CellKind,
    pub cells: Cells,
}

/// One cell for each row; `None` where it is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cells {
    /// Whole numbers over 10 to the scale.
    Numbers {
        scale: u8,
        units: Vec<Option<i64>>,
    },
    Dates(Vec<Option<NaiveDate>>),
    YesNo(Vec<Option<bool>>),
    /// Each row's place among the texts.
    Texts {
        values: Vec<String>,
        codes: Vec<Option<u32>>,
    },
}

/// What a measure made of the groups it was handed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// One for each group: no number where there are no cases; what went wrong with one figure alone.
    pub figures: Vec<Result<Option<Exact>, Missing>>,
    pub used: Used,
}

/// What it took.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Used {
    pub identity: Identity,
    /// Of all calls together, in the units by which a plugin's work is limited.
    pub fuel: u64,
}

/// `casemix 1.0.0`
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id, self.version)
    }
}
