//! What is said of the name or word under the cursor, as Markdown.

use crate::complete::docs;
use crate::cursor::{Cursor, Place};
use crate::names::{Known, Symbol};
use crate::reference;
use crate::workspace::Workspace;
use kpi_core::schema::{Column, ColumnType, Source};
use kpi_core::{FileId, Span};
use kpi_syntax::ast::{
    Band, BandsField, Cohort, CohortField, Comparator, ComparatorField, Field, IndicatorField, Item,
};
use kpi_syntax::words::{Kind, read};
use std::fmt::Write as _;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    pub markdown: String,
    pub span: Span,
}

/// So many codes of a column are listed.
const CODES: usize = 12;

#[must_use]
pub fn hover(workspace: &Workspace, file: FileId, at: u32) -> Option<Hover> {
    if let Some(occurrence) = workspace.names().at(file, at).first() {
        let markdown = said(workspace, &occurrence.symbol)?;
        return Some(Hover { markdown, span: occurrence.span });
    }
    word(workspace, file, at)
}

/// A field's key, or a word that an item begins with.
fn word(workspace: &Workspace, file: FileId, at: u32) -> Option<Hover> {
    let item = workspace.item_at(file, at)?;
    let keyword = item.keyword()?;
    let span = item.span();
    let text = workspace.sources().slice(span);
    let here = at.checked_sub(span.start)? as usize;
    let words = read(text);
    let place = words.tokens.iter().position(|token| token.start <= here && here <= token.end)?;
    let token = words.tokens.get(place).filter(|token| token.kind == Kind::Word)?;
    let written = text.get(token.start..token.end)?;
    let is_key = words.tokens.get(place + 1).is_some_and(|next| text.get(next.start..next.end) == Some(":"));
    let key = if is_key || matches!(written, "columns" | "let" | "cascade") {
        written
    } else {
        // A word of a value is explained with its field.
        let cursor = Cursor::find(workspace.text(file), Some(span.start as usize), (span.start as usize) + token.end);
        match cursor.place {
            Place::Value { key, .. } => {
                let own = ["measure", "frequency", "polarity", "change", "forecast", "unit", "judge", "kind", "bands"];
                if !own.contains(&key) {
                    return None;
                }
                if reference::field(keyword, written).is_some() { written } else { key }
            }
            _ => return None,
        }
    };
    let entry = reference::field(keyword, key)?;
    let start = span.start + u32::try_from(token.start).ok()?;
    let end = span.start + u32::try_from(token.end).ok()?;
    Some(Hover { markdown: docs(&entry), span: Span::new(file, start, end) })
}

