//! Figures that plugins make, and rows that they fetch.

use crate::building::{measure, source};
use crate::{INDICATOR, TWO_ROWS, kpi, pinned, said};
use serde_json::Value;

fn json(folder: &std::path::Path, arguments: &[&str]) -> Value {
    let output = kpi(folder, arguments);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(&output)))
}

#[test]
fn a_figure_says_which_plugin_made_it_of_how_many_rows() {
    let folder = pinned(INDICATOR, &[("rows", measure(""))]);
    let run = json(folder.path(), &["run", "--period", "2024/25", "--format", "json"]);
    let values: Vec<(&Value, &Value)> =
        run["results"].as_array().unwrap().iter().map(|r| (&r["slice"], &r["value"]["exact"])).collect();
    assert_eq!(
        format!("{values:?}").replace("Object ", ""),
        r#"[({}, String("3")), ({"area": String("North")}, String("2")), ({"area": String("South")}, String("1"))]"#
    );
    let plugin = &run["results"][0]["plugins"][0];
    assert_eq!((&plugin["id"], &plugin["version"], &plugin["api"]), (&"rows".into(), &"1.0.0".into(), &"1.0.0".into()));
    assert_eq!(plugin["sha256"].as_str().unwrap().len(), 64);
    assert!(plugin["fuel"].as_u64().unwrap() > 0);
    assert_eq!(run["plugins"][0]["name"], "rows");
    assert_eq!(run["plugins"][0]["sha256"], plugin["sha256"]);
    let again = json(folder.path(), &["run", "--period", "2024/25", "--format", "json"]);
    assert_eq!(run, again, "twice the same, to the last unit of fuel");
    insta::assert_snapshot!(said(&kpi(folder.path(), &["explain", "opened_cases", "--period", "2024/25"])));
}

#[test]
fn where_a_plugin_fails_the_other_figures_stand() {
    let traps = include_str!("../hostile/wat/traps_with_two_rows.wat");
    let rules = format!(
        "{INDICATOR}
indicator plain {{
  title: \"Counted by kpi\"
  unit: count
  polarity: none
  frequency: yearly
  formula: count(cases where opened in period)
}}
"
    );
    let folder = pinned(&rules, &[("rows", measure(traps))]);
    let output = kpi(folder.path(), &["run", "--period", "2024/25", "--slices"]);
    insta::assert_snapshot!(said(&output));
}

#[test]
fn rows_of_a_plugin_are_read_like_those_of_a_file() {
    let rules = r#"
dataset pages {
  source: plugin "page"
  columns { number: count from "n" }
}

indicator pages_read {
  title: "Pages"
  unit: count
  polarity: none
  frequency: yearly
  formula: sum(pages.number where number > 3)
}
"#;
    let folder = pinned(rules, &[("page", source(TWO_ROWS))]);
    let run = json(folder.path(), &["run", "--period", "2024/25", "--format", "json"]);
    assert_eq!(run["results"][0]["value"]["exact"], "4");
    assert_eq!(run["plugins"][0]["name"], "page");
    insta::assert_snapshot!(said(&kpi(folder.path(), &["data", "rows", "pages", "--period", "2024/25"])));
    insta::assert_snapshot!("without_a_period", said(&kpi(folder.path(), &["data", "rows", "pages"])));
    let offline = json(folder.path(), &["run", "--period", "2024/25", "--format", "json", "--offline"]);
    assert_eq!(run, offline);
}
