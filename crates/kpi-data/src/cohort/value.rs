//! Values of rows while a cohort is made: small enough to be copied.

use crate::decimal::Decimal;
use chrono::{Datelike, Months, NaiveDate};
use kpi_core::cohort::Shift;
use kpi_core::{Exact, working_days};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Empty,
    /// A cell that could not be read, or what depends on one.
    Failed,
    /// By its number among [`Texts`].
    Text(u32),
    Number(Decimal),
    /// Days since 1970.
    Date(i32),
    YesNo(bool),
}

impl Value {
    /// Of a condition: an empty cell holds of nothing.
    pub const fn truth(self) -> Option<bool> {
        match self {
            Self::YesNo(truth) => Some(truth),
            Self::Failed => None,
            _ => Some(false),
        }
    }

    pub const fn of_truth(truth: Option<bool>) -> Self {
        match truth {
            Some(truth) => Self::YesNo(truth),
            None => Self::Failed,
        }
    }

    pub fn whole(number: i64) -> Self {
        Self::Number(Decimal { mantissa: number.into(), scale: 0 })
    }

    /// What it is told from others by, appended to a key; nothing of an empty value, which is like no other.
    pub fn key(self, into: &mut Vec<u64>) -> bool {
        match self {
            Self::Empty | Self::Failed => return false,
            Self::Text(text) => into.push(u64::from(text)),
            Self::Date(day) => into.push(u64::from(day.unsigned_abs()) << 1 | u64::from(day < 0)),
            Self::YesNo(truth) => into.push(u64::from(truth)),
            Self::Number(number) => {
                let Decimal { mut mantissa, mut scale } = number;
                while scale > 0 && mantissa % 10 == 0 {
                    mantissa /= 10;
                    scale -= 1;
                }
                let bits = mantissa.to_ne_bytes();
                let (low, high) = bits.split_at(8);
                into.extend([low, high].map(|half| u64::from_ne_bytes(half.try_into().unwrap_or_default())));
                into.push(scale.into());
            }
        }
        true
    }
}

/// The texts of all rows, trimmed and in lower case, each with a number.
#[derive(Debug, Default)]
pub struct Texts {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    /// `None` beyond 4 billion different texts.
    pub fn number(&mut self, text: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let number = u32::try_from(self.texts.len()).ok()?;
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.numbers.insert(text, number);
        Some(number)
    }

