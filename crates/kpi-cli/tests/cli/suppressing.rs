//! Small counts, and what they would follow from, in no output (R46).

#![allow(clippy::indexing_slicing, clippy::panic, reason = "a test may stop at once")]

use crate::support::{kpi, project, stdout, told};
use serde_json::Value;
use std::collections::HashMap;
use tempfile::TempDir;

const AREAS: [&str; 3] = ["East", "North", "West"];
const AGES: [&str; 2] = ["18 to 64", "65 and over"];

/// People by area and age: so many were reviewed, of so many.
const PEOPLE: [(usize, usize, usize, usize); 6] =
    [(0, 0, 3, 20), (0, 1, 30, 41), (1, 0, 12, 22), (1, 1, 25, 33), (2, 0, 17, 19), (2, 1, 0, 26)];

fn rules(suppress: &str) -> String {
    format!(
        r#"
dataset people {{
  source: csv "people.csv"
  columns {{ area: one of [East, North, West]   age: one of ["18 to 64", "65 and over"]   reviewed: yes/no   seen: date }}
}}
template any(what) {{
  title:     "{{what}}"
  polarity:  higher
  frequency: yearly
  by:        [area, age]
  suppress:  {suppress}
}}
indicator people_reviewed from any("People reviewed") {{
  unit:      count
  formula:   count(people where seen in period and reviewed = yes)
  forecast:  last value
}}
indicator share_reviewed from any("Share of people reviewed") {{
  unit:      percent, 1 decimal
  formula:   count(people where seen in period and reviewed = yes) / count(people where seen in period)
  target:    60%
  bands:     plain
  require:   count(people where seen in period and reviewed = yes) >= 1 else withhold rating "nobody was reviewed"
}}
indicator twice {{
  title:     "Twice the people reviewed"
  unit:      count
  polarity:  higher
  frequency: yearly
  by:        [area, age]
  formula:   people_reviewed * 2
}}
bands plain {{ judge: deviation   Red below 0%   Green from 0% }}
"#
    )
}

fn folder(suppress: &str) -> TempDir {
    let mut data = "area,age,reviewed,seen\n".to_owned();
    for (area, age, reviewed, of) in PEOPLE {
        for person in 0..of {
            let yes = if person < reviewed { "yes" } else { "no" };
            data.push_str(&format!("{},{},{yes},2024-05-01\n", AREAS[area], AGES[age]));
        }
    }
    let settings = "[project]\nname = \"people\"\ncouncil = \"Testshire Council\"\n";
    project(&[("kpi.toml", settings), ("rules.kpi", &rules(suppress)), ("people.csv", &data)])
}

