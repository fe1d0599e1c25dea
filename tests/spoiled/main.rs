//! Data as councils have it: what cannot be read is named with its row and what to do, and the good figures come out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod blanks;
mod hidden;
mod many;
mod records;
mod rows;
#[path = "../support/mod.rs"]
mod support;

use serde_json::Value;
use std::fs;
use support::{kpi_in, results, stderr};

const RULES: &str = r#"
dataset figures {
  source: csv "data/figures.csv"
  key:    [indicator, period]
  columns {
    indicator: text
    period:    period
    value:     number or "N/A" as not supplied
    updated:   date
  }
}

bands council {
  judge: deviation
  Red   below 0%
  Green from 0%
}

template measure(what) {
  title:     "{what}"
  polarity:  higher
  frequency: quarterly
  formula:   figures.value
  bands:     council
}

indicator good      from measure("Read as it is written")   { unit: percent, 1 decimal   target: 50% }
indicator thousands from measure("Commas between thousands") { unit: count   target: { 2025/26: 10,000 each quarter } }
indicator declared  from measure("Declared to be missing")  { unit: percent   target: 50% }
indicator undeclared from measure("Not declared")           { unit: percent   target: 50% }
indicator twice     from measure("Two rows with one key")   { unit: percent   target: 50% }
indicator percent   from measure("A percentage of a count") { unit: count   target: { 2025/26: 5 each quarter } }
indicator misdated  from measure("A date that is none")     { unit: percent   target: 50% }
"#;

const FIGURES: &str = "\
indicator,period,value,updated
good,2025/26 Q2,56.0%,2025-10-03
thousands,2025/26 Q2,\"15,000\",03/10/2025
declared,2025/26 Q2,N/A,2025-10-03
undeclared,2025/26 Q2,#N/A,2025-10-03
,,Total of the page,
twice,2025/26 Q2,61%,2025-10-03
twice,2025/26 Q2,62%,2025-10-03
percent,2025/26 Q2,56.0%,2025-10-03
misdated,2025/26 Q2,70%,31/02/2025
";

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    fs::create_dir(folder.path().join("data")).expect("a folder");
    write("kpi.toml", "[project]\nname = \"spoiled\"\ncouncil = \"Spoiled Council\"\nedition = \"2026\"\n");
    write("rules.kpi", RULES);
    write("data/figures.csv", FIGURES);
    folder
}

#[test]
fn every_spoiled_row_is_named_and_the_good_figures_come_out() {
    let folder = project();
    let output = kpi_in(folder.path(), &["run", "--period", "2025/26 Q2", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "figures that failed are findings: {}", stderr(&output));
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let of = |id: &str| {
        let result = results(&run).iter().find(|result| result["indicator"] == id);
        let result = result.unwrap_or_else(|| panic!("{id} is among the results"));
        let value = result["value"]["display"].as_str().map(str::to_owned);
        (value, result["missing"].as_str().map(str::to_owned), result["rating"].as_str().map(str::to_owned))
    };
    let word = |text: &str| Some(text.to_owned());
    assert_eq!(of("good"), (word("56.0%"), None, word("Green")));
    assert_eq!(of("thousands"), (word("15,000"), None, word("Green")));
    assert_eq!(of("declared"), (None, word("not supplied"), None));
    assert_eq!(of("undeclared"), (None, word("failed"), None));
    assert_eq!(of("twice"), (None, word("failed"), None));
    assert_eq!(of("percent"), (None, word("failed"), None));
    assert_eq!(of("misdated"), (word("70%"), None, word("Green")));
    insta::assert_snapshot!(stderr(&output));
}

#[test]
fn a_file_that_is_not_there_is_named_and_nothing_is_made_up() {
    let folder = project();
    fs::remove_file(folder.path().join("data/figures.csv")).expect("removed");
    let output = kpi_in(folder.path(), &["run", "--period", "2025/26 Q2", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(results(&run).iter().all(|result| result["missing"] == "failed" && result["rating"].is_null()));
    insta::assert_snapshot!(stderr(&output));
}
