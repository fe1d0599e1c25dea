//! What bands judge, what a change is against, and what is never judged (R12, R26–R33, R40, R42, R44, R45, R51).

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

use kpi_core::{Judgement, Movement};
use kpi_eval::outturn::Outturn;
use support::{indicator, outturn, rules, run, run_all};

const FOUR: &str = "\nbands four { judge: deviation\n Red below -10%\n Amber below 0%\n Green up to 5%\n Blue above 5%\n at zero target { Blue if better  Green if equal  Red if worse } }\n";

/// The outturn of `x` with these bands beside it.
fn with(bands: &str, lines: &str, report: &str, table: &str) -> Outturn {
    let run = run(&format!("{}{bands}", indicator(lines)), report, table);
    run.outturns.into_iter().next().expect("x is reported")
}

fn rated(polarity: &str, target: &str, value: &str) -> (Option<String>, String) {
    let lines = format!(
        "unit: number, 1 decimal\n polarity: {polarity}\n frequency: yearly\n measure: snapshot\n target: {target}\n bands: four"
    );
    let found = with(FOUR, &lines, "2021/22", &format!("indicator | period | value\nx | 2021/22 | {value}"));
    (found.rating.label, found.rating.reason)
}

#[test]
fn deviation_is_relative_and_follows_polarity() {
    let label = |polarity, target, value| rated(polarity, target, value).0.expect("a rating");
    assert_eq!(label("higher", "90", "81"), "Amber");
    assert_eq!(label("higher", "90", "80.999999"), "Red");
    assert_eq!(label("higher", "100", "105"), "Green");
    assert_eq!(label("higher", "100", "105.0000001"), "Blue");
    assert_eq!(label("lower", "100", "100"), "Green");
    assert_eq!(label("lower", "100", "110"), "Amber");
    assert_eq!(label("lower", "100", "110.1"), "Red");
    assert_eq!(label("higher", "-4", "-4.2"), "Amber");
}

#[test]
fn the_reason_never_rounds_a_figure_onto_an_edge_it_is_not_on() {
    let (label, reason) = rated("higher", "90", "80.999");
    assert_eq!(label.as_deref(), Some("Red"));
    assert_eq!(reason, "deviation -10.001% is below -10%");
    assert_eq!(rated("higher", "90", "81").1, "deviation -10.0% is at least -10% and below 0%");
}

#[test]
fn a_target_of_zero_is_judged_by_its_own_bands() {
    assert_eq!(rated("lower", "0", "-0.5").0.as_deref(), Some("Blue"));
    assert_eq!(rated("lower", "0", "0").0.as_deref(), Some("Green"));
    assert_eq!(rated("lower", "0", "0.5").0.as_deref(), Some("Red"));
    assert_eq!(rated("higher", "0", "0.5").0.as_deref(), Some("Blue"));
}

#[test]
fn a_range_is_good_inside_and_worse_the_further_out() {
    let label = |value: &str| {
        let lines = "unit: number\n polarity: range 90 to 110\n frequency: yearly\n measure: snapshot\n bands: four";
        with(FOUR, lines, "2021/22", &format!("indicator | period | value\nx | 2021/22 | {value}")).rating.label
    };
    assert_eq!(label("90").as_deref(), Some("Green"));
    assert_eq!(label("110").as_deref(), Some("Green"));
    assert_eq!(label("85").as_deref(), Some("Amber"));
    assert_eq!(label("121").as_deref(), Some("Amber"));
    assert_eq!(label("121.1").as_deref(), Some("Red"));
    assert_eq!(label("80").as_deref(), Some("Red"));
}

#[test]
fn a_midpoint_is_best_and_both_sides_are_worse() {
    let bands = "\nbands close { judge: deviation\n Far colour red below -20%\n Near colour green from -20% }\n";
    let label = |value: &str| {
        let lines = "unit: number\n polarity: midpoint 50\n frequency: yearly\n measure: snapshot\n bands: close";
        with(bands, lines, "2021/22", &format!("indicator | period | value\nx | 2021/22 | {value}")).rating.label
    };
    for (value, wanted) in [("50", "Near"), ("40", "Near"), ("60", "Near"), ("39.9", "Far"), ("60.1", "Far")] {
        assert_eq!(label(value).as_deref(), Some(wanted), "{value}");
    }
}