fn results(folder: &TempDir) -> Vec<Value> {
    let output = kpi(folder.path(), &["run", "--period", "2024/25", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", told(&output)));
    json["results"].as_array().expect("results").clone()
}

/// By area and age (`-` for all of them): what is shown.
fn shown(results: &[Value], indicator: &str) -> HashMap<(String, String), String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let of = results.iter().filter(|result| result["indicator"] == indicator);
    of.map(|result| {
        let place = (text(&result["slice"]["area"]), text(&result["slice"]["age"]));
        let value = result["value"]["display"].as_str().map_or_else(|| text(&result["missing"]), str::to_owned);
        (place, value)
    })
    .collect()
}

#[test]
fn a_small_count_and_what_it_would_follow_from_are_hidden() {
    let folder = folder("below 5");
    let run = |format| stdout(&kpi(folder.path(), &["run", "--period", "2024/25", "--slices", "--format", format]));
    insta::assert_snapshot!("suppressed_table", run("table"));
    let results = results(&folder);
    let counts = shown(&results, "people_reviewed");
    let hidden: Vec<_> = counts.iter().filter(|(_, value)| *value == "suppressed").map(|(place, _)| place).collect();
    // The small one, one more of its area and of its age, and the one where those meet.
    assert_eq!(hidden.len(), 4, "{counts:?}");
    assert!(hidden.contains(&&("East".to_owned(), "18 to 64".to_owned())));
    // The share of the same people is hidden in the same places, or it would tell what the count does not; and so is what
    // rests on the count.
    let shares = shown(&results, "share_reviewed");
    assert!(shares.iter().all(|(place, value)| (value == "suppressed") == hidden.contains(&place)), "{shares:?}");
    for result in results.iter().filter(|result| result["missing"] == "suppressed") {
        for gone in ["value", "deviation", "gap", "rating"] {
            assert!(result[gone].is_null(), "{gone} {result}");
        }
        for gone in ["numerator", "denominator", "forecast"] {
            assert!(result[gone].is_null() || result[gone]["number"].is_null(), "{gone} {result}");
        }
    }
    let twice = shown(&results, "twice");
    assert!(hidden.iter().all(|place| twice[*place] == "suppressed"), "{twice:?}");
    // Why a figure is not told does not tell which kind of hidden it is.
    let mut reasons: Vec<&Value> =
        results.iter().map(|result| &result["missing_detail"]).filter(|v| !v.is_null()).collect();
    reasons.dedup();
    assert_eq!(reasons.len(), 1, "{reasons:?}");
}

#[test]
fn rules_may_test_what_is_hidden() {
    let folder = folder("below 5");
    let tests = r#"
test "four people are too few to tell of" {
  indicator people_reviewed at 2024/25
  given value = 4
  expect missing = suppressed
}
test "five are not" {
  indicator people_reviewed at 2024/25
  given value = 5
  expect value = 5
}
test "nor is nobody" {
  indicator people_reviewed at 2024/25
  given value = 0
  expect value = 0
}
"#;
    std::fs::write(folder.path().join("tests.kpi"), tests).expect("a file");
    let output = kpi(folder.path(), &["test", "--verbose"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn nothing_that_is_hidden_stands_in_an_explanation() {
    let folder = folder("below 5");
    for indicator in ["people_reviewed", "share_reviewed"] {
        let arguments = [
            "explain",
            indicator,
            "--period",
            "2024/25",
            "--slice",
            "area=East",
            "--slice",
            "age=18 to 64",
            "--format",
        ];
        for format in ["table", "csv", "markdown", "json"] {
            let text = stdout(&kpi(folder.path(), &[&arguments[..], &[format]].concat()));
            assert!(text.contains("suppressed"), "{text}");
            // 3 of 20, and what that comes to; where a rule stands is no secret.
            let told = text.lines().filter(|line| !line.contains("\"line\":") && !line.contains("\"column\":"));
            let words = told.flat_map(|line| line.split([' ', ',', '"', '(', ')', '*']));
            let secret = ["3", "3.0", "20", "20.0", "3/20", "15%", "15.0%", "0.15"];
            let found: Vec<&str> = words.filter(|word| secret.contains(word)).collect();
            assert!(found.is_empty(), "{indicator} {format}: {found:?} in {text}");
        }
    }
    let arguments =
        ["explain", "share_reviewed", "--period", "2024/25", "--slice", "area=East", "--slice", "age=18 to 64"];
    insta::assert_snapshot!("suppressed_explain", told(&kpi(folder.path(), &arguments)));
}

#[test]
fn rounded_counts_tell_of_nobody() {
    let folder = folder("below 8, rounded to 5");
    let results = results(&folder);
    let counts = shown(&results, "people_reviewed");
    let place = |area: &str, age: &str| (area.to_owned(), age.to_owned());
    assert_eq!(counts[&place("East", "18 to 64")], "suppressed");
    // 12, 17 and 33; nobody is nobody; the whole is 87.
    assert_eq!(counts[&place("North", "18 to 64")], "10");
    assert_eq!(counts[&place("West", "18 to 64")], "15");
    assert_eq!(counts[&place("West", "65 and over")], "0");
    assert_eq!(counts[&place("-", "-")], "85");
    let share = results.iter().find(|r| r["indicator"] == "share_reviewed" && r["slice"] == serde_json::json!({}));
    let share = share.expect("the whole");
    // 87 of 161 people, as 85 of 160.
    assert_eq!((&share["value"]["exact"], &share["numerator"]["display"]), (&"17/32".into(), &"85".into()));
    assert_eq!(share["flags"], serde_json::json!(["rounded"]));
    for result in results.iter().filter(|r| r["indicator"] != "twice" && !r["numerator"]["number"].is_null()) {
        for side in ["numerator", "denominator"] {
            let count = result[side]["number"].as_f64().expect("a count");
            assert!((count / 5.0).fract().abs() < 1e-9, "{side} {result}");
        }
    }
    let arguments = ["explain", "share_reviewed", "--period", "2024/25", "--slice", "area=North"];
    insta::assert_snapshot!("rounded_explain", told(&kpi(folder.path(), &arguments)));
}
