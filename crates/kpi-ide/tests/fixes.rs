//! Every fix mends: what was told is told no more, and a safe one makes nothing wrong.

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
#[allow(dead_code, reason = "each test uses its own part")]
mod generated;
mod project;

use generated::{Dice, damaged};
use kpi_core::diagnostic::{Applicability, Place};
use kpi_core::{Diagnostic, FileId};
use project::{project, workspace};

const PROJECTS: [&str; 4] = ["ascof", "birmingham", "cambridgeshire", "leicester"];

fn hold_for(seeds: std::ops::Range<u64>) {
    let mut tried = 0;
    for seed in seeds {
        let mut dice = Dice::new(seed + 7);
        let files = project(PROJECTS[dice.below(PROJECTS.len())]);
        let mut workspace = workspace(&files);
        let which = dice.below(files.len());
        let id = FileId(which as u32);
        let broken = damaged(&files[which].1, &mut dice);
        workspace.change(id, broken.clone());
        workspace.check();
        let before: Vec<Diagnostic> = workspace.diagnostics().to_vec();
        for diagnostic in before.iter().filter(|d| matches!(d.place(), Some(Place::Rule(span)) if span.file == id)) {
            for fix in diagnostic.fixes.iter().filter(|fix| fix.applicability != Applicability::DisplayOnly) {
                if fix.span.file != id {
                    continue;
                }
                let mut text = broken.clone();
                tried += 1;
                let mut still = Some(fix.clone());
                // Of several brackets that are open the outermost is told, and each is closed in its turn.
                for _ in 0..4 {
                    let Some(fix) = still.take() else { break };
                    text.replace_range(fix.span.range(), &fix.replacement);
                    workspace.change(id, text.clone());
                    workspace.check();
                    let same = workspace.diagnostics().iter().find(|d| {
                        d.code == diagnostic.code && d.message == diagnostic.message && d.place() == diagnostic.place()
                    });
                    still = same.map(|d| d.fixes.first().cloned().unwrap_or_else(|| fix.clone()));
                }
                let after = workspace.diagnostics();
                let around = |text: &str| {
                    let from = text.floor_char_boundary((fix.span.start as usize).saturating_sub(160));
                    text[from..text.ceil_char_boundary((fix.span.end as usize + 60).min(text.len()))].to_owned()
                };
                let told = format!(
                    "seed {seed}: {} {}: {}\n----\n{}\n----\n{}",
                    diagnostic.code,
                    diagnostic.message,
                    fix.title,
                    around(&broken),
                    around(&text)
                );
                assert!(still.is_none(), "the finding is still there\n{told}");
                // One that is only likely meant may bring to light what a mistake hid; a safe one changes no figure.
                let errors = |found: &[Diagnostic]| found.iter().filter(|d| d.is_error()).count();
                let safe = fix.applicability == Applicability::Safe;
                assert!(!safe || errors(after) <= errors(&before), "it makes an error\n{told}");
            }
        }
    }
    assert!(tried > 20, "only {tried} fixes");
}

#[test]
fn every_fix_mends() {
    hold_for(0..150);
}

/// `cargo test --release -p kpi-ide --test fixes -- --ignored`
#[test]
#[ignore = "takes minutes; CONTRIBUTING.md says when it is run"]
fn every_fix_of_many_mends() {
    hold_for(150..10_000);
}
