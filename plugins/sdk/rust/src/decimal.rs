//! Exact decimals. Floating-point numbers round where nobody asked them to, and a figure on a band's edge must not.

use crate::Problem;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// units × 10^-scale. What does not fit is an error, never a wrong number.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    scale: u8,
}

/// As many as go between kpi and a plugin.
const MOST_PLACES: u8 = 18;

impl Decimal {
    pub const ZERO: Self = Self::new(0, 0);
    pub const ONE: Self = Self::new(1, 0);

    #[must_use]
    pub const fn new(units: i128, scale: u8) -> Self {
        Self { units, scale }
    }

    #[must_use]
    pub const fn units(self) -> i128 {
        self.units
    }

    #[must_use]
    pub const fn scale(self) -> u8 {
        self.scale
    }

    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.units == 0
    }

    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.units < 0
    }

    /// The shortest decimal that stands for a floating-point number: 0.1 is one tenth.
    ///
    /// # Errors
    /// Where the number is not finite, or has too many digits.
    pub fn of_f64(number: f64) -> Result<Self, Problem> {
        if !number.is_finite() {
            return Err(Problem::new("not_a_number", format!("{number} is no number")));
        }
        match Self::short(number) {
            Some(decimal) => Ok(decimal),
            None => number.to_string().parse(),
        }
    }

    /// Of 15 digits at most, of which two never stand for one floating-point number: so one that leads back to the number
    /// is the shortest that does. A tenth of the time that writing the number down and reading it takes.
    fn short(number: f64) -> Option<Self> {
        const BELOW: f64 = 1e15;
        for (scale, power) in (0..).zip([1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6]) {
            let units = (number * power).round();
            if units.abs() >= BELOW {
                return None;
            }
            if units / power == number {
                return Some(Self::new(i128::from(units as i64), scale));
            }
        }
        None
    }

    /// # Errors
    /// Where the sum has too many digits.
    pub fn add(self, other: Self) -> Result<Self, Problem> {
        let (one, two, scale) = self.aligned(other)?;
        Ok(Self::new(one.checked_add(two).ok_or_else(too_large)?, scale))
    }

    /// # Errors
    /// Where the difference has too many digits.
    pub fn sub(self, other: Self) -> Result<Self, Problem> {
        self.add(Self::new(other.units.checked_neg().ok_or_else(too_large)?, other.scale))
    }

    /// # Errors
    /// Where the product has too many digits.
    pub fn mul(self, other: Self) -> Result<Self, Problem> {
        let (one, two) = (self.trimmed(), other.trimmed());
        let units = one.units.checked_mul(two.units).ok_or_else(too_large)?;
        let scale = one.scale.checked_add(two.scale).ok_or_else(too_large)?;
        Ok(Self::new(units, scale).trimmed())
    }

    /// The quotient to so many places, half to even; none where the divisor is zero: there are no cases.
    ///
    /// # Errors
    /// Where it has too many digits.
    pub fn over(self, other: Self, places: u8) -> Result<Option<Self>, Problem> {
        let (one, two) = (self.trimmed(), other.trimmed());
        if two.units == 0 {
            return Ok(None);
        }
        // one / two × 10^places, as a fraction of whole numbers.
        let shift = i32::from(places) + i32::from(two.scale) - i32::from(one.scale);
        let (top, bottom) = match u32::try_from(shift) {
            Ok(up) => (shifted(one.units, up)?, two.units),
            Err(_) => (one.units, shifted(two.units, shift.unsigned_abs())?),
        };
        Ok(Some(Self::new(half_even(top, bottom)?, places).trimmed()))
    }

    /// To so many places, half to even.
    ///
    /// # Errors
    /// Never for numbers with places left to cut.
    pub fn round(self, places: u8) -> Result<Self, Problem> {
        if self.scale <= places {
            return Ok(self);
        }
        let by = shifted(1, u32::from(self.scale - places))?;
        Ok(Self::new(half_even(self.units, by)?, places))
    }

    /// Without noughts at the end.
    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.scale -= 1;
        }
        self
    }

    fn aligned(self, other: Self) -> Result<(i128, i128, u8), Problem> {
        if self.scale == other.scale {
            return Ok((self.units, other.units, self.scale));
        }
        let scale = self.scale.max(other.scale);
        let at = |decimal: Self| shifted(decimal.units, u32::from(scale - decimal.scale));
        Ok((at(self)?, at(other)?, scale))
    }

    /// As units of a scale that can go to kpi; none where it cannot.
    pub(crate) fn at_scale(self, scale: u8) -> Option<i64> {
        let decimal = self.trimmed();
        let up = u32::from(scale.checked_sub(decimal.scale)?);
        i64::try_from(shifted(decimal.units, up).ok()?).ok()
    }

    /// The places that it cannot do without.
    pub(crate) fn places(self) -> u8 {
        self.trimmed().scale
    }
}

