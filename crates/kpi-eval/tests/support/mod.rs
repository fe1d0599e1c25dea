//! Rules and figures written in a test, evaluated without any file.

use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::{Answer, Cell, Facts, Found, KeyValue, KeyedRow, KeyedTable, Request};
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Calendar, Missing, Period, Quantity, Reason, SourceMap};
use kpi_eval::outturn::Outturn;
use kpi_eval::{Ask, History, Run, evaluate};
use kpi_model::Catalogue;

/// Rules that have to be right.
pub fn rules(text: &str) -> Catalogue {
    let mut sources = SourceMap::default();
    let id = sources.add("test.kpi", text);
    let (file, mut diagnostics) = kpi_syntax::parse(id, text);
    let (catalogue, more) = kpi_model::check(
        &[file],
        &sources,
        &kpi_model::Settings { calendar: Calendar::APRIL, ..kpi_model::Settings::default() },
    );
    diagnostics.extend(more);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| {
            format!("{} {} {:?} {:?}", diagnostic.code, diagnostic.message, diagnostic.labels, diagnostic.help)
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    catalogue
}

/// One indicator called `x` on the dataset `figures`, with these lines beside title and formula.
pub fn indicator(lines: &str) -> String {
    let mut text = String::from(
        r#"
        dataset figures {
          source: csv "figures.csv"
          key: [indicator, period]
          columns {
            indicator: text   period: period   value: number   published: number   direction: text
            numerator: count   denominator: count   status: some of [provisional, proxy, "over counted"]   place: rank
          }
        }
        "#,
    );
    text.push_str(&format!("indicator x {{\n  title: \"X\"\n  {lines}\n}}\n"));
    if !lines.contains("formula:") {
        text = text.replace("title: \"X\"", "title: \"X\"\n  formula: figures.value");
    }
    text
}

pub fn period(text: &str) -> Period {
    Period::parse(text, Calendar::APRIL).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Evaluates over a table: a header, then rows, cells apart by `|`.
pub fn run(rules_text: &str, report: &str, table: &str) -> Run {
    let catalogue = rules(rules_text);
    run_all(&catalogue, report, table)
}

pub fn run_all(catalogue: &Catalogue, report: &str, table: &str) -> Run {
    run_back(catalogue, report, table, 0)
}

/// With so many figures of each series.
pub fn run_back(catalogue: &Catalogue, report: &str, table: &str, history: usize) -> Run {
    let ask = Ask {
        period: period(report),
        indicators: Vec::new(),
        history: History { figures: history, ..History::default() },
    };
    let mut facts = Facts::default();
    for _ in 0..8 {
        let (run, wanted) = evaluate(catalogue, &facts, &ask);
        if wanted.is_empty() {
            return run;
        }
        for request in wanted {
            match request {
                Request::Table(request) => {
                    let dataset = &catalogue.datasets[&request.dataset];
                    facts.tables.insert(request.dataset, keyed(dataset, request.columns, table));
                }
                Request::Values(request) => {
                    facts.values.insert(request, Vec::new());
                }
                Request::Measure(_) => panic!("no plugins here"),
                Request::Aggregate(aggregate) => {
                    let place =
                        DataPlace { file: "figures.csv".into(), sheet: None, table: None, row: None, column: None };
                    let value = Err(Missing::new(Reason::NotSupplied, "no records here"));
                    facts
                        .aggregates
                        .insert(aggregate, Answer { value, kept: 0, of: 0, empty: 0, funnel: Vec::new(), place });
                }
            }
        }
    }
    panic!("the interpreter never stops asking")
}

/// The outturn of `x`.
pub fn outturn(lines: &str, report: &str, table: &str) -> Outturn {
    let run = run(&indicator(lines), report, table);
    run.outturns.into_iter().find(|outturn| outturn.indicator == "x").expect("x is reported")
}

fn keyed(dataset: &Dataset, columns: Vec<String>, table: &str) -> KeyedTable {
    let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let header: Vec<&str> = lines.next().expect("a header").split('|').map(str::trim).collect();
    let mut rows = Vec::new();
    for (number, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let raw = |column: &str| {
            let at = header.iter().position(|name| *name == column);
            at.and_then(|at| cells.get(at).copied()).unwrap_or_default()
        };
        let key = dataset.key.iter().map(|column| match cell(dataset, column, raw(column)) {
            Cell::Text(text) => KeyValue::text(&text),
            Cell::Period(period) => KeyValue::Period(period),
            other => panic!("{column} is no key: {other:?}"),
        });
        let key = key.collect();
        let cells = columns.iter().map(|column| Found {
            cell: cell(dataset, column, raw(column)),
            place: DataPlace {
                file: "figures.csv".into(),
                sheet: None,
                table: None,
                row: Some(number as u64 + 2),
                column: Some(column.clone()),
            },
            raw: raw(column).to_owned(),
        });
        rows.push(KeyedRow { key, cells: cells.collect(), duplicate_of: None });
    }
    KeyedTable { failed: None, key: dataset.key.clone(), columns, rows }
}

fn cell(dataset: &Dataset, column: &str, raw: &str) -> Cell {
    let holds = &dataset.column(column).unwrap_or_else(|| panic!("no column {column}")).holds;
    match holds {
        _ if raw.is_empty() => Cell::Empty,
        _ if raw == "N/A" => Cell::Missing(Missing::new(Reason::NotSupplied, "N/A")),
        ColumnType::Text | ColumnType::OneOf(_) => Cell::Text(raw.to_owned()),
        ColumnType::Number(unit) => {
            let mut quantity = Quantity::parse(raw).unwrap_or_else(|| panic!("{raw} is no number"));
            if *unit != kpi_core::Unit::AsWritten {
                quantity.unit = *unit;
            }
            Cell::Number(quantity)
        }
        ColumnType::Period => Cell::Period(period(raw)),
        ColumnType::Rank => Cell::Rank(raw.parse().expect("a rank")),
        ColumnType::SomeOf(_) => Cell::Codes(raw.split(';').map(|code| code.trim().to_owned()).collect()),
        ColumnType::YesNo => Cell::YesNo(raw == "yes"),
        ColumnType::Date => panic!("no dates here"),
    }
}
