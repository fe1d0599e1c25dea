//! Do two texts say the same? What the grammar finds in them decides, not what the style has done.

use crate::grammar::Rule;
use crate::{lex::Lexer, text};
use pest::iterators::Pairs;
use std::borrow::Cow;

/// The trees are built from nothing but the rules that matched and the words that they matched; so where those are the
/// same, the trees are.
pub(super) fn same(one: (&str, Pairs<'_, Rule>), other: (&str, Pairs<'_, Rule>)) -> bool {
    comments(one.0) == comments(other.0) && outline(one.1).eq(outline(other.1))
}

fn comments(text: &str) -> Vec<&str> {
    let mut lexer = Lexer::new(text);
    while lexer.next().is_some() {}
    lexer.comments.iter().map(|(start, end)| text.get(*start..*end).unwrap_or_default().trim_end()).collect()
}

/// Each rule with how much it holds, and what a word says.
fn outline(pairs: Pairs<'_, Rule>) -> impl Iterator<Item = (Rule, usize, Cow<'_, str>)> {
    pairs.flatten().map(|node| {
        let held = node.clone().into_inner().count();
        let said = match (node.as_rule(), held) {
            (Rule::text, _) => Cow::Owned(text::read(node.as_str()).0),
            (_, 0) => said(node.as_str()),
            _ => Cow::Borrowed(""),
        };
        (node.as_rule(), held, said)
    })
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
