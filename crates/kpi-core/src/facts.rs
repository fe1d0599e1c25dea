//! What the interpreter asks of data, and what it gets: small cells with their places, never a table of records.

use crate::diagnostic::DataPlace;
use crate::{Exact, Missing, Period, Quantity, Rank, Span, plugin};
use chrono::NaiveDate;
use indexmap::IndexMap;
use std::fmt;

/// By name and period, how the rows of cohorts came about.
pub type CohortsMade = IndexMap<(String, Option<Period>), Vec<Made>>;

/// All answers to the requests of one run.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub tables: IndexMap<String, KeyedTable>,
    pub aggregates: IndexMap<Aggregate, Answer>,
    pub values: IndexMap<ValuesRequest, Vec<Scalar>>,
    pub measures: IndexMap<MeasureRequest, Measured>,
    /// By name and, for those whose rows depend on it, period: how the rows of the cohorts that were counted came
    /// about, and of those they rest on.
    pub cohorts: CohortsMade,
}

impl Facts {
    pub fn extend(&mut self, more: Self) {
        self.tables.extend(more.tables);
        self.aggregates.extend(more.aggregates);
        self.values.extend(more.values);
        self.measures.extend(more.measures);
        self.cohorts.extend(more.cohorts);
    }
}

/// How many rows of a cohort were left after one of its stages; before the first of them, how many came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub span: Span,
    /// As the rules say it.
    pub text: String,
    pub left: u64,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Request {
    /// The figures of a keyed dataset.
    Table(TableRequest),
    /// One number over the records of a dataset.
    Aggregate(Aggregate),
    /// The different values of a column.
    Values(ValuesRequest),
    /// What a plugin makes of records.
    Measure(MeasureRequest),
}

impl Request {
    /// The dataset or cohort that is asked.
    #[must_use]
    pub fn rows(&self) -> &str {
        match self {
            Self::Table(table) => &table.dataset,
            Self::Aggregate(aggregate) => &aggregate.dataset,
            Self::Values(values) => &values.dataset,
            Self::Measure(measure) => &measure.rows.dataset,
        }
    }
}

/// The different values of a column, in the order in which they first stand there, as they are first written. Empty
/// cells and cells that could not be read have none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ValuesRequest {
    /// A dataset, or a cohort.
    pub dataset: String,
    /// For a cohort whose rows depend on it, the period of the figure.
    pub period: Option<Period>,
    pub column: String,
}

/// The figure that a plugin makes of the records for which a filter holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MeasureRequest {
    pub plugin: String,
    pub settings: plugin::Settings,
    /// The columns it takes, in its order, and whether it can do without a cell.
    pub inputs: Vec<Input>,
    /// Which records: those that a count of them would count.
    pub rows: Aggregate,
    /// Of the figure.
    pub period: Period,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Input {
    pub column: String,
    pub kind: plugin::CellKind,
    pub required: bool,
}

/// What came of a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    pub value: Result<Exact, Missing>,
    /// Records the filter kept, of all the records.
    pub kept: u64,
    pub of: u64,
    /// The file and sheet they are from.
    pub place: DataPlace,
    /// The plugin, and what it took for all figures of the call; `None` where it was not called.
    pub used: Option<plugin::Used>,
    /// How many figures the call made.
    pub together: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TableRequest {
    pub dataset: String,
    pub columns: Vec<String>,
}

/// The figures of a keyed dataset, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct KeyedTable {
    /// Why the table could not be read at all, which has been reported.
    pub failed: Option<String>,
    pub key: Vec<String>,
    pub columns: Vec<String>,
    pub rows: Vec<KeyedRow>,
}

#[derive(Debug, Clone)]
pub struct KeyedRow {
    /// In the order of [`KeyedTable::key`]. A row whose key could not be read is not here: its diagnostic is.
    pub key: Vec<KeyValue>,
    /// In the order of [`KeyedTable::columns`].
    pub cells: Vec<Found>,
    /// Set where other rows have the same key: which figure is meant cannot be known, and each is named.
    pub duplicate_of: Option<DataPlace>,
}

/// A key as it is compared: texts trimmed and in lower case, periods by their months.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyValue {
    Text(String),
    Number(Exact),
    Date(NaiveDate),
    Period(Period),
    YesNo(bool),
}

impl KeyValue {
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.trim().to_lowercase())
    }
}

/// A cell, where it stands, and what is written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub cell: Cell,
    pub place: DataPlace,
    pub raw: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Empty,
    /// A declared word such as `N/A`, or a cell that could not be read ([`crate::Reason::Failed`], already reported).
    Missing(Missing),
    Number(Quantity),
    Text(String),
    Date(NaiveDate),
    Period(Period),
    Rank(Rank),
    YesNo(bool),
    Codes(Vec<String>),
}

