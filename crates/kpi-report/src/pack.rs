//! What the committee's pack is set from: the report as data, its charts, and the files of the council.

use crate::model::{Chart, Report};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// By the paths that templates of the pack read them from: `/report.json`, `/indicators/NAME.json`, `/kpi/words.json`,
/// `/kpi/brand.json`, `/charts/NAME.svg`, `/assets/NAME`.
///
/// What an indicator has most of, its series and its steps, is in a file of its own: typst looks over all that a function is
/// called with, at each call.
#[must_use]
pub fn files(report: &Report, assets: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    // A report is made of texts and numbers: it has no key that is no text.
    let mut whole = serde_json::to_value(report).unwrap_or_default();
    for (id, indicator) in whole.get_mut("indicators").and_then(Value::as_object_mut).into_iter().flatten() {
        let Some(indicator) = indicator.as_object_mut() else { continue };
        let bulk = ["history", "explain"].into_iter().filter_map(|key| Some((key, indicator.remove(key)?)));
        let bulk: Map<String, Value> = bulk.map(|(key, value)| (key.to_owned(), value)).collect();
        files.insert(format!("/indicators/{id}.json"), serde_json::to_vec(&bulk).unwrap_or_default());
    }
    files.insert("/report.json".to_owned(), serde_json::to_vec(&whole).unwrap_or_default());
    let of_indicators =
        report.indicators.values().flat_map(|indicator| indicator.charts.iter().chain(&indicator.sparkline));
    let of_scorecards = report.scorecards.iter().flat_map(|card| &card.charts);
    files.insert("/kpi/words.json".to_owned(), serde_json::to_vec(&report.words).unwrap_or_default());
    files.insert("/kpi/brand.json".to_owned(), serde_json::to_vec(&report.brand).unwrap_or_default());
    for Chart { id, svg, .. } in of_indicators.chain(of_scorecards) {
        files.insert(format!("/charts/{id}.svg"), svg.clone().into_bytes());
    }
    files.extend(assets.iter().map(|(path, bytes)| (format!("/assets/{path}"), bytes.clone())));
    files
}

/// The language that the document says it is in.
#[must_use]
pub fn language(report: &Report) -> &'static str {
    match report.lang.as_str() {
        "cy" => "cy-GB",
        _ => "en-GB",
    }
}
