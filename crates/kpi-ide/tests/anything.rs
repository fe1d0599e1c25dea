//! Whatever a file holds, it is parsed, formatted or refused, checked, linted, and every question about it answered.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../../kpi-syntax/tests/generated/mod.rs"]
mod generated;
mod project;

use generated::{Dice, damaged, file, items};
use kpi_core::FileId;
use kpi_ide::Workspace;
use kpi_syntax::format;
use project::{ask_all, project, workspace};
use std::time::{Duration, Instant};

const PROJECTS: [&str; 4] = ["ascof", "birmingham", "cambridgeshire", "leicester"];

struct Desk {
    items: Vec<String>,
    workspace: Workspace,
    files: usize,
}

impl Desk {
    fn new() -> Self {
        let files = project("cambridgeshire");
        let texts = PROJECTS.iter().flat_map(|name| project(name)).map(|(_, text)| text).collect::<Vec<_>>();
        Self { items: items(&texts), workspace: workspace(&files), files: files.len() }
    }

    /// Says the seed before it does anything with it, so that a crash names it.
    fn take(&mut self, seed: u64) {
        let mut dice = Dice::new(seed);
        let mut text = file(&self.items, &mut dice);
        for _ in 0..dice.below(4) {
            text = damaged(&text, &mut dice);
        }
        let id = FileId(dice.below(self.files) as u32);
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            drop(format::format(id, &text));
            let at = text.floor_char_boundary(dice.below(text.len() + 1)) as u32;
            self.workspace.change(id, text.clone());
            ask_all(&self.workspace, id, at);
            self.workspace.check();
            ask_all(&self.workspace, id, at);
        }));
        assert!(told.is_ok(), "seed {seed}:\n{text}");
    }
}

#[test]
fn anything_is_answered() {
    let mut desk = Desk::new();
    (1..150).for_each(|seed| desk.take(seed));
}

/// `KPI_FUZZ_SECONDS=3600 cargo test --release -p kpi-ide --test anything -- --ignored --nocapture`
#[test]
#[ignore = "goes on for as long as it is told; CONTRIBUTING.md says when it is run"]
fn anything_is_answered_for_as_long_as_it_is_told() {
    let seconds = std::env::var("KPI_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60);
    let started = Instant::now();
    let mut desk = Desk::new();
    let mut seed = started.elapsed().as_nanos() as u64 ^ u64::from(std::process::id()) << 32;
    let mut files = 0_u64;
    while started.elapsed() < Duration::from_secs(seconds) {
        seed = seed.wrapping_add(1);
        desk.take(seed);
        files += 1;
    }
    println!("{files} files in {seconds} s, the last of seed {seed}");
}
