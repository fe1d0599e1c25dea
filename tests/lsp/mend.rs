//! Code actions and formatting.

use super::editor::{Editor, behind};
use super::{RULES, project, saying};
use insta::assert_snapshot;
use serde_json::{Value, json};

fn actions(editor: &mut Editor, file: &str, at: &Value, only: Value) -> Vec<Value> {
    let context =
        if only.is_null() { json!({ "diagnostics": [] }) } else { json!({ "diagnostics": [], "only": only }) };
    let params = json!({ "textDocument": { "uri": file }, "range": { "start": at, "end": at }, "context": context });
    editor.ask("textDocument/codeAction", params).as_array().unwrap().clone()
}

fn told(actions: &[Value]) -> String {
    let mut told = String::new();
    for action in actions {
        told.push_str(&format!("{} [{}]\n", action["title"].as_str().unwrap(), action["kind"].as_str().unwrap()));
        for change in action["edit"]["documentChanges"].as_array().unwrap() {
            for edit in change["edits"].as_array().unwrap() {
                let start = &edit["range"]["start"];
                told.push_str(&format!(
                    "  {}:{} {:?}\n",
                    start["line"],
                    start["character"],
                    edit["newText"].as_str().unwrap()
                ));
            }
        }
    }
    told
}

#[test]
fn a_finding_is_mended_or_allowed() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    // A name that is nearly right: an error, which no note allows.
    let wrong = saying("bands:       council", "bands:       councl");
    editor.replace(&file, &wrong);
    let at = behind(&wrong, "bands:       cou");
    assert_snapshot!(told(&actions(&mut editor, &file, &at, Value::Null)));
    // A warning, which a note with a reason does.
    let shaky = saying("  source:      \"Records\"\n", "");
    editor.replace(&file, &shaky);
    let at = behind(&shaky, "indicator on_ti");
    assert_snapshot!(told(&actions(&mut editor, &file, &at, Value::Null)));
    editor.end();
}

#[test]
fn formatting_changes_what_has_to_change() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let untidy = saying("  title:       \"Answered on time\"\n", "  title : \"Answered on time\"\n");
    let file = editor.open_as(&path, &untidy);
    let options = json!({ "textDocument": { "uri": file }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.ask("textDocument/formatting", options.clone());
    assert_eq!(edits.as_array().unwrap().len(), 1);
    assert_eq!(edits[0]["newText"], "  title:       \"Answered on time\"\n");
    editor.replace(&file, RULES);
    assert_eq!(editor.ask("textDocument/formatting", options), json!([]));
    editor.end();
}
