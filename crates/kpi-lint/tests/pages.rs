//! The page of every rule: its example is found, its remedy is not, and what is said of the example is a snapshot.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod support;

use kpi_core::Code;
use std::fs;
use std::path::Path;
use support::{rules, snippets};

/// Rules whose examples need more than rule files have a test of their own.
fn by_rules(code: &Code) -> bool {
    !code.page().contains("```text")
}

#[test]
fn every_page_says_what_why_and_what_instead() {
    for code in kpi_lint::codes() {
        let page = code.page();
        let first = page.lines().next().unwrap_or_default();
        assert!(first.len() > 15 && first.ends_with('.'), "{code}: {first:?}");
        for heading in ["## Why", "## Example", "## Instead"] {
            assert!(page.contains(heading), "{code} lacks {heading}");
        }
        let headings: Vec<String> = snippets(&page).into_iter().map(|(heading, _)| heading).collect();
        assert!(!by_rules(&code) || headings == ["Example", "Instead"], "{code}: {headings:?}");
    }
}

#[test]
fn examples_are_found_and_remedies_are_not() {
    let mut wrong = String::new();
    for code in kpi_lint::codes().into_iter().filter(by_rules) {
        for (heading, text) in snippets(&code.page()) {
            let linted = rules(&text);
            let errors: Vec<_> = linted.checked.iter().filter(|found| found.is_error()).cloned().collect();
            if !errors.is_empty() {
                wrong.push_str(&format!("--- {code} {heading}\n{text}\n{}\n", linted.text(&errors)));
                continue;
            }
            let found = linted.found();
            let has = found.iter().any(|found| found.code == code && found.allowed.is_none());
            if has != (heading == "Example") {
                wrong.push_str(&format!("--- {code} {heading}\n{text}\n{}\n", linted.text(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What is said, for each rule; also how a change of words is seen.
#[test]
fn messages() {
    for code in kpi_lint::codes().into_iter().filter(by_rules) {
        let Some((_, example)) = snippets(&code.page()).into_iter().next() else { continue };
        let linted = rules(&example);
        let found: Vec<_> = linted.found().into_iter().filter(|found| found.code == code).collect();
        insta::with_settings!({ description => example.clone(), omit_expression => true }, {
            insta::assert_snapshot!(code.name(), linted.text(&found));
        });
    }
}

/// A rule's file, its code's name and its family's folder are one name; numbers say the family.
#[test]
fn files_are_named_as_their_codes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = 0;
    for rule in kpi_lint::rules() {
        let path = folder.join(rule.code.family()).join(format!("{}.rs", rule.code.name()));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.contains(rule.code.id()), "{} declares {}", path.display(), rule.code);
        files += 1;
    }
    let found: usize = fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|family| fs::read_dir(family.path()).unwrap().count() - 1)
        .sum();
    assert_eq!(found, files, "a file without a rule");
    let ids: Vec<&str> = kpi_lint::codes().iter().map(|code| code.id()).collect();
    let mut once = ids.clone();
    once.dedup();
    assert_eq!(ids, once, "a number stands twice");
}
