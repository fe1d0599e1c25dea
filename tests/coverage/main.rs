//! `kpi test --coverage`: what tests reach, and what of the councils' rules they do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use std::fs;
use support::{kpi, kpi_in, stderr, stdout};
use tempfile::TempDir;

#[test]
fn the_councils_tests_reach_their_bands() {
    for council in ["cambridgeshire", "leicester", "birmingham"] {
        let output = kpi(&["test", &format!("rules/{council}"), "--coverage", "--format", "json"]);
        assert!(output.status.success(), "{council}: {}", stdout(&output));
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let kinds = told["coverage"]["kinds"].as_array().expect("kinds");
        let bands = kinds.iter().find(|kind| kind["kind"] == "bands").expect("bands");
        let (points, reached) =
            (bands["points"].as_u64().expect("a count"), bands["reached"].as_u64().expect("a count"));
        assert!(points > 2 && reached * 100 >= points * 95, "{council}: {reached} of {points} bands");
    }
}

#[test]
fn a_new_projects_tests_reach_all_of_it() {
    let folder = TempDir::new().expect("a folder");
    assert!(kpi_in(folder.path(), &["new", "demo"]).status.success());
    let output = kpi_in(&folder.path().join("demo"), &["test", "--coverage", "--min", "100"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
}

const RULES: &str = r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number   cases: count }
}
bands council {
  judge: deviation
  Red below -10%   Amber below 0%   Green from 0%
  at zero target { Green if better   Amber if equal   Red if worse }
}
indicator answered {
  title:     "Calls answered"
  unit:      count
  polarity:  higher
  frequency: yearly
  formula:   (if figures.cases > 10 then figures.value else figures.value * 2) else figures.cases
  target:    100
  bands:     council
  require:   figures.cases >= 5 else withhold rating "fewer than five"
}
"#;

fn test(name: &str, rows: &str, given: &str, expect: &str) -> String {
    let table = format!(
        "  given figures = [\n    indicator | period  | value | cases\n    answered  | 2022/23 | {rows}\n  ]\n"
    );
    let table = if rows.is_empty() { String::new() } else { table };
    format!("test \"{name}\" {{\n  indicator answered at 2022/23\n{table}{given}  expect {expect}\n}}\n")
}

fn covered(tests: &[String], arguments: &[&str]) -> (String, Option<i32>) {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"covered\"\n").expect("written");
    fs::write(folder.path().join("figures.csv"), "indicator,period,value,cases\nanswered,2022/23,99,50\n")
        .expect("written");
    fs::write(folder.path().join("rules.kpi"), format!("{RULES}{}", tests.concat())).expect("written");
    let arguments: Vec<&str> = ["test", "--coverage"].iter().chain(arguments).copied().collect();
    let output = kpi_in(folder.path(), &arguments);
    (format!("{}---\n{}", stdout(&output), stderr(&output)), output.status.code())
}

fn some() -> Vec<String> {
    vec![
        test("many cases", "100 | 50", "", "rating = Green"),
        test("few of them", "", "  given value = 89\n", "rating = Red"),
        test("nothing to judge by", "10 | 3", "", "rating = none"),
    ]
}

#[test]
fn what_no_test_reaches_is_listed() {
    let (said, status) = covered(&some(), &[]);
    insta::assert_snapshot!(said);
    assert_eq!(status, Some(0));
}

#[test]
fn every_point_can_be_reached() {
    let mut tests = some();
    tests.push(test("a little under", "", "  given value = 95\n", "rating = Amber"));
    tests.push(test("above none", "", "  given value = 1, target = 0\n", "rating = Green"));
    tests.push(test("none of none", "", "  given value = 0, target = 0\n", "rating = Amber"));
    tests.push(test("below none", "", "  given value = -1, target = 0\n", "rating = Red"));
    tests.push(test("no value", " | 20", "", "value = 20"));
    let (said, status) = covered(&tests, &["--min", "100"]);
    assert!(said.contains("all") && !said.contains("no test reaches"), "{said}");
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn too_little_is_a_finding() {
    let (said, status) = covered(&some(), &["--min", "80"]);
    assert!(said.contains("% are wanted") || said.contains("80% are wanted"), "{said}");
    assert_eq!(status, Some(1));
    let (said, _) = covered(&some(), &["--format", "junit"]);
    insta::assert_snapshot!(said);
}

/// What the project's own data reaches is no test's doing.
#[test]
fn without_tests_nothing_is_reached() {
    let (said, _) = covered(&[], &["--format", "json"]);
    let told: Value = serde_json::from_str(said.split("---\n").next().expect("JSON")).expect("JSON");
    assert_eq!(told["coverage"]["reached"], 0);
    assert!(told["coverage"]["points"].as_u64().expect("a count") > 10);
}

/// A condition that has only ever kept rows may as well not be there.
#[test]
fn conditions_of_cohorts_have_two_sides() {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("kpi.toml", "[project]\nname = \"calls\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n");
    write("calls.csv", "day,seconds\n");
    write(
        "rules.kpi",
        "dataset calls { source: csv \"calls.csv\"   columns { day: date   seconds: count } }
cohort answered { from: calls   where: seconds is not empty }
cohort quick { from: answered   where: seconds <= 60 and day in period }
indicator calls_in_time {
  title: \"Calls\"   unit: count   polarity: higher   frequency: yearly   formula: count(quick)
}
test \"one of two\" {
  indicator calls_in_time at 2023/24
  given calls = [
    day        | seconds
    2023-05-01 | 60
    2023-05-01 | 61
  ]
  expect value = 1
}
",
    );
    let told: Value =
        serde_json::from_slice(&kpi_in(folder.path(), &["test", "--coverage", "--format", "json"]).stdout)
            .expect("JSON");
    let points: Vec<(String, bool)> = told["coverage"]["subjects"]
        .as_array()
        .expect("subjects")
        .iter()
        .filter(|subject| subject["kind"] == "cohort")
        .flat_map(|subject| subject["points"].as_array().expect("points").clone())
        .map(|point| {
            let line = &point["start"];
            (
                format!("{}:{} {}", line["line"], line["column"], point["what"].as_str().expect("words")),
                point["reached"] == true,
            )
        })
        .collect();
    let reached: Vec<&str> = points.iter().filter(|(_, reached)| *reached).map(|(what, _)| what.as_str()).collect();
    // Both are seen of `seconds <= 60`; a row without seconds, or of another year, no test has.
    assert_eq!(points.len(), 6, "{points:?}");
    assert_eq!(reached.len(), 4, "{points:?}");
    assert!(points.iter().any(|(what, reached)| what.contains("drops a row") && *reached), "{points:?}");
}
