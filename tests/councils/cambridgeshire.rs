//! Cambridgeshire: 35 indicators of 2020/21 Q2 and 11 of 2023/24 Q2, one catalogue.

use crate::support::{golden, kpi, plain, results, run_json, stdout};
use serde_json::Value;

const PROJECT: &str = "rules/cambridgeshire";

/// Every row of the published table against the result of the same place: reports and rules keep one order.
fn as_published(period: &str, report: &str, expected: usize) {
    let run = run_json(PROJECT, period);
    let results = results(&run);
    assert_eq!(results.len(), expected, "indicators of {period}");
    let Some(table) = golden("cambridgeshire.csv") else { return };
    let rows: Vec<_> = table.iter().filter(|row| row.get("report") == report).collect();
    assert_eq!(rows.len(), expected);
    for (row, result) in rows.iter().zip(results) {
        let name = row.get("name");
        assert_eq!(result["title"], name);
        if !row.get("indicator_id").is_empty() {
            assert_eq!(result["number"], row.get("indicator_id"), "number of {name}");
        }
        assert_eq!(result["rating"], row.get("rag"), "rating of {name}: {}", result["rating_reason"]);
        match row.get("change") {
            "n/a" => {
                assert_eq!(result["change"]["judgement"], Value::Null, "change of {name}");
                assert!(result["change"]["reason"].is_string(), "{name} says why its change is not judged");
            }
            change => assert_eq!(result["change"]["judgement"], change, "change of {name}: {}", result["change"]),
        }
        let printed = |value: &Value| plain(value["display"].as_str().unwrap_or("none"));
        assert_eq!(printed(&result["value"]), plain(row.get("current")), "value of {name}");
        assert_eq!(printed(&result["previous"]), plain(row.get("previous")), "previous of {name}");
        match row.get("target") {
            word @ "In Development" => assert_eq!(result["target"]["word"], word, "target of {name}"),
            amount => assert_eq!(printed(&result["target"]), plain(amount), "target of {name}"),
        }
        comparator(result, "Statistical Neighbour Mean", row.get("sn_mean"), "", name);
        comparator(result, "England Mean", row.get("england_mean"), row.get("england_mean_year"), name);
    }
}

fn comparator(result: &Value, title: &str, printed: &str, year: &str, name: &str) {
    let comparators = result["comparators"].as_array().expect("a list of comparators");
    let found = comparators.iter().find(|comparator| comparator["name"] == title);
    match (printed, found) {
        ("", None) => {}
        ("N/A", Some(found)) => assert_eq!(found["missing"], "no benchmark", "{title} of {name}"),
        (printed, Some(found)) => {
            let display = found["value"]["display"].as_str().unwrap_or("none");
            assert_eq!(plain(display), plain(printed), "{title} of {name}");
            if !year.is_empty() {
                assert_eq!(found["year"], year, "year of the {title} of {name}");
            }
        }
        (printed, None) => panic!("{name} is not compared with the {title}, printed {printed}"),
    }
}

#[test]
fn quarter_two_of_2020_21_is_as_published() {
    as_published("2020/21 Q2", "cambridgeshire-2020-21-q2", 35);
}

#[test]
fn quarter_two_of_2023_24_is_as_published() {
    as_published("2023/24 Q2", "cambridgeshire-2023-24-q2", 11);
}

#[test]
fn summary_counts_add_up_to_the_indicators() {
    let run = run_json(PROJECT, "2020/21 Q2");
    let total = |counts: &Value| counts.as_object().expect("counts").values().filter_map(Value::as_u64).sum::<u64>();
    assert_eq!(total(&run["summary"]["rating"]), 35);
    assert_eq!(total(&run["summary"]["change"]), 35);
    assert_eq!(run["summary"]["rating"]["Blue"], 19);
    assert_eq!(run["summary"]["rating"]["Red"], 16);
}

#[test]
fn an_indicator_keeps_its_id_across_years() {
    for id in ["asc_105", "asc_140"] {
        for period in ["2020/21 Q2", "2023/24 Q2"] {
            let run = run_json(PROJECT, period);
            assert!(results(&run).iter().any(|result| result["indicator"] == id), "{id} is reported for {period}");
        }
    }
}

#[test]
fn explains_a_rating_down_to_the_row() {
    let output = kpi(&["explain", "asc_105", PROJECT, "--period", "2020/21 Q2"]);
    assert!(output.status.success());
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn prints_the_scorecard() {
    let output = kpi(&["run", PROJECT, "--period", "2020/21 Q2"]);
    assert!(output.status.success());
    insta::assert_snapshot!(stdout(&output));
}

#[test]
fn checks_and_passes_its_own_tests() {
    for command in ["check", "test"] {
        let output = kpi(&[command, PROJECT]);
        assert!(output.status.success(), "kpi {command}: {}", crate::support::stderr(&output));
    }
}
