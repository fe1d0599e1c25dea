//! Intervals and control charts from rule to judgement (R36, R37).

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

use kpi_core::statistics::{Assurance, Rule, Significance, Variation};
use kpi_core::{Reason, Rounding};
use kpi_eval::outturn::{ControlOutturn, IntervalOutturn, Outturn};
use support::{indicator, outturn, run};

const SHARE: &str = "unit: percent, 1 decimal\n polarity: higher\n frequency: yearly\n \
                     formula: figures.numerator / figures.denominator\n interval: wilson 95%";

fn share(polarity: &str, rest: &str, above: &str, below: &str) -> Outturn {
    let lines = format!("{}\n {rest}", SHARE.replace("higher", polarity));
    outturn(
        &lines,
        "2021/22",
        &format!("indicator | period | numerator | denominator\nx | 2021/22 | {above} | {below}"),
    )
}

fn interval(outturn: &Outturn) -> &IntervalOutturn {
    outturn.interval.as_ref().expect("an interval")
}

fn told(outturn: &Outturn) -> String {
    let interval = interval(outturn);
    format!("{} to {}", interval.lower.display(), interval.upper.display())
}

fn significance(outturn: &Outturn) -> Result<Significance, Reason> {
    let against = interval(outturn).against.as_ref().expect("a benchmark");
    against.significance.as_ref().copied().map_err(|missing| missing.reason)
}

#[test]
fn a_proportion_carries_wilsons_limits() {
    let found = share("higher", "", "81", "263");
    assert_eq!(told(&found), "25.5% to 36.6%");
    assert!(interval(&found).against.is_none(), "there is no target");
    let lower = interval(&found).lower.value().unwrap();
    assert_eq!(lower.display(30, Rounding::HalfUp), "0.255288519878274225774718025684");
}

#[test]
fn a_target_beyond_a_limit_is_missed_or_met_significantly() {
    let judged = |polarity, target| {
        let text = format!(
            "{}bands b {{ judge: significance  Green if better  Amber if similar  Red if worse }}",
            indicator(&format!("{}\n target: {target}\n bands: b", SHARE.replace("higher", polarity)))
        );
        let run = run(&text, "2021/22", "indicator | period | numerator | denominator\nx | 2021/22 | 81 | 263");
        run.outturns.into_iter().next().unwrap()
    };
    for (polarity, target, significance_is, label) in [
        ("higher", "25%", Significance::Better, "Green"),
        ("higher", "25.5288519%", Significance::Better, "Green"),
        ("higher", "25.5288520%", Significance::Similar, "Amber"),
        ("higher", "36.6%", Significance::Similar, "Amber"),
        ("higher", "37%", Significance::Worse, "Red"),
        ("lower", "25%", Significance::Worse, "Red"),
        ("lower", "37%", Significance::Better, "Green"),
    ] {
        let found = judged(polarity, target);
        assert_eq!(significance(&found), Ok(significance_is), "{polarity} {target}");
        assert_eq!(found.rating.label.as_deref(), Some(label), "{polarity} {target}");
    }
    assert_eq!(
        judged("higher", "37%").rating.reason,
        "the 95% interval 25.5% to 36.6% lies wholly on one side of the target, 37.0%: significantly worse"
    );
}

#[test]
fn all_and_none_have_the_very_end_as_their_limit() {
    let bands = "bands b { judge: significance  Green if better  Amber if similar  Red if worse }";
    let judged = |above: &str, target: &str| {
        let text = format!("{}{bands}", indicator(&format!("{SHARE}\n target: {target}\n bands: b")));
        let table = format!("indicator | period | numerator | denominator\nx | 2021/22 | {above} | 20");
        run(&text, "2021/22", &table).outturns.into_iter().next().unwrap()
    };
    assert_eq!(told(&judged("0", "1%")), "0.0% to 16.1%");
    // The limit is 0, so a target of 0 is on it: neither better nor worse, and certain.
    assert_eq!(significance(&judged("0", "0%")), Ok(Significance::Similar));
    assert_eq!(significance(&judged("20", "100%")), Ok(Significance::Similar));
}

