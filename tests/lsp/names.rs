//! Definitions, references, renaming, outlines.

use super::editor::{Editor, behind};
use super::{RULES, project};
use insta::assert_snapshot;
use serde_json::{Value, json};

/// A place as `line:column words`.
fn place(location: &Value) -> String {
    let range = if location.get("range").is_some() { &location["range"] } else { location };
    let (start, end) = (&range["start"], &range["end"]);
    let (line, from, to) =
        (start["line"].as_u64().unwrap(), start["character"].as_u64().unwrap(), end["character"].as_u64().unwrap());
    let text = RULES.lines().nth(line as usize).unwrap();
    let utf16: Vec<u16> = text.encode_utf16().collect();
    format!("{line}:{from} {}", String::from_utf16_lossy(&utf16[from as usize..to as usize]))
}

#[test]
fn where_names_are_defined_and_used() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    let mut told = String::new();
    for words in [
        "formula:     figures.val",
        "formula:     figu",
        "let good = count(answered where outc",
        "formula:     go",
        "bands:       cou",
        "compare:     [eng",
        "from reco",
        "indicators: [satis",
        "indicator on_ti",
        "rating = Gre",
        "given good = 70, al",
        "from:  rec",
        "key:    [indicator, per",
    ] {
        let at = behind(RULES, words);
        let found = editor.at("textDocument/definition", &file, &at);
        let definitions: Vec<String> = found.as_array().unwrap().iter().map(place).collect();
        let references = editor.ask(
            "textDocument/references",
            json!({ "textDocument": { "uri": file }, "position": at, "context": { "includeDeclaration": false } }),
        );
        let references: Vec<String> = references.as_array().unwrap().iter().map(place).collect();
        told.push_str(&format!(
            "{words}|\n  defined {}\n  used    {}\n",
            definitions.join(", "),
            references.join(", ")
        ));
    }
    assert_snapshot!(told);
    let highlights = editor.at("textDocument/documentHighlight", &file, &behind(RULES, "let good"));
    assert_eq!(highlights.as_array().unwrap().len(), 3);
    editor.end();
}

fn renamed(editor: &mut Editor, file: &str, words: &str, to: &str) -> String {
    let at = behind(RULES, words);
    let params = json!({ "textDocument": { "uri": file }, "position": at, "newName": to });
    let answer = editor.request("textDocument/rename", params);
    if let Some(why) = answer["error"]["message"].as_str() {
        return format!("{words} -> {to}\n  refused: {why}\n");
    }
    let mut told = format!("{words} -> {to}\n");
    for change in answer["result"]["documentChanges"].as_array().unwrap() {
        for edit in change["edits"].as_array().unwrap() {
            told.push_str(&format!("  {} -> {}\n", place(edit), edit["newText"].as_str().unwrap()));
        }
    }
    if let Some(annotation) = answer["result"]["changeAnnotations"].get("outside") {
        told.push_str(&format!("  but {}\n", annotation["description"].as_str().unwrap()));
    }
    told
}

#[test]
fn renaming_changes_all_or_nothing() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    let mut told = String::new();
    for (words, to) in [
        ("let good", "timely"),
        ("cohort answ", "replies"),
        ("outcome", "result"),
        ("district", "ward"),
        ("bands cou", "ours"),
        ("Amber", "Yellow"),
        ("template reco", "from_figures"),
        ("indicator satis", "happy"),
        ("let good", "all"),
        ("let good", "two words"),
        ("comparator eng", "council2"),
        ("dataset figu", "records"),
        ("    indicator", "measure"),
        ("title:", "heading"),
    ] {
        told.push_str(&renamed(&mut editor, &file, words, to));
    }
    assert_snapshot!(told);
    let prepared = editor.at("textDocument/prepareRename", &file, &behind(RULES, "let go"));
    assert_eq!(prepared["placeholder"], "good");
    editor.end();
}

#[test]
fn outlines() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    let symbols = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": file } }));
    let mut told = String::new();
    for symbol in symbols.as_array().unwrap() {
        let children: Vec<&str> =
            symbol["children"].as_array().unwrap().iter().map(|child| child["name"].as_str().unwrap()).collect();
        told.push_str(&format!(
            "{} ({}) {} [{}]\n",
            symbol["name"].as_str().unwrap(),
            symbol["kind"],
            symbol["detail"].as_str().unwrap_or_default(),
            children.join(", ")
        ));
    }
    assert_snapshot!(told);
    let found = editor.ask("workspace/symbol", json!({ "query": "ontime" }));
    let names: Vec<&str> = found.as_array().unwrap().iter().map(|symbol| symbol["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["on_time", "seventy of a hundred is green"]);
    let folds = editor.ask("textDocument/foldingRange", json!({ "textDocument": { "uri": file } }));
    assert_snapshot!(
        folds
            .as_array()
            .unwrap()
            .iter()
            .map(|fold| format!("{}-{}", fold["startLine"], fold["endLine"]))
            .collect::<Vec<_>>()
            .join(" ")
    );
    editor.end();
}
