//! `cargo bench --bench editor`: how long an editor waits for `kpi lsp`, in a file of some 5,000 lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a benchmark starts processes, reads the clock, and may stop at once"
)]

#[path = "../../../tests/lsp/editor.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod editor;
#[path = "../../../tests/support/generate.rs"]
mod generate;

use editor::{Editor, behind};
use serde_json::json;
use std::fs;
use std::time::Instant;

/// As many indicators as make a file of 5,000 lines.
const INDICATORS: usize = 228;
const KEYSTROKES: usize = 200;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    generate::project(folder.path(), INDICATORS);
    let path = folder.path().join("indicators_0.kpi");
    let text = fs::read_to_string(&path).unwrap();
    println!("{} lines, {} bytes", text.lines().count(), text.len());
    println!("{:<44} {:>10} {:>10} {:>10}", "", "median ms", "p95 ms", "worst ms");

    let mut editor = Editor::start();
    let opened = Instant::now();
    let file = editor.open(&path);
    editor.findings(&file);
    println!("{:<44} {:>10.1}", "from opening to findings", opened.elapsed().as_secs_f64() * 1000.0);
    editor.wait("workspace/inlayHint/refresh");

    for (what, words) in
        [("first", "indicator kpi_0 "), ("middle", "indicator kpi_114 "), ("last", "indicator kpi_226 ")]
    {
        let at = text.find(words).unwrap();
        let at = text[at..].find('\n').map_or(at, |end| at + end);
        let place = behind(&text, &text[..at]);
        // A comment that is typed letter by letter behind a line, and taken back.
        measure(
            &format!("keystroke to findings, {what} lines"),
            || {
                let next = json!({ "line": place["line"], "character": place["character"].as_u64().unwrap() + 1 });
                editor.change(&file, json!([{ "range": { "start": place, "end": place }, "text": "#" }]));
                editor.findings(&file);
                editor.change(&file, json!([{ "range": { "start": place, "end": next }, "text": "" }]));
                editor.findings(&file);
            },
            2,
        );
    }
    let formula = behind(&text, "formula: ");
    measure("completion of a value", || drop(editor.at("textDocument/completion", &file, &formula)), 1);
    let line = json!({ "line": formula["line"].as_u64().unwrap() + 1, "character": 0 });
    measure("completion of a field", || drop(editor.at("textDocument/completion", &file, &line)), 1);
    measure("hover", || drop(editor.at("textDocument/hover", &file, &behind(&text, "indicator kpi_1"))), 1);
    measure(
        "keystroke, then completion at once",
        || {
            editor.change(&file, json!([{ "range": { "start": formula, "end": formula }, "text": " " }]));
            drop(editor.at("textDocument/completion", &file, &formula));
        },
        1,
    );
    editor.end();
}

/// Times one thing, which is done `of` times in it.
fn measure(what: &str, mut thing: impl FnMut(), of: u32) {
    let mut times = Vec::new();
    for _ in 0..KEYSTROKES {
        let start = Instant::now();
        thing();
        times.push(start.elapsed().as_secs_f64() * 1000.0 / f64::from(of));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{what:<44} {:>10.2} {:>10.2} {:>10.2}", at(50), at(95), at(100));
}
