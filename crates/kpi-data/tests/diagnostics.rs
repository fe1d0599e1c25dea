//! Each way a file can be wrong, as it is told.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test fails where something is amiss"
)]

mod support;

use kpi_core::facts::{Filter, Measure};
use kpi_core::schema::{ColumnType, Dataset, EmptyCell, InlineRow, Source};
use kpi_core::{FileId, Reason, Span, Unit};
use rust_xlsxwriter::Workbook;
use support::{aggregate, ask, column, csv, dataset, folder, open, read, said, shown, table};

fn figures(source: Source) -> Dataset {
    let columns = vec![
        column("indicator", ColumnType::Text),
        column("period", ColumnType::Period),
        column("value", ColumnType::Number(Unit::Percent)),
    ];
    dataset("figures", source, &["indicator", "period"], columns)
}

fn told(dataset: &Dataset, file: &str, bytes: &[u8]) -> String {
    let (data, diagnostics) = read(dataset, file, bytes);
    format!("{}\n---\n{}", said(&diagnostics), shown(&table(&data, dataset)))
}

fn from_csv(text: &str) -> String {
    told(&figures(csv("figures.csv")), "figures.csv", text.as_bytes())
}

#[test]
fn a_file_that_is_not_there() {
    let figures = figures(csv("data/figurs.csv"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/figures.csv"), "indicator,period,value\n").unwrap();
    let (data, diagnostics) =
        open(folder.path(), &[&figures, &Dataset { name: "again".to_owned(), ..figures.clone() }]);
    insta::assert_snapshot!(said(&diagnostics));
    assert!(table(&data, &figures).failed.is_some());
    let count = aggregate(&figures, Measure::Count, Filter::All);
    let answer = &ask(&data, std::slice::from_ref(&count)).aggregates[&count];
    insta::assert_snapshot!(answer.value.clone().unwrap_err());
    assert!(data.inputs().is_empty());
}

#[test]
fn a_folder_in_place_of_a_file() {
    let figures = figures(csv("data"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("data")).unwrap();
    insta::assert_snapshot!(said(&open(folder.path(), &[&figures]).1));
}

#[test]
fn a_quote_without_an_end() {
    insta::assert_snapshot!(from_csv(
        "indicator,period,value\nasc_105,2020/21,96%\n\"asc_106,2020/21,5%\nasc_107,2020/21,7%\n"
    ));
}

#[test]
fn text_in_place_of_a_workbook_or_parquet() {
    let workbook = Source::Workbook { path: "figures.xlsx".to_owned(), sheet: None };
    insta::assert_snapshot!(told(&figures(workbook), "figures.xlsx", b"indicator,period,value\n"));
    let parquet = Source::Parquet { path: "figures.parquet".to_owned() };
    insta::assert_snapshot!(told(&figures(parquet), "figures.parquet", b"indicator,period,value\n"));
}

#[test]
fn a_sheet_that_is_not_there() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Q1").unwrap();
    workbook.add_worksheet().set_name("Quarter 2").unwrap();
    let source = Source::Workbook { path: "figures.xlsx".to_owned(), sheet: Some("quarter2".to_owned()) };
    insta::assert_snapshot!(told(&figures(source), "figures.xlsx", &workbook.save_to_buffer().unwrap()));
}

#[test]
fn no_headers() {
    insta::assert_snapshot!(from_csv("\nasc_105,2020/21,96.0%\nasc_106,2020/21,87.5%\n"));
    insta::assert_snapshot!(from_csv("indicator;period;value\nasc_105;2020/21;96.0%\n"));
    insta::assert_snapshot!(from_csv("\n\n"));
    let third = Dataset { header_row: Some(3), ..figures(csv("figures.csv")) };
    insta::assert_snapshot!(told(&third, "figures.csv", b"indicator,period,value\nasc_105,2020/21,96.0%\n1,2,3\n"));
    insta::assert_snapshot!(told(&third, "figures.csv", b"indicator,period,value\nasc_105,2020/21,96.0%\n"));
    insta::assert_snapshot!(told(
        &third,
        "figures.csv",
        b"indicator,period,value\n,,\nINDICATOR,Period,  value \na,2020/21,5\n"
    ));
}

#[test]
fn a_column_that_is_not_there() {
    insta::assert_snapshot!(from_csv("Figures of Q2,,\nIndicator,Period,Values\nasc_105,2020/21,96.0%\n"));
}

#[test]
fn a_key_column_that_is_not_there() {
    insta::assert_snapshot!(from_csv("Indicator,Quarter,Value\nasc_105,2020/21,96.0%\n"));
}

#[test]
fn two_columns_with_one_header() {
    insta::assert_snapshot!(from_csv("Indicator,Period,Value,VALUE\nasc_105,2020/21,96.0%,95%\n"));
}

#[test]
fn numbers_of_another_unit() {
    insta::assert_snapshot!(from_csv(
        "indicator,period,value\na,2020/21,£5\nb,2020/21,\"12,5\"\nc,2020/21,-\nd,2020/21,2 pp\n"
    ));
}

#[test]
fn hundreds_of_the_same() {
    let rows: String = (0..400).map(|i| format!("i{i},2020/21,n.a.\n")).collect();
    let (_, diagnostics) =
        read(&figures(csv("figures.csv")), "figures.csv", format!("indicator,period,value\n{rows}").as_bytes());
    assert_eq!(diagnostics.len(), 21);
    insta::assert_snapshot!(said(&diagnostics[19..]));
}

#[test]
fn lines_that_are_no_records() {
    let source = Source::JsonLines { path: "figures.jsonl".to_owned() };
    let text = r#"{"indicator": "a", "period": "2020/21", "value": 5}
{"indicator": "b", "period": {"year": 2020}, "value": 5}
["c", "2020/21", 5]
{"indicator": "d", "period": "2020/21", "value": }
{"indicator": "e", "period": "2020/21", "value": [1]}
"#;
    insta::assert_snapshot!(told(&figures(source), "figures.jsonl", text.as_bytes()));
}

#[test]
fn what_the_rules_say_of_words_and_empty_cells() {
    let mut figures = figures(csv("figures.csv"));
    figures.columns[2].missing_words = vec![("#n/a".to_owned(), Reason::Suppressed), ("-".to_owned(), Reason::NoCases)];
    figures.columns[2].empty = Some(EmptyCell::Missing(Reason::NotYetDue));
    figures.columns[1].empty = Some(EmptyCell::Default("2020/21".to_owned()));
    insta::assert_snapshot!(told(
        &figures,
        "figures.csv",
        b"indicator,period,value\na,2019/20,#N/A\nb,,-\nc,2020/21,\n"
    ));
}

#[test]
fn rows_of_a_test_are_shown_where_they_are_written() {
    let row = |at: u32, cells: &[(&str, &str)]| InlineRow {
        span: Span::new(FileId(0), at, at + 9),
        cells: cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect(),
    };
    let rows = vec![
        row(10, &[("indicator", "a"), ("period", "2020/21"), ("value", "5%")]),
        row(20, &[("indicator", "b"), ("period", "2020/21"), ("value", "five")]),
        row(30, &[("indicator", "a"), ("period", "2020/21")]),
        row(40, &[("indicator", "c"), ("period", "2020/21"), ("valeu", "5")]),
    ];
    insta::assert_snapshot!(told(&figures(Source::Inline { rows }), "none", b""));
}

#[test]
fn each_input_is_named_once_with_its_hash() {
    let figures = figures(csv("./figures.csv"));
    let again = Dataset { name: "again".to_owned(), source: csv("figures.csv"), ..figures.clone() };
    let folder = folder(&[("figures.csv", b"indicator,period,value\n")]);
    let (data, _) = open(folder.path(), &[&figures, &again]);
    let inputs: Vec<String> = data.inputs().iter().map(|input| format!("{} {}", input.sha256, input.path)).collect();
    insta::assert_snapshot!(inputs.join("\n"));
}