#[test]
fn a_gap_is_in_points() {
    let bands = "\nbands points { judge: gap\n Red below -2 pp\n Amber below 0 pp\n Green from 0 pp }\n";
    let label = |value: &str| {
        let lines = "unit: percent, 1 decimal\n polarity: higher\n frequency: yearly\n target: 50%\n bands: points";
        with(bands, lines, "2021/22", &format!("indicator | period | value\nx | 2021/22 | {value}")).rating.label
    };
    for (value, wanted) in [("47.9%", "Red"), ("48%", "Amber"), ("49.9%", "Amber"), ("50%", "Green")] {
        assert_eq!(label(value).as_deref(), Some(wanted), "{value}");
    }
}

#[test]
fn a_rank_is_judged_by_place_or_by_share() {
    let places = "\nbands places { judge: rank\n Green up to 38\n Amber up to 114\n Red above 114 }\n";
    let shares = "\nbands shares { judge: rank\n Green up to 25%\n Amber up to 75%\n Red above 75% }\n";
    let lines = |bands: &str| {
        format!("unit: percent\n polarity: higher\n frequency: yearly\n rank: figures.place\n bands: {bands}")
    };
    let label = |bands: &str, name: &str, place: &str| {
        with(
            bands,
            &lines(name),
            "2021/22",
            &format!("indicator | period | value | place\nx | 2021/22 | 50% | {place}"),
        )
        .rating
        .label
    };
    assert_eq!(label(places, "places", "38/152 (=)").as_deref(), Some("Green"));
    assert_eq!(label(places, "places", "39/152").as_deref(), Some("Amber"));
    assert_eq!(label(shares, "shares", "38/152").as_deref(), Some("Green"));
    assert_eq!(label(shares, "shares", "115/152").as_deref(), Some("Red"));
    assert_eq!(label(shares, "shares", "").as_deref(), None);
}

#[test]
fn direction_alone_may_be_the_rating() {
    let bands = "\nbands dot { judge: direction\n GREEN if improved\n AMBER if unchanged\n RED if worsened }\n";
    let label = |before: &str| {
        let lines = "unit: percent\n polarity: higher\n frequency: quarterly\n target: none \"DoT Only\"\n bands: dot";
        let table = format!("indicator | period | value\nx | 2021/22 Q1 | {before}\nx | 2021/22 Q2 | 71%");
        let found = with(bands, lines, "2021/22 Q2", &table);
        assert_eq!(found.target.word.as_deref(), Some("DoT Only"));
        found.rating.label
    };
    assert_eq!(label("70.6%").as_deref(), Some("GREEN"));
    assert_eq!(label("71%").as_deref(), Some("AMBER"));
    assert_eq!(label("72%").as_deref(), Some("RED"));
    assert_eq!(label("N/A"), None);
}

#[test]
fn the_displayed_value_is_judged_where_the_scheme_says_so() {
    let lines = "unit: percent, 0 decimals\n polarity: lower\n frequency: yearly\n target: 3%\n bands: b";
    let table = "indicator | period | value\nx | 2021/22 | 2.54%";
    let scheme = |of: &str| {
        format!(
            "\nbands b {{ judge: deviation{of}\n Red below -10%\n Amber below 0%\n Green up to 5%\n Blue above 5% }}\n"
        )
    };
    assert_eq!(with(&scheme(""), lines, "2021/22", table).rating.label.as_deref(), Some("Blue"));
    assert_eq!(with(&scheme(" of displayed value"), lines, "2021/22", table).rating.label.as_deref(), Some("Green"));
}

// ---------------------------------------------------------------------------------------------------- change

fn change(lines: &str, report: &str, table: &str) -> kpi_eval::outturn::Change {
    outturn(&format!("polarity: higher\n {lines}"), report, table).change
}

