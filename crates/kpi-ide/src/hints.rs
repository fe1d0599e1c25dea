//! What is shown between the lines: the unit of each `let`, the current figure of each indicator.

use crate::workspace::Workspace;
use kpi_core::{FileId, Span};
use kpi_syntax::ast::{Field, IndicatorField, Item};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Behind this byte.
    pub file: FileId,
    pub at: u32,
    pub text: String,
    pub tooltip: Option<String>,
}

/// The hints between two bytes of a file.
#[must_use]
pub fn hints(workspace: &Workspace, file: FileId, from: u32, to: u32) -> Vec<Hint> {
    let mut found = Vec::new();
    let items = workspace.tree(file).into_iter().flat_map(|tree| &tree.items);
    for item in items.filter(|item| item.span().end >= from && item.span().start <= to) {
        match item {
            Item::Indicator(item) => {
                lets(workspace, &item.name.node, &item.fields, &mut found);
                let brace = brace(workspace, item.span, item.name.span);
                if let (Some(seen), Some(at)) = (workspace.seen.figures.get(&item.name.node), brace) {
                    let rating = seen.rating.as_ref().map_or_else(String::new, |rating| format!(", {rating}"));
                    let tooltip = seen.change.as_ref().map(|change| format!("change: {change}"));
                    found.push(Hint { file, at, text: format!("{} in {}{rating}", seen.value, seen.period), tooltip });
                }
            }
            Item::Template(item) => {
                // In a template the units are those of whichever indicator is made from it: told where they agree.
                let made = workspace.known().indicators.values();
                if let Some(one) = made.into_iter().find(|made| made.template.as_deref() == Some(&item.name.node)) {
                    lets(workspace, &one.id, &item.fields, &mut found);
                }
            }
            _ => {}
        }
    }
    found.retain(|hint| from <= hint.at && hint.at <= to);
    found
}

/// Just behind the brace that opens an item.
fn brace(workspace: &Workspace, item: Span, name: Span) -> Option<u32> {
    let rest = workspace.text(item.file).get(name.end as usize..item.end as usize)?;
    let offset = rest.find('{')?;
    Some(name.end + u32::try_from(offset).ok()? + 1)
}

fn lets(workspace: &Workspace, owner: &str, fields: &[Field<IndicatorField>], found: &mut Vec<Hint>) {
    let Some(known) = workspace.known().indicators.get(owner) else { return };
    for field in fields {
        let IndicatorField::Let { name, .. } = &field.value else { continue };
        if let Some(named) = known.lets.iter().find(|named| named.name == name.node).filter(|n| !n.value.is_broken()) {
            let text = format!(": {}", named.value.unit);
            found.push(Hint { file: name.span.file, at: name.span.end, text, tooltip: None });
        }
    }
}
