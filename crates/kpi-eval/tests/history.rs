//! The figures before the report's own, with the bands that a chart shades behind them (R11, R16, R44).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]
#![allow(dead_code, reason = "each test file uses its part of the support")]

mod support;

use kpi_core::Exact;
use kpi_eval::outturn::{Outturn, Past};
use support::{indicator, rules, run_back};

const FOUR: &str = "\nbands four { judge: deviation\n Red below -10%\n Amber below 0%\n Green up to 5%\n Blue above 5%\n at zero target { Blue if better  Green if equal  Red if worse } }\n";

fn with(lines: &str, report: &str, table: &str, history: usize) -> Outturn {
    let catalogue = rules(&format!("{}{FOUR}", indicator(lines)));
    let run = run_back(&catalogue, report, table, history);
    run.outturns.into_iter().next().expect("x is reported")
}

fn told(past: &[Past]) -> Vec<String> {
    let one = |past: &Past| {
        let published = past.published.as_ref().map(|figure| format!(" ({})", figure.display())).unwrap_or_default();
        let rating = past.rating.as_ref().and_then(|rating| rating.label.clone()).unwrap_or_default();
        let target = past.target.as_ref().map(kpi_eval::outturn::Figure::display).unwrap_or_default();
        format!("{} {}{published} of {target} {rating}", past.period, past.value.display())
    };
    past.iter().map(one).collect()
}

#[test]
fn a_series_begins_with_its_first_figure_and_keeps_its_gaps() {
    let lines = "unit: percent, 1 decimal\n polarity: higher\n frequency: quarterly\n published: figures.published\n target: { 2022/23: 80%   from 2023/24: 90% }\n bands: four";
    let table = "indicator | period | value | published\n\
                 x | 2022/23 Q3 | 70% | 69%\nx | 2023/24 Q1 | 88%\nx | 2023/24 Q2 | 99%";
    let outturn = with(lines, "2023/24 Q2", table, 8);
    assert_eq!(
        told(&outturn.history),
        [
            "2022/23 Q3 70.0% (69.0%) of 80.0% Red",
            "2022/23 Q4 not supplied of 80.0% ",
            "2023/24 Q1 88.0% of 90.0% Amber",
            "2023/24 Q2 99.0% of 90.0% Blue",
        ]
    );
    let last = outturn.history.last().unwrap();
    assert_eq!((&last.value, &last.rating), (&outturn.value, &Some(outturn.rating)), "the last is the report's own");
    assert!(with(lines, "2023/24 Q2", table, 0).history.is_empty(), "none where none is asked for");
}

#[test]
fn a_year_to_date_goes_back_through_its_quarters() {
    let lines = "unit: count\n polarity: lower\n frequency: quarterly, to date";
    let table = "indicator | period | value\nx | 2022/23 | 9\nx | 2023/24 to Q1 | 3\nx | 2023/24 to Q2 | 5";
    let outturn = with(lines, "2023/24 Q2", table, 4);
    assert_eq!(told(&outturn.history), ["2022/23 to Q4 9 of  ", "2023/24 to Q1 3 of  ", "2023/24 to Q2 5 of  "]);
}

/// Strictly within a stretch a figure has the rating of the stretch: what is shaded is what is judged.
#[test]
fn what_is_shaded_is_what_is_judged() {
    let mut seen = 0;
    for (polarity, target) in [
        ("higher", "90"),
        ("lower", "90"),
        ("higher", "-4"),
        ("lower", "-4"),
        ("higher", "0"),
        ("lower", "0"),
        ("range 10 to 20", "none"),
        ("midpoint 15", "none"),
    ] {
        for value in [
            "-30", "-5", "-4", "-3.9", "0", "1", "9", "9.5", "12", "15", "15.5", "21", "40", "81", "88", "92", "98",
            "99", "120",
        ] {
            let lines = format!(
                "unit: number, 1 decimal\n polarity: {polarity}\n frequency: yearly\n measure: snapshot\n target: {target}\n bands: four"
            );
            let outturn = with(&lines, "2021/22", &format!("indicator | period | value\nx | 2021/22 | {value}"), 1);
            let past = &outturn.history[0];
            let value: &Exact = past.value.value().expect("a figure");
            assert!(!past.bands.is_empty(), "{polarity} {target}");
            let within = past.bands.iter().find(|stretch| {
                stretch.from.as_ref().is_none_or(|from| from < value) && stretch.to.as_ref().is_none_or(|to| value < to)
            });
            if let Some(stretch) = within {
                seen += 1;
                assert_eq!(
                    outturn.rating.label.as_deref(),
                    Some(stretch.label.as_str()),
                    "{polarity} {target} {value}"
                );
            }
        }
    }
    assert!(seen > 100, "{seen}");
}

/// The stretches lie beside each other and leave nothing out.
#[test]
fn stretches_meet() {
    for polarity in ["higher", "lower", "range 10 to 20", "midpoint 15"] {
        let target = if polarity.contains('1') { "none" } else { "90" };
        let lines = format!(
            "unit: number, 1 decimal\n polarity: {polarity}\n frequency: yearly\n measure: snapshot\n target: {target}\n bands: four"
        );
        let outturn = with(&lines, "2021/22", "indicator | period | value\nx | 2021/22 | 15", 1);
        let bands = &outturn.history[0].bands;
        assert!(bands[0].from.is_none() && bands[bands.len() - 1].to.is_none(), "{bands:?}");
        for pair in bands.windows(2) {
            assert_eq!(pair[0].to, pair[1].from, "{polarity}");
        }
    }
}
