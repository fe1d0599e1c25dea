//! What was measured, as Markdown.

use super::{Contestant, Options, plans};
use std::fmt::Write as _;

pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn heading(options: &Options) -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "{} records of 8 columns in Parquet; {processors} processors; {} rounds, all plans in each. Times of kpi are of the whole process, \
         of the others from opening the file to the answers. All answers are the same.\n",
        thousands(options.rows),
        options.rounds
    )
}

fn seconds(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.2} s"))
}

fn best(contestants: &[Contestant], name: &str) -> Option<f64> {
    contestants.iter().find(|contestant| contestant.name == name).and_then(Contestant::best)
}

/// Nothing can fail: the text grows in memory.
pub fn times(title: &str, contestants: &[Contestant]) -> String {
    let kpi = best(contestants, plans::KPI);
    let mut text = format!(
        "\n### {title}\n\n| plan | best | median | processor | peak memory | times kpi's best |\n|---|---|---|---|---|---|\n"
    );
    for contestant in contestants {
        let ratio = contestant.best().zip(kpi).map_or_else(
            || if contestant.runs.iter().any(Option::is_none) { "stopped".to_owned() } else { "–".to_owned() },
            |(best, kpi)| format!("{:.2}", best / kpi),
        );
        let peak = contestant.least(|run| run.peak_bytes as f64 / f64::from(1 << 20));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {ratio} |",
            contestant.name,
            seconds(contestant.best()),
            seconds(contestant.median()),
            seconds(contestant.least(|run| run.processor)),
            peak.map_or_else(|| "–".to_owned(), |peak| format!("{peak:.0} MiB")),
        );
    }
    text
}

/// The goals of `docs/performance.md`, and whether this run met them.
pub fn targets(few: &[Contestant], many: &[Contestant]) -> String {
    let kpi = best(few, plans::KPI);
    let over = |name| best(few, name).zip(kpi).map(|(other, kpi)| other / kpi);
    let at_least = [
        (plans::DUCKDB_WIDE, 10.0),
        (plans::DATAFUSION_WIDE, 10.0),
        (plans::POLARS_MEMORY, 2.5),
        (plans::DUCKDB_FUSED, 1.0),
    ];
    let mut text = "\n### Goals\n\n| goal | measured | met |\n|---|---|---|\n".to_owned();
    let mut row = |goal: String, measured: Option<f64>, met: fn(f64, f64) -> bool, limit: f64, unit: &str| {
        let shown = measured.map_or_else(|| "–".to_owned(), |measured| format!("{measured:.2}{unit}"));
        let verdict = measured.map_or("–", |measured| if met(measured, limit) { "yes" } else { "no" });
        let _ = writeln!(text, "| {goal} | {shown} | {verdict} |");
    };
    for (name, limit) in at_least {
        row(
            format!("{name}: at least {limit} times kpi's time"),
            over(name),
            |found, limit| found >= limit,
            limit,
            "×",
        );
    }
    let most = |found: f64, limit: f64| found <= limit;
    let touched = over(plans::DUCKDB_TOUCH).map(|over| 1.0 / over);
    row("kpi: at most 3 times touching the columns once".to_owned(), touched, most, 3.0, "×");
    let grown = best(many, plans::KPI).zip(kpi).map(|(many, few)| many / few);
    row("kpi: ten times the indicators in at most 1.3 times the time".to_owned(), grown, most, 1.3, "×");
    let peak = many
        .iter()
        .find(|contestant| contestant.name == plans::KPI)
        .and_then(|kpi| kpi.least(|run| run.peak_bytes as f64 / f64::from(1 << 20)));
    row("kpi: less than 1 GiB of memory".to_owned(), peak, most, 1024.0, " MiB");
    text
}

#[cfg(test)]
mod tests {
    use super::super::contest::{Plan, Run};
    use super::*;
    use std::path::PathBuf;

    fn contestant(name: &str, seconds: &[Option<f64>]) -> Contestant {
        let run = |seconds: &Option<f64>| {
            seconds.map(|seconds| Run { seconds, processor: seconds * 2.0, peak_bytes: 300 << 20, answers: None })
        };
        let plan = Plan::Engine { plan: "duckdb-wide", specification: PathBuf::new() };
        Contestant { name: name.to_owned(), plan, runs: seconds.iter().map(run).collect() }
    }

    #[test]
    fn ratios_and_goals_are_shown() {
        let few = [
            contestant(plans::KPI, &[Some(0.5), Some(0.4), Some(0.6)]),
            contestant(plans::DUCKDB_WIDE, &[Some(13.0), Some(12.0), Some(14.0)]),
            contestant(plans::DATAFUSION_WIDE, &[None]),
            contestant(plans::DUCKDB_FUSED, &[Some(0.3)]),
            contestant(plans::DUCKDB_TOUCH, &[Some(0.2)]),
        ];
        let many = [contestant(plans::KPI, &[Some(0.52)])];
        insta::assert_snapshot!(format!("{}{}", times("60 indicators", &few), targets(&few, &many)));
    }

    #[test]
    fn thousands_have_commas() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (10_000_000, "10,000,000")] {
            assert_eq!(thousands(number), text);
        }
    }
}
