//! Confidence intervals: published figures, figures worked out elsewhere to thirty places, and laws (R37).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::enclosure::TOLD;
use kpi_core::statistics::{Level, Limits, NoLimits, byar, wilson};
use kpi_core::{Enclosure, Exact, Rounding};
use proptest::prelude::*;
use std::cmp::Ordering;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn level(percent: &str) -> Level {
    Level::of(&exact(percent).div(&Exact::from(100)).unwrap().unwrap()).unwrap()
}

fn told(limits: &Limits, decimals: u8) -> (String, String) {
    let text = |limit: &Enclosure| limit.told().display(decimals, Rounding::HalfEven);
    (text(&limits.lower), text(&limits.upper))
}

fn pair(lower: &str, upper: &str) -> (String, String) {
    (lower.to_owned(), upper.to_owned())
}

/// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
/// method 3 (score without continuity correction).
#[test]
fn wilson_is_as_newcombe_printed_it() {
    let of = |x: i64, n: i64| told(&wilson(&Exact::from(x), &Exact::from(n), level("95")).unwrap(), 4);
    assert_eq!(of(81, 263), pair("0.2553", "0.3662"));
    assert_eq!(of(15, 148), pair("0.0624", "0.1605"));
    assert_eq!(of(0, 20), pair("0.0000", "0.1611"));
    assert_eq!(of(1, 29), pair("0.0061", "0.1718"));
}

/// Worked out with mpmath at sixty digits from the textbook formula and its own inverse error function.
#[test]
fn wilson_agrees_with_another_reckoning_to_thirty_places() {
    let of = |x: &str, n: &str, l| told(&wilson(&exact(x), &exact(n), level(l)).unwrap(), TOLD);
    assert_eq!(of("81", "263", "95"), pair("0.255288519878274225774718025684", "0.366209576982800070147383361748"));
    assert_eq!(of("7", "10", "99.8"), pair("0.267453455324909402792574763185", "0.937154984493705679774585255467"));
    assert_eq!(of("19.5", "820", "95"), pair("0.015362469369437309107926962898", "0.036639597729759748965299773294"));
}

#[test]
fn byar_agrees_with_another_reckoning_to_thirty_places() {
    let of = |x: &str, l| told(&byar(&exact(x), level(l)).unwrap(), TOLD);
    assert_eq!(of("10", "95"), pair("4.787449913967561814034639650049", "18.391458605756475558217594810187"));
    assert_eq!(of("58", "95"), pair("44.039216846730790282215474670703", "74.979791790123348998681823471803"));
    assert_eq!(of("240", "99.8"), pair("194.948618887733009987408612087511", "291.848016880433479709144424671140"));
}

/// Garwood's limits (Biometrika 28, 1936), as every table of Poisson limits has them, and to thirty places by mpmath's
/// incomplete gamma function.
#[test]
fn a_small_count_has_the_exact_limits_of_poisson() {
    let of = |x: i64, l, decimals| told(&byar(&Exact::from(x), level(l)).unwrap(), decimals);
    assert_eq!(of(0, "95", 3), pair("0.000", "3.689"));
    assert_eq!(of(1, "95", 3), pair("0.025", "5.572"));
    assert_eq!(of(5, "95", 3), pair("1.623", "11.668"));
    assert_eq!(of(5, "95", TOLD), pair("1.623486390118420538078365854985", "11.668332079322669631439480596853"));
    assert_eq!(of(9, "99.8", TOLD), pair("2.452424404363774927648967298721", "22.657373309062930741780874276200"));
}

/// π from Machin's formula, in bounds.
fn pi() -> Enclosure {
    let arctan = |over: i64| {
        let mut sum = Enclosure::exactly(Exact::zero());
        for k in 0..40u32 {
            let mut below = Exact::from(i64::from(2 * k + 1));
            for _ in 0..=2 * k {
                below = below.mul(&Exact::from(over)).unwrap();
            }
            let term = Enclosure::exactly(Exact::one().div(&below).unwrap().unwrap());
            sum = if k % 2 == 0 { sum.add(&term).unwrap() } else { sum.sub(&term).unwrap() };
        }
        sum
    };
    let times = |by: i64, one: &Enclosure| one.mul(&Enclosure::exactly(Exact::from(by))).unwrap();
    times(16, &arctan(5)).sub(&times(4, &arctan(239))).unwrap()
}

/// The share of a normal distribution within z: √(2/π) Σ (−1)ᵏ z²ᵏ⁺¹ / (2ᵏ k! (2k+1)), integrated term by term.
#[test]
fn each_level_is_the_share_of_a_normal_distribution_within_its_z() {
    let whole = |number: i64| Enclosure::exactly(Exact::from(number));
    let front = whole(2).div(&pi()).unwrap().unwrap().sqrt();
    for level in Level::ALL {
        let square = level.z().mul(&level.z()).unwrap();
        let mut power = level.z();
        let mut sum = level.z();
        for k in 1..90i64 {
            power = power.mul(&square).unwrap().div(&whole(2 * k)).unwrap().unwrap();
            let term = power.div(&whole(2 * k + 1)).unwrap().unwrap();
            sum = if k % 2 == 0 { sum.add(&term).unwrap() } else { sum.sub(&term).unwrap() };
        }
        let share = sum.mul(&front).unwrap();
        let off = share.told().sub(&level.share()).unwrap().abs();
        assert!(off <= Exact::decimal(1, TOLD.into()), "{level}: {:?}", share);
    }
}

