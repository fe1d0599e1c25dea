//! Targets: which applies to a figure, and how much of it (R19–R24, R26).

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

use support::{indicator, outturn, run};

/// The target of a count at a report, as it is printed.
fn target(frequency: &str, target: &str, report: &str, figure_period: &str) -> String {
    let text =
        indicator(&format!("unit: count\n polarity: higher\n frequency: {frequency}\n target: {target}\n bands: b"));
    let text = format!("{text}\nbands b {{ judge: deviation\n Red below 0%\n Green from 0% }}\n");
    let table = format!("indicator | period | value\nx | {figure_period} | 100");
    let run = run(&text, report, &table);
    let found = &run.outturns[0].target;
    match (&found.figure, &found.word) {
        (Some(figure), _) => figure.display(),
        (None, Some(word)) => word.clone(),
        (None, None) => "none".to_owned(),
    }
}

/// R56
#[test]
fn a_measure_that_begins_later_is_announced() {
    let lines = |active: &str| {
        format!(
            "unit: count\n polarity: lower\n frequency: quarterly\n formula: figures.value\n numerator: figures.numerator\n \
             target: 5\n bands: b\n active: {active}"
        )
    };
    let shown = |active: &str, report: &str, listed: bool| {
        let scorecard = if listed { "scorecard s { title: \"S\"  indicators: [x, y] }" } else { "" };
        let text = indicator(&lines(active))
            + "indicator y { title: \"Y\" unit: count polarity: lower frequency: quarterly formula: figures.value }
               bands b { judge: deviation  Red below 0%  Green from 0% }"
            + scorecard;
        let rows = "indicator | period | value | numerator\nx | 2021/22 Q1 | 3 | 3\nx | 2021/22 Q2 | 4 | 4";
        let run = run(&text, report, rows);
        assert_eq!(run.summary.measures, run.outturns.len());
        let x = run.outturns.into_iter().find(|outturn| outturn.indicator == "x")?;
        let has_figure = x.value.value().is_some();
        let judged = (x.rating.label.is_some(), x.change.judgement.is_some(), x.numerator.is_some());
        assert_eq!(judged, (has_figure, has_figure, has_figure));
        Some(x.value.result.map_or_else(|missing| missing.to_string(), |value| value.to_string()))
    };
    let announced = Some("not yet due: active from 2021/22 Q2".to_owned());
    assert_eq!(shown("from 2021/22 Q2", "2021/22 Q1", true), announced);
    assert_eq!(shown("from 2021/22 Q2", "2021/22 Q2", true), Some("4".to_owned()));
    // Where nothing lists it, or it begins in another year, there is nothing to announce.
    assert_eq!(shown("from 2021/22 Q2", "2021/22 Q1", false), None);
    assert_eq!(shown("from 2022/23", "2021/22 Q1", true), None);
    assert_eq!(shown("until 2020/21", "2021/22 Q1", true), None);
}

/// R23: so many people, of so many as there are.
#[test]
fn a_target_may_be_a_count_where_the_figure_is_a_rate() {
    let target = |target: &str| {
        let lines = format!(
            "unit: rate per 100,000, 1 decimal\n polarity: lower\n frequency: yearly\n \
             formula: figures.numerator / figures.denominator\n target: {target}\n bands: b"
        );
        let text = indicator(&lines) + "bands b { judge: deviation  Red below 0%  Green from 0% }";
        let run = run(&text, "2021/22", "indicator | period | numerator | denominator\nx | 2021/22 | 260 | 400,000");
        let outturn = &run.outturns[0];
        let figure = outturn.target.figure.as_ref().expect("a target").display();
        (figure, outturn.value.display(), outturn.rating.label.clone())
    };
    let red = Some("Red".to_owned());
    assert_eq!(target("62.5"), ("62.5".into(), "65.0".into(), red.clone()));
    assert_eq!(target("250 / figures.denominator"), ("62.5".into(), "65.0".into(), red));
}

#[test]
fn the_shortest_period_that_holds_the_figure_wins() {
    let both = "{ 2022/23 Q2: 207   2022/23: 339 at year end }";
    assert_eq!(target("quarterly", both, "2022/23 Q2", "2022/23 Q2"), "207");
    assert_eq!(target("quarterly", both, "2022/23 Q3", "2022/23 Q3"), "339");
    assert_eq!(target("quarterly", both, "2023/24 Q1", "2023/24 Q1"), "none");
}

