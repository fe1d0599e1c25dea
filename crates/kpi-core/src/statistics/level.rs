//! Levels of confidence, and how many standard deviations each is.

use crate::{Enclosure, Exact};
use std::fmt;

/// A level of confidence, in thousandths, and z: the standard deviations about the mean of a normal distribution that
/// hold this share of it. The decimals are cut off, not rounded; the tests integrate the distribution up to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Level {
    thousandths: u16,
    z: &'static str,
}

const DECIMALS: u32 = 50;

impl Level {
    pub const ALL: [Self; 8] = [
        Self { thousandths: 800, z: "1.28155156554460046696510332944874281861990782435258" },
        Self { thousandths: 900, z: "1.64485362695147271486384890799163213608319574427532" },
        Self { thousandths: 950, z: "1.95996398454005423552459443052055152795555007786954" },
        Self { thousandths: 980, z: "2.32634787404084110088560616334691172335181714153201" },
        Self { thousandths: 990, z: "2.57582930354890076097857674860381411730601763427631" },
        Self { thousandths: 995, z: "2.80703376834380411722181039471226867237513598013391" },
        Self { thousandths: 998, z: "3.09023230616781354154039983010737920549100849186580" },
        Self { thousandths: 999, z: "3.29052673149189479322162703537464917921622692567739" },
    ];

    /// The level that is this share, where it is one of those known.
    #[must_use]
    pub fn of(share: &Exact) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.share() == *share)
    }

    #[must_use]
    pub fn share(self) -> Exact {
        Exact::decimal(i128::from(self.thousandths), 3)
    }

    /// What each tail holds, over 2,000.
    pub(super) fn tail(self) -> i64 {
        1000 - i64::from(self.thousandths)
    }

    #[must_use]
    pub fn z(self) -> Enclosure {
        // INVARIANT: the table holds decimals, as its tests show.
        let low: Exact = self.z.parse().unwrap_or_else(|_| Exact::zero());
        let high = low.add(&Exact::decimal(1, DECIMALS)).unwrap_or_else(|_| low.clone());
        Enclosure::between(low, high)
    }
}

/// `95%`, `99.8%`
impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.thousandths % 10 {
            0 => write!(f, "{}%", self.thousandths / 10),
            tenth => write!(f, "{}.{tenth}%", self.thousandths / 10),
        }
    }
}
