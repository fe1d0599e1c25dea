//! `kpi explain ID`

use crate::support::{demo, kpi, stderr, stdout, told};
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

/// What a run costs follows from its plan, and the plan from rules and data: it is the same however long it took.
#[test]
fn how_the_data_was_gone_through() {
    let folder = demo();
    let rules = r#"
dataset visits {
  source: csv "data/visits.csv"
  columns { person: text   day: date   kind: one of [Home, Clinic]   minutes: number }
}
cohort home_visits { from: visits   where: kind = Home }

indicator people_seen {
  title:     "People seen at home, to the middle visit's minutes"
  unit:      number
  polarity:  none
  frequency: quarterly
  formula:   count distinct person(visits where day in period and kind = Home)
             + median(visits.minutes where day in period and minutes >= 5) + max(visits.minutes)
             + count(home_visits where day in period) + sum(figures.value where indicator = "homes_built")
             + percentile(visits.minutes where kind = Home, 90%) + count distinct [person, kind](visits where kind = Home)
  change:    none "an example"
}
"#;
    let mut data = "person,day,kind,minutes\n".to_owned();
    for row in 0..1200 {
        let (month, day, kind) = (4 + row % 6, 1 + row % 28, ["Home", "clinic"][row % 2]);
        data.push_str(&format!("p{},2024-{month:02}-{day:02},{kind},{}\n", row % 97, row % 60));
    }
    std::fs::write(folder.path().join("demo/visits.kpi"), rules).expect("a rule file");
    std::fs::write(folder.path().join("demo/data/visits.csv"), data).expect("its records");
    let of = |arguments: &[&str]| kpi(folder.path(), &[arguments, &["demo", "--period", PERIOD, "--plan"]].concat());
    insta::assert_snapshot!("explain_plan", told(&of(&["explain", "people_seen"])));
    insta::assert_snapshot!("explain_plan_csv", told(&of(&["explain", "people_seen", "--format", "csv"])));
    insta::assert_snapshot!("run_plan", told(&of(&["run", "-i", "people_seen,calls_answered"])));
    let refused = of(&["run", "--format", "csv"]);
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(stderr(&refused).contains("--format table, markdown or json"), "{}", told(&refused));
    let markdown = stdout(&of(&["run", "-i", "people_seen", "--format", "markdown"]));
    assert!(markdown.contains("\n- plan **"), "{markdown}");

    let json: Value =
        serde_json::from_slice(&of(&["explain", "people_seen", "--format", "json"]).stdout).expect("JSON");
    insta::assert_snapshot!("explain_plan_json", format!("{:#}", json["plan"]));
    let json: Value =
        serde_json::from_slice(&of(&["run", "-i", "people_seen", "--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["plan"].as_array().map(Vec::len), Some(3), "{json}");
}

/// Times go to standard error, so that the results stay the same byte for byte.
#[test]
fn what_took_how_long() {
    let folder = demo();
    let arguments = ["run", "demo", "--period", PERIOD];
    let plain = kpi(folder.path(), &arguments);
    let timed = kpi(folder.path(), &[&arguments[..], &["--timing"]].concat());
    assert_eq!(stdout(&plain), stdout(&timed));
    let said = stderr(&timed);
    for stage in ["check", "read  figures", "look up  figures", "evaluate  2 rounds", "render", "total"] {
        assert!(said.lines().any(|line| line.trim_start().ends_with(&format!("  {stage}"))), "{stage}: {said}");
    }
    let arguments = ["explain", "calls_answered", "demo", "--period", PERIOD, "--timing", "--format", "json"];
    let times: Value = serde_json::from_slice(&kpi(folder.path(), &arguments).stderr).expect("JSON");
    assert_eq!(times["schema"], "kpi.timing/1");
    let sum: f64 = times["stages"].as_array().expect("stages").iter().filter_map(|stage| stage["ms"].as_f64()).sum();
    let total = times["total_ms"].as_f64().expect("a total");
    assert!((sum - total).abs() < 0.1, "the stages make the total: {times}");
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
