//! Polarity: which way is good. Mandatory, since its absence or reversal causes the most real errors (R27).

use crate::Exact;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    Higher,
    Lower,
    /// Good anywhere from the first limit to the second, both included.
    Range(Exact, Exact),
    /// The closer to this the better.
    Midpoint(Exact),
    /// Neither way is good: such a figure never gets a colour.
    None,
}

impl Polarity {
    /// A number that grows as the figure gets better; `None` for polarity `none`. Inside a range it is 0, outside it
    /// is minus the distance to the nearer limit.
    #[must_use]
    pub fn goodness(&self, value: &Exact) -> Option<Exact> {
        match self {
            Self::Higher => Some(value.clone()),
            Self::Lower => Some(value.neg()),
            Self::Range(low, high) => {
                let outside = if value < low {
                    low.sub(value).ok()?
                } else if value > high {
                    value.sub(high).ok()?
                } else {
                    Exact::zero()
                };
                Some(outside.neg())
            }
            Self::Midpoint(middle) => Some(value.sub(middle).ok()?.abs().neg()),
            Self::None => None,
        }
    }

    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Range(..) => "range",
            Self::Midpoint(_) => "midpoint",
            Self::None => "none",
        }
    }
}
