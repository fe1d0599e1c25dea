//! The data of a report, read back by what its own metadata says: CSV on the Web, RFC 4180, the UK's tabular data
//! standard.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

mod support;

use kpi_report::File;
use kpi_report::csvw::files;
use kpi_report::model::Report;
use kpi_report::words::Language;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static ENGLISH: LazyLock<Vec<File>> = LazyLock::new(|| files(&support::report(Language::English)));
static WELSH: LazyLock<Vec<File>> = LazyLock::new(|| files(&support::report(Language::Welsh)));

type Row = BTreeMap<String, String>;

fn text<'f>(files: &'f [File], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no file {path}"));
    std::str::from_utf8(&file.bytes).unwrap()
}

/// RFC 4180, strictly: a line ends with CR and LF, a quote stands at the edges of a cell or is doubled.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut records = Vec::new();
    let mut record = Vec::new();
    let mut cell = String::new();
    let mut letters = text.chars().peekable();
    loop {
        if letters.peek() == Some(&'"') {
            letters.next();
            loop {
                match letters.next().expect("a closing quote") {
                    '"' if letters.peek() == Some(&'"') => cell.extend(letters.next()),
                    '"' => break,
                    other => cell.push(other),
                }
            }
        } else {
            while let Some(letter) = letters.next_if(|letter| !matches!(letter, ',' | '\r' | '\n')) {
                assert_ne!(letter, '"', "a quote within a cell that is not quoted");
                cell.push(letter);
            }
        }
        record.push(std::mem::take(&mut cell));
        match letters.next().expect("an end of the line") {
            ',' => {}
            '\r' => {
                assert_eq!(letters.next(), Some('\n'), "a line ends with both");
                records.push(std::mem::take(&mut record));
                if letters.peek().is_none() {
                    return records;
                }
            }
            other => panic!("{other:?} behind a cell"),
        }
    }
}

fn holds(datatype: &Value, text: &str) -> bool {
    let base = datatype.as_str().or_else(|| datatype["base"].as_str()).unwrap();
    match base {
        "string" => datatype["format"].as_str().is_none_or(|words| words.split('|').any(|word| word == text)),
        "anyURI" => !text.contains(' '),
        "decimal" => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
            [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
        }
        "date" => {
            assert_eq!(datatype["format"], "yyyy-MM-dd");
            chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|day| day.to_string() == text)
        }
        other => panic!("datatype {other}"),
    }
}

/// Reads a table as its metadata says, and holds it to that.
fn table(files: &[File], path: &str) -> Vec<Row> {
    let csv = text(files, path);
    assert!(!csv.starts_with('\u{feff}'), "{path} has a byte order mark");
    let metadata: Value = serde_json::from_str(text(files, &format!("{path}-metadata.json"))).unwrap();
    assert_eq!(metadata["@context"][0], "http://www.w3.org/ns/csvw");
    assert!(["en", "cy"].contains(&metadata["@context"][1]["@language"].as_str().unwrap()));
    assert_eq!(format!("data/{}", metadata["url"].as_str().unwrap()), path);
    for key in ["dc:title", "dc:publisher"] {
        assert!(!metadata[key].as_str().unwrap().is_empty(), "{path}: {key}");
    }
    assert_eq!(metadata["dc:issued"]["@value"], "2023-02-14");
    assert_eq!(metadata["dialect"]["encoding"], "utf-8");
    assert_eq!(metadata["dialect"]["lineTerminators"], serde_json::json!(["\r\n"]));
    let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
    let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{path}: {names:?}");
    let mut records = records(csv).into_iter();
    let header = records.next().unwrap();
    assert_eq!(header.len(), columns.len(), "{path}");
    let mut keys = BTreeSet::new();
    let mut rows = Vec::new();
    for record in records {
        assert_eq!(record.len(), columns.len(), "{path}: {record:?}");
        for (column, (cell, header)) in columns.iter().zip(record.iter().zip(&header)) {
            let titles = column["titles"].as_array().unwrap();
            assert!(titles.iter().any(|title| title == header), "{path}: {header}");
            assert!(titles.iter().all(|title| !title.as_str().unwrap().is_empty()), "{path}: {header}");
            if *cell == column["null"] {
                assert_eq!(column["required"], false, "{path}: {header} of {record:?}");
                continue;
            }
            let several: Vec<&str> = match column["separator"].as_str() {
                Some(separator) => cell.split(separator).collect(),
                None => vec![cell],
            };
            for one in several {
                assert!(holds(&column["datatype"], one), "{path}: {header} is {one:?}");
            }
        }
        let row: Row = header.iter().cloned().zip(record).collect();
        let key: Vec<String> = metadata["tableSchema"]["primaryKey"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| row[name.as_str().unwrap()].clone())
            .collect();
        assert!(!key.is_empty());
        assert!(keys.insert(key.clone()), "{path}: {key:?} twice");
        rows.push(row);
    }
    rows
}

