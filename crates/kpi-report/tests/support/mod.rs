//! A report of rules and figures that are written down here, without any file of a project: something of everything
//! that a figure, a target, a rating or a change can be.

#![allow(dead_code, reason = "each test takes what it needs")]

pub mod package;

use kpi_core::diagnostic::DataPlace;
use kpi_core::facts::{Answer, Cell, Facts, Found, KeyValue, KeyedRow, KeyedTable, Request};
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Calendar, FileId, Missing, Period, Quantity, Reason, SourceMap};
use kpi_eval::{Ask, History, Run, evaluate};
use kpi_model::Catalogue;
use kpi_report::brand::Brand;
use kpi_report::model::{Input, Report};
use kpi_report::prose::Written;
use kpi_report::words::Language;
use kpi_report::{About, Given, Strings, build};

pub const RULES: &str = include_str!("rules.kpi");
pub const PERIOD: &str = "2022/23 Q3";
const COMMENTARY: &str =
    "## Commentary\n\nOf those asked, {{ numerator }} said so.\n\n## Actions\n\n- Ask *earlier*.\n";
/// Figures by dataset: a header, then rows, cells apart by `|`. `!suppressed: why` is a cell that says why it is empty.
pub const TABLES: [(&str, &str); 3] = [
    ("figures", include_str!("figures/figures.txt")),
    ("by_area", include_str!("figures/by_area.txt")),
    ("national", include_str!("figures/national.txt")),
];

pub fn report(language: Language) -> Report {
    report_of(RULES, &TABLES, PERIOD, language)
}

/// Rules that have to be right, their figures, and so many of each series.
pub fn report_of(rules: &str, tables: &[(&str, &str)], report: &str, language: Language) -> Report {
    let mut sources = SourceMap::default();
    let id = sources.add("adults.kpi", rules);
    let narrative = sources.add("commentary/outcomes.md", COMMENTARY);
    let catalogue = catalogue(&sources, id, rules);
    let run = run(&catalogue, tables, report);
    let about = About {
        project: "adults".to_owned(),
        council: "Cambridgeshire County Council".to_owned(),
        title: Some("Performance of adult social care".to_owned()),
        department: Some("Policy and Insight".to_owned()),
        contact: Some("insight@example.org".to_owned()),
        accessibility: None,
        brand: Brand::default(),
        languages: vec![Language::English, Language::Welsh],
        history: 5,
    };
    let written = Written { about: "outcomes".to_owned(), file: narrative, text: COMMENTARY.to_owned() };
    let input = Input { path: "data/figures.csv".to_owned(), sha256: "0".repeat(64) };
    let strings = Strings { file: id, texts: [("People supported".to_owned(), "Pobl a gefnogwyd".to_owned())].into() };
    let (report, _) = build(&Given {
        all: None,
        catalogue: &catalogue,
        run: &run,
        sources: &sources,
        narratives: &[written],
        about: &about,
        inputs: &[input],
        produced: chrono::NaiveDate::from_ymd_opt(2023, 2, 14).unwrap(),
        language,
        strings: (language == Language::Welsh).then_some(&strings),
    });
    report
}

fn catalogue(sources: &SourceMap, id: FileId, text: &str) -> Catalogue {
    let (file, mut diagnostics) = kpi_syntax::parse(id, text);
    let settings = kpi_model::Settings { calendar: Calendar::APRIL, ..kpi_model::Settings::default() };
    let (catalogue, more) = kpi_model::check(&[file], sources, &settings);
    diagnostics.extend(more);
    let errors: Vec<String> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| format!("{} {} {:?}", diagnostic.code, diagnostic.message, diagnostic.help))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    catalogue
}

fn period(text: &str) -> Period {
    Period::parse(text, Calendar::APRIL).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn run(catalogue: &Catalogue, tables: &[(&str, &str)], report: &str) -> Run {
    let ask =
        Ask { period: period(report), indicators: Vec::new(), history: History { figures: 5, ..History::default() } };
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
                    let table = tables.iter().find(|(name, _)| *name == request.dataset).expect("a table").1;
                    facts.tables.insert(request.dataset, keyed(dataset, request.columns, table));
                }
                Request::Values(request) => {
                    facts.values.insert(request, Vec::new());
                }
                Request::Measure(_) => panic!("no plugins here"),
                Request::Aggregate(aggregate) => {
                    let value = Err(Missing::new(Reason::NotSupplied, "no records here"));
                    let place = place(None, None);
                    facts
                        .aggregates
                        .insert(aggregate, Answer { value, kept: 0, of: 0, empty: 0, funnel: Vec::new(), place });
                }
            }
        }
    }
    panic!("the interpreter never stops asking")
}

fn place(row: Option<u64>, column: Option<String>) -> DataPlace {
    DataPlace { file: "data/figures.csv".into(), sheet: None, table: None, row, column }
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
            place: place(Some(number as u64 + 2), Some(column.clone())),
            raw: raw(column).to_owned(),
        });
        rows.push(KeyedRow { key, cells: cells.collect(), duplicate_of: None });
    }
    KeyedTable { failed: None, key: dataset.key.clone(), columns, rows }
}

fn cell(dataset: &Dataset, column: &str, raw: &str) -> Cell {
    let holds = &dataset.column(column).unwrap_or_else(|| panic!("no column {column}")).holds;
    if let Some(told) = raw.strip_prefix('!') {
        let (word, detail) = told.split_once(": ").unwrap_or((told, ""));
        let reason = Reason::from_word(word).unwrap_or_else(|| panic!("{word} is no reason"));
        return Cell::Missing(Missing::new(reason, detail));
    }
    match holds {
        _ if raw.is_empty() => Cell::Empty,
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
