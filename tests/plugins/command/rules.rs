//! What the checker says of rules that name plugins.

use crate::building::{measure, source};
use crate::{INDICATOR, kpi, pinned, said};

#[test]
fn rules_are_held_against_what_plugins_say_of_themselves() {
    let rules = r#"
dataset cases {
  source: csv "cases.csv"
  columns { id: text   area: text   opened: date }
}

dataset pages {
  source: plugin "page" { since: 2024-04-01 }
  columns { n: date   title: text   text: text }
}

dataset counted {
  source: plugin "rows"
  columns { n: number }
}

dataset plain {
  source: csv "cases.csv" { since: 2024-04-01 }
  columns { id: text }
}

indicator a {
  title: "An unknown plugin"
  unit: count
  polarity: none
  frequency: yearly
  formula: measure("row", cases)
}

indicator b {
  title: "A setting that is not there"
  unit: count
  polarity: none
  frequency: yearly
  formula: measure("rows", cases where area = "North", weight: 0.5)
}

indicator c {
  title: "A source as a measure"
  unit: count
  polarity: none
  frequency: yearly
  formula: measure("page", cases)
}

indicator d {
  title: "Another unit"
  unit: percent
  polarity: none
  frequency: yearly
  formula: measure("rows", cases)
}

indicator e {
  title: "No rows, no plugin, no name"
  unit: count
  polarity: none
  frequency: yearly
  let x = measure("rows")
  let y = measure(cases)
  let z = measure("rows", cases, 5)
  let w = sum(scale: cases.id)
  formula: x + y + z + w
}
"#;
    let folder = pinned(rules, &[("rows", measure("")), ("page", source(""))]);
    insta::assert_snapshot!(said(&kpi(folder.path(), &["check"])));
}

#[test]
fn a_plugin_that_cannot_be_opened_is_told_once() {
    let folder = pinned(INDICATOR, &[("rows", measure(""))]);
    std::fs::remove_file(folder.path().join("rows.wasm")).unwrap();
    insta::assert_snapshot!(said(&kpi(folder.path(), &["check"])));
}
