//! A run for a spreadsheet: one row a figure.

use super::report::Report;
use crate::failure::Failure;
use kpi_core::{Exact, Rounding};
use kpi_eval::outturn::{Figure, Outturn};
use kpi_model::catalogue::Colour;

const HEADER: [&str; 45] = [
    "indicator",
    "number",
    "title",
    "scorecard",
    "theme",
    "period",
    "unit",
    "value",
    "value_display",
    "numerator",
    "denominator",
    "missing",
    "flags",
    "target",
    "target_display",
    "year_end_target",
    "deviation",
    "gap",
    "rating",
    "rating_colour",
    "rating_reason",
    "actions_required",
    "previous",
    "previous_display",
    "previous_period",
    "change",
    "verdict",
    "movement",
    "amount",
    "amount_display",
    "change_reason",
    "forecast",
    "forecast_display",
    "rank",
    "comparators",
    "slice",
    "quartile",
    "lower",
    "upper",
    "interval",
    "significance",
    "centre",
    "variation",
    "since",
    "assurance",
];

pub fn run(report: &Report<'_>) -> Result<String, Failure> {
    let internal = |error: &dyn std::fmt::Display| Failure::internal(format!("the CSV cannot be written: {error}"));
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(|error| internal(&error))?;
    for outturn in report.all() {
        writer.write_record(record(report, outturn)).map_err(|error| internal(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| internal(&error))?;
    String::from_utf8(bytes).map_err(|error| internal(&error))
}

fn record(report: &Report<'_>, outturn: &Outturn) -> [String; HEADER.len()] {
    let some = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let of = |figure: Option<&Figure>| figure.and_then(Figure::value).map(plain).unwrap_or_default();
    let shown = |figure: Option<&Figure>| {
        figure.filter(|figure| figure.value().is_some()).map(Figure::display).unwrap_or_default()
    };
    let target = outturn.target.figure.as_ref();
    let forecast = outturn.forecast.as_ref().map(|forecast| &forecast.figure);
    let (rating, change) = (&outturn.rating, &outturn.change);
    let (interval, control) = (outturn.interval.as_ref(), outturn.control.as_ref());
    let against = interval.and_then(|interval| interval.against.as_ref());
    let flags: Vec<&str> = outturn.flags.iter().map(|flag| flag.word()).collect();
    let comparators: Vec<String> = outturn
        .comparators
        .iter()
        .map(|comparator| {
            let year = comparator.year.as_ref().map(|year| format!(" ({year})")).unwrap_or_default();
            format!("{}: {}{year}", comparator.title, comparator.figure.display())
        })
        .collect();
    [
        outturn.indicator.clone(),
        some(report.number(outturn)),
        outturn.title.clone(),
        some(outturn.scorecard.as_deref()),
        some(outturn.theme.as_deref()),
        outturn.period.to_string(),
        outturn.unit.unit.to_string(),
        of(Some(&outturn.value)),
        shown(Some(&outturn.value)),
        of(outturn.numerator.as_ref()),
        of(outturn.denominator.as_ref()),
        outturn.value.missing().map(|missing| missing.reason.to_string()).unwrap_or_default(),
        flags.join("; "),
        of(target),
        target.map_or_else(|| some(outturn.target.word.as_deref()), |figure| shown(Some(figure))),
        of(outturn.year_end_target.as_ref().and_then(|target| target.figure.as_ref())),
        of(outturn.deviation.as_ref()),
        of(outturn.gap.as_ref()),
        some(rating.label.as_deref()),
        some(rating.colour.map(Colour::word)),
        rating.reason.clone(),
        if rating.actions_required { "yes" } else { "no" }.to_owned(),
        of(outturn.previous.as_ref()),
        shown(outturn.previous.as_ref()),
        change.against.map(|period| period.to_string()).unwrap_or_default(),
        some(change.word.as_deref()),
        some(change.judgement.map(|judgement| judgement.word())),
        some(change.movement.map(|movement| movement.word())),
        of(change.amount.as_ref()),
        shown(change.amount.as_ref()),
        some(change.reason.as_deref()),
        of(forecast),
        shown(forecast),
        outturn.rank.as_ref().and_then(|rank| rank.rank.as_ref().ok()).map(ToString::to_string).unwrap_or_default(),
        comparators.join("; "),
        outturn.slice.iter().map(|(column, value)| format!("{column}={value}")).collect::<Vec<_>>().join("; "),
        outturn.rank.as_ref().and_then(|rank| rank.quartile).map(|quartile| quartile.to_string()).unwrap_or_default(),
        of(interval.map(|interval| &interval.lower)),
        of(interval.map(|interval| &interval.upper)),
        interval.map(|interval| format!("{} {}", interval.method.word(), interval.level)).unwrap_or_default(),
        some(against.and_then(|against| against.significance.as_ref().ok()).map(|found| found.word())),
        of(control.and_then(|control| control.process.as_ref().ok()).map(|process| &process.centre)),
        some(control.and_then(|control| control.variation.as_ref().ok()).map(|found| found.word())),
        control.and_then(|control| control.signals.first()).map(|signal| signal.since.to_string()).unwrap_or_default(),
        some(control.and_then(|control| control.assurance).map(|found| found.word())),
    ]
}

/// A number as spreadsheets read it: in full where it ends, else to twelve places; never with thousands commas.
fn plain(value: &Exact) -> String {
    value.to_decimal().unwrap_or_else(|| value.display(12, Rounding::HalfUp)).replace(',', "")
}
