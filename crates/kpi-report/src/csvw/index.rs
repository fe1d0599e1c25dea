//! A row for each indicator of the report.

use super::column::{Columns, Holds, Table};
use super::figure::{COLOURS, JUDGEMENTS, POLARITIES, RATING_STATES, STATES, number, number_of, rating, states, word};
use crate::model::{Indicator, Report, Span};
use crate::words::Words;

pub fn table(report: &Report, words: Words) -> Table {
    let start = |span: Option<&Span>| span.map(|span| span.start.clone());
    let end = |span: Option<&Span>| span.map(|span| span.end.clone());
    let own = |word: Option<&'static str>| word.map(str::to_owned);
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let mut columns: Columns<'_, &Indicator> = Columns::new();
    columns.key("id", words.get("identifier"), Holds::Text, |i| i.id.clone());
    columns.add("number", words.get("number_long"), Holds::Text, |i| i.number.clone());
    columns.required("title", words.get("indicator"), Holds::Text, |i| i.title.clone());
    columns.add("scorecard", words.get("scorecard"), Holds::Text, |i| i.scorecard.clone());
    columns.add("theme", words.get("theme"), Holds::Text, |i| i.theme.clone());
    columns.required("unit", words.get("unit"), Holds::Text, |i| i.unit.clone());
    columns.add("frequency", words.get("frequency"), Holds::Text, move |i| text(&i.frequency));
    columns.required("polarity", words.get("direction"), Holds::OneOf(POLARITIES), |i| i.polarity.kind.to_owned());
    columns.required("period", words.get("period"), Holds::Text, |i| i.value.period.clone());
    columns.add("period_start", words.get("first_day"), Holds::Date, move |i| start(i.value.span.as_ref()));
    columns.add("period_end", words.get("last_day"), Holds::Date, move |i| end(i.value.span.as_ref()));
    columns.add("value", words.get("value"), Holds::Decimal, |i| number(&i.value.cell));
    columns
        .required("status", words.get("status"), Holds::SomeOf(STATES), |i| states(&i.value.cell).unwrap_or_default());
    columns.add("mark", words.get("key_mark"), Holds::Text, |i| i.value.cell.mark.clone());
    columns.add("numerator", words.get("numerator"), Holds::Decimal, |i| number_of(i.numerator.as_ref()));
    columns.add("denominator", words.get("denominator"), Holds::Decimal, |i| number_of(i.denominator.as_ref()));
    columns.add("first_published", words.get("as_published"), Holds::Decimal, |i| number_of(i.published.as_ref()));
    columns.add("target", words.get("target"), Holds::Decimal, |i| number(&i.target.cell));
    columns.add("target_word", words.get("target_word"), Holds::Text, |i| word(&i.target.cell));
    columns.add("target_period", words.get("target_period"), Holds::Text, |i| i.target.period.clone());
    columns.add("target_year_end", words.get("target_year_end"), Holds::Decimal, |i| {
        number_of(i.target.year_end.as_ref())
    });
    columns.add("rating", words.get("rating"), Holds::Text, |i| rating(&i.rating));
    columns.add("rating_colour", words.get("rating_colour"), Holds::OneOf(COLOURS), move |i| own(i.rating.colour));
    columns.required("rating_status", words.get("rating_status"), Holds::OneOf(RATING_STATES), |i| {
        i.rating.state.to_owned()
    });
    columns.add("rating_reason", words.get("reason"), Holds::Text, move |i| text(&i.rating.reason));
    columns.add("previous", words.get("previous"), Holds::Decimal, |i| {
        number_of(i.previous.as_ref().map(|value| &value.cell))
    });
    columns.add("previous_start", words.get("previous_first_day"), Holds::Date, move |i| {
        start(i.previous.as_ref().and_then(|value| value.span.as_ref()))
    });
    columns.add("previous_end", words.get("previous_last_day"), Holds::Date, move |i| {
        end(i.previous.as_ref().and_then(|value| value.span.as_ref()))
    });
    columns.add("previous_recalculated", words.get("recalculated"), Holds::Decimal, |i| {
        number_of(i.previous_recalculated.as_ref())
    });
    columns.add("change", words.get("change"), Holds::Text, move |i| text(&i.change.text));
    columns.add("change_judgement", words.get("change_judgement"), Holds::OneOf(JUDGEMENTS), move |i| {
        own(i.change.judgement)
    });
    columns
        .add("change_amount", words.get("change_amount"), Holds::Decimal, |i| number_of(i.change.difference.as_ref()));
    columns.add("forecast", words.get("forecast"), Holds::Decimal, |i| {
        number_of(i.forecast.as_ref().map(|forecast| &forecast.cell))
    });
    columns.add("forecast_period", words.get("forecast_period"), Holds::Text, |i| {
        i.forecast.as_ref().map(|forecast| forecast.period.clone())
    });
    columns.add("rank", words.get("rank"), Holds::Text, |i| {
        i.rank.as_ref().filter(|rank| rank.cell.state.is_figure()).map(|rank| rank.cell.text.clone())
    });
    columns.add("lower_limit", words.get("lower_limit"), Holds::Decimal, |i| {
        number_of(i.interval.as_ref().map(|interval| &interval.lower))
    });
    columns.add("upper_limit", words.get("upper_limit"), Holds::Decimal, |i| {
        number_of(i.interval.as_ref().map(|interval| &interval.upper))
    });
    columns.required("file", words.get("file"), Holds::File, |i| super::name(&i.id));
    columns.table(&report.indicators.values().collect::<Vec<_>>())
}
