//! A row for each part of each figure that is cut. Figures that are cut by other columns share the table: a column of
//! one is a dash in the rows of another.

use super::entry::Entry;
use super::table::{Columns, Table};
use crate::model::{Indicator, Part, Parts, Report};
use crate::words::Words;
use indexmap::IndexSet;

type Row<'r> = (&'r Indicator, &'r Parts, &'r Part);

pub fn table(report: &Report, words: Words) -> Table {
    let cut = || report.indicators.values().filter_map(|indicator| Some((indicator, indicator.parts.as_ref()?)));
    let by: IndexSet<&str> = cut().flat_map(|(_, parts)| parts.columns.iter().map(String::as_str)).collect();
    let mut columns: Columns<'_, Row<'_>> = Columns::new();
    columns.add(words.get("indicator"), |(indicator, ..)| Entry::text(indicator.title.as_str()));
    columns.add(words.get("number_long"), |(indicator, ..)| Entry::maybe(indicator.number.as_deref()));
    columns.add(words.get("period"), |(indicator, ..)| Entry::text(indicator.value.period.as_str()));
    for column in by {
        columns.add(capital(column), move |(_, parts, part)| {
            let at = parts.columns.iter().position(|name| name == column);
            Entry::maybe(at.and_then(|at| part.values.get(at)).map(String::as_str))
        });
    }
    columns.add(words.get("unit"), |(indicator, ..)| Entry::text(indicator.unit.as_str()));
    columns.add(words.get("value"), |(.., part)| Entry::figure(&part.cell));
    columns.add(words.get("status"), move |(.., part)| Entry::status(&part.cell, words));
    columns.add(words.get("target"), |(.., part)| Entry::figure(&part.target));
    columns.add(words.get("rating"), |(.., part)| Entry::rating(Some(&part.rating)));
    columns.add(words.get("change"), |(.., part)| Entry::text(part.change.text.as_str()));
    columns.add(words.get("change_amount"), |(.., part)| Entry::figure_of(part.change.difference.as_ref()));
    columns.table(cut().flat_map(|(indicator, parts)| parts.rows.iter().map(move |part| (indicator, parts, part))))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.as_str().chars()).collect()
}
