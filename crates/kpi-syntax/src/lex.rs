//! Tokens, just as fine as finding items and fields needs them. Total: every byte is in a token, a comment or blank.

use crate::slip::Slip;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    Text,
    /// The opening bracket itself.
    Open(u8),
    Close(u8),
    /// Any other character; its first byte.
    Sign(u8),
    /// The rows of a table, without its brackets: cells may hold anything.
    Table,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Is it the first on its line?
    pub first: bool,
}

/// A text that has no end; it is taken to end where its line does.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unended {
    pub(crate) start: usize,
    pub(crate) quotes: usize,
}

/// What stood before a `[`, as far as it can announce a table: `given NAME = [`, `cases = [`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Announced {
    Nothing,
    Given,
    Name,
    Equals,
    Bracket,
}

pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    first: bool,
    announced: Announced,
    pub(crate) comments: Vec<(usize, usize)>,
    /// What the grammar does not take: comments, and blanks that keyboards do not have. Tables are read as they are.
    pub(crate) spaces: Vec<(usize, usize)>,
    pub(crate) slips: Vec<Slip>,
    /// The end of the line whose control characters are told of.
    controls_until: usize,
    pub(crate) unended: Vec<Unended>,
}

pub(crate) fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// Is it a sign that nobody sees, and that is no blank?
pub(crate) fn is_control(sign: char) -> bool {
    sign.is_ascii_control() && !matches!(sign, '\t' | '\n' | '\r')
}

pub(crate) fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The text from `start` on; empty where that is no place in it.
pub(crate) fn rest(text: &str, start: usize) -> &str {
    text.get(start..).unwrap_or_default()
}

/// Past blanks on the same line.
pub(crate) fn past_blanks(text: &str, mut at: usize) -> usize {
    while matches!(byte(text, at), b' ' | b'\t' | b'\r') {
        at += 1;
    }
    at
}

/// Past the word that stands here, if one does.
pub(crate) fn past_word(text: &str, at: usize) -> usize {
    let first = byte(text, at);
    if first.is_ascii_digit() {
        return at;
    }
    let mut end = at;
    loop {
        let next = byte(text, end);
        if is_word_byte(next) {
            end += 1;
        } else if next >= 0x80 {
            match rest(text, end).chars().next() {
                Some(c) if c.is_alphabetic() => end += c.len_utf8(),
                _ => return end,
            }
        } else {
            return end;
        }
    }
}

pub(crate) fn line_end(text: &str, at: usize) -> usize {
    rest(text, at).find('\n').map_or(text.len(), |offset| at + offset)
}

