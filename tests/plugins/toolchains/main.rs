//! Plugins as a developer meets them: started from a template, built with the tools of its language, checked, tested and
//! packed; and the examples at work in a project. The tools are those that `plugins/build` puts into
//! `target/plugin-tools`, or that the machine has.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may stop at once, and runs a server of its own"
)]

mod demo;
mod examples;
#[path = "../fetching/server.rs"]
#[allow(dead_code, reason = "another test program uses the rest")]
mod server;
mod templates;
mod tutorials;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    std::fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}

fn kept(name: &str) -> PathBuf {
    root().join("target/plugin-tools").join(name)
}

fn path() -> OsString {
    let said = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(kept("bin")).chain(std::env::split_paths(&said))).unwrap()
}

/// Compiled plugins and built crates are kept between runs: nothing of them depends on the test.
fn kpi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kpi"))
        .args(arguments)
        .current_dir(folder)
        .env("KPI_CACHE", kept("cache"))
        .env("CARGO_TARGET_DIR", kept("cargo"))
        .env("PATH", path())
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = kpi(folder, arguments);
    let text = said(&output);
    assert!(output.status.success(), "kpi {}\n{text}", arguments.join(" "));
    text
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// What a test needs is there; without it the test is skipped and says so, and with `CI` set it fails.
fn there(what: &Path) -> bool {
    if what.exists() {
        return true;
    }
    assert!(std::env::var_os("CI").is_none(), "{} is not there: `plugins/build` makes it", what.display());
    eprintln!("skipped: {} is not there; `plugins/build` makes it", what.display());
    false
}
