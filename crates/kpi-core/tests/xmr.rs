//! XmR charts: a published example, each rule at its edge, and laws (R36).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

use kpi_core::statistics::Rule;
use kpi_core::statistics::xmr::{NoProcess, Process, signals};
use kpi_core::{Exact, Rounding};
use proptest::prelude::*;

fn series(text: &str) -> Vec<Option<Exact>> {
    text.split_whitespace().map(|word| word.parse().ok()).collect()
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rates of ten batches: mean 50.81, mean moving range
/// 1.8778, limits 55.8041 and 45.8159 with 3/1.128 in place of 2.66.
#[test]
fn individuals_chart_is_as_nist_printed_it() {
    let process = Process::of(&series("49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1")).unwrap();
    let told = |value: &Exact| value.display(4, Rounding::HalfEven);
    assert_eq!(told(&process.centre), "50.8100");
    assert_eq!(process.mean_range, Exact::ratio(169, 90).unwrap());
    assert_eq!(told(&process.upper), "55.8049");
    assert_eq!(told(&process.lower), "45.8151");
    for (ours, theirs) in [(&process.upper, "55.8041"), (&process.lower, "45.8159")] {
        let apart = ours.sub(&theirs.parse().unwrap()).unwrap().abs();
        assert!(apart < Exact::decimal(1, 3), "{apart}");
    }
    assert_eq!(process.figures, 10);
}

/// About 10, with a mean moving range of 1: limits 7.34 and 12.66, near limits 8.2266… and 11.7733….
fn about_ten() -> Process {
    let process = Process::of(&series("9.5 10.5 9.5 10.5 9.5 10.5 9.5 10.5 9.5 10.5")).unwrap();
    assert_eq!(process.centre, Exact::from(10));
    assert_eq!(process.upper, "12.66".parse().unwrap());
    process
}

/// The places at which a rule speaks.
fn spoken(text: &str, rule: Rule) -> Vec<usize> {
    let found = signals(&series(text), &about_ten());
    found.iter().enumerate().filter(|(_, of)| of.iter().any(|signal| signal.rule == rule)).map(|(at, _)| at).collect()
}

#[test]
fn a_figure_on_a_limit_is_within_it() {
    assert_eq!(spoken("10 12.66 10 12.66000001 7.34 10 7.33999999", Rule::Beyond), [3, 6]);
}

#[test]
fn seven_on_one_side_are_a_shift_and_one_on_the_centre_breaks_it() {
    assert_eq!(spoken("10.1 10.2 10.1 10.2 10.1 10.2", Rule::Shift), [0usize; 0]);
    assert_eq!(spoken("9.9 10.1 10.2 10.1 10.2 10.1 10.2 10.1 9.9", Rule::Shift), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(spoken("10.1 10.2 10.1 10 10.1 10.2 10.1 10.2", Rule::Shift), [0usize; 0]);
    // A figure that is missing ends a run.
    assert_eq!(spoken("10.1 10.2 10.1 - 10.1 10.2 10.1 10.2", Rule::Shift), [0usize; 0]);
}

#[test]
fn seven_rising_or_falling_are_a_trend() {
    assert_eq!(spoken("9.1 9.2 9.3 9.9 10.1 10.2", Rule::Trend), [0usize; 0]);
    assert_eq!(spoken("9.5 9.1 9.2 9.3 9.9 10.1 10.2 10.3 10.3", Rule::Trend), [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(spoken("10.7 10.6 10.5 10.4 9.3 9.2 9.1", Rule::Trend), [0, 1, 2, 3, 4, 5, 6]);
    assert_eq!(spoken("9.1 9.2 9.3 9.3 9.9 10.1 10.2 10.3", Rule::Trend), [0usize; 0]);
}

#[test]
fn two_of_three_near_a_limit_speak_where_all_three_are_on_its_side() {
    assert_eq!(spoken("9 11.8 10.5 11.8 9", Rule::TwoOfThree), [1, 3]);
    assert_eq!(spoken("9 11.8 9.9 11.8 9", Rule::TwoOfThree), [0usize; 0]);
    assert_eq!(spoken("9 11.8 11.8 9", Rule::TwoOfThree), [0usize; 0]);
    assert_eq!(spoken("10.5 8.2 8.2 9 8.2", Rule::TwoOfThree), [1, 2, 4]);
    // Beyond the limit is near it too.
    assert_eq!(spoken("11.8 13 10.5", Rule::TwoOfThree), [0, 1]);
}

#[test]
fn a_signal_says_since_when() {
    let found = signals(&series("9.9 10.1 10.2 10.1 10.2 10.1 10.2 10.1 13"), &about_ten());
    let last = found.last().unwrap();
    let told: Vec<(Rule, bool, usize)> = last.iter().map(|signal| (signal.rule, signal.high, signal.since)).collect();
    assert_eq!(told, [(Rule::Beyond, true, 8), (Rule::Shift, true, 1)]);
}

#[test]
fn few_figures_have_no_limits() {
    assert_eq!(Process::of(&series("1 2 3 4 5 6 7 8 9")), Err(NoProcess::TooFew(9)));
    assert_eq!(Process::of(&series("1 - 2 - 3 - 4 - 5 - 6 - 7 - 8 - 9 - 9")), Err(NoProcess::NoRange));
    // The range over a gap is none: 1, 1, …, and not 98.
    let gap = Process::of(&series("1 2 1 2 1 - 100 101 100 101 100")).unwrap();
    assert_eq!(gap.mean_range, Exact::one());
}

fn values() -> impl Strategy<Value = Vec<Option<Exact>>> {
    prop::collection::vec(prop::option::weighted(0.95, (-60i64..60).prop_map(Exact::from)), 14..60)
}

/// Each rule as its definition reads, window by window.
fn plainly(series: &[Option<Exact>], process: &Process, rule: Rule, at: usize) -> bool {
    let windows = |length: usize| {
        (at.saturating_sub(length - 1)..=at).filter_map(move |from| {
            let window: Option<Vec<Exact>> = series.get(from..from + length)?.iter().cloned().collect();
            window.map(|window| (from, window))
        })
    };
    let Some(own) = series[at].clone() else { return false };
    match rule {
        Rule::Beyond => own > process.upper || own < process.lower,
        Rule::Shift => windows(7).any(|(_, window)| {
            window.iter().all(|value| *value > process.centre) || window.iter().all(|value| *value < process.centre)
        }),
        Rule::Trend => windows(7).any(|(_, window)| {
            window.windows(2).all(|pair| pair[0] < pair[1]) || window.windows(2).all(|pair| pair[0] > pair[1])
        }),
        Rule::TwoOfThree => windows(3).any(|(_, window)| {
            let high = window.iter().all(|value| *value > process.centre)
                && window.iter().filter(|value| **value > process.near_upper).count() >= 2
                && own > process.near_upper;
            let low = window.iter().all(|value| *value < process.centre)
                && window.iter().filter(|value| **value < process.near_lower).count() >= 2
                && own < process.near_lower;
            high || low
        }),
    }
}

proptest! {
    #[test]
    fn rules_are_what_their_definitions_say(series in values()) {
        let Ok(process) = Process::of(&series) else { return Ok(()) };
        let found = signals(&series, &process);
        for (at, of) in found.iter().enumerate() {
            for rule in Rule::ALL {
                let speaks = of.iter().any(|signal| signal.rule == rule);
                prop_assert_eq!(speaks, plainly(&series, &process, rule, at), "{:?} at {}", rule, at);
            }
        }
    }

    /// A process does not know which way time runs, and a chart of money is the same in pounds and in pence.
    #[test]
    fn limits_follow_the_unit_and_not_the_order(series in values(), by in 1i64..50, more in -500i64..500) {
        let Ok(process) = Process::of(&series) else { return Ok(()) };
        let backwards: Vec<_> = series.iter().rev().cloned().collect();
        prop_assert_eq!(Process::of(&backwards).unwrap(), process.clone());
        let moved = |value: &Exact| value.mul(&Exact::from(by)).unwrap().add(&Exact::from(more)).unwrap();
        let other: Vec<_> = series.iter().map(|value| value.as_ref().map(moved)).collect();
        let there = Process::of(&other).unwrap();
        prop_assert_eq!(&there.upper, &moved(&process.upper));
        prop_assert_eq!(&there.lower, &moved(&process.lower));
        prop_assert_eq!(signals(&other, &there), signals(&series, &process));
    }
}
