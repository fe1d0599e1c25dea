//! Days: `2024-01-10`, `10/01/2024` with the day first, and either with a midnight after it.

use super::Problem;
use chrono::{Days, NaiveDate};

pub fn read(text: &str) -> Result<NaiveDate, Box<Problem>> {
    let (day, time) = match text.split_once(['T', ' ']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (text, None),
    };
    let form = || Problem::new(format!("\"{text}\" is not a date such as `2024-01-10` or `10/01/2024`"));
    if let Some(time) = time
        && !is_midnight(time)
    {
        let is_time = time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit());
        return Err(match parts(day) {
            Some(_) if is_time => Problem::new(format!("\"{text}\" has a time of day, but the column holds dates"))
                .note("export the column as dates without a time"),
            _ => form(),
        });
    }
    let Some((year, month, date)) = parts(day) else {
        return Err(match serial(day) {
            Some(meant) => {
                form().note(format!("{day} may be a spreadsheet's number for {meant}: format the cell as a date"))
            }
            None => form(),
        });
    };
    NaiveDate::from_ymd_opt(year, month, date).ok_or_else(|| {
        let problem = Problem::new(format!("there is no such day as \"{text}\""));
        if day.contains('/') && month > 12 && date <= 12 {
            problem.note("the day comes first, then the month")
        } else {
            problem
        }
    })
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        (lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())?
    };
    let of = |separator: char| -> Option<[&str; 3]> {
        let mut parts = text.split(separator);
        let three = [parts.next()?, parts.next()?, parts.next()?];
        parts.next().is_none().then_some(three)
    };
    let (year, month, day) = if let Some([year, month, day]) = of('-') {
        (number(year, 4..=4)?, number(month, 2..=2)?, number(day, 2..=2)?)
    } else {
        let [day, month, year] = of('/')?;
        (number(year, 4..=4)?, number(month, 1..=2)?, number(day, 1..=2)?)
    };
    Some((i32::try_from(year).ok()?, month, day))
}

fn is_midnight(time: &str) -> bool {
    let time = time.strip_suffix('Z').unwrap_or(time);
    let digits = time.bytes().filter(u8::is_ascii_digit).count();
    digits >= 4 && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

/// Days since the end of 1899, where the number is one of the last or the next fifty years.
fn serial(text: &str) -> Option<NaiveDate> {
    let days: u64 = text.parse().ok().filter(|days| (25_000..70_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn days_are_read_day_first() {
        for text in [
            "2024-01-10",
            "10/01/2024",
            "2024-01-10T00:00:00",
            "2024-01-10 00:00",
            "10/1/2024",
            "2024-01-10 00:00:00.000Z",
        ] {
            assert_eq!(read(text).unwrap().to_string(), "2024-01-10", "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_said() {
        let message = |text: &str| {
            let problem = read(text).unwrap_err();
            [vec![problem.message], problem.notes].concat().join("; ")
        };
        insta::assert_snapshot!(message("31/02/2024"), @r#"there is no such day as "31/02/2024""#);
        insta::assert_snapshot!(message("01/13/2024"), @r#"there is no such day as "01/13/2024"; the day comes first, then the month"#);
        insta::assert_snapshot!(message("10/01/24"), @r#""10/01/24" is not a date such as `2024-01-10` or `10/01/2024`"#);
        insta::assert_snapshot!(message("2024-01-10 14:30"), @r#""2024-01-10 14:30" has a time of day, but the column holds dates; export the column as dates without a time"#);
        insta::assert_snapshot!(message("45301"), @r#""45301" is not a date such as `2024-01-10` or `10/01/2024`; 45301 may be a spreadsheet's number for 2024-01-10: format the cell as a date"#);
    }
}