#[test]
fn movement_and_judgement_are_two_facts() {
    let table = "indicator | period | value\nx | 2021/22 Q1 | 10\nx | 2021/22 Q2 | 12";
    let at = |polarity: &str| {
        let lines = format!("unit: count\n frequency: quarterly\n polarity: {polarity}");
        outturn(&lines, "2021/22 Q2", table).change
    };
    let (up, down, none) = (at("higher"), at("lower"), at("none"));
    assert_eq!((up.movement, up.judgement), (Some(Movement::Up), Some(Judgement::Improved)));
    assert_eq!((down.movement, down.judgement), (Some(Movement::Up), Some(Judgement::Worsened)));
    assert_eq!((none.movement, none.judgement, none.word.as_deref()), (Some(Movement::Up), None, Some("Increasing")));
    assert_eq!(up.amount.map(|amount| amount.display()).as_deref(), Some("+2"));
}

#[test]
fn the_difference_of_percentages_is_in_points() {
    let table = "indicator | period | value\nx | 2021/22 Q1 | 95.3%\nx | 2021/22 Q2 | 96.0%";
    let found = change("unit: percent, 1 decimal\n frequency: quarterly", "2021/22 Q2", table);
    assert_eq!(found.amount.map(|amount| amount.display()).as_deref(), Some("+0.7 pp"));
}

/// "Improving, 0.0 pp" contradicts itself: what has changed is shown as far as it takes to see it.
#[test]
fn a_change_that_would_round_to_nothing_is_shown() {
    let amount = |before: &str, after: &str| {
        let table = format!("indicator | period | value\nx | 2022/23 | {before}\nx | 2023/24 | {after}");
        let found = change("unit: percent, 1 decimal\n frequency: yearly", "2023/24", &table);
        (found.judgement.unwrap(), found.amount.unwrap().display())
    };
    assert_eq!(amount("78.30%", "78.34%"), (Judgement::Improved, "+0.04 pp".to_owned()));
    assert_eq!(amount("78.302%", "78.3%"), (Judgement::Worsened, "-0.002 pp".to_owned()));
    assert_eq!(amount("78.30%", "78.36%"), (Judgement::Improved, "+0.1 pp".to_owned()));
    assert_eq!(amount("78.3%", "78.3%"), (Judgement::Unchanged, "0.0 pp".to_owned()));
    let money = "indicator | period | value\nx | 2022/23 | £3,600,000\nx | 2023/24 | £3,600,000.40";
    let found = change("unit: money\n frequency: yearly", "2023/24", money);
    assert_eq!(found.amount.unwrap().display(), "+£0.40");
}

#[test]
fn an_accumulating_figure_is_compared_with_last_year() {
    let table = "indicator | period | value\nx | 2020/21 to Q2 | 100\nx | 2021/22 Q1 | 60\nx | 2021/22 to Q2 | 90";
    let found = change("unit: count\n frequency: quarterly, to date", "2021/22 Q2", table);
    assert_eq!(found.against, Some(support::period("2020/21 to Q2")));
    assert_eq!(found.judgement, Some(Judgement::Worsened));
    let owned = change(
        "unit: count\n frequency: quarterly, to date\n change: against previous, although cumulative \"as published\"",
        "2021/22 Q2",
        table,
    );
    assert_eq!((owned.judgement, owned.reason.as_deref()), (Some(Judgement::Improved), Some("as published")));
    let shown = change(
        "unit: count\n frequency: quarterly, to date\n change: against previous, not judged \"it accumulates\"",
        "2021/22 Q2",
        table,
    );
    assert_eq!((shown.judgement, shown.word, shown.reason.as_deref()), (None, None, Some("it accumulates")));
    assert_eq!(shown.movement, Some(Movement::Up));
}

