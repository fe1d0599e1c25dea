//! `kpi plugin new` in each language: what it writes builds and passes its cases as it stands.

use crate::{done, kept, there};
use std::fs;

fn starts(language: &str, tool: &str) {
    if !there(&kept(tool)) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["plugin", "new", "--lang", language, "demo"]);
    let demo = folder.path().join("demo");
    // What was never built is built when it is first looked at, and its size and time are told.
    let checked = done(&demo, &["plugin", "check"]);
    assert!(checked.contains("built ") && checked.contains(" s\n"), "{checked}");
    assert!(checked.contains("plugin.wasm, "), "{checked}");
    assert!(checked.contains("imports   nothing"), "{checked}");
    assert!(checked.contains("as expected, twice the same"), "{checked}");
    let tested = done(&demo, &["plugin", "test"]);
    assert!(tested.contains("passed"), "{tested}");
    assert!(!tested.contains("fail") && !tested.contains("built "), "{tested}");
    let built = done(&demo, &["plugin", "build"]);
    assert!(built.contains("plugin.wasm"), "{built}");
    // A case that no longer says what the plugin does fails.
    let case = fs::read_dir(demo.join("cases")).unwrap().map(|entry| entry.unwrap().path());
    let case = case.filter(|path| path.extension().is_some_and(|ending| ending == "json")).min().unwrap();
    let mut said: serde_json::Value = serde_json::from_slice(&fs::read(&case).unwrap()).unwrap();
    said["expect"] = serde_json::json!({ "problem": { "code": "other" } });
    fs::write(&case, said.to_string()).unwrap();
    let output = crate::kpi(&demo, &["plugin", "test"]);
    assert_eq!(output.status.code(), Some(1), "{}", crate::said(&output));
}

#[test]
fn in_rust() {
    starts("rust", "bin");
}

#[test]
fn in_javascript() {
    starts("js", "bin/componentize-qjs");
}

#[test]
fn in_python() {
    starts("python", "bin/componentize-py");
}

#[test]
fn in_c() {
    starts("c", "bin/python-zig");
}