/// Decimals as `fixed` carries them: one scale for all, and units that fit.
///
/// # Errors
/// Where they do not fit: the place of the first that does not.
pub(crate) fn fixed(decimals: &[Option<Decimal>]) -> Result<(u8, Vec<i64>), usize> {
    let too_fine = |decimal: &Option<Decimal>| decimal.is_some_and(|decimal| decimal.places() > MOST_PLACES);
    if let Some(place) = decimals.iter().position(too_fine) {
        return Err(place);
    }
    let scale = decimals.iter().flatten().map(|decimal| decimal.places()).max().unwrap_or(0);
    let at = |(place, decimal): (usize, &Option<Decimal>)| {
        decimal.map_or(Some(0), |decimal| decimal.at_scale(scale)).ok_or(place)
    };
    let units = decimals.iter().enumerate().map(at).collect::<Result<_, _>>()?;
    Ok((scale, units))
}

fn shifted(units: i128, by: u32) -> Result<i128, Problem> {
    if units == 0 || by == 0 {
        return Ok(units);
    }
    10_i128.checked_pow(by).and_then(|power| units.checked_mul(power)).ok_or_else(too_large)
}

fn half_even(top: i128, bottom: i128) -> Result<i128, Problem> {
    let whole = top.checked_div_euclid(bottom).ok_or_else(too_large)?;
    let rest = top.checked_rem_euclid(bottom).ok_or_else(too_large)?;
    let bottom = bottom.checked_abs().ok_or_else(too_large)?;
    // With a divisor below zero, Euclid's quotient steps down where the rest steps up.
    let step = if whole.checked_mul(bottom) == Some(top - rest) { 1 } else { -1 };
    Ok(match rest.cmp(&(bottom - rest)) {
        Ordering::Less => whole,
        Ordering::Greater => whole + step,
        Ordering::Equal => whole + step * (whole & 1),
    })
}

fn too_large() -> Problem {
    Problem::new("too_large", "a number has more digits than can be worked out exactly")
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        Self::new(i128::from(number), 0)
    }
}

impl From<usize> for Decimal {
    fn from(number: usize) -> Self {
        Self::new(i128::try_from(number).unwrap_or(i128::MAX), 0)
    }
}

