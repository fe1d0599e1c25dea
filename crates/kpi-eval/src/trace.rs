//! The trace: every step from the rating down to the cell, with its value, its rule and its row (R60).

use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::Filter;
use kpi_core::plugin::Used;
use kpi_core::{Period, Span};

/// One step, and the steps it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Step {
    /// What this is: `value`, `target`, `X ÷ Y`, `figures.value`.
    pub label: String,
    /// What came of it, as people read it: `96.0%`, `Blue`, `not supplied`.
    pub result: String,
    /// The exact number, `24/25`; empty where the result is none.
    pub exact: Option<String>,
    pub unit: Option<String>,
    pub period: Option<Period>,
    /// The rule that says so.
    pub rule: Option<Span>,
    /// The cell it was read from, and what is written there.
    pub data: Option<(DataPlace, String)>,
    /// The plugin that made it, and what that took.
    pub used: Option<Used>,
    /// Why, in words.
    pub note: Option<String>,
    /// The records that were counted.
    pub counted: Option<Box<Counted>>,
    pub steps: Vec<Step>,
}

/// Records, and how many of them say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub dataset: String,
    /// The column that was added up or averaged; none where records are counted.
    pub column: Option<String>,
    pub filter: Filter,
    pub kept: u64,
    /// Of those kept, the ones without a value in the column.
    pub empty: u64,
}

impl Step {
    pub fn new(label: impl Into<String>, result: impl Into<String>) -> Self {
        Self { label: label.into(), result: result.into(), ..Self::default() }
    }

    #[must_use]
    pub fn rule(mut self, span: Span) -> Self {
        self.rule = Some(span);
        self
    }

    #[must_use]
    pub fn at(mut self, period: Period) -> Self {
        self.period = Some(period);
        self
    }

    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Without what was counted, for a step that a figure is not made of.
    #[must_use]
    pub fn counting_nothing(mut self) -> Self {
        self.forget_counts();
        self
    }

    fn forget_counts(&mut self) {
        self.counted = None;
        self.steps.iter_mut().for_each(Self::forget_counts);
    }

    #[must_use]
    pub fn with(mut self, steps: Vec<Self>) -> Self {
        self.steps = steps;
        self
    }
}
