//! What is refused of intervals, of bands that judge by them, and of control charts (R36, R37).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod support;

use support::rules;

const FIGURES: &str = r#"
dataset figures {
  source: csv "figures.csv"
  key:    [period]
  columns { period: period   value: number   part: count   whole: count }
}
"#;
const ENGLAND: &str = "comparator england { title: \"England\"   figure: 80% }\n";

/// What is told of an indicator with these lines, and of these bands.
fn told(bands: &str, lines: &str) -> String {
    let mut body = String::from("  title: \"Reviews\"\n");
    for (key, line) in [
        ("unit:", "unit: percent"),
        ("polarity:", "polarity: higher"),
        ("frequency:", "frequency: monthly"),
        ("formula:", "formula: figures.part / figures.whole"),
        ("compare:", "compare: [england]"),
    ] {
        if !lines.contains(key) {
            body.push_str(&format!("  {line}\n"));
        }
    }
    let england = if lines.contains("compare: []") { "" } else { ENGLAND };
    rules(&format!("{FIGURES}{england}{bands}\nindicator reviews {{\n{body}  {lines}\n}}\n")).text()
}

#[test]
fn what_has_no_interval_is_told() {
    let cases = [
        "interval: byar 95%",
        "unit: count\n formula: figures.part\n compare: []\n interval: wilson 95%",
        "unit: days\n formula: figures.value\n compare: []\n interval: byar 95%",
        "interval: wilson 0.95",
        "formula: figures.value\n numerator: figures.part\n interval: wilson 95%",
        "unit: rate per 1,000\n formula: figures.value\n compare: []\n interval: byar 95%",
    ];
    let shown: Vec<String> = cases.iter().map(|lines| format!("{lines}\n{}", told("", lines))).collect();
    insta::assert_snapshot!("intervals", shown.join("\n"));
    assert_eq!(told("", "unit: count\n formula: figures.part\n compare: []\n interval: byar 99.8%"), "");
    assert_eq!(told("", "formula: figures.part / figures.whole else 0%\n interval: wilson 80%"), "");
}

#[test]
fn bands_by_significance_want_an_interval_and_a_side() {
    let bands = |judge: &str| format!("bands b {{ judge: {judge}  Green if better  Amber if similar  Red if worse }}");
    let cases = [
        (bands("significance"), "bands: b\n target: 90%"),
        (bands("significance"), "bands: b\n interval: wilson 95%"),
        (bands("significance against england"), "bands: b"),
        (bands("significance against wales"), "bands: b\n interval: wilson 95%"),
        (bands("significance of forecast"), "bands: b\n target: 90%\n interval: wilson 95%"),
        (bands("deviation against england"), "bands: b\n target: 90%"),
        (bands("significance"), "bands: b\n target: 90%\n interval: wilson 95%\n polarity: range 40% to 60%"),
        (bands("significance against england"), "bands: b\n interval: wilson 95%\n polarity: none"),
        (bands("significance").replace("Amber if similar", ""), "bands: b\n target: 90%\n interval: wilson 95%"),
        (bands("significance").replace("similar", "equal"), "bands: b\n target: 90%\n interval: wilson 95%"),
    ];
    let shown: Vec<String> =
        cases.iter().map(|(bands, lines)| format!("{bands}\n{lines}\n{}", told(bands, lines))).collect();
    insta::assert_snapshot!("significance", shown.join("\n"));
    assert_eq!(told(&bands("significance against england"), "bands: b\n interval: wilson 95%"), "");
}

#[test]
fn a_chart_has_numbers_that_stand_alone_and_dates_in_order() {
    let cases = [
        "frequency: monthly, rolling 12 months\n control: xmr from 2020-04",
        "frequency: quarterly, to date\n control: xmr from 2020-04",
        "control: xmr from 2020-04, baseline to 2021-03, baseline to 2022-03",
        "control: xmr from 2020-04, rebased 2019-04 \"a new system\"",
        "control: xmr from 2020-04, baseline to 2022-03, rebased 2021-04 \"a new system\"",
        "control: xmr from 2020-13",
        "control: p from 2020-04",
        "control: xmr",
    ];
    let shown: Vec<String> = cases.iter().map(|lines| format!("{lines}\n{}", told("", lines))).collect();
    insta::assert_snapshot!("charts", shown.join("\n"));
    let whole = "control: xmr from 2020-04, baseline to 2021-03, rebased 2022-04 \"a new system\", baseline to 2023-03";
    assert_eq!(told("", whole), "");
    assert_eq!(told("", "frequency: monthly, rolling 1 months\n control: xmr from 2020-04"), "");
}
