//! Times seen from a figure's period.

use crate::Period;
use chrono::NaiveDate;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    Period,
    YearToDate,
    /// So many months that end with the period.
    LastMonths(i32),
    Named(Period),
}

impl Window {
    /// Its first and last day, for the figure of this period.
    #[must_use]
    pub fn days(self, period: Period) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Period => (period.start(), period.end()),
            Self::YearToDate => (period.to_date().start(), period.end()),
            Self::LastMonths(months) => (period.trailing_start(months), period.end()),
            Self::Named(named) => (named.start(), named.end()),
        }
    }

    /// Does it move with the figure's period?
    #[must_use]
    pub const fn moves(self) -> bool {
        !matches!(self, Self::Named(_))
    }
}
