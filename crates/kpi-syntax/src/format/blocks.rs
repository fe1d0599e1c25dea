//! Which tokens make a statement, and which statements stand in its braces.

use super::tokens::{Comment, Starts, Token, Tokens};
use crate::grammar::Rule;
use std::iter::Peekable;
use std::vec::IntoIter;

#[derive(Debug)]
pub(super) struct Statement<'a> {
    pub(super) kind: Rule,
    /// With the opening brace, where it has one. The comments before the first stand on lines above.
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) block: Option<Block<'a>>,
    /// The comment behind it on its last line.
    pub(super) beside: Option<&'a str>,
}

#[derive(Debug, Default)]
pub(super) struct Block<'a> {
    pub(super) statements: Vec<Statement<'a>>,
    /// The comment behind its opening brace.
    pub(super) beside: Option<&'a str>,
    /// Those before its closing brace.
    pub(super) last: Vec<Comment<'a>>,
    /// Did a line end within it, outside what it holds?
    pub(super) open: bool,
}

/// The one statement that an item is.
pub(super) fn item(tokens: Tokens<'_>) -> Option<Statement<'_>> {
    let Tokens { tokens, starts, .. } = tokens;
    let mut statements = Reader { tokens: tokens.into_iter().peekable(), starts }.statements(true).statements;
    statements.pop().filter(|_| statements.is_empty())
}

/// A file of these items, with the comments behind the last.
pub(super) fn file<'a>(items: impl Iterator<Item = Statement<'a>>, mut rest: Vec<Comment<'a>>) -> Block<'a> {
    let mut block = Block::default();
    for mut item in items {
        if let Some(first) = item.tokens.first_mut() {
            beside(&mut first.comments, &mut block, true);
        }
        block.statements.push(item);
    }
    beside(&mut rest, &mut block, true);
    block.last = rest;
    block
}

/// A comment on the line where something ends belongs to that.
fn beside<'a>(comments: &mut Vec<Comment<'a>>, block: &mut Block<'a>, file: bool) {
    if comments.first().is_none_or(|comment| comment.breaks > 0) {
        return;
    }
    let place = match block.statements.last_mut() {
        Some(statement) => &mut statement.beside,
        None if file => return,
        None => &mut block.beside,
    };
    *place = Some(comments.remove(0).text);
}

struct Reader<'a> {
    tokens: Peekable<IntoIter<Token<'a>>>,
    starts: Starts,
}

impl<'a> Reader<'a> {
    fn statements(&mut self, file: bool) -> Block<'a> {
        let mut block = Block::default();
        while let Some(next) = self.tokens.peek_mut() {
            block.open |= next.breaks > 0 || !next.comments.is_empty();
            beside(&mut next.comments, &mut block, file);
            if next.is("}") {
                if let Some(close) = self.tokens.next() {
                    block.last = close.comments;
                }
                return block;
            }
            let statement = self.statement();
            block.statements.extend(statement);
        }
        block
    }

    fn statement(&mut self) -> Option<Statement<'a>> {
        let first = self.tokens.next()?;
        let kind = self.starts.at(first.start).unwrap_or(Rule::file);
        let mut statement = Statement { kind, tokens: vec![first], block: None, beside: None };
        while let Some(next) = self.tokens.peek() {
            if next.is("}") || !next.is("{") && self.starts.at(next.start).is_some() {
                break;
            }
            let opens = next.is("{");
            statement.tokens.extend(self.tokens.next());
            if opens {
                statement.block = Some(self.statements(false));
                break;
            }
        }
        Some(statement)
    }
}
