//! A number with its unit, and the literals and cells that spell one.

use crate::{Exact, Rounding, Unit};
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Quantity {
    pub value: Exact,
    pub unit: Unit,
}

impl Quantity {
    #[must_use]
    pub const fn new(value: Exact, unit: Unit) -> Self {
        Self { value, unit }
    }

    /// Reads what people write for a number: `15,000`, `56.0%`, `2 pp`, `£3.6m`, `14 days`, `(1,200)` for a negative.
    /// `None` where it is none of these.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            let inner = Self::parse(inner)?;
            return (!inner.value.is_negative()).then(|| Self::new(inner.value.neg(), inner.unit));
        }
        let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let (money, body) = match unsigned.strip_prefix('£') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, unsigned),
        };
        if negative && body.starts_with(['-', '+', '\u{2212}']) {
            return None;
        }
        let number_end = body
            .char_indices()
            .find(|(i, c)| {
                !(c.is_ascii_digit() || matches!(c, ',' | '.') || (*i == 0 && matches!(c, '-' | '+' | '\u{2212}')))
            })
            .map_or(body.len(), |(i, _)| i);
        let (digits, suffix) = body.split_at_checked(number_end)?;
        let value: Exact = digits.parse().ok()?;
        let hundredth = || value.div(&Exact::from(100)).ok().flatten();
        let scaled = |by: i64| value.mul(&Exact::from(by)).ok();
        let plain = if money { Unit::Money } else { Unit::Number };
        let (value, unit) = match (suffix.trim().to_lowercase().as_str(), money) {
            ("", _) => (value, plain),
            ("k", _) => (scaled(1_000)?, plain),
            ("m", _) => (scaled(1_000_000)?, plain),
            ("bn", _) => (scaled(1_000_000_000)?, plain),
            ("%", false) => (hundredth()?, Unit::Percent),
            ("pp", false) => (hundredth()?, Unit::Points),
            ("day" | "days", false) => (value, Unit::Days),
            _ => return None,
        };
        Some(Self::new(if negative { value.neg() } else { value }, unit))
    }

    /// A number that stands without its sign where this unit is meant: a bare 56 is 56%, and a bare 2 is 2 pp. `None` where the
    /// number would be too long to be kept exactly.
    #[must_use]
    pub fn bare(value: Exact, unit: Unit) -> Option<Self> {
        let value = match unit {
            Unit::Percent | Unit::Points => value.div(&Exact::from(100)).ok().flatten()?,
            _ => value,
        };
        Some(Self::new(value, unit))
    }

    #[must_use]
    pub fn display(&self, decimals: u8, rounding: Rounding) -> String {
        self.unit.display(&self.value, decimals, rounding)
    }

    /// The quantity in full, for traces and messages: as many decimals as it has, at most four, `≈` where cut.
    #[must_use]
    pub fn in_full(&self) -> String {
        let shown = match self.unit {
            Unit::Percent | Unit::Points | Unit::Ratio => {
                self.value.mul(&Exact::from(100)).unwrap_or_else(|_| self.value.clone())
            }
            _ => self.value.clone(),
        };
        let exact = shown.decimals(4);
        let text = self.unit.display(&self.value, exact.unwrap_or(4), Rounding::HalfUp);
        if exact.is_some() { text } else { format!("≈{text}") }
    }
}
