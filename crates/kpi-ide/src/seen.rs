//! What the data holds and what the figures are: looked up beside the editing, and as old as it may be.

use kpi_core::diagnostic::Alike;
use kpi_core::{Diagnostic, Period};
use std::collections::HashMap;

/// So many values of a column are offered; a column with more is no list of codes.
pub const MOST_CODES: usize = 200;

#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The report that the figures are of.
    pub period: Option<Period>,
    /// By indicator.
    pub figures: HashMap<String, FigureSeen>,
    /// By dataset and column, the texts that stand in it.
    pub codes: HashMap<(String, String), Vec<String>>,
    /// Why there are no figures, where somebody looked and there are none.
    pub trouble: Option<String>,
    /// What is wrong with the rows of datasets.
    pub faults: Vec<Fault>,
    /// What that report finds in its figures, by indicator.
    pub findings: Vec<(String, Diagnostic)>,
    /// What does not hold in the tests.
    pub failing: Vec<Failing>,
}

/// What does not hold in a test, as the test stood when it was run.
#[derive(Debug, Clone)]
pub struct Failing {
    /// The whole test: of another text nothing is known.
    pub test: String,
    /// From which byte of it to which.
    pub from: u32,
    pub to: u32,
    pub found: Diagnostic,
}

/// What is wrong with rows of a dataset, once for all that are wrong alike.
#[derive(Debug, Clone)]
pub struct Fault {
    pub dataset: String,
    /// What is said of the first of them.
    pub first: Diagnostic,
    /// How many more there are.
    pub more: usize,
}

impl Fault {
    /// Those of a dataset, alike ones together.
    pub fn of(dataset: &str, found: Vec<Diagnostic>) -> Vec<Self> {
        let mut faults: Vec<Self> = Vec::new();
        for diagnostic in found {
            let cells = Alike::of(&diagnostic);
            match faults.iter_mut().find(|fault| cells.is_some() && Alike::of(&fault.first) == cells) {
                Some(fault) => fault.more += 1,
                None => faults.push(Self { dataset: dataset.to_owned(), first: diagnostic, more: 0 }),
            }
        }
        faults
    }
}

/// A figure as a report would show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureSeen {
    pub period: String,
    pub value: String,
    pub target: Option<String>,
    pub rating: Option<String>,
    pub previous: Option<String>,
    pub change: Option<String>,
}
