//! A file of lines, cut where rows end: each stretch can be read by itself, and fits in memory.

use super::text::Written;
use crate::read::Unreadable;
use crate::read::csv::{Behind, Reached};
use crate::read::encoding::Encoding;
use crate::read::jsonl::{self, Fields};
use kpi_core::codes::data::BAD_FILE;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// No row is longer, except where a quote is never closed.
const LONGEST_ROW: usize = 64 << 20;

/// Whole rows of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    start: u64,
    bytes: usize,
    /// Rows before it, and its own, as a spreadsheet numbers them.
    pub before: u64,
    pub rows: u64,
}

/// A file of which it is known how it says characters.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'a> {
    pub path: &'a Path,
    pub encoding: Encoding,
    /// So many bytes are read at a time.
    pub at_a_time: usize,
}

/// Reads what it is given after so many rows, and says how far it came.
pub type Reader<'a> = &'a mut dyn FnMut(&str, u64, Behind) -> Result<Reached, Box<Unreadable>>;

impl Lines<'_> {
    /// The fields of JSON lines. Any line may bring one that those before it left out.
    pub fn fields(&self) -> Result<Fields, Box<Unreadable>> {
        let mut fields = Fields::new();
        self.cut(&Written::Json(Fields::new()), &mut |text, _, behind| {
            let reached = jsonl::whole_lines(text, behind);
            jsonl::find_fields(text.get(..reached.bytes).unwrap_or_default(), &mut fields);
            Ok(reached)
        })?;
        Ok(fields)
    }

    /// Goes through the file from its start.
    pub fn cut(&self, written: &Written, read: Reader<'_>) -> Result<Vec<Stretch>, Box<Unreadable>> {
        let mut file = File::open(self.path).map_err(unread)?;
        let mut start = self.encoding.mark;
        file.seek(SeekFrom::Start(start)).map_err(unread)?;
        let (mut buffer, mut before, mut stretches) = (Vec::new(), 0, Vec::new());
        loop {
            let wanted = u64::try_from(self.at_a_time).unwrap_or(u64::MAX);
            let length = (&mut file).take(wanted).read_to_end(&mut buffer).map_err(unread)?;
            let last = length < self.at_a_time;
            let text = self.encoding.text(&buffer);
            let reached = read(&text, before, if last { Behind::Nothing } else { Behind::More })?;
            let bytes = self.encoding.bytes(text.get(..reached.bytes).unwrap_or_default());
            if reached.rows > 0 {
                stretches.push(Stretch { start, bytes, before, rows: reached.rows });
            }
            start += u64::try_from(bytes).unwrap_or(u64::MAX);
            before += reached.rows;
            drop(text);
            buffer.drain(..bytes.min(buffer.len()));
            if last || reached.stopped {
                return Ok(stretches);
            }
            if buffer.len() > LONGEST_ROW {
                return Err(written.too_long(before + 1));
            }
        }
    }

    /// Reads one of the stretches that it was cut into.
    pub fn stretch(&self, stretch: Stretch, read: Reader<'_>) -> Result<(), Box<Unreadable>> {
        let mut file = File::open(self.path).map_err(unread)?;
        file.seek(SeekFrom::Start(stretch.start)).map_err(unread)?;
        let mut buffer = vec![0; stretch.bytes];
        file.read_exact(&mut buffer).map_err(|_| changed())?;
        let text = self.encoding.text(&buffer);
        if self.encoding.bytes(&text) != stretch.bytes {
            return Err(changed());
        }
        let reached = read(&text, stretch.before, Behind::Rows)?;
        if reached.stopped || reached.rows == stretch.rows { Ok(()) } else { Err(changed()) }
    }
}

pub fn unread(error: io::Error) -> Box<Unreadable> {
    Unreadable::new(BAD_FILE, format!("the file cannot be read to its end: {error}"))
}

fn changed() -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "the file was changed while it was read");
    bad.help.push("run again when nothing writes to it".to_owned());
    bad
}
