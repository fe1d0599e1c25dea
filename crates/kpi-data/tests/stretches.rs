//! A file of lines gives the same answers and the same findings whether it is held or gone through in stretches.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails where something is amiss"
)]

mod support;

use kpi_core::codes::data::BAD_FILE;
use kpi_core::facts::{Aggregate, Compare, Filter, Measure, Request, Scalar, ValuesRequest};
use kpi_core::schema::{ColumnType, Dataset, Source};
use kpi_core::{Diagnostic, Unit};
use kpi_data::Data;
use kpi_data::passes::{Way, Work};
use proptest::prelude::*;
use std::path::Path;
use support::{aggregate, column, csv, dataset, folder, in_stretches, open};

fn records(source: Source) -> Dataset {
    let columns = vec![
        column("name", ColumnType::Text),
        column("cost", ColumnType::Number(Unit::Number)),
        column("day", ColumnType::Date),
    ];
    dataset("records", source, &[], columns)
}

/// Questions that read every column, so that every cell is looked at however the records are read.
fn questions(records: &Dataset) -> Vec<Aggregate> {
    let is_b = Filter::Compare { column: "name".to_owned(), op: Compare::Equal, value: Scalar::Text("b".to_owned()) };
    let late = Filter::Compare {
        column: "day".to_owned(),
        op: Compare::GreaterOrEqual,
        value: Scalar::Date("2024-02-01".parse().unwrap()),
    };
    vec![
        aggregate(records, Measure::Count, Filter::All),
        aggregate(records, Measure::Count, is_b),
        aggregate(records, Measure::Sum("cost".to_owned()), late),
    ]
}

/// Everything that a person would be told: findings in their order, answers, the values of a column.
fn told(data: &Data, opened: Vec<Diagnostic>, records: &Dataset) -> String {
    let mut found = opened;
    let mut text = String::new();
    let mut requests: Vec<Request> = questions(records).into_iter().map(Request::Aggregate).collect();
    let values = ValuesRequest { dataset: records.name.clone(), column: "name".to_owned(), period: None };
    requests.push(Request::Values(values));
    let (facts, more) = data.answer(&requests).unwrap();
    found.extend(more);
    // Of a file that cannot be used, cells are only told of where they were read on the way to finding that out.
    if found.iter().any(|told| told.code == BAD_FILE) {
        found.retain(|told| told.code == BAD_FILE);
    }
    kpi_core::diagnostic::sort(&mut found);
    for request in &requests {
        match request {
            Request::Aggregate(aggregate) => text.push_str(&format!("{:?}\n", facts.aggregates[aggregate])),
            Request::Values(values) => text.push_str(&format!("{:?}\n", facts.values[values])),
            _ => {}
        }
    }
    text.push_str(&support::said(&found));
    text.push_str(&format!("{:?}", data.inputs()));
    text
}

/// Held, and in stretches of so many bytes; the second really is gone through where it can be.
fn both(root: &Path, records: &Dataset, at_a_time: usize) -> (String, String) {
    let (held, found) = open(root, &[records]);
    let held = told(&held, found, records);
    let (data, found) = in_stretches(root, records, at_a_time);
    let data = data.explained();
    let stretched = told(&data, found, records);
    for pass in data.passes() {
        if let Work::Counting(counting) = pass.work {
            assert!(matches!(counting.way, Way::Streamed { .. }), "{:?}", counting.way);
        }
    }
    (held, stretched)
}

fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b",
        "B ",
        "",
        " ",
        "1",
        "2.50",
        "3%",
        "2024-01-31",
        "29/02/2024",
        "2024-02-30",
        "\"b\"",
        "\"x,y\"",
        "\"over\nlines\"",
        "\"over\r\nlines\"",
        "\"a \"\"quote\"\"\"",
        "\"",
        "it\"s",
        "£5",
        "é",
        "\u{96}",
    ])
}

fn end() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\n \n", "\n,,\n", "\r\r\n"])
}

fn rows() -> impl Strategy<Value = String> {
    let row = (prop::collection::vec(cell(), 1..5), end()).prop_map(|(cells, end)| format!("{}{end}", cells.join(",")));
    prop::collection::vec(row, 0..14).prop_map(|rows| rows.concat())
}

fn json() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        r#"{"name": "a", "cost": 1, "day": "2024-02-03"}"#,
        r#"{"name": "b", "cost": 2.5e1}"#,
        r#"{"day": "2024-03-01", "extra": true, "name": "B"}"#,
        r#"{"cost": "many", "name": "é"}"#,
        "{}",
        "",
        "  ",
        r#"{"name": null, "cost": null, "day": null}"#,
    ]);
    let broken = prop::sample::select(vec![r#"{"name": "a""#, "[1]", r#"{"name": {"first": "a"}}"#, "nonsense"]);
    let line = prop_oneof![12 => line, 1 => broken];
    let ended = (line, prop::sample::select(vec!["\n", "\r\n", "\n\n"])).prop_map(|(line, end)| format!("{line}{end}"));
    prop::collection::vec(ended, 0..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn separated_values(
        above in prop::sample::select(vec!["", "\n", "Report of the year\n\n", "\u{feff}"]),
        rows in rows(),
        ended in any::<bool>(),
        old in any::<bool>(),
        at_a_time in 1_usize..90,
    ) {
        let mut text = format!("{above}name,cost,day\n{rows}");
        if !ended {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        let bytes = if old { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect() } else { text.clone().into_bytes() };
        let folder = folder(&[("records.csv", &bytes)]);
        let (held, stretched) = both(folder.path(), &records(csv("records.csv")), at_a_time);
        prop_assert_eq!(held, stretched, "{:?}", text);
    }

    #[test]
    fn lines_of_json(text in json(), at_a_time in 1_usize..90) {
        let folder = folder(&[("records.jsonl", text.as_bytes())]);
        let records = records(Source::JsonLines { path: "records.jsonl".to_owned() });
        let (held, stretched) = both(folder.path(), &records, at_a_time);
        prop_assert_eq!(held, stretched, "{:?}", text);
    }
}
