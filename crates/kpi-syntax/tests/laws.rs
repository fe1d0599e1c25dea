//! What holds for every text: a tree comes back, places lie in the text, and a slip stays where it was made.

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

use kpi_core::diagnostic::Place;
use kpi_syntax::ast::Item;
use proptest::prelude::*;
use std::sync::LazyLock;
use told::{councils, parse};

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = councils().into_iter().map(|(_, text)| text).collect();
    texts.push(include_str!("constructs.kpi").to_owned());
    texts
});

fn sound(text: &str) {
    let (file, diagnostics, _) = parse(text);
    for diagnostic in &diagnostics {
        for label in &diagnostic.labels {
            let Place::Rule(span) = &label.place else { panic!("a place in the rules") };
            assert!(text.get(span.range()).is_some(), "{span:?} of {} in {text:?}", diagnostic.code);
        }
        for fix in &diagnostic.fixes {
            assert!(text.get(fix.span.range()).is_some(), "{fix:?} in {text:?}");
        }
    }
    for comment in &file.comments {
        assert_eq!(text.get(comment.span.range()), Some(comment.node.as_str()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_tree(text in "(?s).{0,300}") {
        sound(&text);
    }

    #[test]
    fn any_words_have_a_tree(words in prop::collection::vec(prop::sample::select(vec![
        "indicator", "bands", "test", "x", "{", "}", "(", ")", "[", "]", ":", "\"", "\"\"\"", "#", "\n", "2020/21", "87%", "£",
        "let", "=", "==", "if", "then", "else", "in", "from", "target:", "columns", "-", "é", "'", "“", ",", "where", "at",
    ]), 0..60), spaced in any::<bool>()) {
        sound(&words.join(if spaced { " " } else { "" }));
    }

    #[test]
    fn a_damaged_file_has_a_tree(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), length in 0usize..40,
        put in prop::sample::select(vec!["", "\"", "{", "}", "(", "é", "\n", ":", "#", "\"\"\"", "indicator", "%"]),
    ) {
        let text = which.get(&TEXTS);
        let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1 } at };
        let from = floor(at.index(text.len()));
        let to = floor((from + length).min(text.len()));
        sound(&format!("{}{put}{}", &text[..from], &text[to..]));
    }

    #[test]
    fn a_line_taken_out_breaks_no_other_item(which in any::<prop::sample::Index>(), line in any::<prop::sample::Index>()) {
        let text = which.get(&TEXTS);
        let lines: Vec<&str> = text.lines().collect();
        // The first line of an item and its last hold it together; those between are fields.
        let inner: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].starts_with("  ") && lines[*i].trim().contains(':')).collect();
        prop_assume!(!inner.is_empty());
        let out = *line.get(&inner);
        let damaged: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != out).map(|(_, l)| *l).collect();
        let names = |text: &str| -> Vec<String> {
            let (file, ..) = parse(text);
            file.items.iter().map(|item| match item {
                Item::Indicator(item) => item.name.node.clone(),
                Item::Dataset(item) => item.name.node.clone(),
                Item::Cohort(item) => item.name.node.clone(),
                Item::Test(item) => item.name.node.clone(),
                Item::Template(item) => item.name.node.clone(),
                Item::Bands(item) => item.name.node.clone(),
                Item::Scorecard(item) => item.name.node.clone(),
                Item::Comparator(item) => item.name.node.clone(),
                Item::Use(item) => item.path.node.clone(),
                Item::Broken(_) => "broken".to_owned(),
            }).collect()
        };
        prop_assert_eq!(names(&damaged.join("\n")), names(text), "without {:?}", lines[out]);
    }
}
