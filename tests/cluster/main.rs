//! Several processes that count together give the figures of one; and what becomes of a run when they go.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../../crates/kpi-data/tests/support/datasets.rs"]
mod datasets;
mod machines;
#[path = "../../crates/kpi-data/tests/support/questions.rs"]
mod questions;
mod questions_anywhere;
#[path = "../support/mod.rs"]
mod support;

use kpi_bench::ratios::questions::{PERIOD, Questions};
use kpi_bench::ratios::records;
use machines::{Machine, Machines, unused_port};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use support::{kpi, stderr};

/// A project of sixty indicators over a folder of equal files; half of the indicators count people.
fn project(files: usize, rows: u64) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("a project [1] of 100%").tempdir().expect("a folder");
    let of = |distinct, name: &str| {
        let questions = Questions { indicators: 30, distinct };
        questions.project(folder.path(), "records").expect("rules");
        let rules = std::fs::read_to_string(folder.path().join("ratios.kpi")).expect("rules");
        let rules = rules.replace("share_", name);
        if distinct {
            rules.split_once("\nindicator").map(|(_, rest)| format!("indicator{rest}")).expect("indicators")
        } else {
            rules
        }
    };
    let rules = format!("{}\n{}\n{}", of(false, "share_"), of(true, "people_"), MORE);
    std::fs::write(folder.path().join("ratios.kpi"), rules).expect("rules");
    let records = folder.path().join("records");
    std::fs::create_dir(&records).expect("a folder");
    records::write(&records.join("0.parquet"), rows).expect("records");
    for file in 1..files {
        std::fs::copy(records.join("0.parquet"), records.join(format!("{file}.parquet"))).expect("a copy");
    }
    folder
}

