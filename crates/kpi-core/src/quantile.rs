//! Quantiles, by the method statisticians call type 7, which R and Excel's `PERCENTILE.INC` use.

use crate::exact::TooLarge;
use crate::{Exact, Rounding};

/// Where the value up to which a share (0 to 1) of so many sorted values lies stands: behind how many of them, and how
/// far on the way to the next. `None` where there are no values.
#[must_use]
pub fn place(count: usize, share: &Exact) -> Option<Result<(usize, Exact), TooLarge>> {
    let last = count.checked_sub(1)?;
    let place = match Exact::from(i64::try_from(last).ok()?).mul(share) {
        Ok(place) => place,
        Err(too_large) => return Some(Err(too_large)),
    };
    let floor = place.round(0, Rounding::Truncate);
    let below = floor.to_i64().and_then(|below| usize::try_from(below).ok())?.min(last);
    Some(place.sub(&floor).map(|part| (below, part)))
}

/// A part of the way from one value to the next.
pub fn between(lower: &Exact, upper: &Exact, part: &Exact) -> Result<Exact, TooLarge> {
    upper.sub(lower)?.mul(part)?.add(lower)
}

/// The value that a share (0 to 1) of the sorted values lies up to: at place `(n − 1) × share`, counted from 0, and
/// between two of them in proportion. `None` where there are no values.
pub fn quantile(sorted: &[Exact], share: &Exact) -> Option<Result<Exact, TooLarge>> {
    let (below, part) = match place(sorted.len(), share)? {
        Ok(place) => place,
        Err(too_large) => return Some(Err(too_large)),
    };
    let lower = sorted.get(below)?;
    let Some(upper) = sorted.get(below + 1) else { return Some(Ok(lower.clone())) };
    Some(between(lower, upper, &part))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn of(values: &[i64], share: &str) -> String {
        let mut values: Vec<Exact> = values.iter().copied().map(Exact::from).collect();
        values.sort();
        quantile(&values, &share.parse().unwrap()).unwrap().unwrap().to_string()
    }

    #[test]
    fn as_r_does_it() {
        // quantile(c(1, 2, 3, 4), c(.25, .5, .75, 1), type = 7)
        assert_eq!(of(&[4, 2, 3, 1], "0.25"), "7/4");
        assert_eq!(of(&[4, 2, 3, 1], "0.5"), "5/2");
        assert_eq!(of(&[4, 2, 3, 1], "0.75"), "13/4");
        assert_eq!(of(&[4, 2, 3, 1], "1"), "4");
        assert_eq!(of(&[4, 2, 3, 1], "0"), "1");
        assert_eq!(of(&[7], "0.25"), "7");
        assert_eq!(of(&[10, 20, 30, 40, 50], "0.1"), "14");
        assert!(quantile(&[], &Exact::one()).is_none());
    }
}
