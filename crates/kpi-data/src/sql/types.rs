//! Whether what a column of a database holds can be what the dataset says.

use crate::header;
use crate::place::Origin;
use arrow::datatypes::DataType;
use kpi_core::Diagnostic;
use kpi_core::codes::data::COLUMN_TYPE;
use kpi_core::schema::{Column, ColumnType};

/// What a column holds as far as its type tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub family: Family,
    /// As the database calls it.
    pub name: String,
    /// Of decimals that all have so many digits, how many, and how many of them stand behind the point.
    pub decimal: Option<(u8, u8)>,
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
        Self { family, name: name.into(), decimal: None }
    }

    /// What a column of a Parquet file holds.
    pub fn arrow(of: &DataType) -> Self {
        let (family, decimal) = match of {
            whole if whole.is_integer() => (Family::Whole, None),
            DataType::Decimal32(digits, scale)
            | DataType::Decimal64(digits, scale)
            | DataType::Decimal128(digits, scale)
            | DataType::Decimal256(digits, scale) => {
                (Family::Number, u8::try_from(*scale).ok().map(|scale| (*digits, scale)))
            }
            DataType::Float16 | DataType::Float32 | DataType::Float64 => (Family::Number, None),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => (Family::Open, None),
            DataType::Dictionary(_, of) if of.is_string() => (Family::Open, None),
            DataType::Boolean => (Family::YesNo, None),
            DataType::Date32 => (Family::Date, None),
            DataType::Timestamp(_, None) | DataType::Date64 => (Family::Moment, None),
            _ => (Family::Other, None),
        };
        Self { family, name: of.to_string(), decimal }
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
