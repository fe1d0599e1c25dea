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

pub fn read(bytes: &[u8], separator: char, sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let Ok(delimiter) = u8::try_from(separator).map_err(drop).and_then(|b| if b.is_ascii() { Ok(b) } else { Err(()) })
    else {
        return Err(Unreadable::new(BAD_FILE, format!("`{separator}` cannot separate cells; a comma or `;` can")));
    };
    let text = decode(bytes);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut number = 0u64;
    while reader
        .read_record(&mut record)
        .map_err(|error| Unreadable::new(BAD_FILE, format!("the file cannot be read as text: {error}")))?
    {
        let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        let (start, end) = (record.position().map_or(0, |start| place(start.byte())), place(reader.position().byte()));
        let written = text.get(start..end).unwrap_or_default();
        // A row that ends with `\r\n` was handed over at its `\r`: the rest of its end is no line.
        let ended = start.checked_sub(1).and_then(|before| text.as_bytes().get(before)) == Some(&b'\r');
        let written = if ended { written.strip_prefix('\n').unwrap_or(written) } else { written };
        // The reader skips blank lines, a spreadsheet counts them.
        let (blank, written) = blank_lines(written);
        number += blank + 1;
        if end >= text.len() && open_quote(written) {
            let mut bad = Unreadable::new(BAD_FILE, "a quote in this row is never closed");
            bad.row = Some(number);
            bad.notes.push("everything after it would be one cell, so nothing of the file is used".to_owned());
            bad.help.push("close the quote, or write a quote that belongs to the text twice: `\"\"`".to_owned());
            return Err(bad);
        }
        if sink.row(number.into(), &record).is_break() {
            break;
        }
    }
    Ok(())
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
