//! Exact rational numbers: what every figure is, from the data to the band (R3).

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// Numerators and denominators may grow to this many bits; beyond it a calculation is refused, so that no rule
/// file can exhaust the machine. A figure needs fewer than 200; the mean of 330 councils' rates some 6,000, since their
/// denominators have little in common.
pub const MAX_BITS: u64 = 65_536;

/// How a figure is cut to its decimals for display (R4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// Half away from zero: 2.5 → 3, −2.5 → −3.
    #[default]
    HalfUp,
    /// Half to the even neighbour: 2.5 → 2, 3.5 → 4.
    HalfEven,
    /// Cut off towards zero.
    Truncate,
}

/// A rational number without error.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Exact(BigRational);

/// A calculation whose result would need more than [`MAX_BITS`] bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the result would need more than {MAX_BITS} bits")]
pub struct TooLarge;

impl Exact {
    #[must_use]
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    #[must_use]
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// `numerator / denominator`; `None` where the denominator is zero.
    #[must_use]
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        (denominator != 0).then(|| match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Small::of(numerator, denominator).into(),
            _ => Self(BigRational::new(BigInt::from(numerator), BigInt::from(denominator))),
        })
    }

    /// `digits × 10^-scale`, the form decimal columns have.
    #[must_use]
    pub fn decimal(digits: i128, scale: u32) -> Self {
        Self(BigRational::new(BigInt::from(digits), BigInt::from(10u8).pow(scale)))
    }

    fn bounded(value: BigRational) -> Result<Self, TooLarge> {
        if value.numer().bits() > MAX_BITS || value.denom().bits() > MAX_BITS { Err(TooLarge) } else { Ok(Self(value)) }
    }

    pub fn add(&self, other: &Self) -> Result<Self, TooLarge> {
        match self.small().zip(other.small()) {
            Some((left, right)) => Ok(left.add(right).into()),
            None => Self::bounded(&self.0 + &other.0),
        }
    }

    pub fn sub(&self, other: &Self) -> Result<Self, TooLarge> {
        self.add(&other.neg())
    }

    pub fn mul(&self, other: &Self) -> Result<Self, TooLarge> {
        match self.small().zip(other.small()) {
            Some((left, right)) => Ok(left.mul(right).into()),
            None => Self::bounded(&self.0 * &other.0),
        }
    }

    fn small(&self) -> Option<Small> {
        Some(Small { numerator: self.0.numer().to_i64()?.into(), denominator: self.0.denom().to_i64()?.into() })
    }

    /// `None` where `other` is zero: that is a missing value ("no cases"), never an error and never 0.
    pub fn div(&self, other: &Self) -> Result<Option<Self>, TooLarge> {
        if other.is_zero() {
            return Ok(None);
        }
        match self.small().zip(other.small()) {
            Some((left, right)) => Ok(Some(left.mul(right.inverted()).into())),
            None => Self::bounded(&self.0 / &other.0).map(Some),
        }
    }

    #[must_use]
    pub fn neg(&self) -> Self {
        Self(-&self.0)
    }

    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// The value as a whole number of 64 bits, where it is one.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() { self.0.numer().to_i64() } else { None }
    }

    /// The nearest binary number, for outputs that need one; never for a judgement.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// The value cut to so many decimals.
    #[must_use]
    pub fn round(&self, decimals: u8, mode: Rounding) -> Self {
        let small = self.small_units(decimals, mode).zip(10i128.checked_pow(u32::from(decimals)));
        small
            .and_then(|(units, scale)| Self::ratio(units, scale))
            .unwrap_or_else(|| Self(BigRational::new(self.units(decimals, mode), power_of_ten(decimals))))
    }

    /// How many `10^-decimals` the value is, rounded to a whole one.
    fn units(&self, decimals: u8, mode: Rounding) -> BigInt {
        if let Some(units) = self.small_units(decimals, mode) {
            return BigInt::from(units);
        }
        let scaled = &self.0 * BigRational::from_integer(power_of_ten(decimals));
        match mode {
            // Ratio::round goes half away from zero.
            Rounding::HalfUp => scaled.round(),
            Rounding::Truncate => scaled.trunc(),
            Rounding::HalfEven => {
                let floor = scaled.floor();
                let half = BigRational::new(BigInt::one(), BigInt::from(2u8));
                match (&scaled - &floor).cmp(&half) {
                    Ordering::Less => floor,
                    Ordering::Greater => floor + BigRational::one(),
                    Ordering::Equal if (floor.numer() % BigInt::from(2u8)).is_zero() => floor,
                    Ordering::Equal => floor + BigRational::one(),
                }
            }
        }
        .to_integer()
    }

    /// The same in machine numbers.
    fn small_units(&self, decimals: u8, mode: Rounding) -> Option<i128> {
        let Small { numerator, denominator } = self.small()?;
        let scaled = numerator.checked_mul(10i128.checked_pow(u32::from(decimals))?)?;
        let (whole, rest) = (scaled / denominator, (scaled % denominator).abs());
        let away = match mode {
            Rounding::Truncate => false,
            Rounding::HalfUp => rest * 2 >= denominator,
            Rounding::HalfEven => rest * 2 > denominator || (rest * 2 == denominator && whole % 2 != 0),
        };
        Some(if away { whole + scaled.signum() } else { whole })
    }

    /// How many decimals write the value in full, if no more than `most` do.
    #[must_use]
    pub fn decimals(&self, most: u8) -> Option<u8> {
        match self.0.denom().to_u64() {
            Some(1) => Some(0),
            Some(denominator) => (1..=most).find(|decimals| {
                let scale = 10u64.checked_pow(u32::from(*decimals));
                scale.map_or_else(
                    || (power_of_ten(*decimals) % denominator).is_zero(),
                    |scale| scale.is_multiple_of(denominator),
                )
            }),
            None => (0..=most).find(|decimals| (power_of_ten(*decimals) % self.0.denom()).is_zero()),
        }
    }

    /// The largest number of so many decimals that is not above this one.
    #[must_use]
    pub fn floor(&self, decimals: u8) -> Self {
        let scale = BigRational::from_integer(power_of_ten(decimals));
        Self((&self.0 * &scale).floor() / scale)
    }

    /// The smallest number of so many decimals that is not below this one.
    #[must_use]
    pub fn ceil(&self, decimals: u8) -> Self {
        self.neg().floor(decimals).neg()
    }

    /// The largest number of so many decimals whose square is not above this one; 0 for what is negative.
    #[must_use]
    pub fn sqrt_floor(&self, decimals: u8) -> Self {
        if !self.is_positive() {
            return Self::zero();
        }
        let scale = power_of_ten(decimals);
        // A whole number is at most a fraction exactly when it is at most the fraction's whole part.
        let whole = (self.0.numer() * &scale * &scale) / self.0.denom();
        Self(BigRational::new(whole.sqrt(), scale))
    }

    /// Decimal text with exactly so many decimals and commas between thousands: `15,000`, `-0.5`, `96.0`.
    #[must_use]
    pub fn display(&self, decimals: u8, mode: Rounding) -> String {
        let width = usize::from(decimals) + 1;
        let (is_negative, digits) = match self.small_units(decimals, mode) {
            Some(units) => (units < 0, format!("{:0>width$}", units.unsigned_abs())),
            None => {
                let (sign, digits) = self.units(decimals, mode).into_parts();
                (sign == Sign::Minus, format!("{digits:0>width$}"))
            }
        };
        let (whole, fraction) = digits.split_at_checked(digits.len() - usize::from(decimals)).unwrap_or((&digits, ""));
        let mut text = String::new();
        if is_negative {
            text.push('-');
        }
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                text.push(',');
            }
            text.push(c);
        }
        if !fraction.is_empty() {
            text.push('.');
            text.push_str(fraction);
        }
        text
    }

    /// The value in full as decimal text where its decimals end within twelve places, else `None`.
    #[must_use]
    pub fn to_decimal(&self) -> Option<String> {
        self.decimals(12).map(|decimals| self.display(decimals, Rounding::Truncate))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.small().zip(other.small()) {
            Some((left, right)) => (left.numerator * right.denominator).cmp(&(right.numerator * left.denominator)),
            None => self.0.cmp(&other.0),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A fraction of machine numbers in its lowest terms: a run adds and shows figures by the ten thousand, and nearly all of them
/// are such. The parts of an operand are of 64 bits, so that nothing here overflows.
#[derive(Clone, Copy)]
struct Small {
    numerator: i128,
    /// Above zero.
    denominator: i128,
}

impl Small {
    /// `denominator` is not zero.
    fn of(numerator: i64, denominator: i64) -> Self {
        let by = i128::from(numerator).gcd(&denominator.into()) * i128::from(denominator.signum());
        Self { numerator: i128::from(numerator) / by, denominator: i128::from(denominator) / by }
    }

    fn add(self, other: Self) -> Self {
        let common = common(self.denominator, other.denominator);
        let (left, right) = (self.denominator / common, other.denominator / common);
        let numerator = self.numerator * right + other.numerator * left;
        // What the sum has in common with its denominator divides what the denominators have in common.
        let by = self::common(numerator % common, common);
        Self { numerator: numerator / by, denominator: left * (other.denominator / by) }
    }

    fn mul(self, other: Self) -> Self {
        let left = common(self.numerator, other.denominator);
        let right = common(other.numerator, self.denominator);
        Self {
            numerator: (self.numerator / left) * (other.numerator / right),
            denominator: (self.denominator / right) * (other.denominator / left),
        }
    }

    /// The numerator is not zero.
    fn inverted(self) -> Self {
        let sign = self.numerator.signum();
        Self { numerator: sign * self.denominator, denominator: self.numerator.abs() }
    }
}

/// The greatest common divisor of two numbers of 64 bits.
fn common(left: i128, right: i128) -> i128 {
    match (u64::try_from(left.unsigned_abs()), u64::try_from(right.unsigned_abs())) {
        (Ok(left), Ok(right)) => left.gcd(&right).into(),
        _ => left.gcd(&right),
    }
}

impl From<Small> for Exact {
    fn from(small: Small) -> Self {
        Self(BigRational::new_raw(small.numerator.into(), small.denominator.into()))
    }
}

fn power_of_ten(decimals: u8) -> BigInt {
    10u64.checked_pow(u32::from(decimals)).map_or_else(|| BigInt::from(10u8).pow(u32::from(decimals)), BigInt::from)
}

impl From<BigRational> for Exact {
    fn from(value: BigRational) -> Self {
        Self(value)
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }
}

/// `24/25`, or `24` where the denominator is 1: the form of `exact` in every output.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.small() {
            Some(Small { numerator, denominator: 1 }) => write!(f, "{numerator}"),
            Some(Small { numerator, denominator }) => write!(f, "{numerator}/{denominator}"),
            None => fmt::Display::fmt(&self.0, f),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number")]
pub struct NotANumber;

/// Plain decimals only: an optional sign, digits with an optional point, commas between groups of three.
impl FromStr for Exact {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let text = text.trim();
        let (negative, body) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
        if whole.len() + fraction.len() > 1000 || (whole.is_empty() && fraction.is_empty()) {
            return Err(NotANumber);
        }
        let whole = if whole.contains(',') {
            let mut groups = whole.split(',');
            let first_is_short = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
            if !first_is_short || groups.any(|g| g.len() != 3) {
                return Err(NotANumber);
            }
            whole.replace(',', "")
        } else {
            whole.to_owned()
        };
        if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(NotANumber);
        }
        let digits = BigInt::parse_bytes(format!("0{whole}{fraction}").as_bytes(), 10).ok_or(NotANumber)?;
        let value = BigRational::new(digits, BigInt::from(10u8).pow(fraction.len() as u32));
        Ok(Self(if negative { -value } else { value }))
    }
}
