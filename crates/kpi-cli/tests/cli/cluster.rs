//! What a kpi says that was built without clusters. One with them: `tests/cluster`.
#![cfg(not(feature = "cluster"))]

use crate::support::{kpi, stderr, stdout, write};
use kpi_bench::ratios::questions::{PERIOD, Questions};
use kpi_bench::ratios::records;
use std::path::Path;

const BUILD: &str = "cargo install --path crates/kpi-cli --features cluster";

#[test]
fn a_kpi_without_clusters_says_how_to_get_one_with_them() {
    for arguments in [&["cluster", "scheduler"][..], &["cluster", "executor", "--scheduler", "127.0.0.1:50050"]] {
        let output = kpi(Path::new("."), arguments);
        let said = stderr(&output).replace('\n', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("KPI0725") && said.contains("built without clusters") && said.contains(BUILD), "{said}");
    }
}

#[test]
fn a_run_that_names_a_cluster_gives_no_figure_without_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let questions = Questions { indicators: 1, distinct: false };
    questions.project(folder.path(), "records.parquet").expect("a project");
    records::write(&folder.path().join("records.parquet"), 1_000).expect("records");
    let run = ["run", "--period", PERIOD, "--format", "csv"];
    let alone = kpi(folder.path(), &run);
    assert!(alone.status.success(), "{}", stderr(&alone));
    let named = kpi(folder.path(), &[&run[..], &["--cluster", "127.0.0.1:50050"]].concat());
    let settings = std::fs::read_to_string(folder.path().join("kpi.toml")).expect("settings");
    write(folder.path(), "kpi.toml", &format!("{settings}\n[cluster]\nscheduler = \"127.0.0.1:50050\"\n"));
    let set = kpi(folder.path(), &run);
    for output in [named, set] {
        let said = stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("KPI0725") && said.contains(BUILD), "{said}");
        assert_ne!(stdout(&output), stdout(&alone));
    }
}
