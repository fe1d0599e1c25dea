//! One style for rule files. What is written stays as it is written: only blanks, line breaks and the indentation of long
//! texts change. Lines that the author broke stay broken, and stand under what they belong to; lines that are too long
//! are broken where the fewest things are torn apart.

mod blocks;
mod layout;
mod page;
mod same;
mod table;
mod tokens;

use crate::grammar::{self, Rule};
use kpi_core::{Diagnostic, FileId};

/// No line gets longer where it can be broken.
const WIDEST: usize = 120;
const STEP: usize = 2;

/// Why a text was left as it is.
#[derive(Debug)]
pub enum Refused {
    /// It does not parse.
    Broken(Vec<Diagnostic>),
    /// What came out would not have said the same: a fault of kpi's.
    Unfaithful,
}

/// The text in the one style.
///
/// # Errors
/// Where the text does not parse, and where the outcome would parse to another tree or lose a comment.
pub fn format(id: FileId, text: &str) -> Result<String, Refused> {
    let (_, diagnostics) = crate::parse(id, text);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Refused::Broken(diagnostics));
    }
    let file = grammar::read(Rule::file, text).map_err(|_| Refused::Unfaithful)?;
    let tokens = tokens::tokens(text, file.clone());
    let mut out = page::page(&blocks::blocks(tokens));
    if text.contains("\r\n") {
        out = out.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if out == text {
        return Ok(out);
    }
    let (_, diagnostics) = crate::parse(id, &out);
    let again = grammar::read(Rule::file, &out).map_err(|_| Refused::Unfaithful)?;
    let faithful = !diagnostics.iter().any(Diagnostic::is_error) && same::same((text, file), (&out, again));
    if faithful { Ok(out) } else { Err(Refused::Unfaithful) }
}

/// How many characters wide.
fn wide(text: &str) -> usize {
    text.chars().count()
}
