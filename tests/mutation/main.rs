//! `kpi test --mutate`: faults that tests notice, and those that they do not.

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

use insta::assert_snapshot;
use serde_json::Value;
use std::fs;
use std::process::Output;
use support::{kpi, kpi_in, stderr, stdout};
use tempfile::TempDir;

const RULES: &str = r#"dataset calls {
  source: csv "calls.csv"
  columns { day: date   seconds: count   kind: one of [complaint, question, praise] }
}
cohort quick {
  from:  calls
  where: seconds <= 60 and kind in [complaint, question]
}
bands council {
  judge: deviation
  Red "off target" below -10%   Amber "nearly" from -10% below 0%   Green "on target" from 0%
}
template counted(kinds = 1) {
  unit:      percent, 1 decimal
  frequency: yearly
  bands:     council
}
indicator answered from counted() {
  title:    "Calls answered in a minute"
  polarity: higher
  let all = count(calls where day in period)
  let good = count(quick where day in period)
  formula:  if all > 0 then good / all else 0%
  require:  all >= 5 else withhold rating "fewer than five calls"
  change:   against previous, tolerance 0.5 pp
  target:   80%
}
test "eight of ten is on target" {
  indicator answered at 2023/24
  given good = 8, all = 10
  expect value = 80%, rating = Green
}
test "a little less is amber" {
  indicator answered at 2023/24
  given value = 79.9%, all = 10
  expect rating = Amber
}
"#;

fn project(rules: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("kpi.toml", "[project]\nname = \"calls\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n");
    write("rules.kpi", rules);
    write("calls.csv", "day,seconds,kind\n2023-05-01,30,complaint\n2023-06-01,61,question\n2022-06-01,60,praise\n");
    folder
}

fn mutated(rules: &str, arguments: &[&str]) -> Output {
    let folder = project(rules);
    kpi_in(folder.path(), &[&["test", "--mutate"], arguments].concat())
}

#[test]
fn the_councils_tests_notice_nine_faults_of_ten() {
    for council in ["cambridgeshire", "leicester", "birmingham"] {
        let output = kpi(&["test", &format!("rules/{council}"), "--mutate", "--min", "90", "--format", "json"]);
        assert!(output.status.success(), "{council}: {}", stdout(&output));
        let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert!(told["mutation"]["faults"].as_u64().expect("a count") >= 9, "{council}: {}", told["mutation"]);
    }
}

#[test]
fn faults_that_nobody_notices_are_named() {
    let output = mutated(RULES, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_snapshot!(stdout(&output));
}

#[test]
fn as_data() {
    assert_snapshot!(stdout(&mutated(RULES, &["--format", "json"])));
    let junit = stdout(&mutated(RULES, &["--format", "junit", "--coverage"]));
    let properties: Vec<&str> = junit.lines().filter(|line| line.contains("<property ")).map(str::trim).collect();
    assert_snapshot!(properties.join("\n"));
}

#[test]
fn too_few_noticed_is_a_finding() {
    let output = mutated(RULES, &["--min", "90"]);
    assert_eq!(output.status.code(), Some(1));
    assert_snapshot!(stderr(&output));
}

#[test]
fn a_note_lets_a_fault_stand() {
    let noted = RULES.replace(
        "  change:   against",
        "  # kpi-allow(mutant): nobody has to know within half a point\n  change:   against",
    );
    let told = stdout(&mutated(&noted, &[]));
    let allowed = told.split("allowed\n").nth(1).expect("what is allowed is told");
    assert_snapshot!(allowed);
    // One whose day is past does not.
    let past = noted.replace("(mutant):", "(mutant) until 2020-01-31:");
    assert!(!stdout(&mutated(&past, &[])).contains("allowed\n"));
}

#[test]
fn tests_that_fail_come_first() {
    let output = mutated(&RULES.replace("rating = Green", "rating = Red"), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!stdout(&output).contains("faults"), "{}", stdout(&output));
    assert!(stderr(&output).contains("no fault was tried: mend the tests that fail first"), "{}", stderr(&output));
}

#[test]
fn only_the_tests_that_are_asked_for_may_notice() {
    let told: Value =
        serde_json::from_slice(&mutated(RULES, &["--filter", "a little less", "--format", "json"]).stdout)
            .expect("JSON");
    let all: Value = serde_json::from_slice(&mutated(RULES, &["--format", "json"]).stdout).expect("JSON");
    assert!(told["mutation"]["noticed"].as_u64() < all["mutation"]["noticed"].as_u64());
    assert_eq!(told["mutation"]["faults"], all["mutation"]["faults"]);
}

#[test]
fn min_wants_something_to_measure() {
    let folder = project(RULES);
    assert_eq!(kpi_in(folder.path(), &["test", "--min", "90"]).status.code(), Some(2));
}

/// The rules and tests of `docs/testing.md`, put together as its reader would.
#[test]
fn the_page_about_testing_does_what_it_says() {
    let page = fs::read_to_string(support::root().join("docs/testing.md")).expect("the page");
    let blocks = page.split("```kpi\n").skip(1).filter_map(|block| block.split("```").next());
    let rules: String = blocks.filter(|block| !block.starts_with('#')).collect();
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("kpi.toml", "[project]\nname = \"calls\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n");
    write("rules.kpi", &rules);
    write("calls.csv", "day,seconds\n2022-05-01,30\n2021-05-01,90\n");
    let output = kpi_in(folder.path(), &["test", "--mutate", "--format", "json"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    let told: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["summary"]["passed"], 7);
    assert!(told["mutation"]["noticed"].as_u64().expect("a count") > 5, "{}", told["mutation"]);
}