#[test]
fn a_baseline_may_be_named_and_a_tolerance_set() {
    let table = "indicator | period | value\nx | 2016/17 | 5.89\nx | 2017/18 Q2 | 5.8";
    let at = |more: &str| {
        change(
            &format!("unit: score, 1 decimal\n frequency: quarterly\n change: against 2016/17{more}"),
            "2017/18 Q2",
            table,
        )
    };
    assert_eq!(at("").judgement, Some(Judgement::Worsened));
    assert_eq!(at(", tolerance 10%").judgement, Some(Judgement::Unchanged));
    assert_eq!(at(", tolerance 0.09").judgement, Some(Judgement::Unchanged));
    assert_eq!(at(", tolerance 0.0899").judgement, Some(Judgement::Worsened));
}

#[test]
fn a_lost_baseline_may_have_its_direction_recorded() {
    let table = "indicator | period | value | direction\nx | 2016/17 | 7.2 | improved";
    let lines = "unit: score, 1 decimal\n frequency: every 2 years from 2014/15\n change: against previous, else recorded figures.direction";
    let found = change(lines, "2017/18 Q2", table);
    assert!(found.recorded);
    assert_eq!((found.judgement, found.movement), (Some(Judgement::Improved), Some(Movement::Up)));
    assert_eq!(found.against, Some(support::period("2014/15")));
    assert_eq!(found.amount, None);
}

#[test]
fn the_previous_figure_is_shown_as_published_and_as_recalculated() {
    let table =
        "indicator | period | value | published\nx | 2021/22 Q1 | 70.9% | 70.6%\nx | 2021/22 Q2 | 70.7% | 70.7%";
    let at = |more: &str| {
        outturn(
            &format!(
                "unit: percent, 1 decimal\n polarity: higher\n frequency: quarterly\n published: figures.published\n change: against previous{more}"
            ),
            "2021/22 Q2",
            table,
        )
    };
    let found = at("");
    assert_eq!(found.previous.as_ref().map(|figure| figure.display()).as_deref(), Some("70.6%"));
    assert_eq!(found.previous_recalculated.as_ref().map(|figure| figure.display()).as_deref(), Some("70.9%"));
    assert_eq!(found.change.judgement, Some(Judgement::Improved));
    assert_eq!(at(", as recalculated").change.judgement, Some(Judgement::Worsened));
}

// ---------------------------------------------------------------------------------------------------- forecast

#[test]
fn an_accumulating_count_is_carried_on_in_a_straight_line() {
    let bands = "\nbands letters { judge: deviation of forecast\n G colour green from 0%\n A colour amber from -0.5%\n R colour red below -0.5% }\n";
    let lines = "unit: rate per 100,000, 1 decimal\n polarity: lower\n frequency: quarterly, to date\n numerator: figures.numerator, \"admissions\"\n target: { 2017/18: 15.0 at year end }\n forecast: straight line\n bands: letters";
    let table = "indicator | period | value | numerator\nx | 2017/18 to Q2 | 5.8 | 13";
    let found = with(bands, lines, "2017/18 Q2", table);
    let forecast = found.forecast.expect("a forecast");
    assert_eq!(forecast.figure.display(), "11.6");
    assert_eq!(forecast.numerator.map(|figure| figure.display()).as_deref(), Some("26 admissions"));
    assert_eq!(found.rating.label.as_deref(), Some("G"));
}

#[test]
fn a_year_of_which_nothing_is_known_has_no_forecast_and_no_rating() {
    let bands = "\nbands letters { judge: deviation of forecast\n G colour green from 0%\n R colour red below 0% }\n";
    let lines =
        "unit: score, 1 decimal\n polarity: higher\n frequency: yearly\n target: { 2017/18: 18.8 }\n bands: letters";
    let found = with(bands, lines, "2017/18 Q2", "indicator | period | value\nx | 2016/17 | 18.5");
    assert_eq!(found.value.display(), "18.5");
    assert_eq!(found.target.figure.map(|figure| figure.display()).as_deref(), Some("18.8"));
    assert_eq!(found.rating.label, None);
    assert!(found.rating.reason.contains("2017/18"), "{}", found.rating.reason);
}

