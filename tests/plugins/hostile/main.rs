//! Plugins that mean harm, or are only broken. Each ends in an error with a name and a page, in time, without kpi growing
//! by more than 64 MiB; and afterwards a good plugin gives its figures. `docs/plugins/threat-model.md` lists them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests stop where something is not as it should be"
)]

mod answers;
mod files;
mod keeping;
mod running;
#[path = "../support/mod.rs"]
mod support;

use kpi_core::Code;
use kpi_plugin::{Cell, Plugin, PluginError};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use support::{groups, load, measure, root};

const MIB: u64 = 1 << 20;

/// What kpi may grow by while it deals with a hostile plugin, the plugin's own memory included.
const GROWTH: u64 = 64 * MIB;

fn fixture(name: &str) -> String {
    let path = root().join(format!("tests/plugins/hostile/wat/{name}.wat"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One at a time, since the memory is that of the whole process.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A figure of `/proc/self/status`, in bytes; none where the system has no such file.
fn status(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// The error that `act` ends in, of which the code and some words are known; and kpi is none the worse for it.
#[track_caller]
fn refused(code: Code, says: &str, act: impl FnOnce() -> Result<(), PluginError>) {
    let _alone = alone();
    let good = load(&measure("")).expect("a good plugin");
    // From here on the peak is counted anew.
    let counted = Path::new("/proc/self/clear_refs").exists() && std::fs::write("/proc/self/clear_refs", "5").is_ok();
    let before = status("VmRSS:");
    let error = act().expect_err("something to be said");
    let most = if counted { status("VmHWM:") } else { status("VmRSS:") };
    assert_eq!(error.code(), code, "{error}");
    let said = error.to_string();
    assert!(said.contains(says), "{says:?} is not in: {said}");
    assert!(!said.chars().any(|c| c.is_control()), "nothing that moves a cursor: {said:?}");
    if let (Some(before), Some(most)) = (before, most) {
        let growth = most.saturating_sub(before);
        assert!(growth <= GROWTH, "kpi grew by {} MiB", growth / MIB);
    }
    works(&good);
    works(&load(&measure("")).expect("a good plugin, loaded anew"));
}

/// A good plugin gives its figures.
#[track_caller]
fn works(good: &Plugin) {
    let (table, groups) = groups(&[3, 0, 5]);
    let answer = good.evaluate(&[], &table, &groups).expect("figures");
    let cells: Vec<Cell<'_>> = (0..3).map(|row| answer.value.cell(row)).collect();
    assert_eq!(cells, [Cell::Int(3), Cell::Int(0), Cell::Int(5)]);
    assert!(answer.used.fuel > 0 && answer.used.memory >= 2 << 16 && answer.used.output > 0, "{:?}", answer.used);
}
