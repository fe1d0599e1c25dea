//! A file that is read again after a change is what it would be read for the first time.

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

use kpi_core::FileId;
use kpi_syntax::{Reader, parse};
use proptest::prelude::*;
use std::sync::LazyLock;
use told::councils;

const FILE: FileId = FileId(3);

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = councils().into_iter().map(|(_, text)| text).collect();
    texts.push(include_str!("constructs.kpi").to_owned());
    texts
});

/// Words that make a difference wherever they come.
const WORDS: [&str; 18] = [
    "",
    " ",
    "\n",
    "\"",
    "\"\"\"",
    "{",
    "}",
    "[",
    "]",
    "(",
    "# ",
    "£é😀",
    "indicator x {",
    "dataset",
    ":",
    "“",
    ";",
    "//",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn read_again_is_read_anew(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, 0..WORDS.len()), 1..8),
    ) {
        let mut text = which.get(&TEXTS).clone();
        let mut reader = Reader::default();
        let (mut tree, _) = reader.read(FILE, &text, None);
        for (place, gone, word) in edits {
            let at = text.floor_char_boundary(place.index(text.len() + 1));
            let end = text.floor_char_boundary((at + gone).min(text.len())).max(at);
            let old = text.clone();
            text.replace_range(at..end, WORDS[word]);
            let (again, found) = reader.read(FILE, &text, Some((&old, tree)));
            let (anew, expected) = parse(FILE, &text);
            prop_assert_eq!(&again, &anew);
            prop_assert_eq!(found, expected);
            tree = again;
        }
    }
}