#[test]
fn a_rate_and_a_count_carry_byars_limits() {
    let rate = outturn(
        "unit: rate per 100,000, 1 decimal\n polarity: lower\n frequency: yearly\n interval: byar 95%\n \
         formula: figures.numerator / figures.denominator",
        "2021/22",
        "indicator | period | numerator | denominator\nx | 2021/22 | 58 | 40,000",
    );
    assert_eq!(rate.value.display(), "145.0");
    assert_eq!(told(&rate), "110.1 to 187.4");
    let count = |value: &str| {
        outturn(
            "unit: count\n polarity: lower\n frequency: yearly\n interval: byar 95%",
            "2021/22",
            &format!("indicator | period | value\nx | 2021/22 | {value}"),
        )
    };
    let five = count("5");
    assert_eq!(interval(&five).lower.value().unwrap().display(3, Rounding::HalfUp), "1.623");
    assert_eq!(interval(&five).upper.value().unwrap().display(3, Rounding::HalfUp), "11.668");
    let half = count("5.5");
    assert_eq!(interval(&half).lower.missing().unwrap().reason, Reason::NotApplicable);
}

#[test]
fn what_has_no_interval_keeps_its_reason() {
    let reason =
        |above: &str, below: &str| interval(&share("higher", "", above, below)).lower.missing().unwrap().reason;
    assert_eq!(reason("1", "0"), Reason::NoCases);
    assert_eq!(reason("", "10"), Reason::NotSupplied);
    assert_eq!(reason("11", "10"), Reason::NotApplicable);
}

const ENGLAND: &str = r#"
comparator england { title: "England" figure: 30% }
comparator region { title: "Region" figure: 20% }
"#;

#[test]
fn a_comparator_is_significantly_better_or_not() {
    let text = format!(
        "{}{ENGLAND}bands b {{ judge: significance against region  Green if better  Amber if similar  Red if worse }}",
        indicator(&format!("{SHARE}\n compare: [england, region]\n bands: b"))
    );
    let table = "indicator | period | numerator | denominator\nx | 2021/22 | 81 | 263";
    let found = run(&text, "2021/22", table).outturns.into_iter().next().unwrap();
    let of = |id: &str| found.comparators.iter().find(|c| c.id == id).unwrap().significance.clone().unwrap().unwrap();
    assert_eq!(of("england"), Significance::Similar);
    assert_eq!(of("region"), Significance::Better);
    assert_eq!(found.rating.label.as_deref(), Some("Green"));
    assert!(found.rating.reason.contains("Region, 20.0%"), "{}", found.rating.reason);
}

// ------------------------------------------------------------------------------------------------ control charts

const CHART: &str = "unit: number, 1 decimal\n polarity: higher\n frequency: monthly\n measure: snapshot\n \
                     control: xmr from 2020-04";

/// The outturn in the month of the last value; months from April 2020, `-` for none.
fn chart(lines: &str, values: &str) -> Outturn {
    let mut table = String::from("indicator | period | value\n");
    let mut last = String::new();
    for (i, value) in values.split_whitespace().enumerate() {
        let month = 3 + i;
        last = format!("{:04}-{:02}", 2020 + month / 12, month % 12 + 1);
        if value != "-" {
            table.push_str(&format!("x | {last} | {value}\n"));
        }
    }
    outturn(lines, &last, &table)
}

fn control(outturn: &Outturn) -> &ControlOutturn {
    outturn.control.as_ref().expect("a chart")
}

const STEADY: &str = "9.5 10.5 9.5 10.5 9.5 10.5 9.5 10.5 9.5 10.5";

#[test]
fn a_steady_series_is_common_cause() {
    let found = chart(CHART, STEADY);
    let process = control(&found).process.as_ref().unwrap();
    assert_eq!(
        [&process.centre, &process.lower, &process.upper].map(|figure| figure.display()),
        ["10.0", "7.3", "12.7"]
    );
    assert_eq!(process.figures, 10);
    assert_eq!(control(&found).variation, Ok(Variation::Common));
    assert_eq!(control(&found).points.len(), 10);
    assert_eq!(control(&found).assurance, None, "there is no target");
}

#[test]
fn polarity_says_whether_a_signal_is_an_improvement() {
    let of = |polarity: &str| {
        let lines = format!("{CHART}, baseline to 2021-01").replace("higher", polarity);
        control(&chart(&lines, &format!("{STEADY} 14"))).variation.clone().unwrap()
    };
    assert_eq!(of("higher"), Variation::Improvement);
    assert_eq!(of("lower"), Variation::Concern);
    assert_eq!(of("none"), Variation::High);
}

