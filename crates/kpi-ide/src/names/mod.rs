//! Which name stands where, and what it names: the table behind definitions, references and renaming.
//!
//! It is read from the trees alone, so that it is there for text with mistakes too. A name that nothing defines has no
//! place in it.

mod expressions;
mod fields;
mod known;

pub use known::{Known, Rows};

use kpi_core::{FileId, Span};
use kpi_syntax::ast::File;
use std::collections::HashMap;

/// What a name may name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// A dataset, cohort, comparator, template, indicator or scorecard: they share one space of names.
    Item(String),
    Bands(String),
    /// Of the dataset or cohort that defines it.
    Column {
        rows: String,
        name: String,
    },
    /// Of an indicator or a template.
    Let {
        owner: String,
        name: String,
    },
    Parameter {
        template: String,
        name: String,
    },
    Band {
        scheme: String,
        label: String,
    },
    /// What a condition calls a related row: known between these bytes of a file.
    Row {
        file: FileId,
        start: u32,
        end: u32,
        name: String,
    },
}

impl Symbol {
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Item(name)
            | Self::Bands(name)
            | Self::Column { name, .. }
            | Self::Let { name, .. }
            | Self::Parameter { name, .. }
            | Self::Band { label: name, .. }
            | Self::Row { name, .. } => name,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Definition,
    Use,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub span: Span,
    pub symbol: Symbol,
    pub role: Role,
}

/// Names do not overlap, and a word names a column of so many sets at most.
const NEAR: usize = 16;

/// Every name of a project.
#[derive(Debug, Default)]
pub struct Names {
    /// In the order of their places.
    all: Vec<Occurrence>,
    by_symbol: HashMap<Symbol, Vec<usize>>,
}

impl Names {
    #[must_use]
    pub fn read(files: &[File]) -> Self {
        let known = Known::read(files);
        let mut all = Vec::new();
        for item in files.iter().flat_map(|file| &file.items) {
            fields::item(&known, item, &mut all);
        }
        all.sort_by(|a, b| (a.span, &a.symbol).cmp(&(b.span, &b.symbol)));
        all.dedup();
        let mut by_symbol: HashMap<Symbol, Vec<usize>> = HashMap::new();
        for (i, occurrence) in all.iter().enumerate() {
            by_symbol.entry(occurrence.symbol.clone()).or_default().push(i);
        }
        Self { all, by_symbol }
    }

    /// What stands at a place; just after a name counts too. Several where one word names a column of several sets.
    #[must_use]
    pub fn at(&self, file: FileId, at: u32) -> Vec<&Occurrence> {
        let behind = self.all.partition_point(|o| (o.span.file, o.span.start) <= (file, at));
        let before = self.all.get(..behind).unwrap_or_default().iter().rev().take(NEAR);
        let found: Vec<&Occurrence> = before.filter(|o| o.span.file == file && at <= o.span.end).collect();
        let last = found.iter().map(|o| o.span.start).max();
        found.into_iter().filter(|o| Some(o.span.start) == last).collect()
    }

    pub fn of<'a>(&'a self, symbol: &Symbol) -> impl Iterator<Item = &'a Occurrence> + use<'a> {
        let places = self.by_symbol.get(symbol).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|i| self.all.get(*i))
    }

    pub fn definitions<'a>(&'a self, symbol: &Symbol) -> impl Iterator<Item = &'a Occurrence> + use<'a> {
        self.of(symbol).filter(|o| o.role == Role::Definition)
    }

    pub fn all(&self) -> impl Iterator<Item = &Occurrence> {
        self.all.iter()
    }
}
