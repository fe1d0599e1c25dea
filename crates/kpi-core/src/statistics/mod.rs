//! Intervals and control charts. A limit of an interval is an enclosure, and never decides what its bounds leave open
//! (R36, R37).

mod level;
mod poisson;
mod words;
pub mod xmr;

pub use level::Level;
pub use words::{Assurance, Rule, Significance, Variation};

use crate::exact::TooLarge;
use crate::{Enclosure, Exact};

/// How an interval is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Of a proportion.
    Wilson,
    /// Of a count, or of a rate.
    Byar,
}

impl Method {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::Byar => "byar",
        }
    }
}

/// From where on Byar's approximation stands in for the exact limits of a count.
pub const BYAR_FROM: i64 = 10;

/// A lower and an upper limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub lower: Enclosure,
    pub upper: Enclosure,
}

impl Limits {
    /// Both limits times a positive number.
    pub fn scaled(&self, by: &Exact) -> Result<Self, TooLarge> {
        let by = Enclosure::exactly(by.clone());
        Ok(Self { lower: self.lower.mul(&by)?, upper: self.upper.mul(&by)? })
    }
}

/// Why a method has no interval for these counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLimits {
    #[error("there are no cases")]
    NoCases,
    #[error("the numerator is not between 0 and the denominator")]
    NoProportion,
    #[error("a count is not negative")]
    Negative,
    #[error("a count below {BYAR_FROM} that is no whole number has no exact limits")]
    Fractional,
    #[error("the limits are too large a number")]
    TooLarge,
}

impl From<TooLarge> for NoLimits {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

fn of(value: &Exact) -> Enclosure {
    Enclosure::exactly(value.clone())
}

/// Wilson's score interval of a proportion `x / n`, as a fraction (Wilson 1927, without continuity correction).
pub fn wilson(x: &Exact, n: &Exact, level: Level) -> Result<Limits, NoLimits> {
    if n.is_zero() {
        return Err(NoLimits::NoCases);
    }
    if x.is_negative() || x > n {
        return Err(NoLimits::NoProportion);
    }
    let z = level.z();
    let z2 = z.mul(&z)?;
    let rest = n.sub(x)?;
    let share = x.mul(&rest)?.div(n)?.unwrap_or_else(Exact::zero);
    let (two, four) = (of(&Exact::from(2)), of(&Exact::from(4)));
    let root = z.mul(&z2.add(&four.mul(&of(&share))?)?.sqrt())?;
    let middle = two.mul(&of(x))?.add(&z2)?;
    let below = two.mul(&of(n).add(&z2)?)?;
    let over = |above: Enclosure| -> Result<Enclosure, NoLimits> { above.div(&below)?.ok_or(NoLimits::NoCases) };
    // None of the cases, or all of them: there the limit is 0 or 1 itself, which the bounds could not tell.
    let lower = if x.is_zero() { of(&Exact::zero()) } else { over(middle.sub(&root)?)? };
    let upper = if x == n { of(&Exact::one()) } else { over(middle.add(&root)?)? };
    Ok(Limits { lower, upper })
}

/// The interval of a count: the exact limits of a Poisson mean below [`BYAR_FROM`], Byar's approximation from there on.
pub fn byar(count: &Exact, level: Level) -> Result<Limits, NoLimits> {
    if count.is_negative() {
        return Err(NoLimits::Negative);
    }
    if *count < Exact::from(BYAR_FROM) {
        let small = count.to_i64().and_then(|count| u32::try_from(count).ok()).ok_or(NoLimits::Fractional)?;
        return Ok(poisson::limits(small, level));
    }
    let more = count.add(&Exact::one())?;
    Ok(Limits { lower: cubed(count, level, false)?, upper: cubed(&more, level, true)? })
}

/// `a × (1 − 1/(9a) ± z/(3√a))³`
fn cubed(a: &Exact, level: Level, up: bool) -> Result<Enclosure, NoLimits> {
    let part = |above: &Enclosure, below: &Enclosure| above.div(below)?.ok_or(NoLimits::NoCases);
    let one = of(&Exact::one());
    let ninth = part(&one, &of(&Exact::from(9)).mul(&of(a))?)?;
    let spread = part(&level.z(), &of(&Exact::from(3)).mul(&of(a).sqrt())?)?;
    let base = one.sub(&ninth)?;
    let base = if up { base.add(&spread)? } else { base.sub(&spread)? };
    Ok(of(a).mul(&base.mul(&base)?.mul(&base)?)?)
}
