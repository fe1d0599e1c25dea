//! Leicester: 30 rows of the framework table, two judgements each, variants counted once.

use crate::support::{golden, kpi, plain, results, run_json, stderr, stdout};
use serde_json::Value;

const PROJECT: &str = "rules/leicester";
const PERIOD: &str = "2017/18 Q2";

fn find<'a>(run: &'a Value, number: &str, variant: &str) -> &'a Value {
    results(run)
        .iter()
        .find(|r| r["number"] == number && (variant.is_empty() || r["variant"]["label"] == variant))
        .unwrap_or_else(|| panic!("no result {number} {variant}"))
}

#[test]
fn summary_is_the_legend_of_the_report() {
    let run = run_json(PROJECT, PERIOD);
    assert_eq!(results(&run).len(), 30);
    let count = |what: &str, label: &str| run["summary"][what][label].as_u64().unwrap_or(0);
    assert_eq!(["G", "A", "R", "none"].map(|letter| count("rating", letter)), [7, 0, 5, 16]);
    let arrows = ["Improvement", "No significant change", "Deterioration", "none"].map(|word| count("change", word));
    assert_eq!(arrows, [14, 4, 7, 3]);
    assert_eq!(["better", "same", "worse", "none"].map(|word| count("rank", word)), [15, 3, 8, 2]);
}

#[test]
fn forecasts_of_admissions_are_those_printed() {
    let run = run_json(PROJECT, PERIOD);
    for (number, admissions) in [("2Ai", 26.0), ("2Aii", 248.0)] {
        let forecast = &find(&run, number, "")["forecast"];
        assert_eq!(forecast["numerator"]["number"].as_f64(), Some(admissions), "{number}: {forecast}");
        assert_eq!(forecast["numerator"]["display"], format!("{admissions:.0} admissions"));
    }
}

#[test]
fn letters_arrows_and_ranks_are_as_published() {
    let run = run_json(PROJECT, PERIOD);
    let Some(table) = golden("leicester.csv") else { return };
    assert_eq!(table.len(), 30);
    for row in &table {
        let (code, variant) = (row.get("code"), row.get("variant"));
        let result = find(&run, code, variant);
        let name = format!("{code} {variant}");
        match row.get("rag_reconciled") {
            "none" => assert_eq!(result["rating"], Value::Null, "{name}: {}", result["rating_reason"]),
            letter => assert_eq!(result["rating"], letter, "{name}: {}", result["rating_reason"]),
        }
        let verdict = &result["change"]["verdict"];
        match row.get("dot_reconciled") {
            "up" => assert_eq!(verdict, "improved", "{name}: {}", result["change"]),
            "same" if variant != "Local" || code != "2Bii" => assert_eq!(verdict, "unchanged", "{name}"),
            "down" => assert_eq!(verdict, "worsened", "{name}: {}", result["change"]),
            _ => {}
        }
        let rank = row.get("england_ranking");
        if rank != "N/A" && rank.contains('/') {
            let printed = rank.split_whitespace().find(|word| word.contains('/')).expect("a rank");
            let display = result["rank"]["display"].as_str().expect("a rank");
            assert!(display.starts_with(printed), "{name}: {display} for {rank}");
            assert_eq!(result["rank"]["tied"], rank.contains("(=)"), "{name}");
        }
    }
}

#[test]
fn figures_are_as_printed() {
    let run = run_json(PROJECT, PERIOD);
    let Some(table) = golden("leicester.csv") else { return };
    for row in &table {
        let result = find(&run, row.get("code"), row.get("variant"));
        let quarter = row.get("q2_2017_18");
        let printed = if ["N/A", "TBC"].contains(&quarter) { row.get("y2016_17") } else { quarter };
        let printed = printed.trim_start_matches("Published data:").trim().replace(" %", "%");
        let printed = printed.split([' ', '(', '*']).next().unwrap_or_default();
        let display = result["value"]["display"].as_str().unwrap_or("none");
        assert_eq!(plain(display), plain(printed), "{} {}", row.get("code"), row.get("variant"));
    }
}

#[test]
fn prints_the_framework() {
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
