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

/// Which condition cost how many records is the first question asked of a surprising count.
#[test]
fn how_a_count_of_records_came_about() {
    let folder = demo();
    let rules = r#"
dataset waits {
  source: csv "data/waits.csv"
  columns {
    asked: date
    route: one of [Discharge, "Self referral", Other]
    days:  days
  }
}

indicator median_wait {
  title:     "Days from request to first assessment, the middle of all"
  unit:      days, 1 decimal
  polarity:  lower
  frequency: quarterly
  let of_interest = count(waits where asked in period and route not in [Discharge] and days is not empty)
  formula:   median(waits.days where asked in period and route not in [Discharge] and days is not empty)
  require:   of_interest >= 2 else withhold rating "fewer than two people"
}
"#;
    let data = "asked,route,days\n2024-07-01,Self referral,12\n2024-08-01,other,\n2024-09-30,Other,5\n\
                2024-09-30,Discharge,1\n2024-10-01,Other,40\n2024-07-09,Other,6\n2024-07-10,Other,9\n";
    std::fs::write(folder.path().join("demo/waits.kpi"), rules).expect("a rule file");
    std::fs::write(folder.path().join("demo/data/waits.csv"), data).expect("its records");
    let output = kpi(folder.path(), &["explain", "median_wait", "demo", "--period", PERIOD]);
    insta::assert_snapshot!("explain_records", told(&output));
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
