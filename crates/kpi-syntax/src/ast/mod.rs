//! The tree of a rule file: what was written, where, nothing resolved. A piece that could not be read is there as
//! `Broken`, so that later passes stay silent about it.

mod bands;
mod cohort;
mod comparator;
mod dataset;
mod expr;
mod indicator;
mod scorecard;
mod test;

pub use bands::*;
pub use cohort::*;
pub use comparator::*;
pub use dataset::*;
pub use expr::*;
pub use indicator::*;
pub use scorecard::*;
pub use test::*;

use kpi_core::{FileId, Span};

/// A piece of the tree with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub node: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub const fn new(node: T, span: Span) -> Self {
        Self { node, span }
    }
}

pub type Name = Spanned<String>;
/// A text with its escapes resolved and, in the long form, its common indentation removed.
pub type Text = Spanned<String>;
/// A period as it is written; which months it means depends on the project's calendar.
pub type PeriodText = Spanned<String>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub id: FileId,
    pub items: Vec<Item>,
    /// Every comment of the file, in order; the `#` is part of the text.
    pub comments: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Use(Use),
    Dataset(Dataset),
    Cohort(Cohort),
    Comparator(Comparator),
    Bands(Bands),
    Template(Template),
    Indicator(Indicator),
    Scorecard(Scorecard),
    Test(Test),
    /// Reported already.
    Broken(Span),
}

impl Item {
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Use(item) => item.span,
            Self::Dataset(item) => item.span,
            Self::Cohort(item) => item.span,
            Self::Comparator(item) => item.span,
            Self::Bands(item) => item.span,
            Self::Template(item) => item.span,
            Self::Indicator(item) => item.span,
            Self::Scorecard(item) => item.span,
            Self::Test(item) => item.span,
            Self::Broken(span) => *span,
        }
    }

    /// What it is called; of a test what it shows.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        Some(match self {
            Self::Dataset(item) => &item.name,
            Self::Cohort(item) => &item.name,
            Self::Comparator(item) => &item.name,
            Self::Bands(item) => &item.name,
            Self::Template(item) => &item.name,
            Self::Indicator(item) => &item.name,
            Self::Scorecard(item) => &item.name,
            Self::Test(item) => &item.name,
            Self::Use(_) | Self::Broken(_) => return None,
        })
    }

    #[must_use]
    pub const fn keyword(&self) -> Option<&'static str> {
        Some(match self {
            Self::Use(_) => "use",
            Self::Dataset(_) => "dataset",
            Self::Cohort(_) => "cohort",
            Self::Comparator(_) => "comparator",
            Self::Bands(_) => "bands",
            Self::Template(_) => "template",
            Self::Indicator(_) => "indicator",
            Self::Scorecard(_) => "scorecard",
            Self::Test(_) => "test",
            Self::Broken(_) => return None,
        })
    }
}

impl<T> Dated<T> {
    pub fn values(&self) -> impl Iterator<Item = &T> {
        let (always, entries) = match self {
            Self::Always(value) => (Some(value), [].as_slice()),
            Self::From(entries) => (None, entries.as_slice()),
        };
        always.into_iter().chain(entries.iter().map(|entry| &entry.value))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub span: Span,
    pub path: Text,
}

/// `key: value`, `let name = value`, `columns { … }`: one statement of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<V> {
    /// The key as it was written; for `let` and blocks the keyword.
    pub key: Name,
    pub value: V,
    pub span: Span,
}

/// One value, or several by date: `{ from 2020/21: a   from 2023/24: b }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dated<T> {
    Always(T),
    From(Vec<DatedEntry<T>>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedEntry<T> {
    pub from: PeriodText,
    pub value: T,
    pub span: Span,
}
