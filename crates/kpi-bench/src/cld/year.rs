//! The year that the records are for, and the quarters of submissions.

use super::event::Submission;
use chrono::{Datelike, Days, Months, NaiveDate};
use std::fmt;
use std::str::FromStr;

/// A year from 1 April to 31 March, written `2024/25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{0}` is no year: write it as 2024/25")]
pub struct NoYear(String);

impl FromStr for Year {
    type Err = NoYear;

    fn from_str(text: &str) -> Result<Self, NoYear> {
        let no_year = || NoYear(text.to_owned());
        let (first, second) = text.split_once('/').ok_or_else(no_year)?;
        let year: i32 = first.parse().map_err(|_| no_year())?;
        let next: i32 = second.parse().map_err(|_| no_year())?;
        if !(1990..2100).contains(&year) || second.len() != 2 || (year + 1) % 100 != next {
            return Err(no_year());
        }
        let starts = NaiveDate::from_ymd_opt(year, 4, 1).ok_or_else(no_year)?;
        let ends = NaiveDate::from_ymd_opt(year + 1, 3, 31).ok_or_else(no_year)?;
        Ok(Self { starts, ends })
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.starts.year(), self.ends.year() % 100)
    }
}

impl Year {
    /// The last quarter that councils have sent: two after the year's last.
    pub fn last_submission(self) -> NaiveDate {
        quarter_end(shift(self.ends, 180))
    }
}

/// `date` and so many days. The dates of a generated record are a few years from the year asked for, so none leaves
/// the calendar.
pub fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    let step = Days::new(days.unsigned_abs());
    let moved = if days < 0 { date.checked_sub_days(step) } else { date.checked_add_days(step) };
    moved.unwrap_or(date)
}

/// The last day of the quarter that `date` lies in.
pub fn quarter_end(date: NaiveDate) -> NaiveDate {
    let into_quarter = date.month0() % 3;
    let first = date.with_day(1).unwrap_or(date);
    let next = first.checked_add_months(Months::new(3 - into_quarter)).unwrap_or(first);
    shift(next, -1)
}

/// The submission of the twelve months up to a quarter's end.
pub fn submission(period_end: NaiveDate, delay: i64) -> Submission {
    let next = shift(period_end, 1);
    let period_start = next.checked_sub_months(Months::new(12)).unwrap_or(next);
    Submission { period_start, period_end, imported: shift(period_end, delay) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_is_read_and_written() {
        let year: Year = "2024/25".parse().unwrap();
        assert_eq!((year.starts, year.ends), (date("2024-04-01"), date("2025-03-31")));
        assert_eq!(year.to_string(), "2024/25");
        assert_eq!("1999/00".parse::<Year>().unwrap().to_string(), "1999/00");
        for wrong in ["2024", "2024/26", "2024/2025", "24/25", "", "x/y"] {
            assert_eq!(wrong.parse::<Year>(), Err(NoYear(wrong.to_owned())));
        }
    }

    #[test]
    fn quarters_end_with_their_third_month() {
        for (day, end) in [
            ("2024-01-01", "2024-03-31"),
            ("2024-03-31", "2024-03-31"),
            ("2024-05-31", "2024-06-30"),
            ("2024-11-30", "2024-12-31"),
        ] {
            assert_eq!(quarter_end(date(day)), date(end));
        }
        let sent = submission(date("2025-03-31"), 30);
        assert_eq!((sent.period_start, sent.imported), (date("2024-04-01"), date("2025-04-30")));
    }
}
