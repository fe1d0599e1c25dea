//! Rule texts to what the linter says of them.

#![allow(dead_code, reason = "each test file uses its own part")]

use chrono::NaiveDate;
use kpi_core::diagnostic::{Place, sort};
use kpi_core::{Diagnostic, SourceMap};
use kpi_lint::{Context, Grant, Options, Selection};
use kpi_model::{Catalogue, Settings};
use kpi_syntax::ast;
use std::fmt::Write as _;

/// What every example of a page stands beside.
pub const BESIDE: &str = r#"dataset figures {
  source: csv "figures.csv"
  key:    [indicator, period]
  columns { indicator: text   period: period   value: number   other: number   year: text }
}
dataset cases {
  source: csv "cases.csv"
  columns {
    person: text   opened: date   closed: date   cost: money   share: percent
    kind: one of [Home, Day, Other]   urgent: yes/no   area: text
  }
}
comparator england {
  title:  "England"
  figure: figures.other
  year:   figures.year
  source: "Published by the department"
}
bands council {
  judge: deviation
  Red "Below the target by more than a tenth" below -10%
  Amber "Below the target" below 0%
  Green "At the target or better" from 0%
  at zero target { Green if better   Amber if equal   Red if worse }
  require actions for Red
}
"#;

pub struct Linted {
    pub sources: SourceMap,
    pub files: Vec<ast::File>,
    pub catalogue: Catalogue,
    pub checked: Vec<Diagnostic>,
    pub grants: Vec<Grant>,
}

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 11, 24).unwrap_or_default()
}

/// A text beside what it may name, less what it defines itself.
pub fn rules(text: &str) -> Linted {
    let mut beside = String::new();
    for item in BESIDE.split_inclusive("\n}\n") {
        let head = item.split('{').next().unwrap_or_default().trim();
        if !text.contains(head) {
            beside.push_str(item);
        }
    }
    let mut sources = SourceMap::default();
    let (mut files, mut checked) = (Vec::new(), Vec::new());
    for (name, text) in [("rules.kpi", text), ("beside.kpi", &beside)] {
        let id = sources.add(name, text);
        let (file, found) = kpi_syntax::parse(id, text);
        files.push(file);
        checked.extend(found);
    }
    let (catalogue, found) = kpi_model::check(&files, &sources, &Settings::default());
    checked.extend(found);
    sort(&mut checked);
    Linted { sources, files, catalogue, checked, grants: Vec::new() }
}

impl Linted {
    pub fn with(&self, selection: &Selection) -> Vec<Diagnostic> {
        let context = Context::new(&self.catalogue, &self.sources, &self.files, today())
            .with_options(Options::default())
            .with_grants(&self.grants);
        kpi_lint::lint(&context, selection, Vec::new())
    }

    /// With the rules that are tried out.
    pub fn found(&self) -> Vec<Diagnostic> {
        let ours = |diagnostic: &Diagnostic| {
            let Some(Place::Rule(span)) = diagnostic.place() else { return true };
            self.sources.file(span.file).is_some_and(|file| file.name == "rules.kpi")
        };
        let mut found = self.with(&Selection { preview: true, ..Selection::default() });
        found.retain(ours);
        found
    }

    /// `code line:column message`, then label, note, help and fix, each on its line.
    pub fn text(&self, found: &[Diagnostic]) -> String {
        let mut out = String::new();
        for diagnostic in found {
            let place = |place: &Place| match place {
                Place::Rule(span) => self.sources.place(*span),
                Place::Data(place) => place.to_string(),
            };
            let at = diagnostic.place().map_or_else(String::new, place);
            let _ = writeln!(out, "{} {} {at} {}", diagnostic.code, diagnostic.code.name(), diagnostic.message);
            for (i, label) in diagnostic.labels.iter().enumerate() {
                if i > 0 || !label.text.is_empty() {
                    let _ = writeln!(out, "  @ {} {}", place(&label.place), label.text);
                }
            }
            for note in &diagnostic.notes {
                let _ = writeln!(out, "  | {note}");
            }
            for help in &diagnostic.help {
                let _ = writeln!(out, "  = {help}");
            }
            for fix in &diagnostic.fixes {
                let word = fix.applicability.word();
                let (old, new) = (self.sources.slice(fix.span), &fix.replacement);
                let _ = writeln!(out, "  ~ {}, {word}: {old:?} -> {new:?}", fix.title);
            }
            if let Some(reason) = &diagnostic.allowed {
                let _ = writeln!(out, "  allowed: {reason}");
            }
        }
        out
    }
}

/// The `kpi` blocks of a page, each with the heading it stands under.
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
