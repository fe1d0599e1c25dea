//! Opening, typing, closing.

use super::editor::{Editor, able, uri};
use super::{RULES, project, saying};
use insta::assert_snapshot;
use serde_json::json;
use std::fs;

#[test]
fn an_editor_is_told_what_there_is() {
    let mut editor = Editor::with(able(), &[]);
    assert_snapshot!(serde_json::to_string_pretty(&editor.capabilities["capabilities"]).unwrap());
    assert_eq!(editor.capabilities["serverInfo"]["name"], "kpi");
    let unknown = editor.request("textDocument/moniker", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    editor.end();
}

#[test]
fn what_is_no_editor_is_told_so() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_kpi"));
    let output = child.arg("lsp").env("NO_COLOR", "1").stdin(std::process::Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_snapshot!(String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_wrong_is_said_while_it_is_typed() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    assert_eq!(editor.findings(&file), Vec::<String>::new());

    // A keystroke within a line: `target: 80%` becomes `target: 80`.
    let at = super::editor::behind(RULES, "target:    80");
    let end = json!({ "line": at["line"], "character": at["character"].as_u64().unwrap() + 1 });
    editor.change(&file, json!([{ "range": { "start": at, "end": end }, "text": "" }]));
    assert_snapshot!(editor.findings(&file).join("\n"));

    editor.change(&file, json!([{ "range": { "start": at, "end": at }, "text": "%" }]));
    assert_eq!(editor.findings(&file), Vec::<String>::new());

    // Half of an item.
    editor.replace(&file, &saying("title:       \"Answered on time\"", "title:       \"Answered on ti"));
    assert_snapshot!(editor.findings(&file).join("\n"));
    editor.end();
}

#[test]
fn several_changes_come_at_once_and_count_one_after_the_other() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.findings(&file);
    let start = json!({ "line": 0, "character": 0 });
    editor.change(
        &file,
        json!([
            { "range": { "start": start, "end": start }, "text": "# 😀 one\n" },
            { "range": { "start": { "line": 0, "character": 5 }, "end": { "line": 0, "character": 8 } }, "text": "two" },
            { "range": { "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 0 } }, "text": "indicator {\n" },
        ]),
    );
    assert_snapshot!(editor.findings(&file).join("\n"));
    let formatted = editor.request(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": file }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert!(formatted["error"]["message"].as_str().unwrap().contains("mend them first"), "{formatted}");
    editor.end();
}

#[test]
fn files_of_a_project_know_each_other() {
    let (folder, path) = project();
    let other = folder.path().join("more.kpi");
    fs::write(&other, "indicator more from recorded() {\n  title: \"More\"\n  unit: percent\n  frequency: yearly\n}\n")
        .unwrap();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.findings(&file);
    // The template goes from the one file, and the other is wrong.
    editor.replace(&file, &saying("template recorded(", "template noted("));
    let more = uri(&other);
    while editor.diagnostics.get(&more).is_none_or(Vec::is_empty) {
        editor.wait("textDocument/publishDiagnostics");
    }
    assert!(editor.diagnostics[&more][0]["message"].as_str().unwrap().contains("there is no template `recorded`"));
    // Closed without saving, what is on disk counts again.
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": file } }));
    while !editor.diagnostics[&more].iter().all(|finding| finding["severity"] == 2) {
        editor.wait("textDocument/publishDiagnostics");
    }
    editor.end();
}

#[test]
fn a_new_file_belongs_to_its_project() {
    let (folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.findings(&file);
    let fresh = folder.path().join("fresh.kpi");
    let fresh = editor.open_as(&fresh, "indicator fresh {\n  title: \"Fresh\"\n  formula: nowhere.value\n}\n");
    assert_snapshot!(editor.findings(&fresh).join("\n"));
    editor.end();
}

#[test]
fn a_file_without_a_project_is_no_fault() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("lone.kpi");
    fs::write(&path, "indicator a {").unwrap();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    assert!(editor.at("textDocument/hover", &file, &json!({ "line": 0, "character": 3 })).is_null());
    editor.end();
}

#[test]
fn a_broken_kpi_toml_is_said_and_mended() {
    let (folder, path) = project();
    let toml = folder.path().join("kpi.toml");
    let sound = fs::read_to_string(&toml).unwrap();
    fs::write(&toml, "[project\n").unwrap();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    let changed = json!({ "changes": [{ "uri": uri(&toml), "type": 2 }] });
    // Whether it is a message or a finding, it is there before anything else happens.
    while editor.shown.is_empty() && editor.diagnostics.is_empty() {
        editor.wait("textDocument/publishDiagnostics");
    }
    fs::write(&toml, sound).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", changed);
    assert_eq!(editor.findings(&file), Vec::<String>::new());
    editor.end();
}
