//! A row for each figure that stands beside one of ours.

use super::entry::Entry;
use super::table::{Columns, Table};
use crate::model::{Comparator, Indicator, Report};
use crate::words::Words;

pub fn table(report: &Report, words: Words) -> Table {
    let mut columns: Columns<'_, (&Indicator, &Comparator)> = Columns::new();
    columns.add(words.get("indicator"), |(indicator, _)| Entry::text(indicator.title.as_str()));
    columns.add(words.get("number_long"), |(indicator, _)| Entry::maybe(indicator.number.as_deref()));
    columns.add(words.get("period"), |(indicator, _)| Entry::text(indicator.value.period.as_str()));
    columns.add(words.get("unit"), |(indicator, _)| Entry::text(indicator.unit.as_str()));
    columns.add(words.get("value"), |(indicator, _)| Entry::figure(&indicator.value.cell));
    columns.add(words.get("comparator"), |(_, comparator)| Entry::text(comparator.title.as_str()));
    columns.add(words.get("comparator_period"), |(_, comparator)| Entry::maybe(comparator.year.as_deref()));
    columns.add(words.get("comparator_figure"), |(_, comparator)| Entry::figure(&comparator.cell));
    columns.add(words.get("comparator_based_on"), |(_, comparator)| Entry::maybe(comparator.used.as_deref()));
    columns.add(words.get("comparator_beside"), |(_, comparator)| Entry::maybe(comparator.significance.as_deref()));
    let all = report.indicators.values();
    columns.table(all.flat_map(|indicator| indicator.comparators.iter().map(move |comparator| (indicator, comparator))))
}
