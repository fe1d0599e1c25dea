//! A row for each figure of each series.

use super::entry::Entry;
use super::table::{Columns, Table};
use crate::model::{Indicator, Past, Report};
use crate::words::Words;

pub fn table(report: &Report, words: Words) -> Table {
    let mut columns: Columns<'_, (&Indicator, &Past)> = Columns::new();
    columns.add(words.get("indicator"), |(indicator, _)| Entry::text(indicator.title.as_str()));
    columns.add(words.get("number_long"), |(indicator, _)| Entry::maybe(indicator.number.as_deref()));
    columns.add(words.get("period"), |(_, past)| Entry::text(past.period.as_str()));
    columns.add(words.get("first_day"), |(_, past)| Entry::start(Some(&past.span)));
    columns.add(words.get("last_day"), |(_, past)| Entry::end(Some(&past.span)));
    columns.add(words.get("unit"), |(indicator, _)| Entry::text(indicator.unit.as_str()));
    columns.add(words.get("value"), |(_, past)| Entry::figure(&past.cell));
    columns.add(words.get("status"), move |(_, past)| Entry::status(&past.cell, words));
    columns.add(words.get("as_published"), |(_, past)| Entry::figure_of(past.published.as_ref()));
    columns.add(words.get("target"), |(_, past)| Entry::figure_of(past.target.as_ref()));
    columns.add(words.get("rating"), |(_, past)| Entry::rating(past.rating.as_ref()));
    let all = report.indicators.values();
    columns.table(all.flat_map(|indicator| indicator.history.iter().map(move |past| (indicator, past))))
}
