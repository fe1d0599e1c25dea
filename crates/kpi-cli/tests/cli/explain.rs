//! `kpi explain ID`

use crate::support::{demo, kpi, stderr, told};
use serde_json::Value;

const PERIOD: &str = "2024/25 Q2";

#[test]
fn how_a_recorded_figure_came_about() {
    let folder = demo();
    let output = kpi(folder.path(), &["explain", "calls_answered", "demo", "--period", PERIOD]);
    insta::assert_snapshot!("explain_recorded", told(&output));
}

#[test]
fn how_a_figure_with_a_forecast_came_about() {
    let folder = demo();
    let output = kpi(folder.path(), &["explain", "homes_built", "demo", "--period", PERIOD]);
    insta::assert_snapshot!("explain_to_date", told(&output));
}

#[test]
fn the_trace_as_markdown_and_as_rows() {
    let folder = demo();
    let explain = |format| {
        let arguments = ["explain", "planning_in_time", "demo", "--period", PERIOD, "--format", format];
        told(&kpi(folder.path(), &arguments))
    };
    insta::assert_snapshot!("explain_markdown", explain("markdown"));
    insta::assert_snapshot!("explain_csv", explain("csv"));
}

#[test]
fn the_trace_for_programs_leads_to_the_rule_and_the_cell() {
    let folder = demo();
    let arguments = ["explain", "calls_answered", "demo", "--period", PERIOD, "--format", "json"];
    let output = kpi(folder.path(), &arguments);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((&json["schema"], &json["indicator"]), (&"kpi.explain/1".into(), &"calls_answered".into()));
    assert_eq!(json["result"]["value"]["display"], "86.2%");
    fn cells<'a>(step: &'a Value, found: &mut Vec<&'a Value>) {
        found.extend(Some(&step["data"]).filter(|data| !data.is_null()));
        for child in step["steps"].as_array().expect("steps") {
            cells(child, found);
        }
    }
    let mut found = Vec::new();
    cells(&json["trace"], &mut found);
    let cell = found.iter().find(|cell| cell["raw"] == "86.2%").expect("the cell of the value");
    assert_eq!(
        (&cell["file"], &cell["row"], &cell["column"]),
        (&"demo/data/figures.csv".into(), &5.into(), &"value".into())
    );
    assert_eq!(json["trace"]["rule"]["file"], "demo/indicators.kpi");
}

#[test]
fn what_is_not_there_is_guessed() {
    let folder = demo();
    let wrong = kpi(folder.path(), &["explain", "calls_answerd", "demo", "--period", PERIOD]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("did you mean `calls_answered`?"), "{}", told(&wrong));
    let no_period = kpi(folder.path(), &["explain", "calls_answered", "demo"]);
    insta::assert_snapshot!("explain_without_period", told(&no_period));
}