#[test]
fn a_forecast_may_follow_a_profile_or_a_rule() {
    let table = "indicator | period | value\nx | 2017/18 to Q2 | 50";
    let at = |rule: &str| {
        let lines = format!("unit: count\n polarity: higher\n frequency: quarterly, to date\n forecast: {rule}");
        outturn(&lines, "2017/18 Q2", table).forecast.map(|forecast| forecast.figure.display())
    };
    assert_eq!(at("straight line").as_deref(), Some("100"));
    assert_eq!(at("last value").as_deref(), Some("50"));
    assert_eq!(at("profile [10%, 40%, 80%, 100%]").as_deref(), Some("125"));
    assert_eq!(at("figures.value * 3").as_deref(), Some("150"));
    assert_eq!(at("none"), None);
}

// ---------------------------------------------------------------------------------------------------- missing

#[test]
fn a_missing_figure_keeps_its_reason_and_never_gets_a_colour() {
    let lines = "unit: percent\n polarity: lower\n frequency: quarterly\n target: 50%\n bands: four";
    let found = with(FOUR, lines, "2021/22 Q2", "indicator | period | value\nx | 2021/22 Q2 | N/A");
    assert_eq!(found.value.missing().map(|missing| missing.reason.word()), Some("not supplied"));
    assert_eq!((found.rating.label, found.rating.colour), (None, None));
    assert!(found.rating.reason.contains("not supplied"));
    assert_eq!(found.change.judgement, None);
}

#[test]
fn a_zero_denominator_is_no_cases() {
    let lines = "unit: percent\n polarity: higher\n frequency: quarterly\n formula: figures.numerator / figures.denominator\n target: 50%\n bands: four";
    let found = with(FOUR, lines, "2021/22 Q2", "indicator | period | numerator | denominator\nx | 2021/22 Q2 | 0 | 0");
    assert_eq!(found.value.missing().map(|missing| missing.reason.word()), Some("no cases"));
    assert_eq!(found.numerator.map(|figure| figure.display()).as_deref(), Some("0"));
}

#[test]
fn else_supplies_a_value_and_comparisons_with_missing_select_nothing() {
    let table = "indicator | period | value | numerator\nx | 2021/22 Q2 | 7 | ";
    let at = |formula: &str| {
        let lines = format!("unit: count\n polarity: higher\n frequency: quarterly\n formula: {formula}");
        outturn(&lines, "2021/22 Q2", table).value.display()
    };
    assert_eq!(at("figures.numerator else figures.value"), "7");
    assert_eq!(at("if figures.numerator > 3 then 1 else 2"), "not supplied");
    assert_eq!(at("if figures.numerator is missing then 1 else 2"), "1");
    assert_eq!(at("figures.numerator + 1"), "not supplied");
    assert_eq!(at("if figures.numerator > 3 or figures.value > 3 then 1 else 2"), "1");
}

#[test]
fn a_percentage_without_its_sign_is_refused_with_the_cell() {
    let text = indicator("unit: percent\n polarity: higher\n frequency: quarterly");
    let run = run(&text, "2021/22 Q2", "indicator | period | value\nx | 2021/22 Q2 | 96.0");
    assert_eq!(run.outturns[0].value.missing().map(|missing| missing.reason.word()), Some("failed"));
    let found: Vec<_> = run.diagnostics.iter().map(|d| (d.code.id(), d.labels.len())).collect();
    assert_eq!(found, [("KPI0801", 2)]);
}

#[test]
fn a_judgement_is_withheld_where_its_condition_is_not_met() {
    let lines = "unit: percent\n polarity: higher\n frequency: quarterly\n target: 50%\n bands: four\n flags: figures.status\n require: figures.denominator >= 30 else withhold rating \"fewer than 30 people\"\n require: not flagged(proxy) else withhold rating and change \"the denominator is a proxy\"";
    let at = |denominator: &str, status: &str| {
        let table = format!(
            "indicator | period | value | denominator | status\nx | 2021/22 Q1 | 60% | 90 | \nx | 2021/22 Q2 | 70% | {denominator} | {status}"
        );
        with(FOUR, lines, "2021/22 Q2", &table)
    };
    assert_eq!(at("30", "").rating.label.as_deref(), Some("Blue"));
    let few = at("29", "");
    assert_eq!((few.rating.label.as_deref(), few.rating.withheld), (None, true));
    assert_eq!(few.rating.reason, "withheld: fewer than 30 people");
    assert_eq!(few.value.display(), "70%");
    assert_eq!(few.change.judgement, Some(Judgement::Improved));
    let proxy = at("30", "proxy; provisional");
    assert_eq!((proxy.rating.withheld, proxy.change.withheld, proxy.change.judgement), (true, true, None));
    assert_eq!(proxy.flags.iter().map(ToString::to_string).collect::<Vec<_>>(), ["provisional", "proxy"]);
    assert!(at("", "").rating.withheld, "a condition that cannot be told is not met");
}

