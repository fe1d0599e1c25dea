//! Text as spreadsheet programs save it: UTF-8 with or without a byte order mark, UTF-16 with one, else Windows-1252.

use std::borrow::Cow;
use std::io::{self, Read};

/// How a file says characters that are of one byte, or whose bytes none of them is a line's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The bytes of its byte order mark.
    pub mark: u64,
    windows_1252: bool,
}

impl Encoding {
    /// What [`decode`] would take the whole for; `None` for UTF-16, which cannot be cut at a byte.
    pub fn of(mut file: impl Read) -> io::Result<Option<Self>> {
        let mut buffer = Vec::new();
        let mut first = true;
        let mut encoding = Self { mark: 0, windows_1252: false };
        loop {
            let length = (&mut file).take(1 << 20).read_to_end(&mut buffer)?;
            if std::mem::take(&mut first) {
                if buffer.starts_with(b"\xff\xfe") || buffer.starts_with(b"\xfe\xff") {
                    return Ok(None);
                }
                encoding.mark = if buffer.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            }
            match std::str::from_utf8(&buffer) {
                Ok(_) => buffer.clear(),
                Err(error) if error.error_len().is_none() && length > 0 => {
                    buffer.drain(..error.valid_up_to());
                }
                Err(_) => return Ok(Some(Self { windows_1252: true, ..encoding })),
            }
            if length == 0 {
                return Ok(Some(encoding));
            }
        }
    }

    /// The text of these bytes, as far as it goes: the last character may be cut.
    pub fn text(self, bytes: &[u8]) -> Cow<'_, str> {
        if self.windows_1252 {
            return Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect());
        }
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                bytes.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
            }
        };
        Cow::Borrowed(whole)
    }

    /// How many bytes a text takes in the file.
    pub fn bytes(self, text: &str) -> usize {
        if self.windows_1252 { text.chars().count() } else { text.len() }
    }
}

pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Cow::Owned(utf16(rest, u16::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Cow::Owned(utf16(rest, u16::from_be_bytes));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The 32 characters in which Windows-1252 differs from Latin-1; five of them are not assigned.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn every_way_a_spreadsheet_saves_a_pound_sign() {
        assert_eq!(decode("£5".as_bytes()), "£5");
        assert_eq!(decode("\u{feff}£5".as_bytes()), "£5");
        assert_eq!(decode(b"\xa35 \x96 \x80"), "£5 – €");
        assert_eq!(decode(b"\xff\xfe\xa3\x005\x00"), "£5");
        assert_eq!(decode(b"\xfe\xff\x00\xa3\x005"), "£5");
    }
}
