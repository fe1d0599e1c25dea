//! Cohorts: how the rows of one set come from those of others. A plan over columns by their places; whoever holds the
//! data carries it out.
//!
//! Every value is empty or there, and every condition is true or false: a comparison with an empty value is false, and
//! so is its opposite, as in the `where` of records. What could not be read is neither, and spoils what depends on it.

use crate::facts::Compare;
use crate::schema::Column;
use crate::window::Window;
use crate::{Exact, Span};
use chrono::NaiveDate;

/// A set of rows made from those of a dataset or of another cohort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    pub name: String,
    pub span: Span,
    pub title: Option<String>,
    /// The dataset or cohort whose rows come in.
    pub from: String,
    /// Applied one after another.
    pub stages: Vec<Stage>,
    /// The columns of the rows that come out: first those that came in, then those that stages add.
    pub columns: Vec<Column>,
    /// How many of `columns` came in.
    pub taken: usize,
    /// For each row that has a name, the dataset or cohort it is of.
    pub rows: Vec<String>,
    /// Do its rows depend on the period of the figure?
    pub windowed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub span: Span,
    /// As the rules say it, on one line.
    pub text: String,
    pub kind: StageKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StageKind {
    /// Drops the rows for which it does not hold.
    Where(Expr),
    /// Adds the next column.
    Let(Expr),
    /// Finds a row for each row.
    Find { row: usize, related: Related },
    /// Adds two columns: the answer of the first rule that has one, and the name of that rule.
    Cascade(Vec<Rule>),
    /// Keeps the first row of each group.
    OnePer { group: Vec<usize>, order: Vec<Order>, tied: Vec<Tied> },
    /// Joins the rows of a group whose intervals overlap or follow one another within the gap, and adds a column with
    /// how many rows each episode has.
    Episodes {
        group: Vec<usize>,
        starts: usize,
        ends: usize,
        /// A row starts at most so many days after the latest end before it.
        gap: i64,
        /// Among the rows with the latest end, which one's other columns the episode has.
        order: Vec<Order>,
    },
    /// Tells of the rows for which it does not hold.
    Require { condition: Expr, message: String },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub value: Expr,
    /// Without one it answers wherever its value is not empty.
    pub condition: Option<Expr>,
}

/// What comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    pub value: Expr,
    pub descending: bool,
    /// The values from first to last, others after them; without it as values are ordered.
    pub ranked: Option<Vec<Expr>>,
    /// Empty values come last otherwise, whichever way the others are ordered.
    pub empty_first: bool,
}

/// What a column becomes where several rows come first and disagree in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tied {
    pub column: usize,
    pub becomes: Becomes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becomes {
    Value(Expr),
    Lowest,
    Highest,
}

/// Rows of another set, or of the same, that have something in common with the row at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What each of them is, among [`Cohort::rows`].
    pub row: usize,
    /// Columns of theirs, each with what it must equal; never none.
    pub shared: Vec<(usize, Expr)>,
    pub condition: Expr,
    pub order: Vec<Order>,
    /// More than one is a fault of the data: a list has each entry once.
    pub unique: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    Empty,
    /// Trimmed and in lower case.
    Text(String),
    Number(Exact),
    Date(NaiveDate),
    YesNo(bool),
    /// A column of the row at hand.
    Column(usize),
    /// A column of a row that has a name.
    Of {
        row: usize,
        column: usize,
    },
    /// Is there no such row?
    NoRow(usize),
    /// The first or last day of a time.
    Edge {
        end: bool,
        window: Window,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare {
        op: Compare,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    In {
        value: Box<Expr>,
        list: Vec<Expr>,
    },
    Within {
        value: Box<Expr>,
        window: Window,
    },
    StartsWith {
        value: Box<Expr>,
        /// Trimmed and in lower case.
        prefix: String,
    },
    IsEmpty(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Subtract(Box<Expr>, Box<Expr>),
    Multiply(Box<Expr>, Box<Expr>),
    /// A date so much later, or earlier.
    Shift {
        date: Box<Expr>,
        by: Shift,
    },
    Elapsed {
        unit: Elapsed,
        from: Box<Expr>,
        to: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// The first of them that is not empty.
    Else(Box<Expr>, Box<Expr>),
    /// The least or greatest of those that are not empty.
    Least(Vec<Expr>),
    Greatest(Vec<Expr>),
    Some(Box<Related>),
    NumberOf(Box<Related>),
    /// A column of the first of them.
    First {
        related: Box<Related>,
        column: usize,
    },
}

/// A time as long as the calendar makes it; back where it is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// The same day of another month, or its last where it has no such day.
    Months(i32),
    /// The working day so many on.
    WorkingDays(i32),
}

/// How the time between two dates is counted; before the first of them it is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elapsed {
    Days,
    /// Those after the first date, up to and with the second ([`crate::working_days`]).
    WorkingDays,
    /// Whole months and years of the calendar that have passed.
    Months,
    Years,
    /// Whole times so many days: 365.25.
    YearsOf(Exact),
}
