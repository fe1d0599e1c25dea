//! Do two texts say the same? What the grammar finds in them decides, not what the style has done.

use crate::grammar::Rule;
use crate::text;
use pest::iterators::Pairs;
use pest::{Position, Token};
use std::borrow::Cow;

/// Trees are built from nothing but the rules that matched and the words that they matched; so where these are the same, the
/// trees are. Each side is what matched, and the words as they are written: what a cell or a text holds may be no blank there, though
/// it was one to the grammar.
pub(super) fn same(left: (Pairs<'_, Rule>, &str), right: (Pairs<'_, Rule>, &str)) -> bool {
    let written = (left.1, right.1);
    let (mut left, mut right) = (left.0.tokens(), right.0.tokens());
    // Where what has just begun did so, in both.
    let mut begun = None;
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(Token::Start { rule, pos: a }), Some(Token::Start { rule: other, pos: b })) if rule == other => {
                begun = Some((a, b));
            }
            (Some(Token::End { rule, pos: a }), Some(Token::End { rule: other, pos: b })) if rule == other => {
                // What ends where nothing began since holds nothing: it is a word.
                let Some((from_a, from_b)) = begun.take() else { continue };
                let alike = match rule {
                    Rule::text | Rule::bare_cell => {
                        let (left, right) = (held(written.0, &from_a, &a), held(written.1, &from_b, &b));
                        holds_alike(rule, left, right)
                    }
                    _ => said(from_a.span(&a).as_str()) == said(from_b.span(&b).as_str()),
                };
                if !alike {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

fn held<'a>(text: &'a str, from: &Position<'_>, to: &Position<'_>) -> &'a str {
    text.get(from.pos()..to.pos()).unwrap_or_default()
}

fn holds_alike(rule: Rule, left: &str, right: &str) -> bool {
    left == right
        || match rule {
            Rule::text => text::read(left).0 == text::read(right).0,
            _ => left.trim() == right.trim(),
        }
}

/// With one blank where there are some.
fn said(words: &str) -> Cow<'_, str> {
    if !words.contains(char::is_whitespace) {
        return Cow::Borrowed(words);
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    Cow::Owned(words.join(" ").replacen("- ", "-", 1))
}
