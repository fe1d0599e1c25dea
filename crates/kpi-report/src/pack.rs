//! What the committee's pack is set from: the report as data, its charts, and the files of the council.

use crate::model::{Chart, Report};
use std::collections::BTreeMap;

/// By the paths that templates of the pack read them from: `/report.json`, `/charts/NAME.svg`, `/assets/NAME`.
#[must_use]
pub fn files(report: &Report, assets: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    // A report is made of texts and numbers: it has no key that is no text.
    files.insert("/report.json".to_owned(), serde_json::to_vec(report).unwrap_or_default());
    let of_indicators =
        report.indicators.values().flat_map(|indicator| indicator.charts.iter().chain(&indicator.sparkline));
    let of_scorecards = report.scorecards.iter().flat_map(|card| &card.charts);
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
