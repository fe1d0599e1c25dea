//! From text to tree. [`parse`] is total: any text gives a tree and the diagnostics of what could not be read.
//!
//! This is the only crate that names pest.

mod again;
pub mod ast;
mod build;
mod errors;
mod fields;
pub mod format;
mod grammar;
mod habits;
mod lex;
mod read;
mod shift;
mod slip;
mod split;
mod text;
pub mod words;

use kpi_core::{Diagnostic, FileId};

/// The tree of a rule file, and what is wrong with its text. Never fails, never panics, never recurses without bound.
#[must_use]
pub fn parse(id: FileId, text: &str) -> (ast::File, Vec<Diagnostic>) {
    let (tree, diagnostics, _) = read::file(id, text);
    (tree, diagnostics)
}

/// A file of an editor: read whole at first, and after each change only where it has changed. What it gives is what
/// [`parse`] gives of the same text.
#[derive(Debug, Default)]
pub struct Reader {
    reading: Option<again::Reread>,
}

impl Reader {
    /// Reads a text. `before` is the one read last with its tree, which is used up.
    pub fn read(&mut self, id: FileId, text: &str, before: Option<(&str, ast::File)>) -> (ast::File, Vec<Diagnostic>) {
        let known = before.zip(self.reading.take()).map(|((old, tree), reading)| (old, tree, reading));
        let (tree, diagnostics, reading) = read::again(id, text, known);
        self.reading = Some(reading);
        (tree, diagnostics)
    }
}
