//! Gathers the diagnostics of one dataset, and sums up what would be hundreds of the same.

use crate::place::Origin;
use indexmap::IndexMap;
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
