//! Gathers the diagnostics of one dataset, and sums up what would be hundreds of the same.

use crate::conform::Problem;
use crate::header::called;
use crate::place::{Origin, RowId};
use indexmap::IndexMap;
use kpi_core::schema::Column;
use kpi_core::{Code, Diagnostic};

/// So many are given in full for each column and code.
const IN_FULL: u64 = 20;

#[derive(Debug, Default)]
pub struct Report {
    given: Vec<Diagnostic>,
    /// By code and column: how many there were.
    counts: IndexMap<(Code, String), u64>,
}

impl Report {
    /// Something that is said once.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.given.push(diagnostic);
    }

    /// Something that may be wrong in many rows; `make` is only called for those given in full.
    pub fn row(&mut self, code: Code, column: &str, make: impl FnOnce() -> Diagnostic) {
        let count = self.counts.entry((code, column.to_owned())).or_default();
        *count += 1;
        if *count <= IN_FULL {
            self.given.push(make());
        }
    }

    /// A cell that is not understood.
    pub fn problem(&mut self, column: &Column, origin: &Origin, id: RowId, problem: &Problem) {
        let name = called(column);
        self.row(problem.code, name, || {
            let mut diagnostic = origin.diagnose(problem.code, id, Some(name), problem.message.clone());
            diagnostic.notes.clone_from(&problem.notes);
            diagnostic.help.clone_from(&problem.help);
            diagnostic
        });
    }

    /// Adds what was found in other rows. Of each kind those of the first rows are given, whoever found them.
    pub fn join(&mut self, other: Self) {
        self.given.extend(other.given);
        for (kind, count) in other.counts {
            *self.counts.entry(kind).or_default() += count;
        }
    }

    /// After [`Self::join`]: what is given in full is put in order, and cut to what is.
    pub fn settle(&mut self) {
        kpi_core::diagnostic::sort(&mut self.given);
        let mut counts: IndexMap<(Code, String), u64> = IndexMap::new();
        let column = |diagnostic: &Diagnostic| match diagnostic.place() {
            Some(kpi_core::diagnostic::Place::Data(place)) => place.column.clone().unwrap_or_default(),
            _ => String::new(),
        };
        self.given.retain(|diagnostic| {
            let count = counts.entry((diagnostic.code, column(diagnostic))).or_default();
            *count += 1;
            *count <= IN_FULL
        });
    }

    pub fn finish(self, origin: &Origin) -> Vec<Diagnostic> {
        let mut all = self.given;
        for ((code, column), count) in self.counts {
            let more = count.saturating_sub(IN_FULL);
            if more > 0 {
                let place = if column.is_empty() { origin.whole() } else { origin.column(&column) };
                let of = if column.is_empty() { String::new() } else { format!(" in column \"{column}\"") };
                all.push(
                    Diagnostic::new(code, format!("and {more} more of the same{of}"))
                        .data(place, "")
                        .note(format!("the first {IN_FULL} of {count} are named one by one")),
                );
            }
        }
        all
    }
}
