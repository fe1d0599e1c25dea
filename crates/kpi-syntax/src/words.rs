//! For editors: the words of a text that may be half typed, and the words the language has.

pub use crate::lex::{Kind, Token};

use crate::fields;
use crate::lex::Lexer;
use crate::split::ItemKind;

/// A text cut into words.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub tokens: Vec<Token>,
    /// From where to where comments stand.
    pub comments: Vec<(usize, usize)>,
    /// Where texts begin that have no closing quotes.
    pub unended: Vec<usize>,
}

/// Cuts a text into words. Total: every byte is in a word, in a comment or blank.
#[must_use]
pub fn read(text: &str) -> Words {
    let mut lexer = Lexer::new(text);
    let tokens = lexer.by_ref().collect();
    let unended = lexer.unended.iter().map(|unended| unended.start).collect();
    Words { tokens, comments: lexer.comments, unended }
}

/// The words that items begin with.
#[must_use]
pub const fn items() -> &'static [&'static str] {
    &ItemKind::KEYWORDS
}

/// The fields of an item, by the word it begins with; empty where it has none of the form `key: value`.
#[must_use]
pub fn fields(item: &str) -> Vec<&'static str> {
    ItemKind::of(item).map(|kind| fields::keys(kind).iter().map(|(key, _)| *key).collect()).unwrap_or_default()
}
