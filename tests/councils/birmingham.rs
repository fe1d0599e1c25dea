//! Birmingham: six measures, two kinds of target, directions with their own colours.

use crate::support::{golden, kpi, plain, results, run_json, stderr, stdout};
use serde_json::Value;

const PROJECT: &str = "rules/birmingham";
const PERIOD: &str = "2022-09";

#[test]
fn scorecard_is_as_published() {
    let run = run_json(PROJECT, PERIOD);
    let results = results(&run);
    assert_eq!(results.len(), 6);
    let Some(table) = golden("birmingham.csv") else { return };
    for (row, result) in table.iter().zip(results) {
        let name = row.get("name");
        assert_eq!(result["title"], name);
        assert_eq!(result["number"], row.get("number"));
        assert_eq!(result["theme"], row.get("theme"), "{name}");
        assert_eq!(result["rating"], row.get("status"), "{name}: {}", result["rating_reason"]);
        let printed = |value: &Value| plain(value["display"].as_str().unwrap_or("none"));
        assert_eq!(printed(&result["value"]), plain(row.get("this_period")), "{name}");
        match row.get("target") {
            word @ "DoT Only" => assert_eq!(result["target"]["word"], word, "{name}"),
            target => {
                let period_target = target.split(" (").next().unwrap_or_default();
                assert_eq!(printed(&result["target"]), plain(period_target), "{name}");
            }
        }
        match row.get("end_of_year_target") {
            "" => assert_eq!(result["year_end_target"], Value::Null, "{name}"),
            target => assert_eq!(printed(&result["year_end_target"]), target, "{name}"),
        }
        match row.get("dot") {
            "" => assert_eq!(result["change"]["judgement"], Value::Null, "{name}"),
            word => assert_eq!(result["change"]["judgement"], word, "{name}"),
        }
        match row.get("change_pp") {
            "" => assert!(result["change"]["reason"].is_string(), "{name} says why it has no change"),
            change => {
                let amount = result["change"]["amount"].as_str().unwrap_or("none").trim_start_matches('+');
                let amount = amount.trim_end_matches(" pp").to_owned();
                assert_eq!(plain(&amount), plain(change.trim_end_matches(" pp")), "{name}");
            }
        }
        let previous = |field: &str| match &result[field] {
            Value::Null => String::new(),
            figure => printed(figure),
        };
        if !row.get("last_period").is_empty() {
            assert_eq!(previous("previous"), plain(row.get("last_period")), "{name}");
        }
        if !row.get("last_recalculated").is_empty() {
            assert_eq!(previous("previous_recalculated"), plain(row.get("last_recalculated")), "{name}");
        }
    }
}

#[test]
fn prints_the_scorecard() {
    let output = kpi(&["run", PROJECT, "--period", PERIOD]);
    assert!(output.status.success());
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn checks_and_passes_its_own_tests() {
    for command in ["check", "test"] {
        let output = kpi(&[command, PROJECT]);
        assert!(output.status.success(), "kpi {command}: {}", stderr(&output));
    }
}
