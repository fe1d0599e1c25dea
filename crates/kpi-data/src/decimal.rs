//! Decimal numbers as texts and as whole numbers with a scale: exact, and the form the engine adds up.

use kpi_core::Exact;

/// A plain decimal text with its point moved right (left where negative): `shift("0.56", 2)` is `56`.
pub fn shift(number: &str, places: i32) -> String {
    let (sign, body) = match number.strip_prefix('-') {
        Some(body) => ("-", body),
        None => ("", number),
    };
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let mut digits = format!("{whole}{fraction}");
    let mut point = i64::try_from(whole.len()).unwrap_or_default() + i64::from(places);
    while point < 0 {
        digits.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).unwrap_or_default();
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, fraction) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A number as `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    pub mantissa: i128,
    pub scale: u8,
}

/// A number of data has so many digits or fewer.
pub const MOST_DIGITS: u32 = 38;

/// The largest scale the engine's numbers have.
pub const MAX_SCALE: u8 = 37;

impl Decimal {
    /// `None` where the number's decimals do not end, or it has more than [`MOST_DIGITS`] digits.
    pub fn of(number: &Exact) -> Option<Self> {
        let text = number.to_string();
        let (top, bottom) = text.split_once('/').unwrap_or((&text, "1"));
        let (top, bottom): (i128, i128) = (top.parse().ok()?, bottom.parse().ok()?);
        let mut power = 1i128;
        for scale in 0..=MAX_SCALE {
            if power % bottom == 0 {
                return Some(Self { mantissa: top.checked_mul(power / bottom)?, scale }).filter(Self::fits);
            }
            power = power.checked_mul(10)?;
        }
        None
    }

    fn fits(&self) -> bool {
        self.mantissa.unsigned_abs() < 10u128.pow(MOST_DIGITS)
    }
}

/// `mantissa / 10^scale`, the mantissa as decimal text.
pub fn exact(mantissa: &str, scale: u32) -> Option<Exact> {
    shift(mantissa, i32::try_from(scale).ok().map(i32::wrapping_neg)?).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Decimal, exact, shift};

    #[test]
    fn the_point_moves() {
        assert_eq!(shift("0.56", 2), "56");
        assert_eq!(shift("1.2", 3), "1200");
        assert_eq!(shift("-12345", -3), "-12.345");
        assert_eq!(shift("5", -3), "0.005");
        assert_eq!(shift("0", 2), "0");
    }

    #[test]
    fn a_number_is_a_whole_one_over_a_power_of_ten() {
        let of = |text: &str| Decimal::of(&text.parse().unwrap());
        assert_eq!(of("0.875"), Some(Decimal { mantissa: 875, scale: 3 }));
        assert_eq!(of("-15,000"), Some(Decimal { mantissa: -15000, scale: 0 }));
        assert_eq!(of(&"9".repeat(39)), None);
        assert_eq!(exact("-875", 3), "-0.875".parse().ok());
    }
}
