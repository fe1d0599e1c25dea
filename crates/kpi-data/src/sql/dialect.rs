//! What the engines that are asked in SQL write each in their own way.

use super::literal;
use super::types::{Family, Held};

/// More digits than this, and a sum of so many numbers might not fit into 38.
const ROOMY: u8 = 28;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dialect {
    Postgres {
        /// What stands behind the text in `lower(…)`, where the database can make small letters as kpi does.
        lower: Option<String>,
    },
    DataFusion,
}

/// A column of numbers.
pub struct Number {
    /// Added up without loss.
    pub value: String,
    /// Where its cell is no number, if it can be none.
    pub unread: Option<String>,
}

impl Dialect {
    /// Keeps a planner from working the same texts out again wherever they are named. DataFusion sees for itself what is
    /// the same, and would bring all rows together to count them off.
    pub const fn fence(&self) -> &'static str {
        match self {
            Self::Postgres { .. } => " OFFSET 0",
            Self::DataFusion => "",
        }
    }

    /// Is a row that is empty in every column no record? A Parquet file has no such rows by accident, as a sheet has.
    pub const fn drops_empty_rows(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// A kind and texts, as a row gives them.
    pub fn row(&self, kind: &str, texts: &[String]) -> String {
        let kind = literal(kind);
        match self {
            // Parts with rows of different lengths are one statement.
            Self::Postgres { .. } => format!("{kind}, ARRAY[{}]", texts.join(", ")),
            // Executors know no arrays.
            Self::DataFusion => {
                let named = texts.iter().enumerate().map(|(place, text)| format!(", {text} AS t{place}"));
                format!("{kind} AS kind{}", named.collect::<String>())
            }
        }
    }

    /// A text in small letters, as kpi makes them.
    pub fn lower(&self, text: &str) -> Result<String, String> {
        match self {
            Self::Postgres { lower: Some(behind) } => Ok(format!("lower({text}{behind})")),
            Self::Postgres { lower: None } => Err("the database cannot make small letters of all texts".to_owned()),
            Self::DataFusion => Ok(format!("lower({text})")),
        }
    }

    /// A text by its bytes, as kpi orders texts.
    pub fn bytes(&self, text: &str) -> String {
        match self {
            Self::Postgres { .. } => format!("convert_to({text}, 'UTF8')"),
            Self::DataFusion => text.to_owned(),
        }
    }

    /// A whole number as it stands in a comparison.
    pub fn whole(&self, number: &str) -> Result<String, String> {
        match self {
            Self::DataFusion if number.parse::<i64>().is_err() => {
                let digits = number.trim_start_matches('-').len();
                if digits > 38 {
                    return Err(format!("{number} has more digits than the cluster compares"));
                }
                Ok(format!("CAST({} AS DECIMAL({digits}, 0))", literal(number)))
            }
            _ => Ok(number.to_owned()),
        }
    }

    /// A column of numbers, so that its sums are exact.
    pub fn number(&self, cell: &str, held: &Held) -> Result<Number, String> {
        match self {
            Self::Postgres { .. } => {
                let float = held.name.starts_with("float");
                let value = if float { format!("{cell}::text::numeric") } else { format!("{cell}::numeric") };
                Ok(Number { value, unread: Some(format!("{cell}::text IN ('NaN', 'Infinity', '-Infinity')")) })
            }
            Self::DataFusion => {
                let value = match (held.family, held.decimal) {
                    (Family::Whole, _) => format!("CAST({cell} AS DECIMAL(20, 0))"),
                    (_, Some((digits, _))) if digits <= ROOMY => cell.to_owned(),
                    (_, Some((digits, scale))) if digits <= 38 => format!("CAST({cell} AS DECIMAL(76, {scale}))"),
                    _ => return Err(format!("numbers of type {} are not added up exactly there", held.name)),
                };
                Ok(Number { value, unread: None })
            }
        }
    }
}