// ---------------------------------------------------------------------------------------------------- summary

#[test]
fn variants_that_count_once_do() {
    let one = |id: &str, variant: &str, table_id: &str| {
        format!(
            "indicator {id} {{ title: \"{id}\"\n unit: percent\n polarity: higher\n frequency: quarterly\n formula: figures.value where indicator = \"{table_id}\"\n target: 50%\n bands: four\n {variant} }}\n"
        )
    };
    let base = indicator("unit: percent\n polarity: higher\n frequency: quarterly\n target: 50%\n bands: four");
    let text = format!(
        "{base}{FOUR}{}{}{}",
        one("local", "variant: \"Local\" of \"2B\", counts once", "a"),
        one("statutory", "variant: \"Statutory\" of \"2B\", counts once", "b"),
        one("users", "variant: \"Users\" of \"3D\", counts each", "b"),
    );
    let catalogue = rules(&text);
    let table = "indicator | period | value\nx | 2021/22 Q2 | 50%\na | 2021/22 Q2 | N/A\nb | 2021/22 Q2 | 20%";
    let run = run_all(&catalogue, "2021/22 Q2", table);
    assert_eq!(run.outturns.len(), 4);
    assert_eq!(run.summary.measures, 3);
    let count =
        |label: &str| run.summary.ratings.iter().find(|c| c.label.as_deref() == Some(label)).map_or(0, |c| c.count);
    // The local variant has no figure, so the group counts by its statutory one.
    assert_eq!((count("Green"), count("Red"), count("Blue")), (1, 2, 0));
    let total: usize = run.summary.ratings.iter().map(|count| count.count).sum();
    assert_eq!(total, run.summary.measures);
}

#[test]
fn an_indicator_may_rest_on_others_and_on_other_periods() {
    let text = format!(
        "{}indicator growth {{ title: \"Growth\"\n unit: percent, 1 decimal\n polarity: higher\n frequency: yearly\n formula: (x - x at 2004/05) / x at 2004/05 }}\n",
        indicator("unit: count\n polarity: higher\n frequency: yearly"),
    );
    let run = run(&text, "2019/20", "indicator | period | value\nx | 2004/05 | 40246\nx | 2019/20 | 70415");
    let growth = run.outturns.iter().find(|outturn| outturn.indicator == "growth").expect("growth");
    assert_eq!(growth.value.display(), "75.0%");
}

// ---------------------------------------------------------------------------------------------------- findings

fn found(value: &str, numerator: &str, denominator: &str) -> Vec<&'static str> {
    let text = indicator(
        "unit: percent, 1 decimal\n polarity: higher\n frequency: quarterly\n numerator: figures.numerator\n denominator: figures.denominator",
    );
    let table = format!(
        "indicator | period | value | numerator | denominator\nx | 2021/22 Q2 | {value} | {numerator} | {denominator}"
    );
    run(&text, "2021/22 Q2", &table).diagnostics.iter().map(|d| d.code.id()).collect()
}

#[test]
fn a_fraction_that_is_not_its_figure_is_said() {
    assert_eq!(found("99.7%", "3689", "3698"), ["KPI0803"]);
    assert_eq!(found("99.8%", "3689", "3698"), Vec::<&str>::new());
    assert_eq!(found("43.3%", "26", "60"), Vec::<&str>::new());
}

