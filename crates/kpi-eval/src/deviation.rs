//! How far a figure is from where it should be, as polarity sees it.

use kpi_core::exact::TooLarge;
use kpi_core::{Exact, Polarity};

/// Why no deviation can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDeviation {
    /// The target is zero: there is nothing to be relative to.
    ZeroTarget,
    /// Polarity is none: neither way is good.
    NoPolarity,
    /// The figure is held against a target, and there is none.
    NoTarget,
    TooLarge,
}

impl From<TooLarge> for NoDeviation {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

/// s × (value − target); for a range, minus how far outside it the value is; for a midpoint, minus the distance.
pub fn gap(polarity: &Polarity, value: &Exact, target: Option<&Exact>) -> Result<Exact, NoDeviation> {
    match polarity {
        Polarity::Higher => Ok(value.sub(target.ok_or(NoDeviation::NoTarget)?)?),
        Polarity::Lower => Ok(target.ok_or(NoDeviation::NoTarget)?.sub(value)?),
        Polarity::Range(..) | Polarity::Midpoint(_) => polarity.goodness(value).ok_or(NoDeviation::TooLarge),
        Polarity::None => Err(NoDeviation::NoPolarity),
    }
}

/// The gap over what it is measured from: the target, the limit of the range that is nearer, the midpoint.
pub fn deviation(polarity: &Polarity, value: &Exact, target: Option<&Exact>) -> Result<Exact, NoDeviation> {
    let gap = gap(polarity, value, target)?;
    let base = match polarity {
        Polarity::Higher | Polarity::Lower => target.ok_or(NoDeviation::NoTarget)?,
        Polarity::Range(low, _) if value < low => low,
        Polarity::Range(_, high) if value > high => high,
        Polarity::Range(..) => return Ok(Exact::zero()),
        Polarity::Midpoint(middle) => middle,
        Polarity::None => return Err(NoDeviation::NoPolarity),
    };
    gap.div(&base.abs())?.ok_or(NoDeviation::ZeroTarget)
}