fn tables(files: &[File]) -> Vec<String> {
    files.iter().map(|file| file.path.clone()).filter(|path| path.ends_with(".csv")).collect()
}

fn cells<'r>(row: &'r Row, names: &[&str]) -> Vec<&'r str> {
    names.iter().map(|name| row[*name].as_str()).collect()
}

#[test]
fn each_table_is_what_its_metadata_says() {
    for files in [&*ENGLISH, &*WELSH] {
        let tables = tables(files);
        assert_eq!(tables.len(), 17);
        for path in tables {
            assert!(!table(files, &path).is_empty(), "{path}");
        }
    }
}

#[test]
fn both_languages_have_the_same_files_columns_and_numbers() {
    assert_eq!(tables(&ENGLISH), tables(&WELSH));
    for path in tables(&ENGLISH) {
        let numbers = |files: &[File]| -> Vec<Vec<String>> {
            let told = ["value", "target", "status", "period_start", "period_end", "rating_colour"];
            table(files, &path).iter().map(|row| told.iter().map(|name| row[*name].clone()).collect()).collect()
        };
        assert_eq!(numbers(&ENGLISH), numbers(&WELSH), "{path}");
        let header = |files: &[File]| records(text(files, &path)).swap_remove(0);
        assert_eq!(header(&ENGLISH), header(&WELSH), "{path}");
    }
}

#[test]
fn a_series_has_each_period_with_its_state_and_what_was_first_published() {
    let rows = table(&ENGLISH, "data/outcomes.csv");
    let told: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| cells(row, &["period_start", "period_end", "period", "value", "status", "mark", "first_published"]))
        .collect();
    let wanted = [
        ["2021-10-01", "2021-12-31", "2021/22 Q3", "80", "final", "", ""],
        ["2022-01-01", "2022-03-31", "2021/22 Q4", "84", "revised", "[r]", "82.4"],
        ["2022-04-01", "2022-06-30", "2022/23 Q1", "", "not-supplied", "[x]", ""],
        ["2022-07-01", "2022-09-30", "2022/23 Q2", "85", "final", "", ""],
        ["2022-10-01", "2022-12-31", "2022/23 Q3", "86.7", "provisional;revised", "[p] [r]", "85"],
    ];
    assert_eq!(told, wanted);
}

#[test]
fn numbers_are_exact_where_their_decimals_end_and_as_displayed_where_not() {
    let latest = |id: &str| {
        let rows = table(&ENGLISH, &format!("data/{id}.csv"));
        rows.last().unwrap()["value"].clone()
    };
    assert_eq!(latest("formula"), "2.125");
    assert_eq!(latest("spend"), "-1400.5");
    assert_eq!(latest("contacts"), "15000");
    assert_eq!(latest("outcomes"), "86.7");
    assert_eq!(latest("crashes"), "1");
}

