//! The rows of one indicator: a figure for each period, and for each part of the latest one that is cut.

use super::column::{Columns, Holds, Table};
use super::figure::{COLOURS, RATING_STATES, STATES, number, number_of, rating, states, word};
use crate::model::{Cell, Indicator, Past, Rating, Report, Span};
use crate::words::Words;
use indexmap::IndexSet;

struct Row<'r> {
    period: &'r str,
    span: Span,
    /// One for each column that the figure is cut by.
    parts: Vec<String>,
    cell: &'r Cell,
    published: Option<&'r Cell>,
    target: Option<&'r Cell>,
    rating: Option<&'r Rating>,
}

pub fn table(report: &Report, indicator: &Indicator, words: Words) -> Table {
    let cut = indicator.parts.as_ref();
    let mut columns: Columns<'_, Row<'_>> = Columns::new();
    columns.key("period_start", words.get("first_day"), Holds::Date, |row| row.span.start.clone());
    columns.key("period_end", words.get("last_day"), Holds::Date, |row| row.span.end.clone());
    let mut names: IndexSet<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
    for (at, (key, title)) in cut.iter().flat_map(|parts| parts.keys.iter().zip(&parts.columns)).enumerate() {
        let name = unlike(&mut names, key);
        columns.key(&name, title, Holds::Text, move |row| row.parts.get(at).cloned().unwrap_or_default());
    }
    columns.required("period", words.get("period"), Holds::Text, |row| row.period.to_owned());
    columns.add("value", words.get("value"), Holds::Decimal, |row| number(row.cell));
    columns.required("unit", words.get("unit"), Holds::Text, |_| indicator.unit.clone());
    columns.required("status", words.get("status"), Holds::SomeOf(STATES), |row| states(row.cell).unwrap_or_default());
    columns.add("mark", words.get("key_mark"), Holds::Text, |row| row.cell.mark.clone());
    columns.add("first_published", words.get("as_published"), Holds::Decimal, |row| number_of(row.published));
    columns.add("target", words.get("target"), Holds::Decimal, |row| number_of(row.target));
    columns.add("target_word", words.get("target_word"), Holds::Text, |row| row.target.and_then(word));
    columns.add("rating", words.get("rating"), Holds::Text, |row| row.rating.and_then(rating));
    columns.add("rating_colour", words.get("rating_colour"), Holds::OneOf(COLOURS), |row| {
        row.rating.and_then(|rating| rating.colour).map(str::to_owned)
    });
    columns.add("rating_status", words.get("rating_status"), Holds::OneOf(RATING_STATES), |row| {
        row.rating.map(|rating| rating.state.to_owned())
    });
    columns.table(&rows(report, indicator, words))
}

/// The names of our own columns, which no column of the data takes.
const OWN: [&str; 13] = [
    "period_start",
    "period_end",
    "period",
    "value",
    "unit",
    "status",
    "mark",
    "first_published",
    "target",
    "target_word",
    "rating",
    "rating_colour",
    "rating_status",
];

fn unlike(taken: &mut IndexSet<String>, key: &str) -> String {
    let mut name = key.to_owned();
    while !taken.insert(name.clone()) {
        name = format!("by_{name}");
    }
    name
}

fn rows<'r>(report: &'r Report, indicator: &'r Indicator, words: Words) -> Vec<Row<'r>> {
    let whole = || {
        let columns = indicator.parts.as_ref().map_or(0, |parts| parts.columns.len());
        vec![words.get("filter_all").to_owned(); columns]
    };
    let value = &indicator.value;
    let now = || {
        value
            .span
            .clone()
            .unwrap_or_else(|| Span { start: report.period.start.iso.clone(), end: report.period.end.iso.clone() })
    };
    let past = |past: &'r Past| Row {
        period: &past.period,
        span: past.span.clone(),
        parts: whole(),
        cell: &past.cell,
        published: past.published.as_ref(),
        target: past.target.as_ref(),
        rating: past.rating.as_ref(),
    };
    let current = Row {
        period: &value.period,
        span: now(),
        parts: whole(),
        cell: &value.cell,
        published: indicator.published.as_ref(),
        target: Some(&indicator.target.cell),
        rating: Some(&indicator.rating),
    };
    let before = indicator.history.iter().filter(|past| past.span != current.span).map(past);
    let mut rows: Vec<Row<'r>> = before.collect();
    // The latest figure has more than the history keeps of it: the word in place of a target, the rating of a forecast.
    let in_history = indicator.history.iter().find(|past| past.span == current.span);
    rows.push(Row { published: in_history.and_then(|past| past.published.as_ref()).or(current.published), ..current });
    rows.extend(indicator.parts.iter().flat_map(|parts| &parts.rows).map(|part| Row {
        period: &value.period,
        span: now(),
        parts: part.values.clone(),
        cell: &part.cell,
        published: None,
        target: Some(&part.target),
        rating: Some(&part.rating),
    }));
    rows
}
