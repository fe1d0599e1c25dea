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
