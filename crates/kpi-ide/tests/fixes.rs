//! Every fix mends: the text can be read as well as before, what was told is told no more, and nothing worse is.

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

use generated::{Dice, damaged};
use kpi_core::diagnostic::{Applicability, Place};
use kpi_core::{Diagnostic, FileId};
use project::{project, workspace};

const PROJECTS: [&str; 4] = ["ascof", "birmingham", "cambridgeshire", "leicester"];

fn count(found: &[Diagnostic]) -> (usize, usize) {
    (found.iter().filter(|d| d.is_error()).count(), found.iter().filter(|d| d.allowed.is_none()).count())
}

fn hold_for(seeds: std::ops::Range<u64>) {
    let mut tried = 0;
    for seed in seeds {
        let mut dice = Dice::new(seed + 7);
        let files = project(dice.one(&PROJECTS));
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
                text.replace_range(fix.span.range(), &fix.replacement);
                workspace.change(id, text.clone());
                workspace.check();
                let after = workspace.diagnostics();
                tried += 1;
                let still = after.iter().any(|d| {
                    d.code == diagnostic.code && d.message == diagnostic.message && d.place() == diagnostic.place()
                });
                let told = format!("seed {seed}: {diagnostic:#?}\n{fix:?}");
                assert!(!still, "the finding is still there\n{told}");
                let (was, is) = (count(&before), count(after));
                let fresh: Vec<&str> = after
                    .iter()
                    .filter(|d| !before.iter().any(|old| old.message == d.message))
                    .map(|d| d.message.as_str())
                    .collect();
                assert!(is.0 <= was.0 || !diagnostic.is_error(), "more errors: {fresh:?}\n{told}");
                assert!(diagnostic.is_error() || is.0 <= was.0, "an error out of a warning: {fresh:?}\n{told}");
            }
        }
    }
    assert!(tried > 20, "only {tried} fixes");
}

#[test]
fn every_fix_mends() {
    hold_for(0..300);
}
