//! Direction of travel has two facts: which way a figure moved, and whether that is good (R31).

use crate::{Exact, Polarity};
use serde::Serialize;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Movement {
    Up,
    Level,
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Judgement {
    Improved,
    Unchanged,
    Worsened,
}

impl Movement {
    #[must_use]
    pub fn of(difference: &Exact) -> Self {
        if difference.is_positive() {
            Self::Up
        } else if difference.is_negative() {
            Self::Down
        } else {
            Self::Level
        }
    }

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Level => "level",
            Self::Down => "down",
        }
    }
}

impl Judgement {
    pub const ALL: [Self; 3] = [Self::Improved, Self::Unchanged, Self::Worsened];

    /// Whether going from `before` to `now` is good. With polarity `none` only "unchanged" can be said.
    #[must_use]
    pub fn of(polarity: &Polarity, before: &Exact, now: &Exact) -> Option<Self> {
        if before == now {
            return Some(Self::Unchanged);
        }
        let (now, before) = (polarity.goodness(now)?, polarity.goodness(before)?);
        Some(match now.cmp(&before) {
            std::cmp::Ordering::Greater => Self::Improved,
            std::cmp::Ordering::Equal => Self::Unchanged,
            std::cmp::Ordering::Less => Self::Worsened,
        })
    }

    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Unchanged => "unchanged",
            Self::Worsened => "worsened",
        }
    }
}
