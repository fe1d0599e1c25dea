//! Projects far larger than any council's: they check and run, and all of their figures come out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/generate.rs"]
mod generate;
#[path = "../support/mod.rs"]
mod support;

use support::{kpi, stderr};

#[test]
fn two_thousand_indicators_check_and_run() {
    let folder = tempfile::tempdir().expect("a folder");
    generate::project(folder.path(), 2_000);
    let project = folder.path().to_str().expect("UTF-8");
    let check = kpi(&["check", project]);
    assert!(check.status.success(), "{}", stderr(&check));
    let run = kpi(&["run", project, "--period", "2025/26 Q2", "--format", "json"]);
    assert!(run.status.success(), "{}", stderr(&run));
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("JSON");
    let results = support::results(&run);
    assert_eq!(results.len(), 2_000);
    assert!(results.iter().all(|result| result["rating"].is_string()), "every figure is rated");
}
