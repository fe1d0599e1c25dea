//! What is shown beside the text: hovers, hints, lenses, and what they rest on.

use super::editor::{Editor, able, behind};
use super::{RULES, project, saying};
use crate::support::root;
use insta::assert_snapshot;
use serde_json::{Value, json};

#[test]
fn hovers() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    let mut told = String::new();
    for words in [
        "indicators: [satis",
        "indicator on_ti",
        "formula:     figu",
        "formula:     figures.val",
        "count(answered where outc",
        "district",
        "from:  rec",
        "count(answ",
        "bands:       cou",
        "rating = Gre",
        "compare:     [eng",
        "from reco",
        "formula:     go",
        "template recorded(sur",
        "frequen",
        "frequency: yea",
        "judge: devi",
    ] {
        let hover = editor.at("textDocument/hover", &file, &behind(RULES, words));
        let text = hover["contents"]["value"].as_str().unwrap_or("(nothing)");
        told.push_str(&format!("==== {words}|\n{text}\n"));
    }
    assert_snapshot!(told);
    assert!(editor.at("textDocument/hover", &file, &json!({ "line": 0, "character": 3 })).is_null());
    editor.end();
}

fn hints(editor: &mut Editor, file: &str) -> String {
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9999, "character": 0 } });
    let hints = editor.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": file }, "range": range }));
    let mut lines: Vec<String> = Vec::new();
    for hint in hints.as_array().unwrap() {
        lines.push(format!(
            "{}:{} {}",
            hint["position"]["line"],
            hint["position"]["character"],
            hint["label"].as_str().unwrap()
        ));
    }
    lines.join("\n")
}

#[test]
fn units_and_figures_stand_between_the_lines() {
    let (folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    assert_snapshot!(hints(&mut editor, &file));
    // Another figure in the data, of which the editor hears from its watching.
    std::fs::write(folder.path().join("figures.csv"), "indicator,period,value\nsatisfied,2023/24,90\n").unwrap();
    let data = super::editor::uri(&folder.path().join("figures.csv"));
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": data, "type": 2 }] }));
    editor.wait("workspace/inlayHint/refresh");
    assert!(hints(&mut editor, &file).contains("90.0% in 2023/24, Green"), "{}", hints(&mut editor, &file));
    editor.end();
}

/// The analyst's editor does not open the data: what is wrong there is told at the line that names the file.
#[test]
fn faults_of_the_data_stand_at_the_line_that_names_it() {
    let (folder, path) = project();
    let data = folder.path().join("figures.csv");
    std::fs::write(&data, "indicator,period,value\nsatisfied,2023/24,ninety\non_time,2023/24,x\nsatisfied,soon,90%\n")
        .unwrap();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    let told: Vec<String> = editor.diagnostics[&file]
        .iter()
        .map(|told| format!("{}: {}", told["range"]["start"]["line"], told["message"].as_str().unwrap()))
        .collect();
    assert_snapshot!(told.join("\n"));
    std::fs::write(&data, "indicator,period,value\nsatisfied,2023/24,90%\n").unwrap();
    let changed = super::editor::uri(&data);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": changed, "type": 2 }] }));
    editor.wait("workspace/inlayHint/refresh");
    assert!(editor.diagnostics[&file].is_empty(), "{:?}", editor.diagnostics[&file]);
    editor.end();
}

/// What a run finds in a figure is told where the figure is made, of the report that is shown.
#[test]
fn findings_of_the_figures_stand_at_their_indicators() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "dataset bins {\n  source: csv \"bins.csv\"\n  columns { month: period  due: count  missed: count }\n}\n\n\
                 indicator missed_bins {\n  title:     \"Missed bins\"\n  unit:      percent, 1 decimal\n  polarity:  lower\n  \
                 frequency: monthly\n  formula:   sum(bins.missed where month in period) / sum(bins.due where month in period)\n}\n";
    std::fs::write(folder.path().join("kpi.toml"), "[project]\nname = \"bins\"\nedition = \"2026\"\n").unwrap();
    std::fs::write(folder.path().join("bins.csv"), "month,due,missed\n2024-04,100,3\n2024-04,100,\n").unwrap();
    let path = folder.path().join("rules.kpi");
    std::fs::write(&path, rules).unwrap();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    let told = editor.diagnostics[&file].iter().find(|told| told["code"] == "KPI0807");
    let told = told.unwrap_or_else(|| panic!("{:?}", editor.diagnostics[&file]));
    assert_eq!(told["range"]["start"]["line"], 5);
    assert_snapshot!(told["message"].as_str().unwrap());
    editor.end();
}

#[test]
fn a_report_may_be_named() {
    let (_folder, path) = project();
    let mut editor = Editor::with(able(), &["--period", "2022/23"]);
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    assert!(hints(&mut editor, &file).contains("71.5% in 2022/23"), "{}", hints(&mut editor, &file));
    editor.end();
}

fn command<'a>(lenses: &'a Value, title: &str) -> &'a Value {
    let found = lenses.as_array().unwrap().iter().find(|lens| lens["command"]["title"] == title);
    &found.unwrap_or_else(|| panic!("no lens {title}: {lenses}"))["command"]
}

