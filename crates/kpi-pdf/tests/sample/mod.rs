//! A pack with everything that the building blocks have.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use kpi_pdf::Document;

pub fn files() -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([
        ("/pack.typ".to_owned(), include_bytes!("pack.typ").to_vec()),
        ("/charts/asc-105.svg".to_owned(), include_bytes!("trend.svg").to_vec()),
    ])
}

pub fn document(files: &BTreeMap<String, Vec<u8>>) -> Document<'_> {
    Document {
        main: "/pack.typ",
        lang: "en-GB",
        produced: NaiveDate::from_ymd_opt(2024, 5, 14).unwrap_or_default(),
        files,
        fonts: &[],
        inputs: &[],
    }
}
