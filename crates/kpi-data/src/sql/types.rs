//! Whether what a column of a database holds can be what the dataset says.

use crate::header;
use crate::place::Origin;
use kpi_core::Diagnostic;
use kpi_core::codes::data::COLUMN_TYPE;
use kpi_core::schema::{Column, ColumnType};

/// What a column holds as far as its type tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub family: Family,
    /// As the database calls it.
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Texts, and what says nothing of what it holds.
    Open,
    Whole,
    /// Decimals and floats.
    Number,
    Date,
    /// A moment without a time zone; a midnight is a day.
    Moment,
    YesNo,
    /// No single value, or none that a rule has a word for.
    Other,
}

impl Held {
    pub fn new(family: Family, name: impl Into<String>) -> Self {
        Self { family, name: name.into() }
    }

    fn fits(&self, holds: &ColumnType) -> bool {
        use ColumnType::{Date, Number, OneOf, Rank, SomeOf, Text, YesNo};
        matches!(
            (self.family, holds),
            (Family::Open, _)
                | (Family::Whole, YesNo | Text | OneOf(_) | SomeOf(_) | Number(_) | Rank)
                | (Family::Number, Number(_) | Text)
                | (Family::Date | Family::Moment, Date | Text)
                | (Family::YesNo, YesNo | Text | OneOf(_) | SomeOf(_))
        )
    }

    /// Why a column cannot be read from what is held here; `None` where it can.
    pub fn refusal(&self, column: &Column, origin: &Origin) -> Option<Diagnostic> {
        if self.fits(&column.holds) {
            return None;
        }
        let header = header::called(column);
        let wanted = match &column.holds {
            ColumnType::Text => "a text".to_owned(),
            ColumnType::Date => "a date".to_owned(),
            ColumnType::Period => "a period".to_owned(),
            ColumnType::Rank => "a rank".to_owned(),
            ColumnType::YesNo => "yes or no".to_owned(),
            ColumnType::OneOf(_) | ColumnType::SomeOf(_) => "codes".to_owned(),
            ColumnType::Number(_) => "a number".to_owned(),
        };
        let message = format!("column \"{header}\" is of type {}, but `{}` is {wanted}", self.name, column.name);
        let diagnostic =
            Diagnostic::new(COLUMN_TYPE, message).data(origin.column(header), "").label(column.span, "declared here");
        Some(match (self.family, &column.holds) {
            (Family::Other, _) if self.name.contains("with time zone") => diagnostic
                .note("which day a moment falls on depends on the time zone")
                .help("read a view that says it: `(started at time zone 'Europe/London')::date`"),
            _ => diagnostic.help("declare what the column holds, or read a view that casts it"),
        })
    }
}
