//! Text with separated cells.

use super::encoding::decode;
use super::{Row, Sink, Unreadable};
use csv::{ReaderBuilder, StringRecord};
use kpi_core::codes::data::BAD_FILE;

impl Row for StringRecord {
    fn len(&self) -> usize {
        StringRecord::len(self)
    }

    fn get(&self, index: usize) -> &str {
        StringRecord::get(self, index).unwrap_or_default()
    }
}

/// What comes behind a stretch of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Perhaps the rest of its last row, which is left to whoever has that.
    More,
    /// Other rows: it was cut where one ends.
    Rows,
    Nothing,
}

/// How far a stretch of a file was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Bytes of it that hold whole rows.
    pub bytes: usize,
    /// Their number, blank ones among them.
    pub rows: u64,
    /// Is no more of the file wanted?
    pub stopped: bool,
}

pub fn read(bytes: &[u8], separator: char, sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    rows(&decode(bytes), delimiter(separator)?, 0, Behind::Nothing, sink).map(drop)
}

pub fn delimiter(separator: char) -> Result<u8, Box<Unreadable>> {
    let refused = || Unreadable::new(BAD_FILE, format!("`{separator}` cannot separate cells; a comma or `;` can"));
    u8::try_from(separator).ok().filter(u8::is_ascii).ok_or_else(refused)
}

/// Hands over the rows of a stretch of a file that begins after `before` rows.
pub fn rows(
    text: &str,
    delimiter: u8,
    before: u64,
    behind: Behind,
    sink: &mut dyn Sink,
) -> Result<Reached, Box<Unreadable>> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut reached = Reached::default();
    while reader
        .read_record(&mut record)
        .map_err(|error| Unreadable::new(BAD_FILE, format!("the file cannot be read as text: {error}")))?
    {
        let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        let (start, end) = (record.position().map_or(0, |start| place(start.byte())), place(reader.position().byte()));
        let start = behind_its_end(text, start);
        reached.bytes = start;
        if end >= text.len() && behind == Behind::More {
            return Ok(reached);
        }
        // The reader skips blank lines, a spreadsheet counts them.
        let (blank, written) = blank_lines(text.get(start..end).unwrap_or_default());
        reached.rows += blank + 1;
        let number = before + reached.rows;
        if end >= text.len() && behind == Behind::Nothing && open_quote(written) {
            return Err(open_ended(number));
        }
        reached.bytes = behind_its_end(text, end);
        if sink.row(number.into(), &record).is_break() {
            reached.stopped = true;
            return Ok(reached);
        }
    }
    Ok(reached)
}

/// A row that ends with `\r\n` is handed over at its `\r`: the rest of its end is no line.
fn behind_its_end(text: &str, at: usize) -> usize {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let cut = at.checked_sub(1).and_then(byte) == Some(b'\r') && byte(at) == Some(b'\n');
    at + usize::from(cut)
}

pub fn open_ended(row: u64) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "a quote in this row is never closed");
    bad.row = Some(row);
    bad.notes.push("everything after it would be one cell, so nothing of the file is used".to_owned());
    bad.help.push("close the quote, or write a quote that belongs to the text twice: `\"\"`".to_owned());
    bad
}

fn blank_lines(text: &str) -> (u64, &str) {
    let mut rest = text;
    let mut lines = 0;
    loop {
        rest = match rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])) {
            Some(rest) => rest,
            None => return (lines, rest),
        };
        lines += 1;
    }
}

/// Is the last record one that goes over lines because of a quote without an end?
fn open_quote(record: &str) -> bool {
    record.trim_end().contains(['\n', '\r']) && record.bytes().filter(|byte| *byte == b'"').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::{Row, Sink, read};
    use crate::place::RowId;
    use crate::sql::Held;
    use std::ops::ControlFlow;

    #[derive(Default)]
    struct Seen(Vec<(u64, String)>);

    impl Sink for Seen {
        fn fields(&mut self, _: &[String]) {}

        fn held(&mut self, _: &[Held]) {}

        fn wanted(&self) -> Vec<usize> {
            Vec::new()
        }

        fn row(&mut self, id: RowId, row: &dyn Row) -> ControlFlow<()> {
            self.0.push((id.number, row.get(0).to_owned()));
            ControlFlow::Continue(())
        }

        fn bad_row(&mut self, _: RowId, _: String) {}
    }

    fn numbers(text: &str) -> Vec<(u64, String)> {
        let mut seen = Seen::default();
        read(text.as_bytes(), ',', &mut seen).unwrap();
        seen.0
    }

    #[test]
    fn rows_have_the_numbers_a_spreadsheet_shows_whatever_ends_a_line() {
        let text = "\na,b\n1,2\n\n\n\"3\n3\",4\n5,6\n";
        let expected = [(2, "a"), (3, "1"), (6, "3\n3"), (7, "5")].map(|(row, cell)| (row, cell.to_owned()));
        assert_eq!(numbers(text), expected);
        assert_eq!(numbers(text.trim_end()), expected);
        for end in ["\r\n", "\r"] {
            let rows: Vec<u64> = numbers(&text.replace('\n', end)).into_iter().map(|(row, _)| row).collect();
            assert_eq!(rows, expected.iter().map(|(row, _)| *row).collect::<Vec<_>>(), "{end:?}");
        }
    }
}
