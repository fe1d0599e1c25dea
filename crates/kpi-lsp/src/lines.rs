//! Lines and columns as the protocol counts them, to and from bytes. Nothing else in kpi knows them.

use gen_lsp_types::{Position, Range};
use kpi_core::Span;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    #[must_use]
    pub fn of(text: &'a str, encoding: Encoding) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(i, _)| i + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect(), encoding }
    }

    /// A line without its break.
    fn line(&self, line: usize) -> &'a str {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let line = self.text.get(start..end).unwrap_or_default();
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The byte of a position; one past a line's end counts as its end, as the protocol has it.
    #[must_use]
    pub fn byte(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize) else { return self.text.len() };
        let line = self.line(position.line as usize);
        let wanted = position.character as usize;
        let within = match self.encoding {
            Encoding::Utf8 => line.floor_char_boundary(wanted.min(line.len())),
            Encoding::Utf16 => {
                let mut units = 0;
                let mut bytes = 0;
                for c in line.chars() {
                    if units + c.len_utf16() > wanted {
                        break;
                    }
                    units += c.len_utf16();
                    bytes += c.len_utf8();
                }
                bytes
            }
        };
        start + within
    }

    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..byte).unwrap_or_default();
        let character = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.encode_utf16().count(),
        };
        Position { line: line as u32, character: character as u32 }
    }

    #[must_use]
    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_was_agreed() {
        let text = "a £ 😀 b\r\nsecond";
        let at = text.find('b').unwrap();
        let utf16 = Lines::of(text, Encoding::Utf16);
        assert_eq!(utf16.position(at), Position { line: 0, character: 7 });
        assert_eq!(utf16.byte(Position { line: 0, character: 7 }), at);
        let utf8 = Lines::of(text, Encoding::Utf8);
        assert_eq!(utf8.position(at), Position { line: 0, character: 10 });
        assert_eq!(utf8.byte(Position { line: 0, character: 10 }), at);
    }

    #[test]
    fn what_lies_outside_is_taken_to_the_nearest_place() {
        let text = "ab\ncd";
        let lines = Lines::of(text, Encoding::Utf16);
        assert_eq!(lines.byte(Position { line: 0, character: 99 }), 2);
        assert_eq!(lines.byte(Position { line: 9, character: 0 }), 5);
        assert_eq!(lines.position(99), Position { line: 1, character: 2 });
        // In the middle of a surrogate pair: before it.
        assert_eq!(Lines::of("😀", Encoding::Utf16).byte(Position { line: 0, character: 1 }), 0);
    }
}
