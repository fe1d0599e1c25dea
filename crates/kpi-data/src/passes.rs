//! How answers came about: which datasets were gone through and by which plan, and how long each step took. Two runs
//! over the same data have the same passes; only their times differ.

use kpi_core::Period;
use kpi_core::diagnostic::DataPlace;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Questions over one dataset or cohort that were answered together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    pub rows_of: String,
    /// For a cohort whose rows depend on it, the period of the figure.
    pub period: Option<Period>,
    pub place: DataPlace,
    pub rows: u64,
    pub work: Work,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Figures were found by their key.
    Lookup {
        key: Vec<String>,
        columns: Vec<String>,
    },
    /// The different values of a column were listed.
    Values {
        column: String,
        found: usize,
    },
    Counting(Counting),
}

/// Records that were classified, grouped and combined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counting {
    pub way: Way,
    pub questions: usize,
    /// The columns that are tested, each cut into the classes its tests tell apart.
    pub cuts: Vec<Cut>,
    /// How many combinations of classes there are of all columns, as far as could be told before a row was seen.
    pub combinations: u64,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    Memory,
    /// Read anew from its files in so many parts, of each only the columns that are asked about.
    Streamed {
        parts: usize,
        columns: Vec<String>,
    },
    /// Counted by the database or the cluster, in a statement that gave back so many rows.
    Pushed {
        /// `database` or `cluster`.
        by: &'static str,
        statement: String,
        rows: usize,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub column: String,
    pub classes: usize,
    /// The tests that cut it, as rules say them.
    pub by: Vec<String>,
}

/// Questions that are answered from the same cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub questions: usize,
    pub columns: Vec<String>,
    /// How many cells there could be, as far as could be told before a row was seen.
    pub combinations: u64,
    /// How many there are.
    pub cells: usize,
    /// The columns of which something was added up, or the least or greatest was looked for.
    pub measured: Vec<String>,
    /// The columns whose values were kept for the middle one or the like, and how many of them.
    pub kept: Vec<(String, u64)>,
    pub distinct: Vec<Different>,
}

/// The different values of a column, or of several together, that were told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Different {
    pub columns: Vec<String>,
    /// Under how many conditions they are counted: as many bits has the mask of each value.
    pub conditions: usize,
    /// How many values, and how many different masks they have; unknown where a database counted.
    pub values: Option<(usize, usize)>,
}

/// What time goes into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    Read,
    /// Waiting for the hashes of files; most are made while they are read.
    Hash,
    /// The rows of a cohort.
    Make,
    Prepare,
    Query,
    Gather,
    Combine,
    LookUp,
    List,
    Measure,
}

impl Stage {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Hash => "hash",
            Self::Make => "make rows",
            Self::Prepare => "prepare",
            Self::Query => "query",
            Self::Gather => "gather",
            Self::Combine => "combine",
            Self::LookUp => "look up",
            Self::List => "list values",
            Self::Measure => "measure",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    pub stage: Stage,
    /// The dataset or cohort; empty where it is about all of them.
    pub of: String,
    pub time: Duration,
}

/// Notes down passes, where they are wanted, and times.
#[derive(Debug, Default)]
pub struct Log {
    pub plans: bool,
    passes: Mutex<Vec<Pass>>,
    took: Mutex<Vec<Took>>,
}

impl Log {
    pub fn timed<T>(&self, stage: Stage, of: &str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        let took = Took { stage, of: of.to_owned(), time: started.elapsed() };
        self.took.lock().unwrap_or_else(PoisonError::into_inner).push(took);
        done
    }

    pub fn pass(&self, make: impl FnOnce() -> Pass) {
        if self.plans {
            self.passes.lock().unwrap_or_else(PoisonError::into_inner).push(make());
        }
    }

    pub fn passes(&self) -> Vec<Pass> {
        self.passes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn took(&self) -> Vec<Took> {
        self.took.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
