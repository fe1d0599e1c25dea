//! How long a large pack takes: `cargo run --release -p kpi-pdf --example many -- 1000 out.pdf`.
#![expect(clippy::disallowed_methods, reason = "an example is run at a terminal, and this one measures")]

#[path = "../tests/sample/mod.rs"]
mod sample;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use kpi_pdf::Document;

fn main() -> std::io::Result<()> {
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1000);
    let files = files(count);
    let document = Document { main: "/many.typ", ..sample::document(&files) };
    let start = Instant::now();
    let made = kpi_pdf::pdf(&document);
    let took = start.elapsed();
    match made {
        Ok(made) => {
            println!("{count} indicators: {took:.2?}, {} bytes, {}", made.bytes.len(), peak());
            match std::env::args().nth(2) {
                Some(path) => std::fs::write(path, made.bytes),
                None => Ok(()),
            }
        }
        Err(faults) => {
            for fault in faults.iter().take(5) {
                eprintln!("{fault}");
            }
            Err(std::io::Error::other("refused"))
        }
    }
}

fn files(count: usize) -> BTreeMap<String, Vec<u8>> {
    let mut files = sample::files();
    let chart =
        files.get("/charts/asc-105.svg").map(|chart| String::from_utf8_lossy(chart).into_owned()).unwrap_or_default();
    let mut numbers = String::new();
    for number in 1..=count {
        // Each chart is one of its own, as they are.
        files.insert(
            format!("/charts/{number}.svg"),
            chart
                .replace("73.5%", &format!("{}.5%", number % 90))
                .replace("197.8", &format!("{}.8", 100 + number % 97))
                .into_bytes(),
        );
        let _ = write!(numbers, "{number},");
    }
    files.insert("/numbers.json".into(), format!("[{}]", numbers.trim_end_matches(',')).into_bytes());
    files.insert("/many.typ".into(), include_bytes!("many.typ").to_vec());
    files
}

/// The most memory that the process ever had, where the system says it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}
