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

use kpi_core::facts::{Compare, Filter, Measure, Scalar};
use kpi_core::schema::ColumnType;
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
        vec![column("age", ColumnType::Number(Unit::Count)), column("outcome", ColumnType::Text)],
    );
    let many: String = (0..5000).map(|i| format!("i{i},2020/21,{}%\n", i % 100)).collect();
    let rows: String = (0..50_000).map(|i| format!("{},o{}\n", i % 100, i % 7)).collect();
    let folder = folder(&[
        ("figures.csv", format!("indicator,period,value\n{many}").as_bytes()),
        ("records.csv", format!("age,outcome\n{rows}").as_bytes()),
    ]);
    let started = Instant::now();
    let (data, _) = open(folder.path(), &[&figures]);
    println!("open 5,000 figures: {:?}", started.elapsed());
    let started = Instant::now();
    table(&data, &figures);
    println!("their table: {:?}", started.elapsed());
    let started = Instant::now();
    let (data, _) = open(folder.path(), &[&records]);
    println!("open 50,000 records: {:?}", started.elapsed());
    for questions in [1, 120] {
        let asked: Vec<_> = (0..questions)
            .map(|i| {
                let age = Filter::Compare {
                    column: "age".to_owned(),
                    op: Compare::Less,
                    value: Scalar::Number(Exact::from(i % 20)),
                };
                let outcome = Filter::Compare {
                    column: "outcome".to_owned(),
                    op: Compare::Equal,
                    value: Scalar::Text(format!("o{}", i % 6)),
                };
                aggregate(&records, Measure::Count, Filter::And(vec![age, outcome]))
            })
            .collect();
        let started = Instant::now();
        ask(&data, &asked);
        println!("{questions} aggregates: {:?}", started.elapsed());
    }
}
