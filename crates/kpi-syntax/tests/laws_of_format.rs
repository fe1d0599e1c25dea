//! Formatting keeps what a file says, whatever way it was written, and has nothing to do the second time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod generated;
mod told;

use generated::{Dice, damaged, file, items};
use kpi_core::FileId;
use kpi_syntax::ast::File;
use kpi_syntax::format::{Refused, format};
use std::sync::LazyLock;
use told::{councils, parse, said};

static ITEMS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = councils().into_iter().map(|(_, text)| text).collect();
    texts.push(include_str!("constructs.kpi").to_owned());
    items(&texts)
});

/// Says what is wrong with how a text is formatted. `None` where it is refused for its own mistakes, or all is well.
fn broken_law(text: &str) -> Option<String> {
    let once = match format(FileId(0), text) {
        Ok(once) => once,
        Err(Refused::Broken(_)) => return None,
        Err(Refused::Unfaithful) => return Some("what came out did not say the same".to_owned()),
    };
    let Ok(twice) = format(FileId(0), &once) else { return Some(format!("cannot be formatted again:\n{once}")) };
    if once != twice {
        let differ = once.lines().zip(twice.lines()).find(|(a, b)| a != b);
        return Some(format!("the second time is another: {differ:?}"));
    }
    // Not as the formatter compares them: it could be wrong of both.
    let ((before, ..), (after, ..)) = (parse(text), parse(&once));
    if said(&before) != said(&after) {
        return Some(format!("another tree:\n{once}"));
    }
    let comments = |file: &File| -> Vec<String> {
        file.comments.iter().map(|comment| comment.node.trim_end().to_owned()).collect()
    };
    (comments(&before) != comments(&after)).then(|| "other comments".to_owned())
}

fn hold_for(seeds: std::ops::Range<u64>) {
    let (mut sound, mut all) = (0_u32, 0_u32);
    for seed in seeds {
        let mut dice = Dice::new(seed + 1);
        let text = file(&ITEMS, &mut dice);
        let text = if dice.below(4) == 0 { damaged(&text, &mut dice) } else { text };
        if let Some(why) = broken_law(&text) {
            panic!("seed {seed}: {why}\n----\n{text}\n----");
        }
        all += 1;
        sound += u32::from(parse(&text).1.is_empty());
    }
    assert!(sound * 2 > all, "only {sound} of {all} files say something");
}

#[test]
fn formatting_keeps_what_a_generated_file_says() {
    hold_for(0..500);
}

/// `cargo test --release -p kpi-syntax --test laws_of_format -- --ignored`
#[test]
#[ignore = "takes minutes; CONTRIBUTING.md says when it is run"]
fn formatting_keeps_what_a_hundred_thousand_files_say() {
    hold_for(500..100_500);
}
