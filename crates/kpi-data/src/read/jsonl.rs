//! One JSON object a line. Numbers stay the text that was written: they never pass through a binary number.

use super::encoding::decode;
use super::{Sink, Unreadable};
use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::ops::ControlFlow;

/// The cells of a line, each with the place of its field.
type Cells = Vec<(usize, String)>;

pub fn read(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Box<Unreadable>> {
    let text = decode(bytes);
    // Any line may bring a field that those before it left out, so all are read before the first is handed on.
    let mut fields: IndexMap<String, ()> = IndexMap::new();
    let mut rows: Vec<(u64, Result<Cells, String>)> = Vec::new();
    for (number, line) in (1u64..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        rows.push((number, record(line, &mut fields)));
    }
    let names: Vec<String> = fields.into_keys().collect();
    sink.fields(&names);
    for (number, row) in rows {
        match row {
            Err(message) => sink.bad_row(number.into(), message),
            Ok(cells) => {
                let mut row = vec![String::new(); names.len()];
                for (index, text) in cells {
                    if let Some(cell) = row.get_mut(index) {
                        *cell = text;
                    }
                }
                if sink.row(number.into(), &row) == ControlFlow::Break(()) {
                    break;
                }
            }
        }
    }
    Ok(())
}

fn record(line: &str, fields: &mut IndexMap<String, ()>) -> Result<Cells, String> {
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
