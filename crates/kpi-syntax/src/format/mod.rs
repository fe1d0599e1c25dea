//! One style for rule files. What is written stays as it is written: only blanks, line breaks and the indentation of long
//! texts change. Lines that the author broke stay broken, and stand under what they belong to; lines that are too long
//! are broken where the fewest things are torn apart.

mod blocks;
mod layout;
mod page;
mod role;
mod same;
mod source;
mod table;
mod tokens;

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
    let ends = Ends::of(text);
    let (file, written, said) = source::read(id, text, ends)?;
    let out = ends.put(page::page(&file, written));
    if out == text || source::says(id, &out, &said) { Ok(out) } else { Err(Refused::Unfaithful) }
}

/// How the lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Unix,
    Windows,
    /// One line that came from elsewhere is not to change every other.
    MostlyUnix,
}

impl Ends {
    fn of(text: &str) -> Self {
        match text.matches("\r\n").count() {
            0 => Self::Unix,
            windows if 2 * windows > text.matches('\n').count() => Self::Windows,
            _ => Self::MostlyUnix,
        }
    }

    fn put(self, text: String) -> String {
        match self {
            Self::Unix => text,
            Self::MostlyUnix => text.replace("\r\n", "\n"),
            Self::Windows => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        }
    }
}

/// How many characters wide.
fn wide(text: &str) -> usize {
    text.chars().count()
}