#[test]
fn lenses_run_tests_and_explain() {
    let (_folder, path) = project();
    let mut editor = Editor::start();
    let file = editor.open(&path);
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": file } }));
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|l| l["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["explain", "no test", "explain", "1 test", "run this test"]);
    let run = command(&lenses, "run this test");
    let params = json!({ "command": run["command"], "arguments": run["arguments"] });
    assert_eq!(editor.ask("workspace/executeCommand", params.clone()), "\"seventy of a hundred is green\" passes");
    std::fs::write(&path, saying("rating = Green", "rating = Red")).unwrap();
    let failed = editor.ask("workspace/executeCommand", params);
    // Places are told as they are reached from where the server was started.
    let (before, after) = failed.as_str().unwrap().split_once("--> ").unwrap();
    let failed = format!("{before}--> FOLDER{}", &after[after.find("/rules.kpi").unwrap()..]);
    assert_snapshot!(failed);
    let explain = command(&lenses, "explain");
    let params = json!({ "command": explain["command"], "arguments": explain["arguments"] });
    let told = editor.ask("workspace/executeCommand", params);
    assert!(told.as_str().unwrap().starts_with("Satisfied with the £ service"), "{told}");
    assert_eq!(editor.shown.len(), 3);
    editor.end();
}

/// An editor that runs commands itself is told which report's figure stands beside the rule.
#[test]
fn explaining_begins_at_the_report_that_is_shown() {
    let (_folder, path) = project();
    let mut editor = Editor::asking(able(), json!({ "clientCommands": true }), &[]);
    let file = editor.open(&path);
    editor.wait("workspace/inlayHint/refresh");
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": file } }));
    let explain = command(&lenses, "explain");
    assert_eq!(explain["command"], "kpi.explain");
    assert_eq!(explain["arguments"][1], "satisfied");
    assert_eq!(explain["arguments"][2], "2023/24 Q4");
    // An extension fills in the gaps of a first test, behind its indicator.
    let write = command(&lenses, "no test: write one");
    assert_eq!(write["command"], "kpi.insert");
    assert_snapshot!(write["arguments"][2].as_str().unwrap());
    editor.end();
}

/// A test that fails is underlined at what it expected, as long as it is the test that was run.
#[test]
fn a_failing_test_is_told_of_where_it_stands() {
    let (_folder, path) = project();
    let wrong = saying("rating = Green", "rating = Red");
    std::fs::write(&path, &wrong).unwrap();
    let mut editor = Editor::start();
    let file = editor.open_as(&path, &wrong);
    editor.wait("workspace/inlayHint/refresh");
    let failed = |editor: &Editor| {
        let all = editor.diagnostics[&file].iter();
        let line = |told: &Value| format!("{}: {}", told["range"], told["message"].as_str().unwrap());
        all.filter(|told| told["code"] == "KPI0601").map(line).collect::<Vec<_>>()
    };
    assert_snapshot!(failed(&editor).join("\n"));
    // Further down it is the same test; with another word in it, one that nobody has run.
    editor.replace(&file, &format!("# a line\n{wrong}"));
    editor.findings(&file);
    assert_eq!(failed(&editor).len(), 1);
    editor.replace(&file, &wrong.replace("rating = Red", "rating = Amber"));
    editor.findings(&file);
    assert_eq!(failed(&editor).len(), 0);
    // Of two tests in the same words both fail.
    let twice = wrong.rfind("\ntest ").map(|at| format!("{wrong}{}", &wrong[at..])).unwrap();
    editor.replace(&file, &twice);
    editor.findings(&file);
    assert_eq!(failed(&editor).len(), 2);
    editor.end();
}

/// A figure is of the rules as they are saved, whoever saved them, and is there before anybody reports it.
#[test]
fn figures_follow_what_others_save_and_need_no_scorecard() {
    let (_folder, path) = project();
    let unlisted = RULES.replacen("[satisfied, on_time]", "[on_time]", 1);
    std::fs::write(&path, &unlisted).unwrap();
    let mut editor = Editor::start();
    let file = editor.open_as(&path, &unlisted);
    editor.wait("workspace/inlayHint/refresh");
    assert!(hints(&mut editor, &file).contains("79.0% in 2023/24"), "{}", hints(&mut editor, &file));
    // As `git pull` would.
    let changed = unlisted.replacen("formula:     figures.value", "formula:     max(figures.value, 90%)", 1);
    assert_ne!(changed, unlisted);
    std::fs::write(&path, &changed).unwrap();
    editor.replace(&file, &changed);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": file, "type": 2 }] }));
    editor.wait("workspace/inlayHint/refresh");
    assert!(hints(&mut editor, &file).contains("90.0% in 2023/24"), "{}", hints(&mut editor, &file));
    editor.end();
}

/// A council's own project, with all it holds.
#[test]
fn the_councils_open_without_a_finding() {
    for (council, file, figure) in [
        ("cambridgeshire", "adults.kpi", "asc_230"),
        ("leicester", "safeguarding.kpi", ""),
        ("birmingham", "measures.kpi", ""),
    ] {
        let path = root().join("rules").join(council).join(file);
        let mut editor = Editor::start();
        let uri = editor.open(&path);
        assert_eq!(editor.findings(&uri), Vec::<String>::new(), "{council}");
        editor.wait("workspace/inlayHint/refresh");
        let shown = hints(&mut editor, &uri);
        assert!(shown.contains(" in 20"), "{council} shows figures beside its rules: {shown}");
        if !figure.is_empty() {
            let text = std::fs::read_to_string(&path).unwrap();
            let hover = editor.at("textDocument/hover", &uri, &behind(&text, &format!("indicator {figure}")));
            assert!(hover["contents"]["value"].as_str().unwrap().contains(" in 2023/24"), "{hover}");
        }
        editor.end();
    }
}
