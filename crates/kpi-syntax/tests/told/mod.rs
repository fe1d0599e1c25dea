//! Texts to trees, and trees and findings to text that a person can compare.

#![allow(dead_code, reason = "each test file uses its own part")]

use kpi_core::diagnostic::Place;
use kpi_core::{Diagnostic, SourceMap};
use kpi_syntax::ast;
use std::fmt::Write as _;

pub fn parse(text: &str) -> (ast::File, Vec<Diagnostic>, SourceMap) {
    let mut sources = SourceMap::default();
    let id = sources.add("rules.kpi", text);
    let (file, diagnostics) = kpi_syntax::parse(id, text);
    (file, diagnostics, sources)
}

/// The tree without its places.
pub fn tree(file: &ast::File) -> String {
    let mut out = String::new();
    let mut skipping = None;
    for line in format!("{:#?}", file.items).lines() {
        let indent = line.len() - line.trim_start().len();
        match skipping {
            Some(until) if indent > until => continue,
            Some(_) => skipping = None,
            None if line.trim_start() == "span: Span {" => skipping = Some(indent),
            None => {
                writeln!(out, "{}{}", " ".repeat(indent / 2), line.trim_start()).unwrap();
            }
        }
    }
    out
}

/// What a tree says, wherever it says it: without places of any kind, and without the brackets that held them.
pub fn said(file: &ast::File) -> String {
    let mut out = String::new();
    let mut skipping = None;
    for line in format!("{:#?}", file.items).lines() {
        let indent = line.len() - line.trim_start().len();
        match skipping {
            Some(until) if indent > until => continue,
            _ => skipping = None,
        }
        if line.ends_with("Span {") {
            skipping = Some(indent);
        } else if !line.trim().starts_with('}') {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// `line:column-line:column code message`, then what is said of it.
pub fn findings(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let Some(Place::Rule(span)) = diagnostic.place() else { continue };
        let file = sources.file(span.file).unwrap();
        let (from, to) = (file.position(span.start), file.position(span.end));
        let place = format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column);
        writeln!(out, "{place} {} {}", diagnostic.code, diagnostic.message).unwrap();
        for label in diagnostic.labels.iter().filter(|label| !label.text.is_empty()) {
            writeln!(out, "    | {}", label.text).unwrap();
        }
        for note in &diagnostic.notes {
            writeln!(out, "    = {note}").unwrap();
        }
        for help in &diagnostic.help {
            writeln!(out, "    ? {help}").unwrap();
        }
        for fix in &diagnostic.fixes {
            writeln!(out, "    > {}: {:?} -> {:?}", fix.title, file.slice(fix.span), fix.replacement).unwrap();
        }
    }
    out
}

/// Rule files that are right: those of the councils.
pub fn councils() -> Vec<(String, String)> {
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut found = Vec::new();
    for council in ["birmingham", "cambridgeshire", "leicester"] {
        for entry in std::fs::read_dir(rules.join(council)).unwrap().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "kpi") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
