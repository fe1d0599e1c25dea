//! `kpi doc`

use crate::support::{kpi, stderr, stdout};
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const RULES: &str = r#"dataset calls {
  source: xlsx "calls.xlsx" sheet "2023"
  columns {
    day: date
    kind: one of [complaint, "a | b"]
    seconds: count from "Duration (s)" or "N/A" as not supplied or empty as not applicable  # by the exchange
  }
}
cohort quick {
  title: "Answered within a minute"
  from:  calls
  where: seconds <= 60
         and kind = complaint  # only these
}
comparator england { title: "England"   figure: 84%   source: "Ofcom" }
bands council from 2020/21 {
  judge: deviation
  Red "off target" below 0%   Green from 0%
}
template counted(noun) {
  description: "Of the {noun}, how many in a minute"
  unit: percent, 1 decimal
}
indicator answered from counted(noun: "calls") {
  title:     "Calls answered # in time"
  polarity:  higher
  frequency: yearly
  let all = count(calls where day in period)
  formula:   count(quick where day in period) / all
  compare:   [england]
  target:    { from 2020/21: 80%   from 2022/23: 82% }
  bands:     council
}
scorecard board { title: "The board"   theme "Service" { indicators: [answered] } }
test "one" { indicator answered at 2023/24   given value = 82%   expect rating = Green }
"#;

fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"calls\"\ncouncil = \"Wold District Council\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n").expect("written");
    fs::write(folder.path().join("rules.kpi"), RULES).expect("written");
    folder
}

#[test]
fn the_dictionary_as_markdown() {
    let folder = project();
    let output = kpi(folder.path(), &["doc"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_snapshot!(stdout(&output));
}

#[test]
fn the_dictionary_as_json() {
    let folder = project();
    let told: Value = serde_json::from_str(&stdout(&kpi(folder.path(), &["doc", "--format", "json"]))).expect("JSON");
    assert_eq!(told["schema"], "kpi.doc/1");
    assert_eq!(told["indicators"][0]["tests"], 1);
    assert_eq!(told["indicators"][0]["datasets"], serde_json::json!(["calls"]));
    assert_eq!(told["datasets"][0]["columns"][2]["header"], "Duration (s)");
}

#[test]
fn a_file_appears_whole() {
    let folder = project();
    let output = kpi(folder.path(), &["doc", "--out", "dictionary.md"]);
    assert!(output.status.success() && stdout(&output).is_empty());
    assert!(
        fs::read_to_string(folder.path().join("dictionary.md"))
            .expect("written")
            .starts_with("# Wold District Council")
    );
    let nowhere = kpi(folder.path(), &["doc", "--out", "nowhere/dictionary.md"]);
    assert_eq!(nowhere.status.code(), Some(2));
}

/// The councils' own, which nobody has to read here to know that they are made.
#[test]
fn every_project_has_one() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    for name in ["ascof", "birmingham", "cambridgeshire", "leicester", "roads"] {
        let output = kpi(&rules.join(name), &["doc", "-q"]);
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        let text = stdout(&output);
        assert!(text.contains("## Indicators") && text.contains("## Datasets"), "{name}");
    }
}