    pub fn get(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    /// The order of two values of one kind; `None` where one of them is not there.
    pub fn order(&self, left: Value, right: Value) -> Option<Ordering> {
        Some(match (left, right) {
            (Value::Text(a), Value::Text(b)) if a == b => Ordering::Equal,
            (Value::Text(a), Value::Text(b)) => self.get(a).cmp(self.get(b)),
            (Value::Date(a), Value::Date(b)) => a.cmp(&b),
            (Value::YesNo(a), Value::YesNo(b)) => a.cmp(&b),
            (Value::Number(a), Value::Number(b)) => order(a, b),
            _ => return None,
        })
    }
}

pub fn order(a: Decimal, b: Decimal) -> Ordering {
    match aligned(a, b) {
        Some((a, b, _)) => a.cmp(&b),
        None => exact(a).cmp(&exact(b)),
    }
}

pub fn exact(number: Decimal) -> Exact {
    Exact::decimal(number.mantissa, number.scale.into())
}

/// Both over the same power of ten; `None` where that takes too many digits.
fn aligned(a: Decimal, b: Decimal) -> Option<(i128, i128, u8)> {
    let scale = a.scale.max(b.scale);
    let at = |number: Decimal| number.mantissa.checked_mul(10i128.checked_pow((scale - number.scale).into())?);
    Some((at(a)?, at(b)?, scale))
}

/// A sum, difference or product; what has too many digits cannot be kept exactly.
pub fn add(a: Decimal, b: Decimal) -> Value {
    let sum = aligned(a, b).and_then(|(a, b, scale)| Some(Decimal { mantissa: a.checked_add(b)?, scale }));
    sum.map_or(Value::Failed, Value::Number)
}

pub fn subtract(a: Decimal, b: Decimal) -> Value {
    let sum = aligned(a, b).and_then(|(a, b, scale)| Some(Decimal { mantissa: a.checked_sub(b)?, scale }));
    sum.map_or(Value::Failed, Value::Number)
}

pub fn multiply(a: Decimal, b: Decimal) -> Value {
    let scale = a.scale.checked_add(b.scale).filter(|scale| *scale <= crate::decimal::MAX_SCALE);
    match a.mantissa.checked_mul(b.mantissa).zip(scale) {
        Some((mantissa, scale)) => Value::Number(Decimal { mantissa, scale }),
        None => Value::Failed,
    }
}

pub fn date(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(days.checked_add(719_163)?)
}

pub fn shift(day: i32, by: Shift) -> Option<i32> {
    let day = date(day)?;
    let moved = match by {
        Shift::Months(months @ 0..) => day.checked_add_months(Months::new(months.unsigned_abs())),
        Shift::Months(months) => day.checked_sub_months(Months::new(months.unsigned_abs())),
        Shift::WorkingDays(days) => working_days::after(day, days),
    };
    moved.map(crate::columns::days)
}

pub fn working_days(from: i32, to: i32) -> Option<i64> {
    working_days::between(date(from)?, date(to)?)
}

/// Whole months of the calendar from one day to another; a month has passed on the same day of the next, or the day
/// after its last where it is shorter.
pub fn months(from: i32, to: i32) -> Option<i64> {
    let (from, to) = (date(from)?, date(to)?);
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    Some(months(to) - months(from) - i64::from(to.day() < from.day()))
}

pub fn years(from: i32, to: i32) -> Option<i64> {
    months(from, to).map(|months| months.div_euclid(12))
}

/// Whole times so many days.
pub fn years_of(days_a_year: &Exact, from: i32, to: i32) -> Option<i64> {
    let days = Exact::from(i64::from(to) - i64::from(from));
    let years = days.div(days_a_year).ok()??;
    let whole = years.round(0, kpi_core::Rounding::Truncate);
    let floor = if whole > years { whole.sub(&Exact::one()).ok()? } else { whole };
    floor.to_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i32 {
        crate::columns::days(text.parse().unwrap())
    }

    #[test]
    fn an_age_is_in_whole_years() {
        let age = |born: &str, at: &str| years(day(born), day(at)).unwrap();
        assert_eq!(age("1950-06-15", "2020-06-14"), 69);
        assert_eq!(age("1950-06-15", "2020-06-15"), 70);
        assert_eq!(age("2004-02-29", "2022-02-28"), 17);
        assert_eq!(age("2004-02-29", "2022-03-01"), 18);
        assert_eq!(age("2024-05-01", "2024-04-30"), -1);
    }

    #[test]
    fn a_month_on_is_the_same_day_or_the_last() {
        assert_eq!(shift(day("2024-01-31"), Shift::Months(1)), Some(day("2024-02-29")));
        assert_eq!(shift(day("2024-02-29"), Shift::Months(-12)), Some(day("2023-02-28")));
        assert_eq!(shift(day("2024-04-01"), Shift::Months(-3)), Some(day("2024-01-01")));
    }

    #[test]
    fn a_year_may_have_a_quarter_of_a_day_more() {
        let age = |born: &str, at: &str| years_of(&"365.25".parse().unwrap(), day(born), day(at)).unwrap();
        assert_eq!(age("1959-06-01", "2024-05-31"), 64);
        assert_eq!(age("1959-06-01", "2024-06-01"), 65);
        // 18 calendar years are 6,574 days here, and 18 × 365.25 are 6,574.5.
        assert_eq!(age("2006-03-01", "2024-03-01"), 18);
        assert_eq!(age("2005-03-01", "2023-03-01"), 17);
        assert_eq!(age("2024-05-02", "2024-05-01"), -1);
    }

    #[test]
    fn numbers_are_kept_exactly_or_not_at_all() {
        let of = |text: &str| Decimal::of(&text.parse().unwrap()).unwrap();
        assert_eq!(add(of("0.1"), of("0.2")), Value::Number(Decimal { mantissa: 3, scale: 1 }));
        assert_eq!(order(of("0.30"), of("0.3")), Ordering::Equal);
        assert_eq!(order(of("1000000000000000000000000000000000000"), of("0.01")), Ordering::Greater);
        assert_eq!(multiply(of("99999999999999999999"), of("99999999999999999999")), Value::Failed);
        let (mut a, mut b) = (Vec::new(), Vec::new());
        assert!(Value::Number(of("1.50")).key(&mut a) && Value::Number(of("1.5")).key(&mut b));
        assert_eq!(a, b);
    }
}