#[test]
fn a_baseline_holds_the_limits() {
    let held = chart(&format!("{CHART}, baseline to 2021-01"), &format!("{STEADY} 10.1 10.2 10.1 10.2 10.1 10.2 10.1"));
    assert_eq!(control(&held).process.as_ref().unwrap().figures, 10);
    let signal = &control(&held).signals;
    assert_eq!(signal.len(), 1);
    assert_eq!((signal[0].rule, signal[0].high), (Rule::Shift, true));
    // The run takes in the last figure of the baseline: 10.5 is above the centre too.
    assert_eq!(signal[0].since.to_string(), "2021-01");
}

#[test]
fn limits_begin_anew_where_the_rules_say_and_why() {
    let lines = format!("{CHART}, rebased 2021-02 \"new system\"");
    let few = chart(&lines, &format!("{STEADY} 20 21 20"));
    let missing = control(&few).variation.as_ref().unwrap_err();
    assert_eq!(missing.reason, Reason::LowReliability);
    assert_eq!(missing.detail, "limits want 10 figures, and there are 3");
    let ten = chart(&lines, &format!("{STEADY} {}", STEADY.replace("9.5", "19.5").replace("10.5", "20.5")));
    let found = control(&ten);
    assert_eq!(found.process.as_ref().unwrap().centre.display(), "20.0");
    assert_eq!(found.reason.as_deref(), Some("new system"));
    assert_eq!(found.variation, Ok(Variation::Common));
    // The stretch before keeps its own limits.
    assert_eq!(found.points[0].centre.as_ref().unwrap().display(), "10.0");
    assert_eq!(found.points.len(), 20);
}

#[test]
fn assurance_is_whether_the_process_meets_its_target() {
    let bands = "\nbands b { judge: gap  Red below 0  Green from 0 }";
    let of = |polarity: &str, target: &str| {
        let lines = format!("{CHART}\n target: {target}\n bands: b").replace("higher", polarity);
        let mut table = String::from("indicator | period | value\n");
        for (month, value) in ["04", "05", "06", "07", "08", "09", "10", "11", "12"].iter().zip(STEADY.split(' ')) {
            table.push_str(&format!("x | 2020-{month} | {value}\n"));
        }
        table.push_str("x | 2021-01 | 10.5\n");
        let run = run(&format!("{}{bands}", indicator(&lines)), "2021-01", &table);
        run.outturns[0].control.as_ref().unwrap().assurance.unwrap()
    };
    // The limits are 7.34 and 12.66.
    assert_eq!(of("higher", "7.34"), Assurance::Passing);
    assert_eq!(of("higher", "7.35"), Assurance::Inconsistent);
    assert_eq!(of("higher", "12.66"), Assurance::Inconsistent);
    assert_eq!(of("higher", "12.67"), Assurance::Failing);
    assert_eq!(of("lower", "12.66"), Assurance::Passing);
    assert_eq!(of("lower", "7.33"), Assurance::Failing);
}

#[test]
fn a_gap_in_the_series_is_left_out_and_told() {
    let found = chart(CHART, "9.5 10.5 9.5 10.5 - 9.5 10.5 9.5 10.5 9.5 10.5 -");
    let missing = control(&found).variation.as_ref().unwrap_err();
    assert_eq!(missing.reason, Reason::NotSupplied, "the figure itself is missing");
    assert_eq!(control(&found).process.as_ref().unwrap().figures, 10);
}

#[test]
fn a_report_before_the_chart_begins_has_none() {
    let found = outturn(CHART, "2020-03", "indicator | period | value\nx | 2020-03 | 1");
    assert_eq!(control(&found).variation.as_ref().unwrap_err().reason, Reason::NotYetDue);
}

#[test]
fn a_chart_may_not_go_back_for_ever() {
    let found = outturn(&CHART.replace("2020-04", "1900-04"), "2020-03", "indicator | period | value\nx | 2020-03 | 1");
    let missing = control(&found).variation.as_ref().unwrap_err();
    assert_eq!(missing.reason, Reason::Failed);
    assert!(missing.detail.contains("more than 600 figures"), "{}", missing.detail);
}
