//! The checked catalogue: every name resolved, every unit known, every date in the project's calendar. What the
//! interpreter, the reports and the editor read.

mod bands;
mod comparator;
mod indicator;
mod scorecard;
mod test;

pub use bands::*;
pub use comparator::*;
pub use indicator::*;
pub use scorecard::*;
pub use test::*;

use indexmap::IndexMap;
use kpi_core::cohort::Cohort;
use kpi_core::schema::{Dataset, Source};
use kpi_core::{Calendar, Period};
use std::sync::Arc;

/// All that a project's rule files say, in the order they say it (files by name).
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub calendar: Calendar,
    pub datasets: IndexMap<String, Dataset>,
    /// In an order in which each rests only on those before it.
    pub cohorts: IndexMap<String, Arc<Cohort>>,
    pub comparators: IndexMap<String, Comparator>,
    pub schemes: IndexMap<String, Vec<Scheme>>,
    pub indicators: IndexMap<String, Indicator>,
    pub scorecards: IndexMap<String, Scorecard>,
    pub tests: Vec<Test>,
}

impl Catalogue {
    /// The datasets that a dataset or cohort rests on: itself, or all that its rows are made from.
    #[must_use]
    pub fn datasets_of<'a>(&'a self, rows: &'a str) -> Vec<&'a str> {
        self.rests_on(rows, true)
    }

    /// As [`Self::datasets_of`], without those that are read by queries only.
    #[must_use]
    pub fn tables_of<'a>(&'a self, rows: &'a str) -> Vec<&'a str> {
        self.rests_on(rows, false)
    }

    fn rests_on<'a>(&'a self, rows: &'a str, through_queries: bool) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        let mut todo = vec![rows];
        while let Some(name) = todo.pop() {
            if seen.contains(&name) {
                continue;
            }
            seen.push(name);
            if let Some(cohort) = self.cohorts.get(name) {
                todo.push(&cohort.from);
                todo.extend(cohort.rows.iter().map(String::as_str));
                continue;
            }
            found.push(name);
            if let Some(Dataset { source: Source::Sql { over, .. }, .. }) = self.datasets.get(name)
                && through_queries
            {
                todo.extend(over.iter().map(String::as_str));
            }
        }
        found
    }

    /// The version of a scheme that is in force at the end of a report's period (R30).
    #[must_use]
    pub fn scheme(&self, name: &str, report: Period) -> Option<&Scheme> {
        let versions = self.schemes.get(name)?;
        versions.iter().rfind(|version| version.from.is_none_or(|from| from.start() <= report.end()))
    }
}

/// A fact that may change over time (R50). Entries stand in the order of their dates.
#[derive(Debug, Clone)]
pub struct Dated<T> {
    pub entries: Vec<(Option<Period>, T)>,
}

impl<T> Dated<T> {
    pub fn always(value: T) -> Self {
        Self { entries: vec![(None, value)] }
    }

    /// What holds at the end of a report's period.
    #[must_use]
    pub fn at(&self, report: Period) -> Option<&T> {
        let mut found = None;
        for (from, value) in &self.entries {
            if from.is_none_or(|from| from.start() <= report.end()) {
                found = Some(value);
            }
        }
        found
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.entries.iter().map(|(_, value)| value)
    }
}
