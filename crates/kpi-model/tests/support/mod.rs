//! Rule texts to findings, and findings to compact text.

#![allow(dead_code, reason = "each test file uses its own part")]

use kpi_core::diagnostic::{Place, sort};
use kpi_core::{Diagnostic, SourceMap};
use kpi_model::{Catalogue, Settings, check};
use std::fmt::Write as _;

pub struct Checked {
    pub sources: SourceMap,
    pub catalogue: Catalogue,
    /// Those of the parser and those of the checker.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    pub fn codes(&self) -> Vec<&'static str> {
        self.diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect()
    }

    pub fn errors(&self) -> Vec<&Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect()
    }

    pub fn text(&self) -> String {
        render(&self.diagnostics, &self.sources)
    }
}

pub fn project(files: &[(&str, &str)]) -> Checked {
    let mut sources = SourceMap::default();
    let mut diagnostics = Vec::new();
    let mut trees = Vec::new();
    for (name, text) in files {
        let id = sources.add(*name, *text);
        let (tree, found) = kpi_syntax::parse(id, text);
        trees.push(tree);
        diagnostics.extend(found);
    }
    let (catalogue, found) = check(&trees, &sources, &Settings::default());
    diagnostics.extend(found);
    sort(&mut diagnostics);
    Checked { sources, catalogue, diagnostics }
}

pub fn rules(text: &str) -> Checked {
    project(&[("rules.kpi", text)])
}

/// `code line:column message`, then label, note, help and fix, each on its line.
pub fn render(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let place = |place: &Place| match place {
            Place::Rule(span) => sources.place(*span),
            Place::Data(place) => place.to_string(),
        };
        let at = diagnostic.place().map_or_else(String::new, place);
        let severity = if diagnostic.is_error() { "error" } else { "warning" };
        let _ = writeln!(out, "{severity} {} {at} {}", diagnostic.code, diagnostic.message);
        for (i, label) in diagnostic.labels.iter().enumerate() {
            if i == 0 && label.text.is_empty() {
                continue;
            }
            let _ = writeln!(out, "  @ {} {}", place(&label.place), label.text);
        }
        for note in &diagnostic.notes {
            for line in note.lines() {
                let _ = writeln!(out, "  | {line}");
            }
        }
        for help in &diagnostic.help {
            let _ = writeln!(out, "  = {help}");
        }
        for fix in &diagnostic.fixes {
            let _ = writeln!(out, "  ~ {}: {:?} -> {:?}", fix.title, sources.slice(fix.span), fix.replacement);
        }
    }
    out
}

/// The `kpi` blocks of a Markdown text, each with the heading it stands under.
pub fn snippets(markdown: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut block: Option<String> = None;
    for line in markdown.lines() {
        match (&mut block, line.trim_end()) {
            (None, "```kpi") => block = Some(String::new()),
            (Some(_), "```") => found.extend(block.take().map(|text| (heading.clone(), text))),
            (Some(text), line) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, line) => {
                if let Some(title) = line.strip_prefix("## ") {
                    heading = title.to_owned();
                }
            }
        }
    }
    found
}
