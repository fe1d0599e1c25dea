//! The figures of a report as open data: a CSV file for each indicator and one over all of them, each with its
//! description as the W3C's "CSV on the Web" has it and the UK's tabular data standard asks for; and the whole report as
//! JSON. What is written is data: no marks within figures, no commas within numbers, and a state in a column of its own.

mod column;
mod figure;
mod index;
mod metadata;
mod series;

use crate::file::File;
use crate::model::{Indicator, Report, Told};
use crate::words::{Language, Words};
use column::Table;
use metadata::About;

/// Where the figures of an indicator are: `data/asc_105.csv`.
#[must_use]
pub fn path(id: &str) -> String {
    format!("data/{}", name(id))
}

/// The name of the file over all indicators is taken.
fn name(id: &str) -> String {
    if id == INDEX { format!("indicator-{id}.csv") } else { format!("{id}.csv") }
}

const INDEX: &str = "indicators";

/// The files of the folder `data`.
#[must_use]
pub fn files(report: &Report) -> Vec<File> {
    let words = Words::of(Language::from_tag(&report.lang).unwrap_or(Language::English));
    let mut files = Vec::new();
    for indicator in report.indicators.values() {
        let about = About {
            file: name(&indicator.id),
            title: words.fill("table_of", &[("title", &indicator.title)]),
            description: described(indicator),
        };
        files.extend(pair(report, &about, &series::table(report, indicator, words)));
    }
    let about = About {
        file: format!("{INDEX}.csv"),
        title: format!("{}, {}", report.title, report.period.text),
        description: words.get("shows_indicators").to_owned(),
    };
    files.extend(pair(report, &about, &index::table(report, words)));
    files.push(json(report));
    files
}

fn pair(report: &Report, about: &About, table: &Table) -> [File; 2] {
    let path = format!("data/{}", about.file);
    [
        File { bytes: table.csv(), path: path.clone() },
        File::text(format!("{path}-metadata.json"), metadata::text(report, about, table)),
    ]
}

fn described(indicator: &Indicator) -> String {
    let description = crate::prose::lines(&indicator.description);
    let parts = [description.as_str(), &indicator.calculation.text, indicator.note.as_deref().unwrap_or_default()];
    let told: Vec<&str> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    told.join("\n")
}

/// All that is published, as programs read it; pictures and the words of the interface apart.
#[must_use]
pub fn json(report: &Report) -> File {
    let told = Told::of(report, &report.scorecards, &report.indicators);
    let mut text = serde_json::to_string_pretty(&told).unwrap_or_default();
    text.push('\n');
    File::text("data/report.json", text)
}