#[test]
fn a_years_target_is_shared_out_as_the_rule_says() {
    let cases = [
        ("quarterly", "{ 2022/23: 1,200 pro rata }", "2022/23 Q2", "2022/23 Q2", "300"),
        ("quarterly, to date", "{ 2022/23: 1,200 pro rata }", "2022/23 Q2", "2022/23 to Q2", "600"),
        ("monthly", "{ 2022/23: 1,200 pro rata }", "2022/23 Q2", "2022-09", "100"),
        ("quarterly, to date", "{ 2022/23: 271 at year end }", "2022/23 Q2", "2022/23 to Q2", "271"),
        ("monthly", "{ 2022/23: 260 each month }", "2022/23 Q2", "2022-09", "260"),
        ("quarterly", "{ 2022/23: 260 each month }", "2022/23 Q2", "2022/23 Q2", "780"),
        ("quarterly, to date", "{ 2022/23: 100 each quarter }", "2022/23 Q3", "2022/23 to Q3", "300"),
        ("quarterly, to date", "{ 2022/23: 339 profiled [110, 207, 270, 339] }", "2022/23 Q2", "2022/23 to Q2", "207"),
        ("quarterly", "{ 2022/23: 339 profiled [110, 207, 270, 339] }", "2022/23 Q2", "2022/23 Q2", "97"),
        ("quarterly", "{ 2022/23: 339 profiled [110, 207, 270, 339] }", "2022/23 Q1", "2022/23 Q1", "110"),
        ("monthly, rolling 12 months", "{ 2022/23: 251 }", "2022/23 Q2", "2022-09", "251"),
        ("yearly", "{ 2021/22: 9 }", "2022/23 Q2", "2021/22", "9"),
    ];
    for (frequency, rule, report, figure, wanted) in cases {
        assert_eq!(target(frequency, rule, report, figure), wanted, "{frequency} {rule} at {report}");
    }
}

#[test]
fn a_target_holds_from_its_date_on() {
    let rule = "{ from 2020/21: 251   from 2023/24: 240 }";
    assert_eq!(target("monthly", rule, "2021/22 Q4", "2022-03"), "251");
    assert_eq!(target("monthly", rule, "2023/24 Q1", "2023-06"), "240");
    assert_eq!(target("monthly", rule, "2019/20", "2020-03"), "none");
}

#[test]
fn the_end_of_year_target_stands_beside_the_periods() {
    let text = indicator(
        "unit: count\n polarity: higher\n frequency: quarterly\n bands: b\n target: { 2022/23 Q2: 207  2022/23: 339 at year end }",
    );
    let text = format!("{text}\nbands b {{ judge: deviation\n Red below 0%\n Green from 0% }}\n");
    let found = run(&text, "2022/23 Q2", "indicator | period | value\nx | 2022/23 Q2 | 227").outturns.remove(0);
    assert_eq!(found.target.figure.map(|figure| figure.display()).as_deref(), Some("207"));
    let year_end = found.year_end_target.expect("an end-of-year target");
    assert_eq!(year_end.figure.map(|figure| figure.display()).as_deref(), Some("339"));
}

#[test]
fn words_stand_in_place_of_a_target_and_a_rating() {
    let lines = "unit: percent\n polarity: higher\n frequency: quarterly\n target: { 2022/23: tbc  2023/24: in development \"from Q4\" }";
    let table = "indicator | period | value\nx | 2022/23 Q2 | 50%\nx | 2023/24 Q2 | 51%";
    let tbc = outturn(lines, "2022/23 Q2", table);
    assert_eq!((tbc.rating.label.as_deref(), tbc.rating.status), (Some("TBC"), true));
    let later = outturn(lines, "2023/24 Q2", table);
    assert_eq!(later.rating.label.as_deref(), Some("In Development"));
    assert_eq!(later.target.note.as_deref(), Some("from Q4"));
}

#[test]
fn a_target_may_be_conditional() {
    let lines = "unit: percent\n polarity: higher\n frequency: quarterly\n bands: b\n target: if figures.numerator >= 30 then 90% else 95%\n}\nbands b { judge: deviation\n Red below 0%\n Green from 0%";
    let at = |numerator: u32| {
        let table = format!("indicator | period | value | numerator\nx | 2022/23 Q2 | 92% | {numerator}");
        outturn(lines, "2022/23 Q2", &table).rating.label
    };
    assert_eq!(at(40).as_deref(), Some("Green"));
    assert_eq!(at(10).as_deref(), Some("Red"));
}

#[test]
fn a_typed_copy_of_a_comparator_that_drifted_is_said() {
    let text = indicator(
        "unit: score, 1 decimal\n polarity: lower\n frequency: monthly\n measure: snapshot\n compare: [neighbours]\n bands: b\n target: 41.6 copied from neighbours",
    );
    let text = format!(
        "{text}\nbands b {{ judge: deviation\n Red below 0%\n Green from 0% }}\ncomparator neighbours {{ title: \"Neighbours\"\n figure: figures.value where indicator = \"neighbours\" }}"
    );
    let at = |mean: &str| {
        let table = format!("indicator | period | value\nx | 2020-09 | 28.7\nneighbours | 2020-09 | {mean}");
        run(&text, "2020/21 Q2", &table).diagnostics.iter().map(|d| d.code.id()).collect::<Vec<_>>()
    };
    assert_eq!(at("36.0"), ["KPI0802"]);
    assert_eq!(at("41.60"), Vec::<&str>::new());
}
