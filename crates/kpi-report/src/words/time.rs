//! Periods and days as people of a language write them.

use super::Words;
use chrono::{Datelike, NaiveDate};
use kpi_core::{Period, PeriodKind};

impl Words {
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let number = day.day().to_string();
        let year = day.year().to_string();
        self.fill("day", &[("day", &number), ("month", self.month(day.month0())), ("year", &year)])
    }

    fn month(&self, index: u32) -> &'static str {
        self.nth("months", index)
    }

    fn nth(&self, key: &str, index: u32) -> &'static str {
        let index = usize::try_from(index).unwrap_or_default();
        self.get(key).split(' ').nth(index).unwrap_or_default()
    }

    /// `2020/21 Q2`, `September 2022`, `2020/21 to Q2`.
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        if period.is_to_date() {
            let year = period.year().to_string();
            let number = period.number_in_year().to_string();
            let end = match period.kind() {
                PeriodKind::Quarter => self.fill("quarter_short", &[("n", &number)]),
                PeriodKind::Half => self.fill("half_short", &[("n", &number)]),
                PeriodKind::Month | PeriodKind::Year => self.month_of(period),
            };
            return self.fill("period_to_date", &[("year", &year), ("end", &end)]);
        }
        let year = period.year().to_string();
        let number = period.number_in_year().to_string();
        match period.kind() {
            PeriodKind::Year => year,
            PeriodKind::Quarter => self.fill("period_quarter", &[("year", &year), ("n", &number)]),
            PeriodKind::Half => self.fill("period_half", &[("year", &year), ("n", &number)]),
            PeriodKind::Month => self.month_of(period),
        }
    }

    fn month_of(&self, period: Period) -> String {
        let last = period.end();
        format!("{} {}", self.month(last.month0()), last.year())
    }

    /// The two lines below an axis: what the period is called within its year, and the year.
    #[must_use]
    pub fn ticks(&self, period: Period) -> (String, String) {
        let year = period.year().to_string();
        let number = period.number_in_year().to_string();
        match period.kind() {
            PeriodKind::Year => (year, String::new()),
            PeriodKind::Quarter => (self.fill("quarter_short", &[("n", &number)]), year),
            PeriodKind::Half => (self.fill("half_short", &[("n", &number)]), year),
            // Not the first letters of the month: `ch` is one letter in Welsh.
            PeriodKind::Month => (self.nth("months_short", period.end().month0()).to_owned(), year),
        }
    }
}

/// `2020-21-Q2`, `2022-09`: a period in the name of a file or folder. `--period` reads it back.
#[must_use]
pub fn slug(period: Period) -> String {
    period.to_string().replace(['/', ' '], "-")
}
