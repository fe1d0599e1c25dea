//! What a text in quotes says.

/// An escape that there is none of: where, within the literal.
pub(crate) struct BadEscape {
    pub(crate) at: usize,
    pub(crate) length: usize,
}

/// The literal, quotes included, without its quotes, escapes and common indentation.
pub(crate) fn read(literal: &str) -> (String, Vec<BadEscape>) {
    match literal.strip_prefix("\"\"\"") {
        Some(inside) => (unindent(inside.strip_suffix("\"\"\"").unwrap_or(inside)), Vec::new()),
        None => unescape(literal),
    }
}

fn unescape(literal: &str) -> (String, Vec<BadEscape>) {
    let inside = literal.strip_prefix('"').unwrap_or(literal);
    let inside = inside.strip_suffix('"').unwrap_or(inside);
    if !inside.contains('\\') {
        return (inside.to_owned(), Vec::new());
    }
    let mut text = String::with_capacity(inside.len());
    let mut bad = Vec::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some((_, 'n')) => text.push('\n'),
            Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
            Some((_, other)) => {
                bad.push(BadEscape { at: at + 1, length: 1 + other.len_utf8() });
                text.push('\\');
                text.push(other);
            }
            None => text.push('\\'),
        }
    }
    (text, bad)
}

/// Without the line of the opening quotes, that of the closing ones, and the indentation that all lines share.
fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let blank = |line: &&str| line.trim().is_empty();
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = lines.iter().skip(1).filter(|line| !blank(line)).map(indent).min().unwrap_or(0);
    let cut = |(i, line): (usize, &&str)| -> String {
        let line = if i == 0 { line.trim_start() } else { line.get(common.min(line.len())..).unwrap_or_default() };
        line.trim_end().to_owned()
    };
    let cut: Vec<String> = lines.iter().enumerate().map(cut).collect();
    let first = usize::from(lines.first().is_some_and(blank));
    let last = if lines.len() > 1 && lines.last().is_some_and(blank) { lines.len() - 1 } else { lines.len() };
    cut.get(first..last.max(first)).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_long_form_loses_its_common_indentation() {
        let (text, _) = read("\"\"\"\n    one\n      two\n\n    three\n  \"\"\"");
        assert_eq!(text, "one\n  two\n\nthree");
        assert_eq!(read("\"\"\" … \"\"\"").0, "…");
        assert_eq!(read("\"\"\"\"\"\"").0, "");
        assert_eq!(read("\"\"\"one\r\n  two\"\"\"").0, "one\ntwo");
    }

    #[test]
    fn the_short_form_escapes() {
        let (text, bad) = read(r#""a \"b\" \\ \n c\d""#);
        assert_eq!(text, "a \"b\" \\ \n c\\d");
        assert_eq!(bad.len(), 1);
        assert_eq!((bad[0].at, bad[0].length), (16, 2));
    }
}
