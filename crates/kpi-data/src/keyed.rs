//! The figures of a keyed dataset: found by their key, each with its place.

use crate::DataError;
use crate::load::{Stored, Table};
use crate::place::{Origin, RowId, mark};
use crate::report::Report;
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::codes::data::DUPLICATE_KEY;
use kpi_core::facts::{Cell, Found, KeyValue, KeyedRow, KeyedTable, TableRequest};
use kpi_core::schema::Dataset;

/// So many rows with one key are pointed at.
const NAMED_TWINS: usize = 10;

/// A row of a keyed dataset, in the order of the declared columns.
#[derive(Debug)]
pub struct Figure {
    pub id: RowId,
    pub key: Vec<KeyValue>,
    pub cells: Vec<Cell>,
    /// What is written in each cell.
    pub raws: Vec<String>,
    /// Another row with the same key.
    pub twin: Option<RowId>,
}

/// What a key cell is compared by; `None` where it holds nothing to compare.
pub fn key_value(cell: &Cell) -> Option<KeyValue> {
    match cell {
        Cell::Empty | Cell::Missing(_) => None,
        Cell::Number(quantity) => Some(KeyValue::Number(quantity.value.clone())),
        Cell::Text(text) => Some(KeyValue::text(text)),
        Cell::Date(date) => Some(KeyValue::Date(*date)),
        Cell::Period(period) => Some(KeyValue::Period(*period)),
        Cell::Rank(rank) => Some(KeyValue::text(&rank.to_string())),
        Cell::YesNo(value) => Some(KeyValue::YesNo(*value)),
        Cell::Codes(codes) => Some(KeyValue::text(&codes.join(";"))),
    }
}

/// Marks every row whose key another row has, and names each such group once. Says what they do to what is added up.
pub fn find_duplicates(
    dataset: &Dataset,
    figures: &mut [Figure],
    origin: &Origin,
    report: &mut Report,
) -> Option<String> {
    let mut groups: IndexMap<&[KeyValue], Vec<usize>> = IndexMap::with_capacity(figures.len());
    for (index, figure) in figures.iter().enumerate() {
        groups.entry(&figure.key).or_default().push(index);
    }
    let groups: Vec<Vec<usize>> = groups.into_values().filter(|rows| rows.len() > 1).collect();
    let mut first_twins: Option<String> = None;
    for group in groups {
        let ids: Vec<RowId> = group.iter().filter_map(|index| figures.get(*index)).map(|figure| figure.id).collect();
        if let Some(first) = group.first().and_then(|index| figures.get(*index)) {
            report.row(DUPLICATE_KEY, "", || named(dataset, first, &ids, origin));
            first_twins.get_or_insert_with(|| format!("rows have the same key, as {} has", origin.row(first.id)));
        }
        for (place, index) in group.iter().enumerate() {
            let twin = ids.get(usize::from(place == 0)).copied();
            if let Some(figure) = figures.get_mut(*index) {
                figure.twin = twin;
            }
        }
    }
    first_twins
}

fn named(dataset: &Dataset, first: &Figure, ids: &[RowId], origin: &Origin) -> Diagnostic {
    let place = |name: &String| dataset.columns.iter().position(|column| column.name == *name);
    let key: Vec<&str> = dataset.key.iter().filter_map(|name| first.raws.get(place(name)?)).map(|t| t.trim()).collect();
    let message = format!("{} rows have the same key: {}", ids.len(), key.join(", "));
    let mut diagnostic = Diagnostic::new(DUPLICATE_KEY, message);
    for (index, id) in ids.iter().take(NAMED_TWINS).enumerate() {
        diagnostic = mark(diagnostic, origin, *id, None, if index == 0 { "the first" } else { "the same key again" });
    }
    if ids.len() > NAMED_TWINS {
        diagnostic = diagnostic.note(format!("and {} more rows", ids.len() - NAMED_TWINS));
    }
    diagnostic.help("leave one of them, or add the column that tells them apart to `key`")
}

/// Answers a request for figures.
pub fn answer(table: &Table, request: &TableRequest) -> Result<KeyedTable, DataError> {
    let figures = match &table.rows {
        Stored::Figures(figures) if !table.schema.key.is_empty() => figures,
        _ => return Err(DataError::NoKey { dataset: request.dataset.clone() }),
    };
    let columns: Vec<(usize, &str)> = request
        .columns
        .iter()
        .map(|name| {
            let index = table.schema.columns.iter().position(|column| column.name == *name);
            let no_column = || DataError::NoColumn { dataset: request.dataset.clone(), column: name.clone() };
            let index = index.ok_or_else(no_column)?;
            let header = table.schema.columns.get(index).map_or(name.as_str(), crate::header::called);
            Ok((index, header))
        })
        .collect::<Result<_, DataError>>()?;
    let found = |figure: &Figure, (index, header): &(usize, &str)| Found {
        cell: figure.cells.get(*index).cloned().unwrap_or(Cell::Empty),
        place: table.origin.cell(figure.id, header),
        raw: figure.raws.get(*index).cloned().unwrap_or_default(),
    };
    let rows = figures
        .iter()
        .map(|figure| KeyedRow {
            key: figure.key.clone(),
            cells: columns.iter().map(|column| found(figure, column)).collect(),
            duplicate_of: figure.twin.map(|twin| table.origin.row(twin)),
        })
        .collect();
    Ok(KeyedTable {
        failed: table.broken.clone(),
        key: table.schema.key.clone(),
        columns: request.columns.clone(),
        rows,
    })
}
