//! The tutorials of `docs/plugins`, word by word: their commands are run, their files written, and what they say comes out.

use crate::{kept, path, root, there};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// A block of a page: what it is, and the line before it.
struct Block {
    kind: String,
    before: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut before, mut open) = (Vec::new(), String::new(), None::<Block>);
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(kind)) => {
                open = Some(Block { kind: kind.to_owned(), before: before.clone(), text: String::new() })
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, None) if !line.is_empty() => line.clone_into(&mut before),
            (None, None) => {}
        }
    }
    blocks
}

/// One script of all its commands and files, and what has to come out.
fn script(page: &str) -> (String, Vec<String>) {
    let mut script = "set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n".to_owned();
    let mut told = Vec::new();
    for block in blocks(page) {
        let file = block.before.split('`').nth(1).unwrap_or_default();
        match block.kind.as_str() {
            "sh" => script.push_str(&block.text),
            "text" => told.extend(block.text.lines().map(str::to_owned)),
            _ => {
                // Wherever the reader is by then, the files are the project's.
                let sign = if block.before.contains("end of") { ">>" } else { ">" };
                let place = format!("\"$START/anytown/{file}\"");
                assert!(block.before.contains("into `") || sign == ">>", "no file is named for: {}", block.text);
                let _ =
                    write!(script, "mkdir -p \"$(dirname {place})\"\ncat {sign} {place} <<'END'\n{}END\n", block.text);
            }
        }
    }
    (script, told)
}

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
