//! From text to tree. [`parse`] is total: any text gives a tree and the diagnostics of what could not be read.
//!
//! This is the only crate that names pest.

pub mod ast;
mod build;
mod errors;
mod fields;
pub mod format;
mod grammar;
mod lex;
mod read;
mod slip;
mod split;
mod text;
pub mod words;

use kpi_core::{Diagnostic, FileId};

/// The tree of a rule file, and what is wrong with its text. Never fails, never panics, never recurses without bound.
#[must_use]
pub fn parse(id: FileId, text: &str) -> (ast::File, Vec<Diagnostic>) {
    read::file(id, text)
}