impl FromStr for Decimal {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let no_number = || Problem::new("not_a_number", format!("{text:?} is no number"));
        let (negative, digits) = match text.trim().strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.trim()),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(whole) || !is_digits(part) || (whole.is_empty() && part.is_empty()) {
            return Err(no_number());
        }
        let units: i128 = format!("{whole}{part}").parse().map_err(|_| too_large())?;
        let scale = u8::try_from(part.len()).map_err(|_| too_large())?;
        Ok(Self::new(if negative { -units } else { units }, scale).trimmed())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.trimmed();
        let sign = if decimal.units < 0 { "-" } else { "" };
        let scale = usize::from(decimal.scale);
        let digits = format!("{:0>1$}", decimal.units.unsigned_abs(), scale + 1);
        let (whole, part) = digits.split_at(digits.len() - scale);
        if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (self.trimmed(), other.trimmed());
        one.units == two.units && one.scale == two.scale
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    /// None where the two are too far apart to be set side by side.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let (one, two, _) = self.trimmed().aligned(other.trimmed()).ok()?;
        Some(one.cmp(&two))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().expect("a decimal")
    }

    #[test]
    fn what_is_read_is_written() {
        for text in ["0", "1", "-1", "0.5", "-0.05", "123456789.000000000000000001", "100"] {
            assert_eq!(d(text).to_string(), text);
        }
        assert_eq!(d("1.500"), d("1.5"));
        assert_eq!(d("-0.0"), Decimal::ZERO);
        for text in ["", ".", "-", "1e3", "1.2.3", "٣", "+1", "0x1", "1 000"] {
            assert!(text.parse::<Decimal>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_float_is_the_shortest_decimal_that_stands_for_it() {
        assert_eq!(Decimal::of_f64(0.1).expect("a number"), d("0.1"));
        assert!(Decimal::of_f64(f64::NAN).is_err());
        assert!(Decimal::of_f64(1e300).is_err(), "too many digits, and not a wrong number");
    }

    /// Whether it was found by multiplying or by reading what was written.
    #[test]
    fn either_way_to_the_shortest_decimal_leads_to_the_same() {
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        for round in 0..200_000_u32 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let whole = (bits >> 40) as f64;
            let number = match round % 4 {
                0 => f64::from_bits(bits),
                1 => whole / 100.0,
                2 => -whole / 1e6,
                _ => whole * 1e9 + 0.5,
            };
            if !number.is_finite() {
                continue;
            }
            let written = number.to_string().parse::<Decimal>();
            assert_eq!(Decimal::of_f64(number).ok(), written.ok(), "{number}");
        }
        assert_eq!(Decimal::of_f64(-0.0).expect("a number"), Decimal::ZERO);
    }

    #[test]
    fn sums_and_products_are_exact() {
        let mut tenths = Decimal::ZERO;
        for _ in 0..10 {
            tenths = tenths.add(d("0.1")).expect("a sum");
        }
        assert_eq!(tenths, Decimal::ONE);
        assert_eq!(d("1.25").mul(d("0.8")).expect("a product"), Decimal::ONE);
        assert_eq!(d("1").sub(d("1.01")).expect("a difference"), d("-0.01"));
        assert!(Decimal::new(i128::MAX, 0).add(Decimal::ONE).is_err());
    }

    #[test]
    fn quotients_round_half_to_even() {
        let over = |one: &str, two: &str, places| d(one).over(d(two), places).expect("fits").expect("no zero");
        assert_eq!(over("1", "3", 3), d("0.333"));
        assert_eq!(over("1", "8", 2), d("0.12"));
        assert_eq!(over("3", "8", 2), d("0.38"));
        assert_eq!(over("-1", "8", 2), d("-0.12"));
        assert_eq!(over("-3", "8", 2), d("-0.38"));
        assert_eq!(over("1", "-8", 2), d("-0.12"));
        assert_eq!(over("3", "-8", 2), d("-0.38"));
        assert_eq!(over("2", "-3", 2), d("-0.67"));
        assert_eq!(over("-2", "-3", 2), d("0.67"));
        assert_eq!(over("0.000002", "1000", 9), d("0.000000002"));
        assert_eq!(d("1").over(Decimal::ZERO, 3).expect("no fault"), None);
    }

    #[test]
    fn order_does_not_hang_on_how_a_number_is_written() {
        assert!(d("0.10") < d("0.2"));
        assert!(d("-3") < d("2.5"));
        assert_eq!(d("2.50").partial_cmp(&d("2.5")), Some(Ordering::Equal));
    }

    #[test]
    fn many_decimals_share_a_scale() {
        assert_eq!(fixed(&[Some(d("1.5")), None, Some(d("0.25"))]), Ok((2, vec![150, 0, 25])));
        assert_eq!(fixed(&[Some(d("1")), Some(Decimal::new(i128::MAX, 0))]), Err(1));
        assert_eq!(fixed(&[Some(Decimal::new(1, 30))]), Err(0));
    }
}
