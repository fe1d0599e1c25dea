//! `kpi fmt`

use crate::support::{command, demo, kpi, project, stderr, stdout, told, write};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};

const LOOSE: &str = "bands rag {\n judge:deviation\n  Red below -10%   # far\n  Green   from 0%\n}\n";
const TIDY: &str = "bands rag {\n  judge: deviation\n  Red   below -10%  # far\n  Green from 0%\n}\n";
const LOOSE_PROJECT: &[(&str, &str)] = &[
    ("kpi.toml", "[project]\nname = \"loose\"\n"),
    ("bands.kpi", LOOSE),
    ("deep/tidy.kpi", TIDY),
    ("other/kpi.toml", "[project]\nname = \"another\"\n"),
    ("other/bands.kpi", LOOSE),
];

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("a file")
}

/// `kpi fmt - …` with this on standard input.
fn piped(folder: &Path, arguments: &[&str], text: &[u8]) -> Output {
    let mut command = command(folder, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("kpi starts");
    child.stdin.take().expect("a pipe").write_all(text).expect("it reads");
    child.wait_with_output().expect("it ends")
}

#[test]
fn the_files_of_the_project_are_written_and_no_others() {
    let folder = project(LOOSE_PROJECT);
    let output = kpi(folder.path(), &["fmt"]);
    assert_eq!(told(&output), "exit 0\n--- out\n--- err\n1 of 2 files written\n");
    assert_eq!(read(folder.path(), "bands.kpi"), TIDY);
    assert_eq!(read(folder.path(), "other/bands.kpi"), LOOSE, "another project");
    assert_eq!(told(&kpi(folder.path(), &["fmt"])), "exit 0\n--- out\n--- err\nnothing to change in 2 files\n");
}

#[test]
fn check_changes_nothing_and_names_the_files() {
    let folder = project(LOOSE_PROJECT);
    insta::assert_snapshot!("fmt_check", told(&kpi(folder.path(), &["fmt", "--check"])));
    assert_eq!(read(folder.path(), "bands.kpi"), LOOSE);
    let output = kpi(folder.path(), &["fmt", "--check", "deep/tidy.kpi"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let output = kpi(&folder.path().join("deep"), &["fmt", "--check", "--quiet"]);
    assert!(stdout(&output).starts_with("../bands.kpi:2:1: "), "{}", told(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn check_tells_programs_and_github() {
    let folder = project(LOOSE_PROJECT);
    let output = kpi(folder.path(), &["fmt", "--check", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(json["schema"], "kpi.diagnostics/1");
    assert_eq!(json["diagnostics"][0]["code"], "KPI0012");
    assert_eq!(json["diagnostics"][0]["labels"][0]["file"], "bands.kpi");
    assert_eq!(json["diagnostics"][0]["labels"][0]["start"]["line"], 2);
    write(folder.path(), "broken.kpi", "bands x {\n");
    insta::assert_snapshot!("fmt_github", told(&kpi(folder.path(), &["fmt", "--check", "--format", "github"])));
    let output = kpi(folder.path(), &["fmt", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2), "only --check has findings: {}", told(&output));
}

#[test]
fn diff_shows_what_would_change() {
    let folder = project(LOOSE_PROJECT);
    insta::assert_snapshot!("fmt_diff", told(&kpi(folder.path(), &["fmt", "--diff"])));
    assert_eq!(read(folder.path(), "bands.kpi"), LOOSE);
    write(folder.path(), "bands.kpi", TIDY);
    assert_eq!(kpi(folder.path(), &["fmt", "--diff"]).status.code(), Some(0));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = project(&[]);
    let output = piped(folder.path(), &["fmt", "-", "--quiet"], LOOSE.as_bytes());
    assert_eq!(told(&output), format!("exit 0\n--- out\n{TIDY}--- err\n"));
    let output = piped(folder.path(), &["fmt", "-", "--check"], LOOSE.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).starts_with("standard input:2:1: warning[KPI0012]"), "{}", told(&output));
    let output = piped(folder.path(), &["fmt", "-"], b"bands rag {");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""));
    assert!(stderr(&output).contains("KPI0102"), "{}", told(&output));
}

#[test]
fn a_broken_file_is_left_alone_and_the_others_are_written() {
    let folder = project(LOOSE_PROJECT);
    let broken = "bands x {\n judge:deviation\n";
    write(folder.path(), "broken.kpi", broken);
    let output = kpi(folder.path(), &["fmt"]);
    insta::assert_snapshot!("fmt_broken", told(&output));
    assert_eq!(read(folder.path(), "broken.kpi"), broken);
    assert_eq!(read(folder.path(), "bands.kpi"), TIDY);
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = project(LOOSE_PROJECT);
    fs::write(folder.path().join("latin.kpi"), b"# \xa3\nbands rag{}").expect("a file");
    let output = kpi(folder.path(), &["fmt", "latin.kpi", "nowhere.kpi"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the file is no UTF-8 text"), "{}", told(&output));
    assert!(stderr(&output).contains("nowhere.kpi cannot be read"), "{}", told(&output));
    assert_eq!(fs::read(folder.path().join("latin.kpi")).expect("a file"), b"# \xa3\nbands rag{}");
    let outside = project(&[]);
    assert_eq!(kpi(outside.path(), &["fmt"]).status.code(), Some(2), "no project, and nothing named");
}

#[test]
fn a_new_project_is_in_the_style() {
    let folder = demo();
    let output = kpi(&folder.path().join("demo"), &["fmt", "--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}