/// A number over the records for which the filter holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Aggregate {
    /// A dataset, or a cohort.
    pub dataset: String,
    /// For a cohort whose rows depend on it, the period of the figure.
    pub period: Option<Period>,
    pub measure: Measure,
    pub filter: Filter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    Count,
    /// How many different values the columns have together; a row that is empty in one of them does not count.
    CountDistinct(Vec<String>),
    Sum(String),
    Mean(String),
    /// The middle value; of an even number of values, halfway between the two in the middle.
    Median(String),
    /// The value up to which this share of them lies, see [`crate::quantile`].
    Percentile(String, Box<Exact>),
    Min(String),
    Max(String),
}

impl Measure {
    /// The columns that are looked at.
    #[must_use]
    pub const fn columns(&self) -> &[String] {
        match self {
            Self::Count => &[],
            Self::CountDistinct(columns) => columns.as_slice(),
            Self::Sum(column)
            | Self::Mean(column)
            | Self::Median(column)
            | Self::Percentile(column, _)
            | Self::Min(column)
            | Self::Max(column) => std::slice::from_ref(column),
        }
    }

    /// Of the middle value and the like: up to which share of the values it is.
    #[must_use]
    pub fn share(&self) -> Option<Exact> {
        match self {
            Self::Median(_) => Exact::ratio(1, 2),
            Self::Percentile(_, share) => Some(share.as_ref().clone()),
            _ => None,
        }
    }
}

/// A condition on a record. It is true or false, never in between: a comparison with an empty cell is false, and so
/// is its opposite; `Empty` asks for emptiness. `Not` negates the whole, as logic does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Filter {
    All,
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        column: String,
        op: Compare,
        value: Scalar,
    },
    /// One of these; texts are compared trimmed and ignoring case.
    In {
        column: String,
        values: Vec<Scalar>,
    },
    /// A date within these days, both included; of a period column, a period that lies wholly within them.
    Between {
        column: String,
        first: NaiveDate,
        last: NaiveDate,
    },
    Empty {
        column: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Compare {
    #[must_use]
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }

    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scalar {
    Number(Exact),
    Text(String),
    Date(NaiveDate),
    Period(Period),
    YesNo(bool),
}

/// As a rule would say it.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str("every row"),
            Self::And(parts) => joined(f, parts, " and ", "every row"),
            Self::Or(parts) => joined(f, parts, " or ", "no row"),
            Self::Not(inner) => match inner.as_ref() {
                Self::Empty { column } => write!(f, "{column} is not empty"),
                Self::In { column, values } => write!(f, "{column} not in [{}]", listed(values)),
                other => write!(f, "not ({other})"),
            },
            Self::Compare { column, op, value } => write!(f, "{column} {} {value}", op.sign()),
            Self::In { column, values } => write!(f, "{column} in [{}]", listed(values)),
            Self::Between { column, first, last } => write!(f, "{column} from {first} to {last}"),
            Self::Empty { column } => write!(f, "{column} is empty"),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Filter], word: &str, none: &str) -> fmt::Result {
    if parts.is_empty() {
        return f.write_str(none);
    }
    let mut before: Option<&Filter> = None;
    for part in parts {
        // `not in` says of an empty cell what a rule says: that it is not meant.
        if word == " and " && before.is_some_and(|before| is_implied(part, before)) {
            continue;
        }
        f.write_str(if before.is_none() { "" } else { word })?;
        before = Some(part);
        match part {
            Filter::And(inner) | Filter::Or(inner) if inner.len() > 1 => write!(f, "({part})")?,
            part => write!(f, "{part}")?,
        }
    }
    Ok(())
}

/// Is it that the column is not empty, after what is not in a list?
fn is_implied(part: &Filter, before: &Filter) -> bool {
    match (part, before) {
        (Filter::Not(empty), Filter::Not(within)) => match (empty.as_ref(), within.as_ref()) {
            (Filter::Empty { column }, Filter::In { column: of, .. }) => column == of,
            _ => false,
        },
        _ => false,
    }
}

fn listed(values: &[Scalar]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) if text.chars().all(|c| c.is_alphanumeric() || c == '_') && !text.is_empty() => {
                f.write_str(text)
            }
            Self::Text(text) => write!(f, "\"{text}\""),
            Self::Date(day) => write!(f, "{day}"),
            Self::Period(period) => write!(f, "{period}"),
            Self::YesNo(truth) => f.write_str(if *truth { "yes" } else { "no" }),
        }
    }
}

/// What came of an aggregate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Missing where there is nothing to average or compare, or where a cell that counts could not be read.
    pub value: Result<Exact, Missing>,
    /// Records the filter kept, of all the records.
    pub kept: u64,
    pub of: u64,
    /// Of those kept, the records with nothing in the column that is measured: they add nothing.
    pub empty: u64,
    /// Where `filter` is an [`Filter::And`]: how many records are left after each of its conditions in turn.
    pub funnel: Vec<u64>,
    /// The file and sheet that were counted.
    pub place: DataPlace,
}
