//! Exact numbers: laws, rounding, and what is printed of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::{Exact, Quantity, Rounding, Unit};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn exact(text: &str) -> Exact {
    match text.split_once('/') {
        Some((n, d)) => Exact::ratio(n.parse().unwrap(), d.parse().unwrap()).unwrap(),
        None => text.parse().unwrap(),
    }
}

fn any_exact() -> impl Strategy<Value = Exact> {
    (any::<i64>(), 1i64..=i64::MAX).prop_map(|(n, d)| Exact::ratio(i128::from(n), i128::from(d)).unwrap())
}

/// Whole numbers as they are common, and those at which machine numbers end.
fn part() -> impl Strategy<Value = i64> {
    prop_oneof![-12i64..=12, Just(i64::MIN), Just(i64::MAX), Just(i64::MIN + 1), -1_000i64..=1_000, any::<i64>()]
}

/// Such a number, and the same as a library keeps it.
fn two_ways() -> impl Strategy<Value = (Exact, BigRational)> {
    (part(), part().prop_filter("no fraction", |part| *part != 0)).prop_map(|(n, d)| {
        let both = (Exact::ratio(n.into(), d.into()).unwrap(), BigRational::new(n.into(), d.into()));
        assert_eq!(both.0, Exact::from(both.1.clone()));
        both
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn machine_numbers_are_as_exact_as_large_ones((a, big_a) in two_ways(), (b, big_b) in two_ways()) {
        prop_assert_eq!(a.add(&b).unwrap(), Exact::from(&big_a + &big_b));
        prop_assert_eq!(a.sub(&b).unwrap(), Exact::from(&big_a - &big_b));
        prop_assert_eq!(a.mul(&b).unwrap(), Exact::from(&big_a * &big_b));
        prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
        prop_assert_eq!(a.to_string(), big_a.to_string());
        let quotient = (!b.is_zero()).then(|| Exact::from(&big_a / &big_b));
        prop_assert_eq!(a.div(&b).unwrap(), quotient);
        for most in [0, 3, 12, 20] {
            let ends = |decimals: &u8| (big_a.clone() * BigRational::from_integer(BigInt::from(10).pow(u32::from(*decimals)))).is_integer();
            prop_assert_eq!(a.decimals(most), (0..=most).find(ends));
        }
    }
}

proptest! {
    #[test]
    fn adding_and_taking_away_is_nothing(a in any_exact(), b in any_exact()) {
        prop_assert_eq!(a.add(&b).unwrap().sub(&b).unwrap(), a);
    }

    #[test]
    fn dividing_and_multiplying_is_nothing(a in any_exact(), b in any_exact()) {
        prop_assume!(!b.is_zero());
        prop_assert_eq!(a.div(&b).unwrap().unwrap().mul(&b).unwrap(), a);
    }

    #[test]
    fn small_and_large_numbers_round_alike(a in any_exact(), decimals in 0u8..6) {
        // Even, a whole number of any decimals, and far beyond machine numbers.
        let far = Exact::from(i64::MAX - 1).mul(&Exact::from(i64::MAX - 1)).unwrap();
        for mode in [Rounding::HalfUp, Rounding::HalfEven, Rounding::Truncate] {
            let small = a.abs().round(decimals, mode);
            let large = a.abs().add(&far).unwrap().round(decimals, mode);
            prop_assert_eq!(large.sub(&far).unwrap(), small.clone());
            prop_assert_eq!(a.abs().neg().round(decimals, mode), small.neg());
        }
    }

    #[test]
    fn a_decimal_is_read_as_it_is_written(digits in any::<i64>(), scale in 0u32..12) {
        let value = Exact::decimal(i128::from(digits), scale);
        let printed = value.display(u8::try_from(scale).unwrap(), Rounding::HalfUp);
        prop_assert_eq!(printed.parse::<Exact>().unwrap(), value);
    }

    #[test]
    fn rounding_moves_by_half_a_unit_at_most(a in any_exact(), decimals in 0u8..6) {
        for mode in [Rounding::HalfUp, Rounding::HalfEven] {
            let moved = a.round(decimals, mode).sub(&a).unwrap().abs();
            let half = Exact::ratio(1, 2 * 10i128.pow(u32::from(decimals))).unwrap();
            prop_assert!(moved <= half);
        }
    }

    #[test]
    fn any_text_is_a_number_or_is_refused(text in "\\PC{0,24}") {
        let _ = text.parse::<Exact>();
        let _ = Quantity::parse(&text);
    }
}

#[test]
fn rounds_as_declared() {
    let cases = [
        ("2.5", 0, "3", "2", "2"),
        ("3.5", 0, "4", "4", "3"),
        ("-2.5", 0, "-3", "-2", "-2"),
        ("0.045", 2, "0.05", "0.04", "0.04"),
        ("99.756625", 1, "99.8", "99.8", "99.7"),
        ("-0.04", 1, "0.0", "0.0", "0.0"),
        ("15000", 0, "15,000", "15,000", "15,000"),
        ("1234567.891", 1, "1,234,567.9", "1,234,567.9", "1,234,567.8"),
    ];
    for (text, decimals, up, even, cut) in cases {
        let value = exact(text);
        assert_eq!(value.display(decimals, Rounding::HalfUp), up, "{text}");
        assert_eq!(value.display(decimals, Rounding::HalfEven), even, "{text}");
        assert_eq!(value.display(decimals, Rounding::Truncate), cut, "{text}");
    }
}

#[test]
fn refuses_what_would_grow_without_bound() {
    let mut value = exact("3");
    let refused = (0..20).any(|_| match value.mul(&value) {
        Ok(square) => {
            value = square;
            false
        }
        Err(_) => true,
    });
    assert!(refused, "a number of too many bits is refused");
}

#[test]
fn reads_what_people_write_for_numbers() {
    let cases = [
        ("251", "251", Unit::Number),
        ("15,000", "15000", Unit::Number),
        ("-0.5%", "-1/200", Unit::Percent),
        ("87 %", "87/100", Unit::Percent),
        ("2 pp", "2/100", Unit::Points),
        ("£3.6m", "3600000", Unit::Money),
        ("-£500", "-500", Unit::Money),
        ("£-500", "-500", Unit::Money),
        ("(1,200)", "-1200", Unit::Number),
        ("14 days", "14", Unit::Days),
        ("2bn", "2000000000", Unit::Number),
        ("\u{2212}4.2", "-4.2", Unit::Number),
        (".5", "0.5", Unit::Number),
    ];
    for (text, value, unit) in cases {
        assert_eq!(Quantity::parse(text), Some(Quantity::new(exact(value), unit)), "{text}");
    }
    for text in ["", "N/A", "1,00", "1,0000", "12 apples", "--5", "1.2.3", "£", "%", "5%%", "£5%", "1e5", "(-5)", "٣"]
    {
        assert_eq!(Quantity::parse(text), None, "{text}");
    }
}

#[test]
fn tells_a_quantity_in_full() {
    let cases =
        [("24/25", Unit::Percent, "96%"), ("1/3", Unit::Percent, "≈33.3333%"), ("1/3", Unit::Number, "≈0.3333")];
    for (value, unit, text) in cases {
        assert_eq!(Quantity::new(exact(value), unit).in_full(), text);
    }
}
