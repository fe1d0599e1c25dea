//! The algebra of units, and polarity.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::{Exact, Judgement, Polarity, Rank, Unit};

#[test]
fn percent_minus_percent_is_points() {
    assert_eq!(Unit::Percent.sum(Unit::Percent, true), Ok(Unit::Points));
    assert_eq!(Unit::Percent.sum(Unit::Points, false), Ok(Unit::Percent));
    assert_eq!(Unit::Percent.difference(), Unit::Points);
}

#[test]
fn like_over_like_is_a_ratio_and_becomes_a_percent_or_a_rate() {
    assert_eq!(Unit::Count.quotient(Unit::Count), Ok(Unit::Ratio));
    assert_eq!(Unit::Ratio.factor_to(Unit::Percent), Some(1));
    assert_eq!(Unit::Ratio.factor_to(Unit::Rate(100_000)), Some(100_000));
    assert_eq!(Unit::Ratio.factor_to(Unit::Money), None);
}

#[test]
fn unlike_things_are_not_added() {
    let refused = Unit::Percent.sum(Unit::Count, false).unwrap_err();
    assert_eq!((refused.left, refused.right, refused.operation), (Unit::Percent, Unit::Count, "add"));
    assert!(Unit::Money.sum(Unit::Days, false).is_err());
    assert!(Unit::Percent.sum(Unit::Number, false).unwrap_err().help.is_some());
    assert!(Unit::Text.product(Unit::Count).is_err());
}

#[test]
fn polarity_says_what_is_better() {
    let n = |value: i64| Exact::from(value);
    let of = |polarity: &Polarity, before, now| Judgement::of(polarity, &n(before), &n(now));
    assert_eq!(of(&Polarity::Higher, 1, 2), Some(Judgement::Improved));
    assert_eq!(of(&Polarity::Lower, 1, 2), Some(Judgement::Worsened));
    assert_eq!(of(&Polarity::None, 1, 2), None);
    assert_eq!(of(&Polarity::None, 2, 2), Some(Judgement::Unchanged));
    let range = Polarity::Range(n(90), n(110));
    assert_eq!(of(&range, 80, 95), Some(Judgement::Improved));
    assert_eq!(of(&range, 95, 105), Some(Judgement::Unchanged));
    assert_eq!(of(&range, 105, 120), Some(Judgement::Worsened));
    let midpoint = Polarity::Midpoint(n(50));
    assert_eq!(of(&midpoint, 40, 60), Some(Judgement::Unchanged));
    assert_eq!(of(&midpoint, 40, 55), Some(Judgement::Improved));
}

#[test]
fn ranks_are_read_and_printed_with_their_ties() {
    for text in ["28/152 (=)", "126/150", "1/150 (=)", "7"] {
        assert_eq!(text.parse::<Rank>().unwrap().to_string(), text);
    }
    for text in ["", "0/150", "151/150", "a/b", "N/A", "1/"] {
        assert!(text.parse::<Rank>().is_err(), "{text}");
    }
}