fn said(workspace: &Workspace, symbol: &Symbol) -> Option<String> {
    let names = Known::read(workspace.trees());
    match symbol {
        Symbol::Item(name) => match names.items.get(name.as_str())? {
            Item::Indicator(_) => Some(indicator(workspace, &names, name)),
            Item::Dataset(_) => Some(dataset(workspace, name)),
            Item::Cohort(item) => Some(cohort(item, &names)),
            Item::Comparator(item) => Some(comparator(workspace, item)),
            Item::Template(item) => {
                let parameters: Vec<&str> = item.parameters.iter().map(|p| p.name.node.as_str()).collect();
                let fields: Vec<&str> = item.fields.iter().map(|field| field.key.node.as_str()).collect();
                Some(format!(
                    "**template** `{name}({})`\n\nsays {}",
                    parameters.join(", "),
                    if fields.is_empty() { "nothing".to_owned() } else { format!("`{}`", fields.join("`, `")) }
                ))
            }
            Item::Scorecard(_) => {
                let title = workspace.known().scorecards.get(name).map_or("", |scorecard| scorecard.title.as_str());
                Some(format!("**scorecard** `{name}`\n\n{title}"))
            }
            Item::Use(_) | Item::Bands(_) | Item::Test(_) | Item::Broken(_) => None,
        },
        Symbol::Bands(name) => {
            let versions = names.bands.get(name.as_str())?;
            let mut text = format!("**bands** `{name}`\n");
            for version in versions {
                if let Some(from) = &version.from {
                    let _ = write!(text, "\nfrom {}\n", from.node);
                }
                for field in &version.fields {
                    if let BandsField::Judge(judge) = field
                        && let Some(entry) = reference::field("bands", &judge.what.node)
                    {
                        let _ = write!(text, "\njudged by {}: {}\n", judge.what.node, entry.text.replace('\\', ""));
                    }
                }
                text.push_str("\n| band | when | means |\n|---|---|---|\n");
                for field in &version.fields {
                    if let BandsField::Band(band) = field {
                        let _ = writeln!(text, "| {} | {} | {} |", band.label.node, when(workspace, band), means(band));
                    }
                }
            }
            Some(text)
        }
        Symbol::Band { scheme, label } => {
            let fields = names.bands.get(scheme.as_str())?.iter().flat_map(|version| &version.fields);
            let bands = fields.filter_map(|field| match field {
                BandsField::Band(band) if band.label.node == *label => Some(band),
                _ => None,
            });
            let mut text = format!("**band** `{label}` of `{scheme}`\n");
            for band in bands {
                let _ = write!(text, "\n{}: {}\n", when(workspace, band), means(band));
            }
            Some(text)
        }
        Symbol::Column { rows, name } => Some(column(workspace, &names, rows, name)),
        Symbol::Let { owner, name } => {
            let found = workspace.names().definitions(symbol).next()?;
            let item = workspace.item_at(found.span.file, found.span.start)?;
            let value = lets(item)?.iter().find_map(|field| match &field.value {
                IndicatorField::Let { name: own, value } if own.node == *name => Some(value.span),
                _ => None,
            })?;
            let known = workspace.known().indicators.get(owner);
            let unit = known.and_then(|indicator| indicator.lets.iter().find(|named| named.name == *name));
            let unit = unit.map_or_else(String::new, |named| format!(": {}", named.value.unit));
            Some(format!("**let** `{name}`{unit}\n\n{}", code(workspace.sources().slice(value))))
        }
        Symbol::Parameter { template, name } => {
            let parameter = names.template(template)?.parameters.iter().find(|p| p.name.node == *name)?;
            let default = parameter.default.as_ref().map_or_else(
                || "has to be given".to_owned(),
                |default| format!("`{}` where nothing is given", workspace.sources().slice(default.span)),
            );
            Some(format!("**parameter** `{name}` of `{template}`\n\n{default}"))
        }
        Symbol::Row { name, .. } => Some(format!("**row** `{name}`\n\nwhat the condition calls each row it looks at")),
    }
}

fn code(text: &str) -> String {
    format!("```kpi\n{}\n```", text.trim())
}

fn lets(item: &Item) -> Option<&[Field<IndicatorField>]> {
    match item {
        Item::Indicator(item) => Some(&item.fields),
        Item::Template(item) => Some(&item.fields),
        _ => None,
    }
}

fn indicator(workspace: &Workspace, names: &Known<'_>, name: &str) -> String {
    let mut text = format!("**indicator** `{name}`\n");
    let known = workspace.known().indicators.get(name);
    if let Some(title) = known.and_then(|indicator| indicator.title.values().last()) {
        let _ = write!(text, "\n{title}\n");
    }
    if let Some(seen) = workspace.seen.figures.get(name) {
        let _ = write!(text, "\n**{}** in {}", seen.value, seen.period);
        for (word, fact) in
            [("target", &seen.target), ("rated", &seen.rating), ("before", &seen.previous), ("change", &seen.change)]
        {
            if let Some(fact) = fact {
                let _ = write!(text, ", {word} {fact}");
            }
        }
        text.push('\n');
    } else if let Some(trouble) = &workspace.seen.trouble {
        let _ = write!(text, "\nno figure: {trouble}\n");
    }
    text.push_str("\n| | |\n|---|---|\n");
    for key in ["unit", "polarity", "frequency", "measure", "target", "bands", "compare"] {
        if let Some(span) = names.field(name, key) {
            let value = workspace.sources().slice(span).split_once(':').map_or("", |(_, value)| value.trim());
            let one_line: Vec<&str> = value.split_whitespace().collect();
            let _ = writeln!(text, "| {key} | `{}` |", one_line.join(" ").replace('|', "\\|"));
        }
    }
    let description = known.and_then(|indicator| indicator.texts.get("description"));
    if let Some(description) = description.and_then(|dated| dated.values().last()) {
        let _ = write!(text, "\n{description}\n");
    }
    text
}