#[test]
fn parts_have_columns_of_their_own_and_suppressed_ones_no_number() {
    let rows = table(&ENGLISH, "data/supported.csv");
    let told: Vec<Vec<&str>> =
        rows.iter().map(|row| cells(row, &["period", "area", "value", "status", "mark"])).collect();
    let wanted = [
        ["2022/23 Q2", "All", "90", "final", ""],
        ["2022/23 Q3", "All", "100", "final", ""],
        ["2022/23 Q3", "North", "60", "final", ""],
        ["2022/23 Q3", "South", "", "suppressed", "[c]"],
        ["2022/23 Q3", "East", "", "suppressed", "[c]"],
    ];
    assert_eq!(told, wanted);
    let json: Value = serde_json::from_str(text(&ENGLISH, "data/report.json")).unwrap();
    let told = json["indicators"]["supported"]["parts"].to_string();
    assert!(!told.contains("38"), "{told}");
}

#[test]
fn the_list_of_indicators_says_how_each_stands() {
    let rows = table(&ENGLISH, "data/indicators.csv");
    assert_eq!(rows.len(), 16);
    let of = |id: &str, names: &[&str]| -> Vec<String> {
        let row = rows.iter().find(|row| row["id"] == id).unwrap();
        cells(row, names).into_iter().map(str::to_owned).collect()
    };
    let rating = ["target", "target_word", "rating", "rating_colour", "rating_status"];
    assert_eq!(of("outcomes", &rating), ["87", "", "Amber", "amber", "rated"]);
    assert_eq!(of("waiting", &rating), ["", "Baseline", "Baseline", "", "word"]);
    assert_eq!(of("enquiries", &rating), ["87", "", "", "", "withheld"]);
    assert_eq!(of("crashes", &rating), ["0", "", "Red", "red", "rated"]);
    assert_eq!(of("contacts", &rating), ["", "", "", "", "none"]);
    assert_eq!(of("outcomes", &["rank", "file", "polarity"]), ["28/152 (=)", "outcomes.csv", "higher"]);
    assert_eq!(of("admissions", &["forecast", "forecast_period", "target_year_end"]), ["533.3", "2022/23", "600"]);
    assert_eq!(of("formula", &["title"]), ["=1+1, \"quoted\", and a comma"]);
    let states: Vec<String> = rows.iter().map(|row| row["status"].clone()).collect();
    for state in ["not-yet-due", "not-supplied", "not-applicable", "suppressed", "low-reliability", "no-cases"] {
        assert!(states.iter().any(|found| found == state), "{state}: {states:?}");
    }
}

#[test]
fn every_state_of_a_figure_is_one_that_the_metadata_knows() {
    let metadata: Value = serde_json::from_str(text(&ENGLISH, "data/outcomes.csv-metadata.json")).unwrap();
    let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
    let status = columns.iter().find(|column| column["name"] == "status").unwrap();
    for state in kpi_report::model::State::ALL {
        use kpi_report::model::State;
        let of_a_judgement = matches!(state, State::Withheld | State::Word | State::None);
        assert_eq!(holds(&status["datatype"], state.key()), !of_a_judgement, "{state:?}");
    }
}

#[test]
fn a_file_is_found_where_it_is_said_to_be() {
    for row in table(&ENGLISH, "data/indicators.csv") {
        let path = format!("data/{}", row["file"]);
        assert_eq!(kpi_report::csvw::path(&row["id"]), path);
        assert!(ENGLISH.iter().any(|file| file.path == path), "{path}");
    }
}

#[test]
fn an_indicator_called_as_the_list_has_a_file_of_its_own() {
    let mut report = support::report(Language::English);
    let mut one = report.indicators["outcomes"].clone();
    one.id = "indicators".to_owned();
    report.indicators.insert(one.id.clone(), one);
    let files = files(&report);
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths.len(), files.len());
    assert_eq!(table(&files, "data/indicators.csv").len(), 17);
}

