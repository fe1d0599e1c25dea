//! From a name to where it is defined, and to all who use it.

use crate::names::{Role, Symbol};
use crate::workspace::Workspace;
use kpi_core::{FileId, Span};

/// Where the names at a place are defined.
#[must_use]
pub fn definitions(workspace: &Workspace, file: FileId, at: u32) -> Vec<Span> {
    let names = workspace.names();
    let mut found: Vec<Span> = names
        .at(file, at)
        .into_iter()
        .flat_map(|occurrence| names.definitions(&occurrence.symbol))
        .map(|occurrence| occurrence.span)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Everywhere the names at a place stand.
#[must_use]
pub fn references(workspace: &Workspace, file: FileId, at: u32, with_definitions: bool) -> Vec<Span> {
    let names = workspace.names();
    let mut found: Vec<Span> = names
        .at(file, at)
        .into_iter()
        .flat_map(|occurrence| names.of(&occurrence.symbol))
        .filter(|occurrence| with_definitions || occurrence.role == Role::Use)
        .map(|occurrence| occurrence.span)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// As [`references`], in one file, each with whether it is the definition.
#[must_use]
pub fn highlights(workspace: &Workspace, file: FileId, at: u32) -> Vec<(Span, Role)> {
    let names = workspace.names();
    let symbols: Vec<&Symbol> = names.at(file, at).into_iter().map(|occurrence| &occurrence.symbol).collect();
    let mut found: Vec<(Span, Role)> = symbols
        .into_iter()
        .flat_map(|symbol| names.of(symbol))
        .filter(|occurrence| occurrence.span.file == file)
        .map(|occurrence| (occurrence.span, occurrence.role))
        .collect();
    found.sort_unstable_by_key(|(span, _)| *span);
    found.dedup_by_key(|(span, _)| *span);
    found
}
