//! Working days: Monday to Friday, without the bank holidays of England and Wales (R13).
//!
//! The days are those of the Banking and Financial Dealings Act 1971 as amended and proclaimed: a holiday that falls on
//! a weekend is taken on the next day that is no holiday. Before 1978, when the early May holiday began, they were others.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// The years whose holidays are known. What will be proclaimed for years to come is not.
pub const YEARS: RangeInclusive<i32> = 1978..=2100;

/// How many working days come after one day and up to and with another; negative where that is earlier.
///
/// So a letter of Monday that is answered on Tuesday has taken one. `None` outside the years that are known.
#[must_use]
pub fn between(from: NaiveDate, to: NaiveDate) -> Option<i64> {
    Some(until(to)? - until(from)?)
}

/// The working day so many after a day, or before it where the number is negative.
///
/// `between(date, after(date, n))` is `n` for `n` above 0. `None` outside the years that are known.
#[must_use]
pub fn after(date: NaiveDate, days: i32) -> Option<NaiveDate> {
    if days == 0 {
        return between(date, date).map(|_| date);
    }
    let wanted = match days {
        1.. => until(date)?.checked_add(days.into())?,
        _ => until(date.pred_opt()?)?.checked_add(days.into())?.checked_add(1)?,
    };
    let (mut low, mut high) = (first()?, last()?);
    if until(low)? > wanted || until(high)? < wanted {
        return None;
    }
    while low < high {
        let half = u64::try_from((high - low).num_days() / 2).ok()?;
        let middle = low.checked_add_days(Days::new(half))?;
        if until(middle)? >= wanted {
            high = middle;
        } else {
            low = middle.succ_opt()?;
        }
    }
    Some(low)
}

#[cfg(test)]
fn is_working(day: NaiveDate) -> bool {
    !is_weekend(day) && holidays().binary_search(&day).is_err()
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn first() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1)
}

fn last() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31)
}

/// Working days up to and with a day, from a Monday long ago.
fn until(day: NaiveDate) -> Option<i64> {
    if !YEARS.contains(&day.year()) {
        return None;
    }
    let days = i64::from(day.num_days_from_ce());
    // The first day of the year 1 was a Monday.
    let weekdays = days.div_euclid(7) * 5 + days.rem_euclid(7).min(5);
    let holidays = holidays().partition_point(|holiday| *holiday <= day);
    Some(weekdays - i64::try_from(holidays).ok()?)
}

/// Every bank holiday, none on a weekend, in order.
fn holidays() -> &'static [NaiveDate] {
    static HOLIDAYS: OnceLock<Vec<NaiveDate>> = OnceLock::new();
    HOLIDAYS.get_or_init(|| {
        let days: BTreeSet<NaiveDate> = YEARS.flat_map(of_year).collect();
        days.into_iter().collect()
    })
}

fn of_year(year: i32) -> BTreeSet<NaiveDate> {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let mut days = BTreeSet::new();
    for fixed in [day(1, 1), day(12, 25), day(12, 26)].into_iter().flatten() {
        // Christmas on a Sunday: Boxing Day keeps its Monday, so the day in lieu is Tuesday.
        let taken = |at: &NaiveDate| is_weekend(*at) || days.contains(at) || (at != &fixed && Some(*at) == day(12, 26));
        let in_lieu = fixed.iter_days().find(|at| !taken(at));
        days.extend(in_lieu);
    }
    if let Some(easter) = easter(year) {
        days.extend(easter.checked_sub_days(Days::new(2)));
        days.extend(easter.checked_add_days(Days::new(1)));
    }
    let nth = |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let last = |month| nth(month, 5).or_else(|| nth(month, 4));
    let may = match year {
        1995 | 2020 => day(5, 8),
        _ => nth(5, 1),
    };
    let spring = match year {
        2002 | 2012 => day(6, 4),
        2022 => day(6, 2),
        _ => last(5),
    };
    days.extend(may.into_iter().chain(spring).chain(last(8)));
    days.extend(PROCLAIMED.iter().filter(|(of, _, _)| *of == year).filter_map(|(_, month, at)| day(*month, *at)));
    days
}

/// Holidays of one year only: weddings, jubilees, the millennium, a funeral, a coronation.
const PROCLAIMED: [(i32, u32, u32); 8] = [
    (1981, 7, 29),
    (1999, 12, 31),
    (2002, 6, 3),
    (2011, 4, 29),
    (2012, 6, 5),
    (2022, 6, 3),
    (2022, 9, 19),
    (2023, 5, 8),
];

/// Easter Sunday of the Gregorian calendar, by the anonymous rule that Butcher printed in 1876.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let whole = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(whole / 31).ok()?, u32::try_from(whole % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failed test should stop")]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn of(year: i32) -> Vec<String> {
        of_year(year).iter().map(|day| day.format("%m-%d").to_string()).collect()
    }

    #[test]
    fn holidays_are_those_that_were_kept() {
        assert_eq!(of(2020), ["01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"]);
        assert_eq!(of(2021), ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]);
        assert_eq!(
            of(2022),
            ["01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"]
        );
        assert_eq!(of(2023), ["01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"]);
        assert_eq!(of(2012), ["01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"]);
        assert_eq!(of(2027), ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]);
    }

    #[test]
    fn days_in_which_an_answer_is_due() {
        // A request for information is to be answered within 20 working days of the day it came.
        assert_eq!(after(day("2024-03-18"), 20), Some(day("2024-04-17")));
        assert_eq!(between(day("2024-03-28"), day("2024-04-02")), Some(1));
        assert_eq!(between(day("2024-04-02"), day("2024-03-28")), Some(-1));
        assert_eq!(between(day("2024-04-02"), day("2024-04-02")), Some(0));
        assert_eq!(after(day("2024-04-02"), -1), Some(day("2024-03-28")));
        assert_eq!(between(day("1977-12-30"), day("1978-01-03")), None);
        assert_eq!(after(day("2100-12-30"), 20), None);
    }

    proptest! {
        #[test]
        fn a_deadline_is_the_working_day_that_counting_finds(start in 0_u64..36_500, days in -2_000_i32..2_000) {
            let date = first().unwrap().checked_add_days(Days::new(3_000 + start)).unwrap();
            let (day_by_day, many) = (date.iter_days().skip(1), usize::try_from(days.unsigned_abs()).unwrap());
            let by_hand = match days {
                0 => Some(date),
                1.. => day_by_day.filter(|at| is_working(*at)).nth(many - 1),
                _ => (1..9_000).filter_map(|back| date.checked_sub_days(Days::new(back))).filter(|at| is_working(*at)).nth(many - 1),
            };
            let known = by_hand.filter(|day| YEARS.contains(&day.year()));
            prop_assert_eq!(after(date, days), known);
            if let (Some(there), 1..) = (known, days) {
                prop_assert_eq!(between(date, there), Some(i64::from(days)));
            }
        }
    }
}
