//! Counts as people read them.

use crate::{Exact, Rounding};
use num_rational::BigRational;

/// `1,234,567`
#[must_use]
pub fn thousands(count: u64) -> String {
    Exact::from(BigRational::from_integer(count.into())).display(0, Rounding::Truncate)
}

/// `1 row`, `1,234 rows`.
#[must_use]
pub fn counted(count: u64, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{} {word}s", thousands(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas_and_one_is_no_plural() {
        let read: Vec<String> = [0, 999, 1_000, u64::MAX].map(thousands).into();
        assert_eq!(read, ["0", "999", "1,000", "18,446,744,073,709,551,615"]);
        assert_eq!(
            (counted(1, "row"), counted(0, "row"), counted(1_200, "row")),
            ("1 row".into(), "0 rows".into(), "1,200 rows".into())
        );
    }
}
