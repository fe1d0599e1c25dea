//! Where a piece of text stands: files, byte spans, lines and columns.

use serde::Serialize;

/// A file of the run, by its place in the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct FileId(pub u32);

/// A range of bytes in one file. `start <= end`; both are at character boundaries of the file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    #[must_use]
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The smallest span that holds both; the file is that of `self`.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span just after this one.
    #[must_use]
    pub const fn after(self) -> Self {
        Self { file: self.file, start: self.end, end: self.end }
    }

    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A line and a column as people count them, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A rule file's name (as it is shown to people, relative to the project where that is possible) and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    pub name: String,
    pub text: String,
    line_starts: Vec<u32>,
}

impl SourceFile {
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1))
            .collect();
        Self { name: name.into(), text, line_starts }
    }

    /// The position of a byte; a byte past the end counts as the end.
    #[must_use]
    pub fn position(&self, byte: u32) -> Position {
        let byte = (byte as usize).min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start as usize <= byte).max(1);
        let start = self.line_starts.get(line - 1).map_or(0, |s| *s as usize);
        let column = self.text.get(start..byte).map_or(0, |before| before.chars().count());
        Position { line: line as u32, column: column as u32 + 1 }
    }

    /// The lines that a stretch touches with one more on either side: the number of the first, where it begins, and all of
    /// them.
    #[must_use]
    pub fn around(&self, start: u32, end: u32) -> (usize, usize, &str) {
        let line = |byte: u32| self.line_starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let first = line(start).saturating_sub(1);
        let begin = |line: usize| self.line_starts.get(line).map_or(self.text.len(), |start| *start as usize);
        let (from, to) = (begin(first), begin(line(end) + 2));
        (first + 1, from, self.text.get(from..to).unwrap_or_default())
    }

    /// The text a span covers; empty where the span does not fit this file.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }
}

/// All rule files of a run.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(SourceFile::new(name, text));
        FileId(self.files.len() as u32 - 1)
    }

    /// Gives a file another text; its name and number stay.
    pub fn replace(&mut self, id: FileId, text: impl Into<String>) {
        if let Some(file) = self.files.get_mut(id.0 as usize) {
            *file = SourceFile::new(std::mem::take(&mut file.name), text);
        }
    }

    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(i as u32), f))
    }

    /// `rules/bands.kpi:3:1`, the form every report of a place uses.
    #[must_use]
    pub fn place(&self, span: Span) -> String {
        self.file(span.file).map_or_else(String::new, |file| {
            let at = file.position(span.start);
            format!("{}:{}:{}", file.name, at.line, at.column)
        })
    }

    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).map_or("", |file| file.slice(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_around_a_stretch() {
        let file = SourceFile::new("a.kpi", "one\ntwo\nthree\nfour\nfive");
        assert_eq!(file.around(0, 1), (1, 0, "one\ntwo\n"));
        assert_eq!(file.around(4, 4), (1, 0, "one\ntwo\nthree\n"));
        assert_eq!(file.around(10, 16), (2, 4, "two\nthree\nfour\nfive"));
        assert_eq!(file.around(23, 23), (4, 14, "four\nfive"));
        assert_eq!(file.around(99, 99), (4, 14, "four\nfive"), "a place past the end");
        assert_eq!(SourceFile::new("b.kpi", "one\n").around(4, 4), (1, 0, "one\n"));
        assert_eq!(SourceFile::new("c.kpi", "").around(0, 0), (1, 0, ""));
    }
}
