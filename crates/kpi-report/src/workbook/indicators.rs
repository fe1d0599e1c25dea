//! A row for each indicator: what its page shows at a glance.

use super::entry::Entry;
use super::notes::Notes;
use super::table::{Columns, Table};
use crate::model::{Indicator, Report};
use crate::words::Words;

pub fn table(report: &Report, words: Words, notes: &Notes) -> Table {
    let scorecard = |id: &str| {
        let found = report.scorecards.iter().find(|scorecard| scorecard.id == id);
        found.map_or_else(|| id.to_owned(), |scorecard| scorecard.title.clone())
    };
    let mut columns: Columns<'_, &Indicator> = Columns::new();
    columns.add(words.get("indicator"), |i| Entry::text(i.title.as_str()));
    columns.add(words.get("number_long"), |i| Entry::maybe(i.number.as_deref()));
    columns.add(words.get("scorecard"), move |i| Entry::maybe(i.scorecard.as_deref().map(scorecard)));
    columns.add(words.get("theme"), |i| Entry::maybe(i.theme.as_deref()));
    columns.add(words.get("period"), |i| Entry::text(i.value.period.as_str()));
    columns.add(words.get("unit"), |i| Entry::text(i.unit.as_str()));
    columns.add(words.get("value"), |i| Entry::figure(&i.value.cell));
    columns.add(words.get("status"), move |i| Entry::status(&i.value.cell, words));
    columns.add(words.get("as_published"), |i| Entry::figure_of(i.published.as_ref()));
    columns.add(words.get("numerator"), |i| Entry::figure_of(i.numerator.as_ref()));
    columns.add(words.get("denominator"), |i| Entry::figure_of(i.denominator.as_ref()));
    columns.add(words.get("direction"), |i| Entry::text(i.polarity.text.as_str()));
    columns.add(words.get("target"), |i| Entry::figure(&i.target.cell));
    columns.add(words.get("target_period"), |i| Entry::maybe(i.target.period.as_deref()));
    columns.add(words.get("target_year_end"), |i| Entry::figure_of(i.target.year_end.as_ref()));
    columns.add(words.get("deviation"), |i| Entry::figure_of(i.deviation.as_ref()));
    columns.add(words.get("rating"), |i| Entry::rating(Some(&i.rating)));
    columns.add(words.get("reason"), |i| Entry::text(i.rating.reason.as_str()));
    columns.add(words.get("previous"), |i| Entry::figure_of(i.previous.as_ref().map(|value| &value.cell)));
    columns.add(words.get("previous_period"), |i| Entry::maybe(i.previous.as_ref().map(|value| value.period.as_str())));
    columns.add(words.get("recalculated"), |i| Entry::figure_of(i.previous_recalculated.as_ref()));
    columns.add(words.get("change"), |i| Entry::text(i.change.text.as_str()));
    columns.add(words.get("change_amount"), |i| Entry::figure_of(i.change.difference.as_ref()));
    columns.add(words.get("forecast"), |i| Entry::figure_of(i.forecast.as_ref().map(|forecast| &forecast.cell)));
    columns.add(words.get("forecast_period"), |i| {
        Entry::maybe(i.forecast.as_ref().map(|forecast| forecast.period.as_str()))
    });
    columns.add(words.get("rank"), |i| Entry::figure_of(i.rank.as_ref().map(|rank| &rank.cell)));
    columns.add(words.get("rank_before"), |i| Entry::maybe(i.rank.as_ref().and_then(|rank| rank.previous.as_deref())));
    columns.add(words.get("lower_limit"), |i| Entry::figure_of(i.interval.as_ref().map(|interval| &interval.lower)));
    columns.add(words.get("upper_limit"), |i| Entry::figure_of(i.interval.as_ref().map(|interval| &interval.upper)));
    columns.add(words.get("control"), |i| Entry::maybe(i.control.as_ref().map(|control| control.variation.as_str())));
    columns.add(words.get("sheet_notes"), |i| Entry::text(notes.marks(i)));
    columns.table(report.indicators.values())
}
