//! One JSON object a line. Numbers stay the text that was written: they never pass through a binary number.

use super::csv::{Behind, Reached};
use super::encoding::decode;
use super::{Sink, Unreadable};
use indexmap::IndexMap;
use kpi_core::codes::data::BAD_FILE;
use serde_json::value::RawValue;
use std::ops::ControlFlow;

/// The fields of a file, each with its place among the cells.
pub type Fields = IndexMap<String, ()>;

/// The cells of a line, each with the place of its field.
type Cells = Vec<(usize, String)>;

pub fn read(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let text = decode(bytes);
    // Any line may bring a field that those before it left out, so all are read before the first is handed on.
    let mut fields = Fields::new();
    find_fields(&text, &mut fields);
    let names: Vec<String> = fields.keys().cloned().collect();
    sink.fields(&names);
    let _ = rows(&text, &mut fields, 0, sink);
    Ok(())
}

pub fn find_fields(text: &str, fields: &mut Fields) {
    for line in lines(text) {
        // What is wrong with a line is told where it is read.
        let _ = record(line, fields);
    }
}

/// Hands over the lines of a stretch of a file that begins after `before` lines. All fields are known.
pub fn rows(text: &str, fields: &mut Fields, before: u64, sink: &mut dyn Sink) -> ControlFlow<()> {
    for (number, line) in (before + 1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match record(line, fields) {
            Err(message) => sink.bad_row(number.into(), message),
            Ok(cells) => {
                let mut row = vec![String::new(); fields.len()];
                for (index, text) in cells {
                    if let Some(cell) = row.get_mut(index) {
                        *cell = text;
                    }
                }
                sink.row(number.into(), &row)?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The whole lines of a stretch of a file.
pub fn whole_lines(text: &str, behind: Behind) -> Reached {
    let bytes = if behind == Behind::More { text.rfind('\n').map_or(0, |end| end + 1) } else { text.len() };
    let lines = text.get(..bytes).unwrap_or_default().lines().count();
    Reached { bytes, rows: u64::try_from(lines).unwrap_or(u64::MAX), stopped: false }
}

pub fn too_long(line: u64) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "this line has no end");
    bad.row = Some(line);
    bad.help.push("write one JSON object a line".to_owned());
    bad
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

fn record(line: &str, fields: &mut Fields) -> Result<Cells, String> {
    let object: IndexMap<String, Box<RawValue>> = serde_json::from_str(line).map_err(|error| {
        if line.trim_start().starts_with('{') {
            format!("the line is not valid JSON: {}", without_line(&error.to_string()))
        } else {
            "the line is not a JSON object".to_owned()
        }
    })?;
    let mut cells = Vec::with_capacity(object.len());
    for (name, value) in object {
        let text = scalar(value.get()).map_err(|what| format!("field \"{name}\" holds {what}"))?;
        let entry = fields.entry(name);
        let index = entry.index();
        entry.or_default();
        cells.push((index, text));
    }
    Ok(cells)
}

fn scalar(json: &str) -> Result<String, &'static str> {
    match json.as_bytes().first() {
        Some(b'{') => Err("a nested object"),
        Some(b'[') => Err("a list"),
        Some(b'"') => serde_json::from_str(json).map_err(|_| "a text that is not valid"),
        Some(b'n') => Ok(String::new()),
        Some(b't' | b'f') => Ok(json.to_owned()),
        _ => plain(json).ok_or("a number that is too long"),
    }
}

/// serde_json counts lines within the one line it is given.
fn without_line(message: &str) -> String {
    message.replace(" at line 1 column ", " at character ")
}

/// `1.2e3` as `1200`, digit by digit.
fn plain(number: &str) -> Option<String> {
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return Some(number.to_owned());
    };
    let exponent: i32 = exponent.parse().ok()?;
    if exponent.abs() > 400 {
        return None;
    }
    Some(crate::decimal::shift(mantissa, exponent))
}
