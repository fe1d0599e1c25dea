//! `kpi lsp`, as an editor talks to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/mod.rs"]
mod support;

mod complete;
mod editor;
mod mend;
mod names;
mod seen;
mod session;

use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// A small project with one of each.
pub const RULES: &str = r#"# Made up.
dataset records {
  source: csv "records.csv"
  columns {
    day:      date
    district: one of ["City", "East Fen", "Wold"]
    outcome:  text
    cost:     money
  }
}

dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns {
    indicator: text
    period:    period
    value:     percent
  }
}

cohort answered {
  title: "Records that were answered"
  from:  records
  where: outcome is not empty
  let late = outcome = "late"
}

comparator england {
  title:  "England"
  source: "Made up"
  figure: 84%
  year:   2023/24
}

bands council {
  judge: deviation
  Red   "off target"           below -10%
  Amber "nearly on target"     below 0%
  Green "on target or over it" from 0%
  require actions for Red
}

template recorded(survey = "residents") {
  description: "Of the {survey} who were asked"
  source:      "Survey of {survey}"
  formula:     figures.value
  polarity:    higher
  bands:       council
  compare:     [england]
}

indicator satisfied from recorded() {
  title:     "Satisfied with the £ service"
  unit:      percent, 1 decimal
  frequency: yearly
  target:    80%
}

indicator on_time {
  title:       "Answered on time"
  unit:        percent, 1 decimal
  polarity:    higher
  frequency:   yearly
  source:      "Records"
  description: "Of the records that were answered, how many in time"
  require:     all > 0 else withhold rating "nothing was answered"
  let all = count(answered)
  let good = count(answered where outcome = "in time")
  formula:     good / all
  bands:       council
  target:      70%
}

scorecard board {
  title:      "Board"
  indicators: [satisfied, on_time]
}

test "seventy of a hundred is green" {
  indicator on_time at 2023/24
  given good = 70, all = 100
  expect value = 70%, rating = Green
}
"#;

/// The project on disk, and its rule file.
pub fn project() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "kpi.toml",
        "[project]\nname = \"made_up\"\ncouncil = \"Made-up Council\"\nedition = \"2026\"\n\n[calendar]\nyear_starts = \"April\"\n",
    );
    write("rules.kpi", RULES);
    write("figures.csv", "indicator,period,value\nsatisfied,2022/23,71.5\nsatisfied,2023/24,79.0\n");
    write(
        "records.csv",
        "day,district,outcome,cost\n2023-05-01,City,in time,£5\n2023-06-01,Wold,late,£6\n2024-03-01,East Fen,in time,£7\n",
    );
    let path = folder.path().join("rules.kpi");
    (folder, path)
}

/// The rules with other words in them.
pub fn saying(from: &str, to: &str) -> String {
    assert!(RULES.contains(from), "the rules do not say {from:?}");
    RULES.replacen(from, to, 1)
}
