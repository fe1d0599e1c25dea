//! Do two texts say the same? What the grammar finds in them decides, not what the style has done.

use crate::grammar::{Node, Rule};
use crate::text;
use pest::iterators::Pairs;
use std::borrow::Cow;

/// Each rule with how much it holds, and what a word says. Trees are built from nothing but the rules that matched and the
/// words that they matched; so where these are the same, the trees are.
pub(super) type Outline<'a> = Vec<(Rule, usize, Cow<'a, str>)>;

/// What a text says: its items, as they are written and what the grammar finds in them, and its comments.
pub(super) struct Told<'a> {
    pub(super) items: Vec<(&'a str, Outline<'a>)>,
    pub(super) comments: Vec<&'a str>,
}

pub(super) fn outline(pairs: Pairs<'_, Rule>) -> Outline<'_> {
    pairs.flatten().map(one).collect()
}

fn one(node: Node<'_>) -> (Rule, usize, Cow<'_, str>) {
    let held = node.clone().into_inner().len();
    let said = match (node.as_rule(), held) {
        (Rule::text, _) => Cow::Owned(text::read(node.as_str()).0),
        (_, 0) => said(node.as_str()),
        _ => Cow::Borrowed(""),
    };
    (node.as_rule(), held, said)
}

/// Without comments, and with one blank where there are some.
fn said(words: &str) -> Cow<'_, str> {
    if !words.contains(|c: char| c.is_whitespace() || c == '#') {
        return Cow::Borrowed(words);
    }
    let words = words.split('\n').flat_map(|line| line.split('#').next().unwrap_or_default().split_whitespace());
    let words: Vec<&str> = words.collect();
    Cow::Owned(words.join(" ").replacen("- ", "-", 1))
}
