//! `cargo bench --bench scale`: how long `kpi check`, `kpi lint`, `kpi fmt` and `kpi run` take, as whole processes, and how much memory.
//!
//! Sizes double, so that growth shows: a column that doubles is linear.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark starts processes, reads the clock, and may stop at once"
)]

#[path = "../../../tests/support/generate.rs"]
mod generate;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 7;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    println!("{:<44} {:>10} {:>10} {:>10}", "median of 7, after one to warm up", "best ms", "median ms", "peak MiB");
    let councils = [("cambridgeshire", "2020/21 Q2"), ("leicester", "2017/18 Q2"), ("birmingham", "2022-09")];
    for (council, period) in councils {
        let project = root.join("rules").join(council);
        measure(&format!("check {council}"), &["check"], &project);
        measure(&format!("run {council}"), &["run", "--period", period, "--format", "json"], &project);
    }
    for indicators in [1_250, 2_500, 5_000, 10_000, 20_000] {
        let folder = tempfile::tempdir().unwrap();
        generate::project(folder.path(), indicators);
        measure(&format!("check {indicators} indicators"), &["check"], folder.path());
        measure(&format!("lint {indicators} indicators"), &["lint"], folder.path());
        measure(&format!("fmt --check {indicators} indicators"), &["fmt", "--check"], folder.path());
        measure(
            &format!("run {indicators} indicators"),
            &["run", "--period", "2025/26 Q2", "--format", "json"],
            folder.path(),
        );
    }
}

fn measure(what: &str, arguments: &[&str], project: &Path) {
    let mut times = Vec::new();
    let mut peak = 0;
    for _ in 0..=RUNS {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_kpi"))
            .args(arguments)
            .current_dir(project)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("kpi starts");
        while child.try_wait().unwrap().is_none() {
            peak = peak.max(resident(child.id()));
            std::thread::sleep(std::time::Duration::from_micros(500));
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.remove(0);
    times.sort_by(f64::total_cmp);
    println!("{what:<44} {:>10.1} {:>10.1} {:>10.1}", times[0], times[times.len() / 2], peak as f64 / 1024.0);
}

/// The largest memory a process has held so far, in KiB, where the system tells.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
