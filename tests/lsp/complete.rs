//! What is offered where.

use super::editor::{Editor, cursor};
use super::{RULES, project};
use insta::assert_snapshot;
use serde_json::Value;

/// Each a text that is typed at the end of the rules, with the cursor at `|`.
const CASES: [&str; 40] = [
    "|",
    "ind|",
    "indicator new |",
    "indicator new from |",
    "indicator new from recorded(|",
    "indicator new {\n  |\n}",
    "indicator new {\n  title: \"New\"\n  u|\n}",
    "indicator new {\n  unit: |\n}",
    "indicator new {\n  unit: percent, |\n}",
    "indicator new {\n  polarity: |",
    "indicator new {\n  frequency: quarterly, |\n}",
    "indicator new {\n  formula: |\n}",
    "indicator new {\n  formula: figures.|\n}",
    "indicator new {\n  formula: count(|\n}",
    "indicator new {\n  formula: count(records |\n}",
    "indicator new {\n  formula: count(records where |)\n}",
    "indicator new {\n  formula: count(records where district |)\n}",
    "indicator new {\n  formula: count(records where district = |)\n}",
    "indicator new {\n  formula: count(records where district = \"|\")\n}",
    "indicator new {\n  formula: count(records where district in [\"City\", |])\n}",
    "indicator new {\n  formula: count(answered where outcome = |)\n}",
    "indicator new {\n  formula: count(records where day in |)\n}",
    "indicator new {\n  let mine = 3\n  formula: mine + |\n}",
    "indicator new {\n  bands: |\n}",
    "indicator new {\n  compare: [|]\n}",
    "indicator new {\n  target: |\n}",
    "indicator new {\n  change: against previous, |\n}",
    "cohort new {\n  from: |\n}",
    "cohort new {\n  from: records\n  where: |\n}",
    "cohort new {\n  from: records\n  where: no earlier in records where earlier.|\n}",
    "dataset new {\n  |\n}",
    "dataset new {\n  source: |\n}",
    "dataset new {\n  source: csv \"a.csv\"\n  columns {\n    a: |\n  }\n}",
    "bands new {\n  judge: |\n}",
    "bands new {\n  judge: deviation\n  Red |\n}",
    "scorecard new {\n  indicators: [|]\n}",
    "test \"new\" {\n  indicator |\n}",
    "test \"new\" {\n  indicator on_time at 2023/24\n  given |\n}",
    "test \"new\" {\n  indicator on_time at 2023/24\n  expect rating = |\n}",
    "indicator new {\n  # kpi-allow(no_o|\n}",
];

#[test]
fn what_is_offered() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    // Codes and periods of the data are known when it has been looked at.
    editor.wait("workspace/inlayHint/refresh");
    let mut told = String::new();
    for case in CASES {
        let (text, at) = cursor(&format!("{}\n{case}", RULES));
        editor.replace(&file, &text);
        let offers = editor.at("textDocument/completion", &file, &at);
        let shown: Vec<String> = offers.as_array().expect("a list").iter().map(shown).collect();
        told.push_str(&format!("{case}\n"));
        let (first, more) = shown.split_at(shown.len().min(14));
        for offer in first {
            told.push_str(&format!("    {offer}\n"));
        }
        if !more.is_empty() {
            told.push_str(&format!("    … {} more\n", more.len()));
        }
        told.push('\n');
    }
    assert_snapshot!(told);
    editor.end();
}

fn shown(offer: &Value) -> String {
    let text = |key: &str| offer[key].as_str().unwrap_or_default().to_owned();
    let (label, detail) = (text("label"), text("detail"));
    let insert = offer["textEdit"]["newText"].as_str().unwrap_or_default().replace('\n', "⏎");
    let insert = if insert == label { String::new() } else { format!(" → {insert}") };
    let detail = if detail.is_empty() { detail } else { format!("  ({detail})") };
    format!("{label}{detail}{insert}")
}

#[test]
fn a_plain_editor_gets_plain_text() {
    let (_folder, path) = project();
    let mut editor = Editor::with(serde_json::json!({}), &[]);
    let file = editor.open(&path);
    let (text, at) = cursor(&format!("{RULES}\nind|"));
    editor.replace(&file, &text);
    let offers = editor.at("textDocument/completion", &file, &at);
    assert_snapshot!(offers[0]["textEdit"]["newText"].as_str().unwrap());
    assert!(offers.as_array().unwrap().iter().all(|offer| offer["insertTextFormat"] == 1));
    editor.end();
}