/// How far the line that holds this place is indented.
pub(crate) fn indent(text: &str, at: usize) -> usize {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    past_blanks(text, start) - start
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            first: true,
            announced: Announced::Nothing,
            comments: Vec::new(),
            spaces: Vec::new(),
            slips: Vec::new(),
            controls_until: 0,
            unended: Vec::new(),
        }
    }

    fn slip(&mut self, slip: Slip) {
        self.slips.push(slip);
    }

    /// Past blanks and comments.
    fn skip(&mut self) {
        loop {
            match byte(self.text, self.at) {
                b'\n' => {
                    self.first = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' => self.comment(),
                b'/' if byte(self.text, self.at + 1) == b'/' => {
                    self.slip(Slip::comment(self.at));
                    self.comment();
                }
                0xC2 | 0xEF if rest(self.text, self.at).starts_with(['\u{a0}', '\u{feff}']) => {
                    let start = self.at;
                    self.at += if byte(self.text, start) == 0xC2 { 2 } else { 3 };
                    self.spaces.push((start, self.at));
                }
                0..0x20 | 0x7F if self.at < self.text.len() => self.at = self.control(self.at),
                b';' => {
                    self.slip(Slip::semicolon(self.at));
                    self.at += 1;
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let mut end = line_end(self.text, self.at);
        if end > self.at && byte(self.text, end - 1) == b'\r' {
            end -= 1;
        }
        self.comments.push((self.at, end));
        self.spaces.push((self.at, end));
        self.at = end;
    }

    /// Past control characters. Of those on one line the first are told of: a file of other bytes has no end of them.
    fn control(&mut self, start: usize) -> usize {
        let text = rest(self.text, start);
        let end = start + text.find(|c: char| !is_control(c)).unwrap_or(text.len());
        let line = self.text.get(..start).and_then(|before| before.rfind('\n')).unwrap_or(0);
        let told = self.controls_until <= line;
        self.controls_until = line_end(self.text, end);
        self.slip(Slip::control(self.text, start, end, told));
        end
    }

    /// Past the text whose opening quote stands here.
    fn quoted(&mut self) -> usize {
        let start = self.at;
        if rest(self.text, start).starts_with("\"\"\"") {
            return self.long_text(start);
        }
        let mut at = start + 1;
        loop {
            match byte(self.text, at) {
                b'"' => return at + 1,
                b'\\' if !matches!(byte(self.text, at + 1), b'\n' | 0) => {
                    at += 1 + rest(self.text, at + 1).chars().next().map_or(1, char::len_utf8);
                }
                b'\n' => break,
                0 if at >= self.text.len() => break,
                _ => at += 1,
            }
        }
        self.unended.push(Unended { start, quotes: 1 });
        // A bracket that closes what the line opened belongs to the rule, not to the text.
        let line = self.text.get(start..at).unwrap_or_default().trim_end();
        start + line.len()
    }

    fn long_text(&mut self, start: usize) -> usize {
        let inside = start + 3;
        if let Some(offset) = rest(self.text, inside).find("\"\"\"") {
            let close = inside + offset;
            let line = self.text.get(inside..close).unwrap_or_default().rsplit_once('\n').map(|(_, line)| line);
            // Quotes that stand after `key:` open another text: it is this one that has no end.
            let opens_another = line.is_some_and(|line| {
                let line = line.trim();
                line.strip_suffix([':', '=']).is_some_and(|key| {
                    let key = key.trim_end();
                    !key.is_empty() && past_word(key, 0) == key.len()
                })
            });
            if !opens_another {
                return close + 3;
            }
        }
        self.unended.push(Unended { start, quotes: 3 });
        // The text is taken to end before the first line that looks like a rule again.
        let mut end = line_end(self.text, inside);
        loop {
            let next = end + 1;
            if next >= self.text.len() {
                return self.text.len();
            }
            let word = past_blanks(self.text, next);
            let after = past_word(self.text, word);
            let rule_again = byte(self.text, word) == b'}'
                || after > word && byte(self.text, past_blanks(self.text, after)) == b':'
                || word == next && crate::split::starts_item(self.text, word, after, true).is_some();
            if rule_again {
                return end;
            }
            end = line_end(self.text, next);
        }
    }

    /// Past the table whose rows begin here: to the line that begins with `]`, or that no table can hold.
    fn table(&self) -> usize {
        let mut at = line_end(self.text, self.at);
        loop {
            let next = at + 1;
            if next >= self.text.len() {
                return self.text.len();
            }
            let word = past_blanks(self.text, next);
            if matches!(byte(self.text, word), b']' | b'}') {
                return word;
            }
            let after = past_word(self.text, word);
            let line = self.text.get(word..line_end(self.text, word)).unwrap_or_default();
            let statement =
                matches!(self.text.get(word..after), Some("given" | "expect" | "cases")) && !line.contains('|');
            if statement || word == next && crate::split::starts_item(self.text, word, after, true).is_some() {
                return next;
            }
            at = line_end(self.text, next);
        }
    }

    fn announce(&mut self, kind: Kind, start: usize, end: usize) {
        self.announced = match (self.announced, kind) {
            (_, Kind::Word) if self.text.get(start..end) == Some("given") => Announced::Given,
            (Announced::Given, Kind::Word) => Announced::Name,
            (_, Kind::Word) if self.text.get(start..end) == Some("cases") => Announced::Name,
            (Announced::Name, Kind::Sign(b'=')) => Announced::Equals,
            (Announced::Equals, Kind::Open(b'[')) => Announced::Bracket,
            _ => Announced::Nothing,
        };
    }

    /// Comments among the rows of a table, and control characters; a cell that is a text may hold what looks like a comment.
    fn table_comments(&mut self, end: usize) {
        let mut at = self.at;
        let mut cell_begins = true;
        while at < end {
            let here = self.text.get(at..end).unwrap_or_default();
            match byte(self.text, at) {
                b'#' => {
                    let line = line_end(self.text, at).min(end);
                    let line = if byte(self.text, line.saturating_sub(1)) == b'\r' { line - 1 } else { line };
                    self.comments.push((at, line));
                    at = line;
                }
                b'"' if cell_begins => {
                    at += text_length(here).unwrap_or(1);
                    cell_begins = false;
                }
                b'|' | b'\n' => {
                    at += 1;
                    cell_begins = true;
                }
                b' ' | b'\t' | b'\r' => at += 1,
                0..0x20 | 0x7F => at = self.control(at),
                _ => {
                    cell_begins &= here.starts_with('\u{a0}');
                    at += here.chars().next().map_or(1, char::len_utf8);
                }
            }
        }
    }
}

/// How long the text is that begins here, if it ends.
fn text_length(text: &str) -> Option<usize> {
    if let Some(end) = text.strip_prefix("\"\"\"").and_then(|inside| inside.find("\"\"\"")) {
        return Some(end + 6);
    }
    let mut escaped = false;
    for (at, next) in text.char_indices().skip(1) {
        match next {
            '\n' => return None,
            '"' if !escaped => return Some(at + 1),
            _ => escaped = next == '\\' && !escaped,
        }
    }
    None
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if self.announced == Announced::Bracket {
            self.announced = Announced::Nothing;
            let after =
                self.text.len() - rest(self.text, self.at).trim_start_matches([' ', '\t', '\r', '\u{a0}']).len();
            if matches!(byte(self.text, after), b'\n' | b'#') {
                let (start, end) = (self.at, self.table());
                self.table_comments(end);
                self.at = end;
                self.first = true;
                return Some(Token { kind: Kind::Table, start, end, first: false });
            }
        }
        self.skip();
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let first = std::mem::replace(&mut self.first, false);
        let next = byte(self.text, start);
        let (kind, end) = match next {
            b'"' => (Kind::Text, self.quoted()),
            b'{' | b'(' | b'[' => (Kind::Open(next), start + 1),
            b'}' | b')' | b']' => (Kind::Close(next), start + 1),
            b'0'..=b'9' => {
                let mut end = start + 1;
                while is_word_byte(byte(self.text, end)) {
                    end += 1;
                }
                (Kind::Number, end)
            }
            b'=' if byte(self.text, start + 1) == b'=' => (Kind::Sign(b'~'), start + 2),
            _ => {
                let end = past_word(self.text, start);
                if end > start {
                    (Kind::Word, end)
                } else if let Some(slip) = Slip::at(self.text, start) {
                    let (end, kind) = (slip.end, if slip.is_text { Kind::Text } else { Kind::Sign(b'~') });
                    self.slip(slip);
                    (kind, end)
                } else {
                    (Kind::Sign(next), start + rest(self.text, start).chars().next().map_or(1, char::len_utf8))
                }
            }
        };
        self.at = end.max(start + 1);
        self.announce(kind, start, end);
        Some(Token { kind, start, end: self.at, first })
    }
}
