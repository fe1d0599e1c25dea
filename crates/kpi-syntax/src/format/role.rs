//! What each token does to the lines around it.

use crate::grammar::Rule;

/// What a token does to the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Open,
    Close,
    Comma,
    Colon,
    Dot,
    Brace,
    Infix(usize),
    Prefix,
    Where,
    By,
    If,
    Then,
    Else,
    When,
    Tied,
    OrColumn,
    Other,
}

/// Of a token that the grammar takes for a word of this rule; signs have none.
pub(super) fn role(rule: Option<Rule>, text: &str) -> Role {
    match (rule, text) {
        (Some(Rule::infix), "or") => Role::Infix(0),
        (Some(Rule::infix), "and") => Role::Infix(1),
        (Some(Rule::infix), "+" | "-") => Role::Infix(3),
        (Some(Rule::infix), "*" | "/") => Role::Infix(4),
        (Some(Rule::infix), _) => Role::Infix(2),
        (Some(Rule::prefix), _) => Role::Prefix,
        (Some(Rule::kw_where), _) => Role::Where,
        (Some(Rule::kw_by), _) => Role::By,
        (Some(Rule::kw_if), _) => Role::If,
        (Some(Rule::kw_then), _) => Role::Then,
        (Some(Rule::kw_else), _) => Role::Else,
        (Some(Rule::kw_when), _) => Role::When,
        (Some(Rule::kw_tied | Rule::kw_counted), _) => Role::Tied,
        (Some(Rule::kw_or), _) => Role::OrColumn,
        (Some(Rule::text), _) => Role::Other,
        (_, "(" | "[") => Role::Open,
        (_, ")" | "]") => Role::Close,
        (_, ",") => Role::Comma,
        (_, ":") => Role::Colon,
        (_, ".") => Role::Dot,
        (_, "{") => Role::Brace,
        _ => Role::Other,
    }
}