/// Sums, extremes and a middle value.
const MORE: &str = "
indicator oldest { title: \"Oldest\" unit: count polarity: none frequency: yearly formula: max(records.age where event = Review) }
indicator middle { title: \"Middle\" unit: number, 1 decimal polarity: none frequency: yearly formula: median(records.age where outcome = Hospital) }
indicator years { title: \"Years\" unit: number polarity: none frequency: yearly formula: sum(records.age where started in 2024/25) }
";

fn run(folder: &Path, more: &[&str]) -> Output {
    let folder = folder.to_str().expect("UTF-8");
    kpi(&[&["run", folder, "--period", PERIOD, "--format", "json"], more].concat())
}

/// What a run answered, without which files it read.
fn answers(output: &Output) -> Value {
    assert!(output.status.success(), "{}\n{}", output.status, stderr(output));
    let mut run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let inputs = run.as_object_mut().and_then(|run| run.remove("inputs"));
    assert!(inputs.is_some_and(|inputs| inputs.as_array().is_some_and(|inputs| !inputs.is_empty())));
    run
}

fn read(output: &Output) -> String {
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    run["inputs"].to_string()
}

#[test]
fn two_executors_give_the_answers_of_one_process() {
    let folder = project(4, 20_000);
    let machines = Machines::start(2);
    let alone = run(folder.path(), &[]);
    let together = run(folder.path(), &["--cluster", &machines.scheduler()]);
    assert_eq!(answers(&together), answers(&alone), "{}", stderr(&together));
    assert!(
        read(&together).contains("cluster:records") && !read(&together).contains("0.parquet"),
        "{}",
        read(&together)
    );
    assert!(!stderr(&together).contains("counted here"), "{}", stderr(&together));
    for executor in &machines.executors {
        assert!(executor.said().contains("Execute task"), "each has counted: {}", executor.said());
    }

    // What the project itself says.
    let settings = folder.path().join("kpi.toml");
    let written = std::fs::read_to_string(&settings).expect("settings");
    std::fs::write(&settings, format!("{written}\n[cluster]\nscheduler = \"{}\"\n", machines.scheduler()))
        .expect("settings");
    let named = run(folder.path(), &[]);
    assert_eq!(answers(&named), answers(&alone));
    assert!(read(&named).contains("cluster:records"));
}

#[test]
fn an_executor_that_is_killed_midway_is_done_without() {
    let folder = project(24, 10_000);
    let mut machines = Machines::start(2);
    let alone = answers(&run(folder.path(), &[]));
    let began = Instant::now();
    let running = Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(["run", folder.path().to_str().expect("UTF-8"), "--period", PERIOD, "--format", "json"])
        .args(["--cluster", &machines.scheduler()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kpi starts");
    machines.executors[1].wait_for("Execute task");
    std::thread::sleep(Duration::from_millis(500));
    machines.executors[1].kill();
    let killed = began.elapsed();
    let output = running.wait_with_output().expect("kpi ends");
    eprintln!("killed after {killed:?}, answered after {:?}", began.elapsed());
    assert_eq!(answers(&output), alone, "{}", stderr(&output));
    let said = machines.scheduler.said();
    assert!(said.contains("heartbeat timed out") || said.contains("lost"), "it was missed while it had work: {said}");
    assert!(said.contains("Reset"), "its tasks were done again: {said}");

    // The one that is left is a cluster still.
    assert_eq!(answers(&run(folder.path(), &["--cluster", &machines.scheduler()])), alone);
}

#[test]
fn without_executors_or_scheduler_there_are_no_figures_and_it_is_said() {
    let folder = project(24, 10_000);
    let mut machines = Machines::start(2);
    let address = machines.scheduler();
    let begun = Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(["run", folder.path().to_str().expect("UTF-8"), "--period", PERIOD, "--format", "json"])
        .args(["--cluster", &address])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kpi starts");
    machines.executors[0].wait_for("Execute task");
    machines.executors.iter_mut().for_each(Machine::kill);
    let output = begun.wait_with_output().expect("kpi ends");
    no_figures(&output, &["KPI0725"]);

    // None from the start.
    let none = run(folder.path(), &["--cluster", &address]);
    no_figures(&none, &[&format!("the cluster {address} has no executor"), "kpi cluster executor --scheduler"]);

    machines.scheduler.kill();
    let gone = run(folder.path(), &["--cluster", &address]);
    no_figures(&gone, &[&format!("the cluster {address} cannot be reached"), "kpi cluster scheduler --bind"]);
}

/// No figure, exit status 2, and these words.
fn no_figures(output: &Output, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let run: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(support::results(&run).iter().all(|result| result["value"].is_null()), "{run}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
    eprintln!("{said}");
}

#[test]
fn what_is_wrong_with_files_is_said_as_it_is_without_a_cluster() {
    let folder = project(2, 1_000);
    let machines = Machines::start(1);
    let cluster = machines.scheduler();
    // Half of a file is no Parquet file.
    let second = folder.path().join("records/1.parquet");
    let bytes = std::fs::read(&second).expect("a file");
    std::fs::write(&second, &bytes[..bytes.len() / 2]).expect("a file");
    let (alone, together) = (run(folder.path(), &[]), run(folder.path(), &["--cluster", &cluster]));
    assert_eq!(stderr(&together), stderr(&alone));
    assert_eq!(together.status.code(), alone.status.code());

    // A column that a cluster cannot add up exactly is counted here, and that is said.
    std::fs::write(&second, bytes).expect("a file");
    let rules = folder.path().join("ratios.kpi");
    let text = std::fs::read_to_string(&rules).expect("rules");
    std::fs::write(&rules, text.replace("age: count", "age: count = 0")).expect("rules");
    let (alone, together) = (run(folder.path(), &[]), run(folder.path(), &["--cluster", &cluster]));
    assert_eq!(answers(&together), answers(&alone));
    assert!(
        stderr(&together).contains("`records` was counted here, not on the cluster: `age`"),
        "{}",
        stderr(&together)
    );
}

#[test]
fn processes_that_cannot_start_say_why() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let scheduler = kpi(&["cluster", "scheduler", "--bind", &address]);
    assert_eq!(scheduler.status.code(), Some(2));
    assert!(stderr(&scheduler).contains(&format!("cannot listen on {address}")), "{}", stderr(&scheduler));
    let nobody = format!("127.0.0.1:{}", unused_port());
    let executor = kpi(&["cluster", "executor", "--scheduler", &nobody]);
    assert_eq!(executor.status.code(), Some(2));
    assert!(stderr(&executor).contains(&format!("the scheduler {nobody} cannot be reached")), "{}", stderr(&executor));
}