#[test]
fn more_than_all_is_said() {
    assert_eq!(found("101.2%", "435", "430"), ["KPI0804"]);
}

/// R7, with the figures of its example.
#[test]
fn parts_that_do_not_add_up_are_said() {
    let found = |unit: &str, fully: &str, partly: &str, met: &str| {
        let lines = |parts: &str| format!("unit: {unit}\n polarity: none\n frequency: yearly\n {parts}");
        let others = ["fully", "partly"]
            .map(|id| format!("indicator {id} {{\n title: \"Part\" formula: figures.value\n {}\n}}\n", lines("")));
        let text = indicator(&lines("parts: [fully, partly]")) + &others.concat();
        let rows = [("fully", fully), ("partly", partly), ("x", met)]
            .map(|(id, value)| format!("{id} | 2021/22 | {value}\n"))
            .concat();
        let run = run(&text, "2021/22", &format!("indicator | period | value\n{}", rows.trim_end()));
        run.diagnostics.iter().map(|d| format!("{} {}", d.code, d.message)).collect::<Vec<_>>()
    };
    let percent = "percent, 1 decimal";
    assert_eq!(found(percent, "52.1%", "42.5%", "94.6%"), [""; 0]);
    // Three figures, each rounded: 52.14% and 42.54% are 94.68%, which is printed 94.7%.
    assert_eq!(found(percent, "52.1%", "42.5%", "94.7%"), [""; 0]);
    assert_eq!(found(percent, "52.1%", "40.5%", "94.6%"), ["KPI0806 x is 94.6%, and its parts are 92.6% together"]);
    assert_eq!(found("count", "52", "42", "94"), [""; 0]);
    assert_eq!(found("count", "52", "42", "95"), ["KPI0806 x is 95, and its parts are 94 together"]);
    // A part that is missing says nothing of the whole.
    assert_eq!(found("count", "52", "", "95"), [""; 0]);
}

#[test]
fn what_else_supplies_did_not_come_from_the_counts() {
    let lines = "unit: percent, 1 decimal\n polarity: higher\n frequency: quarterly\n formula: figures.numerator / figures.denominator else figures.value";
    let at = |counts: &str| {
        outturn(
            lines,
            "2021/22 Q2",
            &format!("indicator | period | value | numerator | denominator\nx | 2021/22 Q2 | 89.6% | {counts}"),
        )
    };
    let counted = at("118 | 149");
    assert_eq!((counted.value.display().as_str(), counted.numerator.is_some()), ("79.2%", true));
    let supplied = at("0 | 0");
    assert_eq!((supplied.value.display().as_str(), supplied.numerator.is_some()), ("89.6%", false));
}

// ---------------------------------------------------------------------------------------------------- tests of rules

/// What the tests of a rule file come to: the messages of those that fail.
fn failures(text: &str) -> Vec<String> {
    let catalogue = rules(text);
    let run = |test| kpi_eval::testing::run(&catalogue, test, &mut |_| kpi_core::facts::Facts::default());
    catalogue.tests.iter().flat_map(|test| run(test).failures).map(|failure| failure.message).collect()
}

#[test]
fn a_test_sets_facts_and_may_take_them_away() {
    let base = indicator("unit: percent\n polarity: higher\n frequency: quarterly\n target: 50%\n bands: four");
    let with = |test: &str| failures(&format!("{base}{FOUR}\ntest \"t\" {{ indicator x at 2021/22 Q2\n {test} }}\n"));
    assert_eq!(with("given value = 50%\n expect rating = Green, deviation = 0%"), Vec::<String>::new());
    assert_eq!(with("given value = 50%\n expect rating = Amber"), ["rating of x is Green, expected Amber"]);
    assert_eq!(with("given value = not supplied\n expect rating = none, missing = not supplied"), Vec::<String>::new());
    assert_eq!(with("given value = 50%, target = none\n expect rating = none, target = none"), Vec::<String>::new());
    assert_eq!(with("given value = 50%, previous = 40%\n expect change = improved"), Vec::<String>::new());
}
