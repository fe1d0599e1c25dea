//! Intervals and control charts as they are printed.

use crate::support::{kpi, project, told};
use tempfile::TempDir;

const RULES: &str = r#"
dataset figures {
  source: csv "figures.csv"
  key:    [period]
  columns { period: period   part: count   whole: count }
}
comparator england { title: "England"   figure: 80%   year: 2020/21 }
bands sure { judge: significance against england   Green if better   Amber if similar   Red if worse }
indicator reviews {
  title:     "Reviews on time"
  unit:      percent, 1 decimal
  polarity:  higher
  frequency: monthly
  formula:   figures.part / figures.whole
  target:    90%
  bands:     sure
  compare:   [england]
  interval:  wilson 95%
  control:   xmr from 2020-04, baseline to 2021-01
}
test "the last month is significantly worse than England" {
  indicator reviews at 2021-02
  expect significance = worse, lower = 58.34% within 0.01 pp, upper > 76%, upper < 77%
  expect variation = concern, assurance = inconsistent, rating = Red
}
"#;

fn reviews() -> TempDir {
    let parts = [88, 92, 90, 86, 91, 89, 93, 87, 90, 88, 68];
    let rows = parts
        .iter()
        .enumerate()
        .map(|(i, part)| format!("{}-{:02},{part},100\n", 2020 + (i + 3) / 12, (i + 3) % 12 + 1));
    let figures = format!("period,part,whole\n{}", rows.collect::<String>());
    let settings = "[project]\nname = \"reviews\"\ncouncil = \"Testshire Council\"\n";
    project(&[("kpi.toml", settings), ("rules.kpi", RULES), ("figures.csv", &figures)])
}

#[test]
fn a_table_says_how_sure_and_whether_by_chance() {
    let folder = reviews();
    insta::assert_snapshot!("uncertainty_table", told(&kpi(folder.path(), &["run", "--period", "2021-02"])));
}

#[test]
fn programs_get_the_limits_and_every_point() {
    let folder = reviews();
    let output = kpi(folder.path(), &["run", "--period", "2021-02", "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let result = &run["results"][0];
    assert_eq!(result["control"]["points"].as_array().map(Vec::len), Some(11));
    let mut control = result["control"].clone();
    control["points"] = result["control"]["points"][10].clone();
    let shown = serde_json::json!({
        "interval": result["interval"], "control": control, "comparators": result["comparators"]
    });
    insta::assert_snapshot!("uncertainty_json", serde_json::to_string_pretty(&shown).expect("JSON"));
}

#[test]
fn explains_the_limits() {
    let folder = reviews();
    insta::assert_snapshot!(
        "uncertainty_explain",
        told(&kpi(folder.path(), &["explain", "reviews", "--period", "2021-02"]))
    );
}

#[test]
fn rules_may_test_their_limits() {
    let folder = reviews();
    let output = kpi(folder.path(), &["test"]);
    assert!(output.status.success(), "{}", told(&output));
}
