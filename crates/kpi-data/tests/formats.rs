//! The same table from every kind of file is the same figures.
#![allow(clippy::unwrap_used, reason = "a test fails where something is amiss")]

mod support;

use arrow::array::{ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray};
use kpi_core::Unit;
use kpi_core::schema::{ColumnType, Dataset, Source};
use parquet::arrow::ArrowWriter;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::sync::Arc;
use support::ods::{Ods, ods};
use support::{column, csv, dataset, open, said, shown, table};

fn figures(source: Source) -> Dataset {
    let columns = vec![
        column("indicator", ColumnType::Text),
        column("period", ColumnType::Period),
        column("value", ColumnType::Number(Unit::Percent)),
        column("cases", ColumnType::Number(Unit::Number)),
        column("collected", ColumnType::Date),
        column("final", ColumnType::YesNo),
    ];
    dataset("figures", source, &["indicator", "period"], columns)
}

const FIGURES: &str = "\
asc_105 / 2020/21 | asc_105 | 2020/21 | 14/25 percent | 3/10 number | 2021-01-10 | true
asc_106 / 2020/21 Q2 | asc_106 | 2020/21 Q2 | 7/8 percent | 15000 number | - | false
asc_107 / 2020-09 | asc_107 | 2020-09 | - | -1200 number | 2020-09-30 | -";

fn same(source: Source, file: &str, bytes: &[u8]) {
    let figures = figures(source);
    let folder = support::folder(&[(file, bytes)]);
    let (data, diagnostics) = open(folder.path(), &[&figures]);
    assert_eq!(said(&diagnostics), "", "{file}");
    assert_eq!(shown(&table(&data, &figures)), FIGURES, "{file}");
    assert_eq!(data.inputs().len(), 1);
}

#[test]
fn csv_in_every_dress() {
    let text = "Indicator,Period,Value,Cases,Collected,Final\n\
                asc_105,2020/21,56.0%,0.3,10/01/2021,yes\n\
                asc_106,2020/21 Q2,87.5,\"15,000\",,N\n\
                asc_107,2020-09,,\"(1,200)\",2020-09-30,\n";
    same(csv("figures.csv"), "figures.csv", text.as_bytes());
    same(csv("figures.csv"), "figures.csv", format!("\u{feff}{}", text.replace('\n', "\r\n")).as_bytes());
    let semicolons = Source::Csv { path: "figures.csv".to_owned(), separator: ';' };
    let text = "Comment £;Final;Indicator;Period;Value;Cases;Collected\n\n\
                \"said; \"\"so\"\"\";1;asc_105;2020-21;56 %;+0.30;10/1/2021\n;false;asc_106;2020/21 q2;87.5;15000;\n\
                x;;asc_107;September 2020;;\u{2212}1,200;30/09/2020\n";
    let windows: Vec<u8> = text.replace('\u{2212}', "-").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    same(semicolons, "figures.csv", &windows);
}

#[test]
fn a_workbook_says_what_a_person_sees_in_it() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap();
    let sheet = workbook.add_worksheet().set_name("Figures").unwrap();
    sheet.merge_range(0, 1, 0, 4, "Figures of the quarter", &Format::new()).unwrap();
    for (column, header) in ["Indicator", "Period", "Value", "Cases", "Collected", "Final"].iter().enumerate() {
        sheet.write(2, u16::try_from(column).unwrap() + 1, *header).unwrap();
    }
    let percent = Format::new().set_num_format("0.0%");
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(3, 1, "asc_105").unwrap().write(3, 2, "2020/21").unwrap();
    sheet.write_with_format(3, 3, 0.56, &percent).unwrap();
    sheet.write_formula(3, 4, Formula::new("=0.1+0.2").set_result((0.1f64 + 0.2).to_string())).unwrap();
    sheet.write_with_format(3, 5, ExcelDateTime::from_ymd(2021, 1, 10).unwrap(), &date).unwrap();
    sheet.write(3, 6, true).unwrap();
    sheet.write(4, 1, "asc_106").unwrap().write(4, 2, "2020/21 Q2").unwrap();
    sheet.write(4, 3, 87.5).unwrap().write(4, 4, 15_000).unwrap().write(4, 6, "no").unwrap();
    sheet.write(6, 1, "asc_107").unwrap().write(6, 2, "2020-09").unwrap().write(6, 4, -1200).unwrap();
    sheet.write(6, 5, "30/09/2020").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    same(
        Source::Workbook { path: "figures.xlsx".to_owned(), sheet: Some("figures".to_owned()) },
        "figures.xlsx",
        &bytes,
    );
}

#[test]
fn an_open_document_says_it_too() {
    let texts = |row: [&'static str; 6]| row.map(Ods::Text).into_iter().collect::<Vec<_>>();
    let bytes = ods(
        "Figures",
        &[
            texts(["Indicator", "Period", "Value", "Cases", "Collected", "Final"]),
            vec![
                Ods::Text("asc_105"),
                Ods::Text("2020/21"),
                Ods::Percent("0.56"),
                Ods::Number("0.30000000000000004"),
                Ods::Date("2021-01-10"),
                Ods::Truth(true),
            ],
            vec![
                Ods::Text("asc_106"),
                Ods::Text("2020/21 Q2"),
                Ods::Number("87.5"),
                Ods::Number("15000"),
                Ods::Empty,
                Ods::Truth(false),
            ],
            vec![
                Ods::Text("asc_107"),
                Ods::Text("2020-09"),
                Ods::Empty,
                Ods::Number("-1200"),
                Ods::Date("2020-09-30T00:00:00"),
            ],
        ],
    );
    same(Source::Workbook { path: "figures.ods".to_owned(), sheet: None }, "figures.ods", &bytes);
}

#[test]
fn parquet() {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("indicator", Arc::new(StringArray::from(vec!["asc_105", "asc_106", "asc_107"]))),
        ("period", Arc::new(StringArray::from(vec!["2020/21", "2020/21 Q2", "2020-09"]))),
        ("value", Arc::new(Float64Array::from(vec![Some(56.0), Some(87.5), None]))),
        ("cases", Arc::new(Float64Array::from(vec![0.3, 15_000.0, -1200.0]))),
        ("collected", Arc::new(Date32Array::from(vec![Some(18_637), None, Some(18_535)]))),
        ("Final", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    same(Source::Parquet { path: "figures.parquet".to_owned() }, "figures.parquet", &bytes);
}

#[test]
fn json_lines() {
    let text = r#"{"indicator": "asc_105", "period": "2020/21", "value": "56.0%", "cases": 0.30, "collected": "2021-01-10", "final": true}
{"final": false, "indicator": "asc_106", "period": "2020/21 Q2", "value": 87.5, "cases": 1.5e4}

{"indicator": "asc_107", "period": "2020-09", "value": null, "cases": -12e2, "collected": "30/09/2020"}
"#;
    same(Source::JsonLines { path: "figures.jsonl".to_owned() }, "figures.jsonl", text.as_bytes());
}
