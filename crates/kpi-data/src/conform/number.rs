//! Numbers with the signs people write.

use super::Problem;
use crate::decimal::{Decimal, MOST_DIGITS};
use kpi_core::{Quantity, Unit};

pub fn read(text: &str, wanted: Unit) -> Result<Quantity, Box<Problem>> {
    let Some(found) = Quantity::parse(text) else {
        let problem = Problem::new(format!("\"{text}\" is not a number"));
        return Err(match decimal_comma(text) {
            Some(meant) => problem.note(format!("a comma stands between thousands: write {meant}")),
            None => problem,
        });
    };
    if Decimal::of(&found.value).is_none() {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        return Err(Problem::new(format!(
            "\"{text}\" has {digits} digits, and a number of data has {MOST_DIGITS} at most"
        ))
        .note("numbers are added up exactly, and what has more digits is no count or amount that was measured"));
    }
    let refuse = || Problem::new(format!("\"{text}\" is {}, but the column holds {wanted}", a(found.unit)));
    match (wanted, found.unit) {
        (Unit::AsWritten, _) => Ok(found),
        (wanted, unit) if wanted == unit => Ok(found),
        (Unit::Ratio, Unit::Percent) => Ok(Quantity::new(found.value, wanted)),
        (
            Unit::Percent
            | Unit::Points
            | Unit::Ratio
            | Unit::Count
            | Unit::Score
            | Unit::Money
            | Unit::Days
            | Unit::Rate(_)
            | Unit::Number,
            Unit::Number,
        ) => Quantity::bare(found.value, wanted).ok_or_else(refuse),
        _ => Err(refuse()),
    }
}

fn a(unit: Unit) -> String {
    match unit {
        Unit::Money => "an amount of money".to_owned(),
        Unit::Days => "a number of days".to_owned(),
        Unit::Points => "in percentage points".to_owned(),
        Unit::Percent => "a percentage".to_owned(),
        other => format!("a {other}"),
    }
}

/// `12,5` for 12.5, as it is written on the continent.
fn decimal_comma(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(fraction) && fraction.len() != 3).then(|| format!("{whole}.{fraction}"))
}
