//! A column that is wrong from top to bottom is told of in a few lines.

use super::support::{kpi_in, stderr};
use std::fs;
use tempfile::TempDir;

const RULES: &str = r#"
dataset bins {
  source: csv "bins.csv"
  columns { month: date   missed: count }
}

indicator missed {
  title:     "Missed bins"
  unit:      count
  polarity:  lower
  frequency: monthly
  formula:   sum(bins.missed where month in period)
}
"#;

#[test]
fn cells_that_are_wrong_alike_are_told_together() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("kpi.toml", "[project]\nname = \"bins\"\ncouncil = \"Anytown Council\"\nedition = \"2026\"\n");
    write("rules.kpi", RULES);
    let rows: String = (1..=24).map(|n| format!("month {n},{n}\n")).collect();
    write("bins.csv", &format!("month,missed\n{rows}2024-04-30,many\n"));
    let ran = kpi_in(folder.path(), &["run", "--period", "2024-04"]);
    insta::assert_snapshot!(stderr(&ran));
}
