//! What a rule file says to a plugin, and for which days.

use crate::{Decimal, Problem};
use std::fmt;
use std::str::FromStr;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// Days since 1970-01-01.
    #[must_use]
    pub const fn of_days(days: i32) -> Self {
        Self(days)
    }

    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// None where there is no such day.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 {
            return None;
        }
        // Years from March, so that a leap day is the last of its year.
        let from_march = (month + 9) % 12;
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = i32::try_from((153 * from_march + 2) / 5 + day - 1).ok()?;
        let date = Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468);
        (date.parts() == (if month <= 2 { year + 1 } else { year }, month, day)).then_some(date)
    }

    /// Year, month and day.
    #[must_use]
    pub fn parts(self) -> (i32, u32, u32) {
        let days = self.0 + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * of_era + of_era / 4 - of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = of_era + era * 400 + i32::from(month <= 2);
        (year, month.unsigned_abs(), day.unsigned_abs())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Date {
    type Err = Problem;

    /// 2024-04-01
    fn from_str(text: &str) -> Result<Self, Problem> {
        let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?;
        let mut parts = text.split('-').map(number);
        let date = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Some(year)), Some(Some(month)), Some(Some(day)), None) if text.len() == 10 => {
                i32::try_from(year).ok().and_then(|year| Self::new(year, month, day))
            }
            _ => None,
        };
        date.ok_or_else(|| Problem::new("not_a_date", format!("{text:?} is no date such as 2024-04-01")))
    }
}

/// A period; both days belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub start: Date,
    pub end: Date,
}

impl Span {
    #[must_use]
    pub fn has(&self, date: Date) -> bool {
        self.start <= date && date <= self.end
    }
}

/// The settings of the rule file. kpi checked them against what the plugin describes; one that is not required may be
/// absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    fields: Vec<(String, String)>,
}

impl Settings {
    pub fn new<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        Self { fields: fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect() }
    }

    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// # Errors
    /// Where it is absent.
    pub fn required(&self, name: &str) -> Result<&str, Problem> {
        self.text(name).ok_or_else(|| Problem::new("no_setting", format!("the setting {name:?} is needed")))
    }

    /// # Errors
    /// Where it is no number.
    pub fn number(&self, name: &str) -> Result<Option<Decimal>, Problem> {
        self.text(name).map(|text| text.parse().map_err(|problem| named(name, problem))).transpose()
    }

    /// # Errors
    /// Where it is no date.
    pub fn date(&self, name: &str) -> Result<Option<Date>, Problem> {
        self.text(name).map(|text| text.parse().map_err(|problem| named(name, problem))).transpose()
    }

    /// # Errors
    /// Where it is neither `yes` nor `no`.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        match self.text(name) {
            None => Ok(None),
            Some("yes") => Ok(Some(true)),
            Some("no") => Ok(Some(false)),
            Some(other) => {
                Err(named(name, Problem::new("not_yes_or_no", format!("{other:?} is neither \"yes\" nor \"no\""))))
            }
        }
    }
}

fn named(name: &str, problem: Problem) -> Problem {
    Problem { message: format!("the setting {name:?}: {}", problem.message), ..problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_go_to_and_fro() {
        assert_eq!(Date::new(1970, 1, 1).map(Date::days), Some(0));
        assert_eq!(Date::new(2024, 2, 29).map(Date::days), Some(19_782));
        assert_eq!(Date::new(2023, 2, 29), None);
        assert_eq!(Date::new(2024, 13, 1), None);
        assert_eq!(Date::new(2024, 4, 31), None);
        for days in -719_162..=100_000 {
            let (year, month, day) = Date::of_days(days).parts();
            assert_eq!(Date::new(year, month, day).map(Date::days), Some(days));
        }
        assert_eq!("2024-04-01".parse::<Date>().map(|date| date.to_string()), Ok("2024-04-01".to_owned()));
        for text in ["2024-4-1", "2024-04-31", "01/04/2024", "", "2024-04-01x", "+024-04-01"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn settings_are_read_by_kind() {
        let settings = Settings::new([("per", "1000"), ("from", "2024-04-01"), ("strict", "yes"), ("odd", "maybe")]);
        assert_eq!(settings.number("per"), Ok(Some(Decimal::from(1000_i64))));
        assert_eq!(settings.date("from").map(|date| date.map(Date::days)), Ok(Some(19_814)));
        assert_eq!(settings.flag("strict"), Ok(Some(true)));
        assert_eq!(settings.number("none"), Ok(None));
        assert!(settings.flag("odd").is_err_and(|problem| problem.message.contains("\"odd\"")));
        assert!(settings.number("from").is_err());
        assert!(settings.required("none").is_err());
    }
}
