//! What plugins cost: `cargo bench -p kpi-plugin [PLUGIN.wasm]` measures the plugin, or two that are written here, over a
//! few rows and over 200,000. `docs/performance.md` has what was measured.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a benchmark stops where something is not as it should be"
)]

#[path = "../../../tests/plugins/support/mod.rs"]
mod support;

use kpi_plugin::{Column, Data, Dict, Group, Limits, Plugin, Speed, Table};
use std::path::{Path, PathBuf};
use support::{cache, measure, period};

/// Adds up a column of numbers, of days, of whole numbers and of codes for each group.
const ADDS_UP: &str = r#"
(func $evaluate (type $evaluate) (local $cells i32) (local $group i32) (local $row i32) (local $end i32) (local $sum f64)
  (local $nums i32) (local $ints i32) (local $days i32) (local $codes i32)
  (local.set $nums (i32.load offset=20 (local.get 3)))
  (local.set $ints (i32.load offset=56 (local.get 3)))
  (local.set $days (i32.load offset=92 (local.get 3)))
  (local.set $codes (i32.load offset=136 (local.get 3)))
  (local.set $cells (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (i32.mul (local.get 6) (i32.const 8))))
  (block $done (loop $groups
    (br_if $done (i32.ge_u (local.get $group) (local.get 6)))
    (local.set $end (i32.add (local.get $row) (i32.load (i32.add (local.get 5) (i32.mul (local.get $group) (i32.const 12))))))
    (local.set $sum (f64.const 0))
    (block $over (loop $rows
      (br_if $over (i32.ge_u (local.get $row) (local.get $end)))
      (local.set $sum (f64.add (local.get $sum) (f64.load (i32.add (local.get $nums) (i32.mul (local.get $row) (i32.const 8))))))
      (local.set $sum (f64.add (local.get $sum) (f64.convert_i64_s (i64.load (i32.add (local.get $ints) (i32.mul (local.get $row) (i32.const 8)))))))
      (local.set $sum (f64.add (local.get $sum) (f64.convert_i32_s (i32.load (i32.add (local.get $days) (i32.mul (local.get $row) (i32.const 4)))))))
      (local.set $sum (f64.add (local.get $sum) (f64.convert_i32_u (i32.load (i32.add (local.get $codes) (i32.mul (local.get $row) (i32.const 4)))))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br $rows)))
    (f64.store (i32.add (local.get $cells) (i32.mul (local.get $group) (i32.const 8))) (local.get $sum))
    (local.set $group (i32.add (local.get $group) (i32.const 1)))
    (br $groups)))
  (call $answer (i32.const 0) (local.get $cells) (local.get 6)))
"#;

fn table(rows: u32) -> Table {
    let numbers = (0..rows).map(f64::from).collect();
    let texts =
        Dict { values: vec!["home".to_owned(), "day".to_owned()], codes: (0..rows).map(|row| row % 2).collect() };
    let columns = vec![
        Column::full("number", Data::Nums(numbers)),
        Column::full("count", Data::Ints((0..rows).map(i64::from).collect())),
        Column::full("started", Data::Days((0..rows).map(|row| (row % 20_000).cast_signed()).collect())),
        Column::full("kind", Data::Dict(texts)),
    ];
    Table { rows, columns }
}

fn say(what: &str, rows: u32, speed: &Speed) {
    let line = |step: &str, times: &kpi_plugin::Times| {
        println!(
            "{what}, {rows} rows: {step:<5} median {:>10.4} ms, 90% {:>10.4} ms, 99% {:>10.4} ms",
            times.median.as_secs_f64() * 1e3,
            times.ninety.as_secs_f64() * 1e3,
            times.ninety_nine.as_secs_f64() * 1e3,
        );
    };
    line("load", &speed.load);
    line("call", &speed.call);
    line("warm", &speed.warm);
    println!("{what}, {rows} rows: {}", speed.used);
}

fn run(what: &str, path: &Path, rows: u32, turns: usize) {
    let table = table(rows);
    let groups = [Group { rows, period: period() }];
    match Plugin::speed(path, &Limits::default(), cache(), (&[], &table, &groups), turns) {
        Ok(speed) => say(what, rows, &speed),
        Err(error) => println!("{what}, {rows} rows: {error}"),
    }
}

fn main() {
    let given: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| argument.ends_with(".wasm")).map(Into::into).collect();
    for path in &given {
        for (rows, turns) in [(2, 1_000), (200_000, 30)] {
            run(&path.display().to_string(), path, rows, turns);
        }
    }
    if given.is_empty() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), measure(ADDS_UP)).expect("written");
        run("written by hand", file.path(), 2, 1_000);
        // The memory of a warm call is never given back by this one, so there are few.
        run("written by hand", file.path(), 200_000, 10);
    }
}
