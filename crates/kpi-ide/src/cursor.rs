//! Where in a text that may be half typed a cursor stands.

use kpi_syntax::words::{self, Kind, Token};

/// What stands around a cursor, as far as it can be told from the words before it.
#[derive(Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    /// The word that is being typed: from where to where it stands.
    pub word: (usize, usize),
    pub place: Place<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// Between items.
    Top,
    /// In a comment, with what it says up to the cursor.
    Comment(&'a str),
    /// Between an item's keyword and its brace.
    Head { item: &'a str, before: Vec<Token> },
    /// Where a statement of an item may begin.
    Statement { item: &'a str, name: Option<&'a str> },
    /// In a statement: its key, and the words after the key up to the cursor's own.
    Value { item: &'a str, name: Option<&'a str>, key: &'a str, before: Vec<Token>, in_text: bool },
}

impl<'a> Cursor<'a> {
    /// `item` is where the item begins that holds the cursor, if one does.
    #[must_use]
    pub fn find(text: &'a str, item: Option<usize>, at: usize) -> Self {
        let at = text.floor_char_boundary(at.min(text.len()));
        let start = item.unwrap_or(at).min(at);
        let before = text.get(start..at).unwrap_or_default();
        let read = words::read(before);
        let shift = |token: &Token| Token { start: token.start + start, end: token.end + start, ..*token };
        let mut tokens: Vec<Token> = read.tokens.iter().map(shift).collect();
        let open_text = read.unended.last().map(|quote| quote + start);
        let mut word = (at, word_end(text, at));
        if let Some(quote) = open_text.filter(|quote| !text.get(*quote..at).unwrap_or_default().contains('\n')) {
            let inside = quote + 1;
            let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            // Up to the closing quote, where there is one on the line.
            word = (inside.min(at), line.find('"').map_or(at, |offset| at + offset));
            tokens.retain(|token| token.end <= quote);
        } else if let Some(last) = tokens.last().filter(|last| last.end == at && last.kind == Kind::Word) {
            word.0 = last.start;
            tokens.pop();
        }
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        let place = match comment(line) {
            Some(comment) => Place::Comment(comment),
            None if item.is_none() => Place::Top,
            None => place(text, &tokens, word.0, open_text.is_some_and(|quote| quote < word.0)),
        };
        Self { text, word, place }
    }

    #[must_use]
    pub fn of(&self, token: &Token) -> &'a str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }
}

/// What a line's comment says, where it has one that is not in a text.
fn comment(line: &str) -> Option<&str> {
    let mut quoted = false;
    for (i, c) in line.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '#' if !quoted => return line.get(i..),
            _ => {}
        }
    }
    None
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
}

/// Words that begin a statement and have no `:` behind them.
const OPENERS: [&str; 10] =
    ["let", "columns", "theme", "cascade", "given", "expect", "at", "word", "change", "require"];

fn place<'a>(text: &'a str, tokens: &[Token], at: usize, in_text: bool) -> Place<'a> {
    let of = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    let Some((keyword, rest)) = tokens.split_first() else { return Place::Top };
    let item = of(keyword);
    if !words::items().contains(&item) {
        return Place::Top;
    }
    let name = rest.first().filter(|token| matches!(token.kind, Kind::Word | Kind::Text)).map(of);
    let Some(body) = rest.iter().position(|token| token.kind == Kind::Open(b'{')) else {
        return if item == "use" { Place::Top } else { Place::Head { item, before: rest.to_vec() } };
    };
    let body = rest.get(body + 1..).unwrap_or_default();
    let keys = words::fields(item);
    let mut depth = 0_usize;
    let mut statement: Option<(&str, usize)> = None;
    for (i, token) in body.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) if depth == 0 => return Place::Top,
            Kind::Close(_) => depth -= 1,
            Kind::Word if depth == 0 => {
                let next = body.get(i + 1);
                let is_key = next.is_some_and(|next| of(next) == ":") && (keys.contains(&of(token)) || token.first);
                // A band begins with its label, whatever that is.
                let opens = OPENERS.contains(&of(token)) && (token.first || item == "test")
                    || item == "test" && of(token) == "indicator"
                    || item == "bands" && token.first;
                if is_key {
                    statement = Some((of(token), i + 2));
                } else if opens {
                    statement = Some((of(token), i + 1));
                }
            }
            _ => {}
        }
    }
    let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let begins_line = line.trim().is_empty();
    let after_sign = body.last().is_some_and(|last| {
        !in_text
            && matches!(of(last), ":" | "=" | "," | "+" | "-" | "*" | "/" | "<" | ">" | "and" | "or" | "where" | "not")
    });
    // Behind a brace on the same line a statement may begin, too.
    let fresh = body.is_empty() || begins_line && !after_sign;
    match statement {
        Some((key, from)) if !(fresh && depth == 0) || in_text => {
            Place::Value { item, name, key, before: body.get(from..).unwrap_or_default().to_vec(), in_text }
        }
        _ if depth == 0 => Place::Statement { item, name },
        _ => Place::Value { item, name, key: "", before: body.to_vec(), in_text },
    }
}
