//! Do two texts say the same? What the grammar finds in them decides, not what the style has done.

use crate::grammar::Rule;
use crate::text;
use pest::Token;
use pest::iterators::Pairs;
use std::borrow::Cow;

/// Trees are built from nothing but the rules that matched and the words that they matched; so where these are the same, the
/// trees are.
pub(super) fn same(left: Pairs<'_, Rule>, right: Pairs<'_, Rule>) -> bool {
    let (mut left, mut right) = (left.tokens(), right.tokens());
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
                if let Some((from_a, from_b)) = begun.take()
                    && !alike(rule, from_a.span(&a).as_str(), from_b.span(&b).as_str())
                {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

fn alike(rule: Rule, left: &str, right: &str) -> bool {
    left == right
        || match rule {
            Rule::text => text::read(left).0 == text::read(right).0,
            _ => said(left) == said(right),
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
