//! Numbers that no fraction states, such as a square root, held between two that do: what is decided of them is
//! certain, and what the bounds do not decide is not decided.

use crate::exact::{Exact, Rounding, TooLarge};
use std::cmp::Ordering;

/// The decimals the bounds are kept to. They are always rounded outward.
pub const KEPT: u8 = 42;
/// The decimals in which the number itself is told, rounded half to even.
pub const TOLD: u8 = 30;

/// A number that is known to lie between two fractions, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    low: Exact,
    high: Exact,
}

impl Enclosure {
    /// A number that is known exactly.
    #[must_use]
    pub fn exactly(value: Exact) -> Self {
        Self { low: value.clone(), high: value }
    }

    /// Somewhere between the two, whichever is the lower.
    #[must_use]
    pub fn between(one: Exact, other: Exact) -> Self {
        if one <= other { Self { low: one, high: other } } else { Self { low: other, high: one } }
    }

    fn outward(low: &Exact, high: &Exact) -> Self {
        Self { low: low.floor(KEPT), high: high.ceil(KEPT) }
    }

    #[must_use]
    pub const fn low(&self) -> &Exact {
        &self.low
    }

    #[must_use]
    pub const fn high(&self) -> &Exact {
        &self.high
    }

    /// The number as it is told.
    #[must_use]
    pub fn told(&self) -> Exact {
        if self.low == self.high {
            return self.low.clone();
        }
        let half = Exact::ratio(1, 2).unwrap_or_else(Exact::one);
        let middle = self.low.add(&self.high).and_then(|sum| sum.mul(&half));
        middle.unwrap_or_else(|_| self.low.clone()).round(TOLD, Rounding::HalfEven)
    }

    /// On which side of a value it lies; `None` where the bounds leave that open.
    #[must_use]
    pub fn side(&self, of: &Exact) -> Option<Ordering> {
        if self.low > *of {
            Some(Ordering::Greater)
        } else if self.high < *of {
            Some(Ordering::Less)
        } else if self.low == self.high {
            Some(Ordering::Equal)
        } else {
            None
        }
    }

    pub fn add(&self, other: &Self) -> Result<Self, TooLarge> {
        Ok(Self::outward(&self.low.add(&other.low)?, &self.high.add(&other.high)?))
    }

    pub fn sub(&self, other: &Self) -> Result<Self, TooLarge> {
        Ok(Self::outward(&self.low.sub(&other.high)?, &self.high.sub(&other.low)?))
    }

    pub fn mul(&self, other: &Self) -> Result<Self, TooLarge> {
        let corners = [
            self.low.mul(&other.low)?,
            self.low.mul(&other.high)?,
            self.high.mul(&other.low)?,
            self.high.mul(&other.high)?,
        ];
        let [first, rest @ ..] = &corners;
        let (mut low, mut high) = (first, first);
        for corner in rest {
            low = low.min(corner);
            high = high.max(corner);
        }
        Ok(Self::outward(low, high))
    }

    /// `None` where the divisor may be zero.
    pub fn div(&self, other: &Self) -> Result<Option<Self>, TooLarge> {
        if !other.low.is_positive() && !other.high.is_negative() {
            return Ok(None);
        }
        let one = Exact::one();
        let (Some(low), Some(high)) = (one.div(&other.high)?, one.div(&other.low)?) else { return Ok(None) };
        // The reciprocals are exact, so that nothing is lost where the divisor is large.
        self.mul(&Self { low, high }).map(Some)
    }

    /// What may be negative is taken for 0: the root of a number that is known not to be.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        let low = self.low.sqrt_floor(KEPT);
        let floor = self.high.sqrt_floor(KEPT);
        let exact = floor.mul(&floor).is_ok_and(|square| square == self.high);
        let step = Exact::decimal(1, u32::from(KEPT));
        let high = if exact { floor } else { floor.add(&step).unwrap_or(floor) };
        Self { low, high }
    }
}
