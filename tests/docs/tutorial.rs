//! `docs/language/tutorial.md`, word by word.

#[path = "../support/tutorial.rs"]
mod page;

use crate::root;
use std::fs;
use std::process::Command;

#[test]
fn the_tutorial_of_the_language() {
    let text = fs::read_to_string(root().join("docs/language/tutorial.md")).expect("the page");
    let (script, told) = page::script(&text);
    assert!(script.contains("kpi test --mutate") && told.len() >= 2, "{script}");
    let folder = tempfile::tempdir().expect("a folder");
    let kpi = std::path::Path::new(env!("CARGO_BIN_EXE_kpi")).parent().expect("a folder").to_owned();
    let before = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(kpi).chain(std::env::split_paths(&before))).expect("a path");
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("START", folder.path())
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .expect("bash starts");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    for line in told {
        assert!(said.contains(&line), "the page says that this comes: {line}\n{said}");
    }
}
