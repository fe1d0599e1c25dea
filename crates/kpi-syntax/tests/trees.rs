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

/// What stands in one another without a bracket is bounded like brackets are, in the middle of a large project too, where
/// files are read by threads with little stack.
#[test]
fn nothing_nests_without_bound() {
    let chained = |piece: &str, times: usize| piece.repeat(times);
    let cases = [
        ("age at", format!("formula: {}b", chained("age at ", 50_000))),
        ("open at", format!("formula: {}b", chained("open at ", 50_000))),
        ("days from", format!("formula: {}b", chained("days from a to ", 50_000))),
        ("months from", format!("formula: {}b", chained("months from ", 50_000))),
        ("where", format!("formula: {}b", chained("a.b where ", 50_000))),
        ("where after a comma", format!("formula: {}b", chained("some a in b where c by d, ", 50_000))),
        ("a name that is a word", format!("formula: a.b where\n{}b", chained("let.b where\n", 50_000))),
        ("another", format!("formula: a.b where\n{}b", chained("given.b where\n", 50_000))),
        ("and another", format!("formula: a.b where\n{}b", chained("expect.b where\n", 50_000))),
    ];
    for (what, formula) in cases {
        let small = std::thread::Builder::new().stack_size(2 << 20);
        let text = format!("indicator x {{\n  {formula}\n}}\n");
        let found = small.spawn(move || parse(&text).1).unwrap().join().unwrap();
        assert!(found.iter().any(|found| found.code.id() == "KPI0105"), "{what}: {:?}", found.first());
    }
    let many: String = (0..100).map(|n| format!("  let x{n} = sum(a.b where c = 1)\n")).collect();
    let (_, few, sources) = parse(&format!("indicator x {{\n{many}  formula: x1\n}}\n"));
    assert!(few.is_empty(), "{}", findings(&few, &sources));
}
