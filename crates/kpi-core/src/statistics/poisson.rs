//! The exact limits of a small count: the means under which a count as high, or as low, is just as unlikely as the level
//! leaves room for.

use super::{Level, Limits};
use crate::{Enclosure, Exact};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};

/// The decimals of the mean that are looked for.
const PLACES: u32 = 42;
/// The decimals of the sums that decide between two means.
const SCALE: u32 = 70;
/// Above the upper limit of any count below ten, at any level.
const HIGHEST: u32 = 64;
/// By then the terms of the longest series are far below the last of its decimals.
const TERMS: u32 = 400;

/// The limits of the mean of a count below ten.
pub(super) fn limits(count: u32, level: Level) -> Limits {
    let lower = match count.checked_sub(1) {
        Some(fewer) => mean(fewer, 2000 - level.tail()),
        // No mean is too low for no cases.
        None => Enclosure::exactly(Exact::zero()),
    };
    Limits { lower, upper: mean(count, level.tail()) }
}

/// The mean of which counts up to `most` are a share of `share` / 2,000. The higher the mean, the smaller is that share.
fn mean(most: u32, share: i64) -> Enclosure {
    let (mut low, mut high) = (BigInt::zero(), BigInt::from(HIGHEST) * BigInt::from(10u8).pow(PLACES));
    while &high - &low > BigInt::one() {
        let middle: BigInt = (&low + &high) / 2u8;
        match is_above(&middle, most, share) {
            Some(true) => low = middle,
            Some(false) => high = middle,
            // Closer than the sums can tell: the mean stays between the two.
            None => break,
        }
    }
    let place = |units: BigInt| Exact::from(BigRational::new(units, BigInt::from(10u8).pow(PLACES)));
    Enclosure::between(place(low), place(high))
}

/// Are counts up to `most` a larger share than `share` / 2,000 of a Poisson distribution with this mean? `None` where
/// the decimals do not tell.
fn is_above(mean: &BigInt, most: u32, share: i64) -> Option<bool> {
    let unit = BigInt::from(10u8).pow(SCALE);
    let per = BigInt::from(10u8).pow(PLACES);
    // Each series from below and from above; exp(mean) is the whole of it.
    let (mut below, mut above) = (unit.clone(), unit);
    let (mut some_below, mut some_above) = (BigInt::zero(), BigInt::zero());
    let (mut all_below, mut all_above) = (BigInt::zero(), BigInt::zero());
    for k in 0..TERMS {
        if k > 0 {
            let divisor = &per * k;
            below = &below * mean / &divisor;
            above = &above * mean / &divisor + 1u8;
        }
        if k <= most {
            some_below += &below;
            some_above += &above;
        }
        all_below += &below;
        all_above += &above;
        // From here on each term is less than half of the one before, so all that follow are less than this one.
        if k > 2 * HIGHEST && below.is_zero() {
            break;
        }
    }
    all_above += &above;
    let (whole, share) = (BigInt::from(2000), BigInt::from(share));
    if &some_below * &whole > &all_above * &share {
        Some(true)
    } else if &some_above * &whole < &all_below * &share {
        Some(false)
    } else {
        None
    }
}
