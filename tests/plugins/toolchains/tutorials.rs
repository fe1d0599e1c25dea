//! The tutorials of `docs/plugins`, word by word: their commands are run, their files written, and what they say comes out.

#[path = "../../support/tutorial.rs"]
mod tutorial;

use crate::{kept, path, root, there};
use std::fs;
use std::process::Command;
use tutorial::script;

fn follow(language: &str, tool: &str) {
    if !there(&kept(tool)) {
        return;
    }
    let page = fs::read_to_string(root().join(format!("docs/plugins/{language}.md"))).unwrap();
    let (script, told) = script(&page);
    assert!(script.contains("kpi plugin pin") && told.len() >= 3, "{script}");
    let folder = tempfile::tempdir().unwrap();
    let kpi = std::path::Path::new(env!("CARGO_BIN_EXE_kpi")).parent().unwrap().to_owned();
    let path = std::env::join_paths(std::iter::once(kpi).chain(std::env::split_paths(&path()))).unwrap();
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("START", folder.path())
        .env("PATH", path)
        .env("KPI_CACHE", kept("cache"))
        .env("CARGO_TARGET_DIR", kept("cargo"))
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let said = crate::said(&output);
    assert!(output.status.success(), "{said}");
    for line in told {
        assert!(said.contains(&line), "the page says that this comes: {line}\n{said}");
    }
}

#[test]
fn a_source_in_javascript() {
    follow("javascript", "bin/componentize-qjs");
}

#[test]
fn a_source_in_python() {
    follow("python", "bin/componentize-py");
}

#[test]
fn a_measure_in_rust() {
    follow("rust", "bin");
}

#[test]
fn a_measure_in_c() {
    follow("c", "bin/python-zig");
}