#[test]
fn a_column_of_the_data_that_is_called_as_one_of_ours_keeps_apart() {
    let mut report = support::report(Language::English);
    let parts = report.indicators["supported"].parts.as_mut().unwrap();
    parts.keys = vec!["value".to_owned()];
    let rows = table(&files(&report), "data/supported.csv");
    assert_eq!(rows[2]["by_value"], "North");
}

#[test]
fn a_series_without_history_has_the_latest_figure() {
    let mut report = support::report(Language::English);
    report.indicators["outcomes"].history.clear();
    let rows = table(&files(&report), "data/outcomes.csv");
    assert_eq!(rows.len(), 1);
    assert_eq!(cells(&rows[0], &["value", "first_published"]), ["86.7", "85"]);
}

#[test]
fn the_whole_report_is_there_as_json_without_pictures_and_words() {
    let json: Value = serde_json::from_str(text(&ENGLISH, "data/report.json")).unwrap();
    assert_eq!(json["schema"], "kpi.report/1");
    assert_eq!(json.get("words"), None);
    assert!(!text(&ENGLISH, "data/report.json").contains("<svg"));
    let order: Vec<&String> = json["indicators"].as_object().unwrap().keys().collect();
    let listed: Vec<String> = table(&ENGLISH, "data/indicators.csv").iter().map(|row| row["id"].clone()).collect();
    assert_eq!(order, listed.iter().collect::<Vec<_>>());
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(*ENGLISH, files(&support::report(Language::English)));
}

#[test]
fn files_as_they_are() {
    let shown = |files: &[File], path: &str| text(files, path).replace("\r\n", "⏎\n");
    insta::assert_snapshot!("outcomes", shown(&ENGLISH, "data/outcomes.csv"));
    insta::assert_snapshot!("outcomes_metadata", shown(&ENGLISH, "data/outcomes.csv-metadata.json"));
    insta::assert_snapshot!("supported", shown(&ENGLISH, "data/supported.csv"));
    insta::assert_snapshot!("indicators", shown(&ENGLISH, "data/indicators.csv"));
    insta::assert_snapshot!("indicators_welsh", shown(&WELSH, "data/indicators.csv"));
    insta::assert_snapshot!("supported_metadata_welsh", shown(&WELSH, "data/supported.csv-metadata.json"));
}

/// Texts and figures as nobody would write them.
fn odd(report: &mut Report, texts: &[String], number: i64, decimals: u8) {
    let mut texts = texts.iter().cycle().cloned();
    let mut next = || texts.next().unwrap_or_default();
    for indicator in report.indicators.values_mut() {
        indicator.title = format!("t{}", next());
        indicator.unit = format!("u{}", next());
        indicator.rating.text = next();
        indicator.rating.reason = next();
        indicator.change.text = next();
        indicator.theme = Some(next());
        indicator.note = Some(next());
        if let Some(digits) = &mut indicator.value.cell.digits {
            let exact = kpi_core::Exact::decimal(i128::from(number), u32::from(decimals));
            digits.full = exact.to_decimal().unwrap().replace(',', "");
        }
        for (at, part) in indicator.parts.iter_mut().flat_map(|parts| &mut parts.rows).enumerate() {
            part.values = vec![format!("{at}{}", next())];
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_written_reads_back(
        texts in prop::collection::vec("[\\PC\"',;\r\n #=+@-]{0,12}", 1..20),
        number in any::<i64>(),
        decimals in 0u8..10,
    ) {
        static REPORT: LazyLock<Report> = LazyLock::new(|| support::report(Language::English));
        let mut report = REPORT.clone();
        odd(&mut report, &texts, number, decimals);
        let files = files(&report);
        for path in tables(&files) {
            let rows = table(&files, &path);
            prop_assert!(!rows.is_empty());
        }
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for row in table(&files, "data/indicators.csv") {
            let indicator = &report.indicators[&row["id"]];
            prop_assert_eq!(&row["title"], &folded(&indicator.title));
            prop_assert_eq!(&row["rating_reason"], &folded(&indicator.rating.reason));
        }
    }
}