#[test]
fn what_has_no_interval_says_why() {
    let (zero, one) = (Exact::zero(), Exact::one());
    assert_eq!(wilson(&zero, &zero, level("95")), Err(NoLimits::NoCases));
    assert_eq!(wilson(&exact("3"), &exact("2"), level("95")), Err(NoLimits::NoProportion));
    assert_eq!(wilson(&one.neg(), &one, level("95")), Err(NoLimits::NoProportion));
    assert_eq!(byar(&one.neg(), level("95")), Err(NoLimits::Negative));
    assert_eq!(byar(&exact("9.5"), level("95")), Err(NoLimits::Fractional));
    assert!(byar(&exact("10.5"), level("95")).is_ok());
    assert_eq!(Level::of(&exact("0.97")), None);
}

#[test]
fn a_limit_never_decides_what_its_bounds_leave_open() {
    let limits = wilson(&exact("81"), &exact("263"), level("95")).unwrap();
    let (low, high) = (limits.lower.low(), limits.lower.high());
    assert!(low < high, "a square root is no fraction");
    assert_eq!(limits.lower.side(low), None);
    assert_eq!(limits.lower.side(high), None);
    let hair = Exact::decimal(1, 42);
    assert_eq!(limits.lower.side(&low.sub(&hair).unwrap()), Some(Ordering::Greater));
    assert_eq!(limits.lower.side(&high.add(&hair).unwrap()), Some(Ordering::Less));
    // Of no cases, and of all, the limit is 0 and 1 themselves.
    assert_eq!(
        wilson(&exact("0"), &exact("7"), level("95")).unwrap().lower.side(&Exact::zero()),
        Some(Ordering::Equal)
    );
    assert_eq!(wilson(&exact("7"), &exact("7"), level("95")).unwrap().upper.side(&Exact::one()), Some(Ordering::Equal));
}

fn counts() -> impl Strategy<Value = (i64, i64)> {
    (1i64..2_000_000).prop_flat_map(|n| (0..=n, Just(n)))
}

fn any_level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn wilson_brackets_the_proportion((x, n) in counts(), level in any_level()) {
        let limits = wilson(&Exact::from(x), &Exact::from(n), level).unwrap();
        let share = Exact::ratio(x.into(), n.into()).unwrap();
        prop_assert!(limits.lower.high() <= &share && &share <= limits.upper.low());
        prop_assert!(!limits.lower.low().is_negative() && *limits.upper.high() <= Exact::one());
        prop_assert!(limits.lower.high().sub(limits.lower.low()).unwrap() < Exact::decimal(1, TOLD.into()));
    }

    /// What holds of p holds of 1 − p.
    #[test]
    fn wilson_is_symmetrical((x, n) in counts(), level in any_level()) {
        let one = wilson(&Exact::from(x), &Exact::from(n), level).unwrap();
        let other = wilson(&Exact::from(n - x), &Exact::from(n), level).unwrap();
        let mirrored = Enclosure::exactly(Exact::one()).sub(&other.upper).unwrap();
        prop_assert!(one.lower.low() <= mirrored.high() && mirrored.low() <= one.lower.high());
    }

    #[test]
    fn the_surer_the_wider((x, n) in counts(), count in 0i64..5_000) {
        for (less, more) in Level::ALL.into_iter().zip(Level::ALL.into_iter().skip(1)) {
            let (x, n, count) = (Exact::from(x), Exact::from(n), Exact::from(count));
            let (narrow, wide) = (wilson(&x, &n, less).unwrap(), wilson(&x, &n, more).unwrap());
            prop_assert!(wide.lower.low() <= narrow.lower.high() && narrow.upper.low() <= wide.upper.high());
            let (narrow, wide) = (byar(&count, less).unwrap(), byar(&count, more).unwrap());
            prop_assert!(wide.lower.low() <= narrow.lower.high() && narrow.upper.low() <= wide.upper.high());
        }
    }

    #[test]
    fn byar_brackets_the_count_and_rises_with_it(count in 0i64..100_000, level in any_level()) {
        let (here, next) = (byar(&Exact::from(count), level).unwrap(), byar(&Exact::from(count + 1), level).unwrap());
        let count = Exact::from(count);
        prop_assert!(here.lower.high() <= &count && &count < here.upper.low());
        prop_assert!(here.lower.low() < next.lower.high() && here.upper.low() < next.upper.high());
    }

    #[test]
    fn a_root_lies_within_its_bounds(n in 0i64..i64::MAX, d in 1i64..1_000_000) {
        let value = Exact::ratio(n.into(), d.into()).unwrap();
        let root = Enclosure::exactly(value.clone()).sqrt();
        prop_assert!(root.low().mul(root.low()).unwrap() <= value);
        prop_assert!(value <= root.high().mul(root.high()).unwrap());
    }
}