fn dataset(workspace: &Workspace, name: &str) -> String {
    let mut text = format!("**dataset** `{name}`\n");
    let Some(dataset) = workspace.known().datasets.get(name) else { return text };
    let from = match &dataset.source {
        Source::Csv { path, .. }
        | Source::Workbook { path, .. }
        | Source::Parquet { path }
        | Source::JsonLines { path }
        | Source::Sqlite { path, .. } => path.clone(),
        Source::Postgres { connection, table, .. } => format!("{table} of the database {connection}"),
        Source::Plugin { plugin, .. } => format!("the plugin {plugin}"),
        Source::Sql { over, .. } => format!("a query over {}", over.join(", ")),
        Source::Inline { .. } => "the test itself".to_owned(),
    };
    let _ = write!(text, "\nfrom {from}");
    if dataset.key.is_empty() {
        text.push_str(", records\n");
    } else {
        let _ = writeln!(text, ", one figure for each {}", dataset.key.join(", "));
    }
    text.push_str("\n| column | holds |\n|---|---|\n");
    for column in &dataset.columns {
        let _ = writeln!(text, "| {} | {} |", column.name, holds(column));
    }
    text
}

fn holds(column: &Column) -> String {
    match &column.holds {
        ColumnType::OneOf(codes) => format!("one of {}", some(codes)),
        ColumnType::SomeOf(codes) => format!("some of {}", some(codes)),
        other => other.unit().to_string(),
    }
}

fn some(codes: &[String]) -> String {
    let shown: Vec<&str> = codes.iter().take(CODES).map(String::as_str).collect();
    let more = codes.len().saturating_sub(CODES);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn column(workspace: &Workspace, names: &Known<'_>, rows: &str, name: &str) -> String {
    let mut text = format!("**column** `{name}` of `{rows}`\n");
    if let Some(column) = workspace.known().datasets.get(rows).and_then(|dataset| dataset.column(name)) {
        let _ = write!(text, "\n{}\n", holds(column));
        if let Some(header) = &column.header {
            let _ = write!(text, "\nin the file \"{header}\"\n");
        }
        for (word, reason) in &column.missing_words {
            let _ = write!(text, "\n\"{word}\" is missing, {reason}\n");
        }
    } else if let Some(Item::Cohort(cohort)) = names.items.get(rows) {
        let made = cohort.fields.iter().find(|field| match &field.value {
            CohortField::Let { name: own, .. } => own.node == name,
            CohortField::Cascade(cascade) => cascade.name.node == name,
            CohortField::Episodes(episodes) => episodes.count.as_ref().is_some_and(|count| count.node == name),
            _ => false,
        });
        if let Some(made) = made {
            let _ = write!(text, "\n{}\n", code(workspace.sources().slice(made.span)));
        }
    }
    if let Some(codes) = workspace.seen.codes.get(&(rows.to_owned(), name.to_owned())) {
        let _ = write!(text, "\nin the data: {}\n", some(codes));
    }
    text
}

fn cohort(item: &Cohort, names: &Known<'_>) -> String {
    let mut text = format!("**cohort** `{}`\n", item.name.node);
    for field in &item.fields {
        match &field.value {
            CohortField::Text(title) if field.key.node == "title" => {
                let _ = write!(text, "\n{}\n", title.node);
            }
            CohortField::From(from) => {
                let _ = write!(text, "\nmade from `{}`\n", from.node);
            }
            _ => {}
        }
    }
    let columns: Vec<String> = names.columns(&item.name.node).into_iter().map(|(name, _)| name).collect();
    let _ = write!(text, "\ncolumns: {}\n", columns.join(", "));
    text
}

fn comparator(workspace: &Workspace, item: &Comparator) -> String {
    let name = &item.name.node;
    let mut text = format!("**comparator** `{name}`\n");
    if let Some(comparator) = workspace.known().comparators.get(name) {
        let _ = write!(text, "\n{}\n", comparator.title);
    }
    for field in &item.fields {
        if let ComparatorField::Figure(_) | ComparatorField::Kind(_) | ComparatorField::Across(_) = &field.value {
            let _ = write!(text, "\n`{}`\n", workspace.sources().slice(field.span));
        }
    }
    text
}

fn when(workspace: &Workspace, band: &Band) -> String {
    // The label, its meaning and its colour come before the conditions.
    let text = workspace.sources().slice(band.span);
    let after = [band.meaning.as_ref().map(|m| m.span.end), band.colour.as_ref().map(|c| c.span.end)];
    let from = after.into_iter().flatten().chain([band.label.span.end]).max().unwrap_or_default();
    let skip = from.saturating_sub(band.span.start) as usize;
    text.get(skip..).unwrap_or_default().trim().to_owned()
}

fn means(band: &Band) -> &str {
    band.meaning.as_ref().map_or("", |meaning| meaning.node.as_str())
}
