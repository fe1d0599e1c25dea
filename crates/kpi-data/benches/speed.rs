//! `cargo bench -p kpi-data --bench speed`: how long reading a small project's data and counting its records take.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a stopwatch, not a test"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use chrono::NaiveDate;
use kpi_core::facts::{Aggregate, Compare, Filter, Measure, Scalar};
use kpi_core::schema::{ColumnType, Dataset};
use kpi_core::{Exact, Unit};
use std::time::Instant;
use support::{aggregate, ask, column, csv, dataset, folder, open, table};

fn main() {
    let figures = dataset(
        "figures",
        csv("figures.csv"),
        &["indicator", "period"],
        vec![
            column("indicator", ColumnType::Text),
            column("period", ColumnType::Period),
            column("value", ColumnType::Number(Unit::Percent)),
        ],
    );
    let records = dataset(
        "records",
        csv("records.csv"),
        &[],
        vec![
            column("age", ColumnType::Number(Unit::Count)),
            column("outcome", ColumnType::Text),
            column("date", ColumnType::Date),
            column("cost", ColumnType::Number(Unit::Number)),
        ],
    );
    let many: String = (0..5000).map(|i| format!("i{i},2020/21,{}%\n", i % 100)).collect();
    let date = |i: u32| NaiveDate::from_yo_opt(2021, i * 11 % 365 + 1).unwrap();
    let rows: String =
        (0..1_000_000).map(|i| format!("{},o{},{},{}.50\n", i % 100, i % 7, date(i), i % 1000)).collect();
    let folder = folder(&[
        ("figures.csv", format!("indicator,period,value\n{many}").as_bytes()),
        ("records.csv", format!("age,outcome,date,cost\n{rows}").as_bytes()),
    ]);
    let started = Instant::now();
    let (data, _) = open(folder.path(), &[&figures]);
    println!("open 5,000 figures: {:?}", started.elapsed());
    let started = Instant::now();
    table(&data, &figures);
    println!("their table: {:?}", started.elapsed());
    let started = Instant::now();
    let (data, _) = open(folder.path(), &[&records]);
    println!("open 1,000,000 records: {:?}", started.elapsed());
    // The first question also makes the engine's columns.
    let questions = |n: i64| -> Vec<_> { (0..n).map(|i| question(&records, i)).collect() };
    ask(&data, &questions(1));
    for n in [1, 60, 600] {
        let asked = questions(n);
        let started = Instant::now();
        ask(&data, &asked);
        println!("{n} aggregates: {:?}", started.elapsed());
    }
}

/// Over the same columns and limits, however many there are.
fn question(records: &Dataset, i: i64) -> Aggregate {
    let age =
        Filter::Compare { column: "age".to_owned(), op: Compare::Less, value: Scalar::Number(Exact::from(i % 20 + 1)) };
    let outcome = Filter::Compare {
        column: "outcome".to_owned(),
        op: Compare::Equal,
        value: Scalar::Text(format!("o{}", i % 6)),
    };
    let day = |n: i64| NaiveDate::from_yo_opt(2021, u32::try_from(n).unwrap()).unwrap();
    let month = Filter::Between { column: "date".to_owned(), first: day(i % 12 * 30 + 1), last: day(i % 12 * 30 + 30) };
    let measure = if i % 2 == 0 { Measure::Count } else { Measure::Sum("cost".to_owned()) };
    aggregate(records, measure, Filter::And(vec![age, outcome, month]))
}
