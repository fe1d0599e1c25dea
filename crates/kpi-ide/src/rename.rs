//! Another name for the same thing, everywhere at once, or not at all.

use crate::names::{Role, Symbol};
use crate::workspace::Workspace;
use kpi_core::diagnostic::Applicability;
use kpi_core::schema::{Dataset, Source};
use kpi_core::{FileId, Fix, Span};
use kpi_model::catalogue::Indicator;
use kpi_model::formula::Formula;
use kpi_syntax::ast::{ColumnType, DatasetField, Item};
use std::collections::HashMap;

/// A text that is put in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renamed {
    pub edits: Vec<Edit>,
    /// What the renaming cannot change and has to be looked after.
    pub warnings: Vec<String>,
}

/// What would be renamed at a place.
///
/// # Errors
/// In words, where nothing there can be renamed.
pub fn prepare(workspace: &Workspace, file: FileId, at: u32) -> Result<(Span, String), String> {
    let found = workspace.names().at(file, at);
    let Some(first) = found.first() else { return Err("there is no name of yours here".to_owned()) };
    if let Some(other) = found.iter().find(|other| other.symbol != first.symbol) {
        return Err(two_columns(&first.symbol, &other.symbol));
    }
    if let Symbol::Column { name, .. } = &first.symbol
        && name == "indicator"
    {
        return Err("a key column of this name holds the indicators' names, whatever it is called in the file: \
                    give it another header with `from \"…\"` instead"
            .to_owned());
    }
    Ok((first.span, first.symbol.name().to_owned()))
}

fn two_columns(first: &Symbol, other: &Symbol) -> String {
    match (first, other) {
        (Symbol::Column { rows: a, name }, Symbol::Column { rows: b, .. }) => {
            format!("`{name}` names a column of `{a}` and of `{b}` here: rename it where each is declared")
        }
        _ => "this names two things at once".to_owned(),
    }
}

/// # Errors
/// In words, where the name is none, is taken, or the rules would be wrong with it.
pub fn rename(workspace: &Workspace, file: FileId, at: u32, to: &str) -> Result<Renamed, String> {
    let (_, name) = prepare(workspace, file, at)?;
    if to == name {
        return Ok(Renamed::default());
    }
    let is_name = to.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && to.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !is_name {
        return Err(format!("`{to}` is no name: a name is a letter or `_`, then letters, digits and `_`"));
    }
    let names = workspace.names();
    let Some(symbol) = names.at(file, at).first().map(|occurrence| occurrence.symbol.clone()) else {
        return Ok(Renamed::default());
    };
    let mut renamed = Renamed::default();
    for occurrence in names.of(&symbol) {
        if let Some(other) = names.at(occurrence.span.file, occurrence.span.start).iter().find(|o| o.symbol != symbol) {
            let place = workspace.sources().place(occurrence.span);
            return Err(format!("{place}: {}", two_columns(&symbol, &other.symbol)));
        }
        // A band's label may be written in quotes.
        let quoted = workspace.sources().slice(occurrence.span).starts_with('"');
        let text = if quoted { format!("\"{to}\"") } else { to.to_owned() };
        renamed.edits.push(Edit { span: occurrence.span, text });
        if occurrence.role == Role::Definition {
            renamed.edits.extend(header(workspace, &symbol, occurrence.span));
        }
    }
    outside(workspace, &symbol, to, &mut renamed);
    is_right(workspace, &renamed, to)?;
    Ok(renamed)
}

/// A column that is found by its name goes on being found by it.
fn header(workspace: &Workspace, symbol: &Symbol, definition: Span) -> Option<Edit> {
    let Symbol::Column { name, .. } = symbol else { return None };
    let Some(Item::Dataset(dataset)) = workspace.item_at(definition.file, definition.start) else { return None };
    let columns = dataset.fields.iter().filter_map(|field| match &field.value {
        DatasetField::Columns(columns) => Some(columns),
        _ => None,
    });
    let column = columns.flatten().find(|column| column.name.span == definition)?;
    if column.header.is_some() {
        return None;
    }
    let last = match &column.holds {
        ColumnType::Named(word) => word.span,
        ColumnType::OneOf(codes) | ColumnType::SomeOf(codes) => {
            // The bracket behind the last code.
            let from = codes.last().map_or(column.name.span.end, |code| code.span.end);
            let rest = workspace.text(definition.file).get(from as usize..column.span.end as usize)?;
            let close = u32::try_from(rest.find(']')?).ok()?;
            Span::new(definition.file, from, from + close + 1)
        }
    };
    Some(Edit { span: last.after(), text: format!(" from \"{name}\"") })
}

/// Files and queries that use the name and are no rule files.
fn outside(workspace: &Workspace, symbol: &Symbol, to: &str, renamed: &mut Renamed) {
    let known = workspace.known();
    let queried = |rows: &str| -> Vec<&Dataset> {
        let over = |dataset: &&Dataset| match &dataset.source {
            Source::Sql { over, .. } => over.iter().any(|name| name == rows),
            _ => false,
        };
        known.datasets.values().filter(over).collect()
    };
    match symbol {
        Symbol::Item(name) if known.indicators.contains_key(name) => {
            let formulas = known.indicators.get(name).map(Indicator::formulas).unwrap_or_default();
            let mut sets: Vec<&str> = formulas.into_iter().flat_map(Formula::rows).collect();
            sets.sort_unstable();
            sets.dedup();
            for set in sets {
                let Some(dataset) = known.datasets.get(set) else { continue };
                if dataset.key.iter().any(|key| key == "indicator") {
                    renamed.warnings.push(format!(
                        "the rows of `{set}` call it `{name}` in their column `indicator`: call it `{to}` there, too, \
                         or its figures are not found"
                    ));
                }
            }
        }
        Symbol::Item(name) => {
            for dataset in queried(name) {
                renamed.warnings.push(format!("the query of `{}` calls the table `{name}`", dataset.name));
            }
        }
        Symbol::Column { rows, name } => {
            for dataset in queried(rows) {
                renamed.warnings.push(format!("the query of `{}` may call the column `{name}`", dataset.name));
            }
        }
        _ => {}
    }
}

/// Rules that are right stay right.
fn is_right(workspace: &Workspace, renamed: &Renamed, to: &str) -> Result<(), String> {
    let mut texts: HashMap<FileId, String> = HashMap::new();
    let mut by_file: HashMap<FileId, Vec<Fix>> = HashMap::new();
    for edit in &renamed.edits {
        by_file.entry(edit.span.file).or_default().push(Fix {
            applicability: Applicability::Safe,
            title: String::new(),
            span: edit.span,
            replacement: edit.text.clone(),
        });
    }
    for (file, mut edits) in by_file {
        edits.sort_by_key(|edit| edit.span);
        texts.insert(file, kpi_lint::fixing::mended(workspace.text(file), &edits));
    }
    let before = workspace.errors_if(&HashMap::new());
    let after = workspace.errors_if(&texts);
    if after.len() <= before.len() {
        return Ok(());
    }
    let fresh = after.iter().find(|error| !before.iter().any(|old| old.message == error.message));
    let why = fresh.map_or("the rules would be wrong", |error| error.message.as_str());
    Err(format!("with `{to}` the rules would be wrong: {why}"))
}
