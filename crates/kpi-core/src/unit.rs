//! Units: a closed set, checked before any data is read (R1).

use crate::{Exact, Rounding};
use serde::{Serialize, Serializer};
use std::fmt;

/// What a number counts or measures.
///
/// A percentage is held as a fraction (`87%` is 87/100); a rate is held per its own base (`12.8 per 100,000` is 12.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Count,
    /// A plain number: a literal without a sign, or a figure that is none of the others.
    Number,
    /// A quotient of two like quantities. It becomes a percent or a rate where it is given one of those units.
    Ratio,
    Percent,
    /// A difference of two percentages.
    Points,
    /// Per so many: 1,000, 10,000, 100,000.
    Rate(u32),
    Score,
    /// Pounds.
    Money,
    Days,
    /// A place among others, `28/152 (=)`.
    Rank,
    Text,
    YesNo,
    Date,
    Period,
    /// A set of status flags.
    Flags,
    /// A number with whatever sign its cell carries; settled against the indicator's unit when it is read.
    AsWritten,
}

/// Why two units do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitMismatch {
    pub left: Unit,
    pub right: Unit,
    pub operation: &'static str,
    pub help: Option<&'static str>,
}

impl Unit {
    /// Can this unit be added up, averaged and divided?
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        !matches!(self, Self::Text | Self::YesNo | Self::Date | Self::Period | Self::Rank | Self::Flags)
    }

    /// Does a figure of this unit grow with the length of time it covers, if it is a flow? Percentages and scores
    /// do not; counts, money and rates of events do (R20).
    #[must_use]
    pub const fn is_extensive(self) -> bool {
        matches!(self, Self::Count | Self::Number | Self::Money | Self::Rate(_) | Self::Days)
    }

    /// The unit of the difference of two figures of this unit.
    #[must_use]
    pub const fn difference(self) -> Self {
        match self {
            Self::Percent => Self::Points,
            other => other,
        }
    }

    /// `a + b` and `a − b`.
    pub fn sum(self, other: Self, minus: bool) -> Result<Self, UnitMismatch> {
        use Unit::{AsWritten, Number, Percent, Points, Ratio};
        let operation = if minus { "subtract" } else { "add" };
        let refuse = |help| Err(UnitMismatch { left: self, right: other, operation, help });
        match (self, other) {
            (Self::Date, Self::Date) if minus => Ok(Self::Days),
            (Self::Date, Self::Days) => Ok(Self::Date),
            (a, b) if !a.is_numeric() || !b.is_numeric() => refuse(None),
            (AsWritten, _) | (_, AsWritten) => Ok(AsWritten),
            (Percent, Percent) => Ok(if minus { Points } else { Percent }),
            (Percent, Points) | (Points, Percent) | (Percent, Ratio) | (Ratio, Percent) => Ok(Percent),
            (Percent, Number) | (Number, Percent) => {
                refuse(Some("write a percentage with its sign: `5%`, or points: `5 pp`"))
            }
            (a, b) if a == b => Ok(a),
            (Number, b) => Ok(b),
            (a, Number) => Ok(a),
            _ => refuse(None),
        }
    }

    /// `a × b`.
    pub fn product(self, other: Self) -> Result<Self, UnitMismatch> {
        use Unit::{AsWritten, Number, Percent, Points, Ratio};
        match (self, other) {
            (a, b) if !a.is_numeric() || !b.is_numeric() => {
                Err(UnitMismatch { left: self, right: other, operation: "multiply", help: None })
            }
            (AsWritten, _) | (_, AsWritten) => Ok(AsWritten),
            (Number, b) => Ok(b),
            (a, Number) => Ok(a),
            (Ratio | Percent, b) => Ok(if b == Points { Points } else { b }),
            (a, Ratio | Percent) => Ok(a),
            (Self::Money, Self::Money) | (Self::Days, Self::Days) | (Points, Points) => {
                Err(UnitMismatch { left: self, right: other, operation: "multiply", help: None })
            }
            _ => Ok(Number),
        }
    }

    /// `a ÷ b`.
    pub fn quotient(self, other: Self) -> Result<Self, UnitMismatch> {
        use Unit::{AsWritten, Count, Number, Percent, Rate, Ratio, Score};
        match (self, other) {
            (a, b) if !a.is_numeric() || !b.is_numeric() => {
                Err(UnitMismatch { left: self, right: other, operation: "divide", help: None })
            }
            (AsWritten, _) | (_, AsWritten) => Ok(AsWritten),
            (a, b) if a == b => Ok(Ratio),
            (Count, Number) | (Number, Count) => Ok(Ratio),
            (a, Number | Ratio | Percent) => Ok(a),
            (Number, _) => Ok(Number),
            (a @ (Self::Money | Self::Days | Score), Count) => Ok(a),
            (Count, Self::Days | Self::Money) | (Self::Money, Self::Days) | (Rate(_), Rate(_)) => Ok(Number),
            _ => Err(UnitMismatch { left: self, right: other, operation: "divide", help: None }),
        }
    }

    /// May figures of the two units be compared, or one stand where the other is wanted, without a conversion?
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        use Unit::{AsWritten, Count, Days, Money, Number, Percent, Rate, Ratio, Score};
        match (self, other) {
            (a, b) if a == b => true,
            (AsWritten, b) | (b, AsWritten) => b.is_numeric(),
            (Percent, Ratio) | (Ratio, Percent) | (Ratio, Number) | (Number, Ratio) => true,
            (Number, Count | Rate(_) | Score | Days | Money) | (Count | Rate(_) | Score | Days | Money, Number) => true,
            _ => false,
        }
    }

    /// By what a figure of this unit is multiplied to stand as one of `wanted`; `None` where it cannot.
    #[must_use]
    pub fn factor_to(self, wanted: Self) -> Option<i64> {
        match (self, wanted) {
            (Self::Ratio, Self::Rate(base)) => Some(i64::from(base)),
            (Self::Count, Self::Number | Self::Score) => Some(1),
            (a, b) if a.agrees(b) => Some(1),
            _ => None,
        }
    }

    /// What a column of such numbers is declared to hold, as the rules write it.
    #[must_use]
    pub const fn of_column(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Score => "score",
            Self::Money => "money",
            Self::Days => "days",
            Self::Percent => "percent",
            Self::Ratio => "ratio",
            _ => "number",
        }
    }

    /// A figure of this unit as people read it: `96.0%`, `+0.7 pp`, `15,000`, `£3,600,000`.
    #[must_use]
    pub fn display(self, value: &Exact, decimals: u8, rounding: Rounding) -> String {
        let hundredfold = || value.mul(&Exact::from(100)).unwrap_or_else(|_| value.clone());
        match self {
            Self::Percent | Self::Ratio => format!("{}%", hundredfold().display(decimals, rounding)),
            Self::Points => format!("{} pp", hundredfold().display(decimals, rounding)),
            Self::Money => {
                let text = value.abs().display(decimals, rounding);
                if value.is_negative() { format!("-£{text}") } else { format!("£{text}") }
            }
            Self::Days => {
                let text = value.display(decimals, rounding);
                if text == "1" { "1 day".to_owned() } else { format!("{text} days") }
            }
            _ => value.display(decimals, rounding),
        }
    }
}

/// The word for the unit in messages and outputs: `percent`, `rate per 100,000`.
impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Count => "count",
            Self::Number => "number",
            Self::Ratio => "ratio",
            Self::Percent => "percent",
            Self::Points => "percentage points",
            Self::Rate(base) => {
                return write!(f, "rate per {}", Exact::from(i64::from(*base)).display(0, Rounding::HalfUp));
            }
            Self::Score => "score",
            Self::Money => "money",
            Self::Days => "days",
            Self::Rank => "rank",
            Self::Text => "text",
            Self::YesNo => "yes/no",
            Self::Date => "date",
            Self::Period => "period",
            Self::Flags => "flags",
            Self::AsWritten => "number as written",
        };
        f.write_str(word)
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
