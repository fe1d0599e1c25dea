//! What each construct becomes.

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

use told::{councils, findings, parse, tree};

#[test]
fn every_construct_has_its_tree() {
    let (file, diagnostics, sources) = parse(include_str!("constructs.kpi"));
    assert_eq!(findings(&diagnostics, &sources), "");
    insta::assert_snapshot!(tree(&file));
}

#[test]
fn comments_are_kept_in_order() {
    let (file, ..) = parse("# one\nindicator x { # two\n  title: \"# no comment\"\n  # three\n}\n# four");
    let comments: Vec<&str> = file.comments.iter().map(|comment| comment.node.as_str()).collect();
    assert_eq!(comments, ["# one", "# two", "# three", "# four"]);
}

#[test]
fn the_councils_parse_clean() {
    for (name, text) in councils() {
        let (_, diagnostics, sources) = parse(&text);
        assert_eq!(findings(&diagnostics, &sources), "", "{name}");
    }
}

#[test]
fn deep_brackets_cost_no_more_than_their_length() {
    let text = |depth: usize| format!("indicator x {{ formula: {}1{} }}", "(".repeat(depth), ")".repeat(depth));
    let (_, shallow, _) = parse(&text(60));
    assert!(shallow.is_empty(), "{shallow:?}");
    let (_, deep, sources) = parse(&text(100_000));
    assert_eq!(deep.iter().map(|d| d.code.id()).collect::<Vec<_>>(), ["KPI0105"], "{}", findings(&deep, &sources));
}
