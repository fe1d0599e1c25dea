//! The page of every code: its example gets the code, its remedy does not.

mod support;

use kpi_core::codes;
use support::{rules, snippets};

fn ours() -> Vec<kpi_core::Code> {
    let families = ["judging", "names", "cohorts", "units", "periods", "testing"];
    // What only data shows has an example in words.
    let by_rules = |code: &kpi_core::Code| !code.page().contains("```text");
    codes::all().into_iter().filter(|code| families.contains(&code.family())).filter(by_rules).collect()
}

#[test]
fn every_page_says_what_why_and_what_instead() {
    for code in ours() {
        let page = code.page();
        let first = page.lines().next().unwrap_or_default();
        assert!(first.len() > 15 && first.ends_with('.'), "{code}: {first:?}");
        for heading in ["## Why", "## Example", "## Instead"] {
            assert!(page.contains(heading), "{code} lacks {heading}");
        }
        let blocks: Vec<String> = snippets(&page).into_iter().map(|(heading, _)| heading).collect();
        assert_eq!(blocks, ["Example", "Instead"], "{code}");
    }
}

#[test]
fn examples_get_their_code_and_remedies_get_none() {
    let mut wrong = String::new();
    for code in ours() {
        for (heading, text) in snippets(&code.page()) {
            let checked = rules(&text);
            let found = checked.codes();
            // Whether a test fails is seen when it is run.
            let right = match heading.as_str() {
                "Example" if code.id() == "KPI0601" => found.is_empty(),
                "Example" => found == [code.id()],
                _ => checked.diagnostics.is_empty(),
            };
            if !right {
                wrong.push_str(&format!("--- {code} {heading}\n{text}\n{}\n", checked.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// One picture of each message, so that a change of words is seen.
#[test]
fn messages() {
    for code in ours() {
        let Some((_, example)) = snippets(&code.page()).into_iter().next() else { continue };
        insta::with_settings!({ description => example.clone(), omit_expression => true }, {
            insta::assert_snapshot!(code.name(), rules(&example).text());
        });
    }
}
