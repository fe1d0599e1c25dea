//! What is said of texts that do not follow the grammar.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod told;

use kpi_core::codes;
use told::{findings, parse};

/// The `kpi` blocks of a page, with the heading they stand under.
fn snippets(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut block: Option<String> = None;
    for line in page.lines() {
        match (&mut block, line.trim()) {
            (Some(text), "```") => {
                found.push((heading.clone(), std::mem::take(text)));
                block = None;
            }
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, "```kpi") => block = Some(String::new()),
            (None, line) => {
                if let Some(title) = line.strip_prefix("## ") {
                    title.clone_into(&mut heading);
                }
            }
        }
    }
    found
}

#[test]
fn the_example_of_every_page_gets_its_code_and_the_remedy_gets_none() {
    for code in codes::all().into_iter().filter(|code| code.family() == "syntax") {
        for (heading, text) in snippets(&code.page()) {
            let (_, diagnostics, sources) = parse(&text);
            let found: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.id()).collect();
            let wanted: Vec<&str> = if heading == "Example" { vec![code.id()] } else { Vec::new() };
            assert_eq!(found, wanted, "{code} {heading}\n{text}\n{}", findings(&diagnostics, &sources));
        }
    }
}

const MISTAKES: &str = r#"indicatr a { title: "x" }

indicator b {
  titel:     "a field that is none"
  unit:      percnt
  polarity:  hihger
  frequency: quaterly
  formula:   figures.value +
  target:    { 2020/21: 87%% }
  compare:   england
  bands      council
  change:    against yesterday
  note:      'single quotes'
  source:    “smart quotes”
  short:     "no end
  theme:     "Adults";
  require:   a == 1 else withhold rating "x"
  let y      x / 2
}

// not a comment
bands c {
  judge: deviaton
  Red below
  Green >= 0%
}

dataset d {
  source: csv data.csv
  columns { value: number or "N/A" as not suplied }
}

scorecard e {
  indicators: [a, b
}

test "t" {
  indicator b at sometime
  expect rating is Red
}

indicator f
"#;

#[test]
fn many_mistakes_are_each_told_once_where_they_are() {
    let (_, diagnostics, sources) = parse(MISTAKES);
    insta::assert_snapshot!(findings(&diagnostics, &sources));
}

/// What cannot be seen is named, and what stands around it is read.
#[test]
fn control_characters_are_named() {
    let text = "indicator a {\n  title: \"A\"\n  unit: \u{b}percent\n\u{0}\u{1}  polarity:\u{2} higher\u{7f}\n}\n\
                test \"b\" {\n  cases = [\n    case | given value | expect rating\n    x | 80% +\u{b} 5% | Amber\n  ]\n}\n";
    let (file, diagnostics, sources) = parse(text);
    assert_eq!(file.items.len(), 2);
    insta::assert_snapshot!(findings(&diagnostics, &sources));
    // Bytes of another encoding are told of once a line.
    let (_, diagnostics, _) = parse(&format!("indicator a {{ title: \"A\" {}}}\n", "\u{1}b".repeat(20_000)));
    assert!(diagnostics.len() < 5, "{}", diagnostics.len());
}

#[test]
fn a_broken_field_costs_itself_only() {
    let (file, diagnostics, _) =
        parse("indicator a {\n  title: \"A\"\n  unit: percnt\n  polarity: higher\n}\nindicator b { title: \"B\" }\n");
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(file.items.len(), 2);
    let kpi_syntax::ast::Item::Indicator(a) = &file.items[0] else { panic!("an indicator") };
    assert_eq!(a.fields.len(), 3);
}
