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
        "{} records of 8 columns in Parquet; {processors} processors; every plan ran {}. Times of kpi are of the whole process, \
         of the others from opening the file to the answers. All answers are the same.\n",
        thousands(options.rows),
        if options.rounds == 1 { "once".to_owned() } else { format!("{} times, in turn", options.rounds) }
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

/// A ratio that was measured, or for a plan that was stopped the least it can be.
#[derive(Clone, Copy)]
struct Ratio {
    at_least: bool,
    ratio: f64,
}

fn over(contestants: &[Contestant], name: &str, limit: u64, kpi: Option<f64>) -> Option<Ratio> {
    let contestant = contestants.iter().find(|contestant| contestant.name == name)?;
    let kpi = kpi?;
    match contestant.best() {
        Some(best) => Some(Ratio { at_least: false, ratio: best / kpi }),
        None if contestant.runs.is_empty() => None,
        None => Some(Ratio { at_least: true, ratio: limit as f64 / kpi }),
    }
}

/// The goals of `docs/performance.md`, and whether this run met them.
pub fn targets(few: &[Contestant], many: &[Contestant], limit: u64) -> String {
    let kpi = best(few, plans::KPI);
    let mut text = "\n### Goals\n\n| goal | measured | met |\n|---|---|---|\n".to_owned();
    let mut row = |goal: String, measured: Option<String>, met: Option<bool>| {
        let verdict = met.map_or("–", |met| if met { "yes" } else { "no" });
        let _ = writeln!(text, "| {goal} | {} | {verdict} |", measured.unwrap_or_else(|| "–".to_owned()));
    };
    let slower = [
        (plans::DUCKDB_WIDE, 10.0),
        (plans::DATAFUSION_WIDE, 10.0),
        (plans::POLARS_MEMORY, 2.5),
        (plans::DUCKDB_FUSED, 1.0),
    ];
    for (name, least) in slower {
        let ratio = over(few, name, limit, kpi);
        let shown = ratio.map(|found| format!("{}{:.2}×", if found.at_least { "over " } else { "" }, found.ratio));
        // A plan that was stopped too early to say is neither.
        let met = ratio.and_then(|found| (!found.at_least || found.ratio >= least).then_some(found.ratio >= least));
        row(format!("{name}: at least {least} times kpi's time"), shown, met);
    }
    let mut at_most = |goal: &str, measured: Option<f64>, most: f64, unit: &str| {
        row(goal.to_owned(), measured.map(|found| format!("{found:.2}{unit}")), measured.map(|found| found <= most));
    };
    let touched = kpi.zip(best(few, plans::DUCKDB_TOUCH)).map(|(kpi, touch)| kpi / touch);
    at_most("kpi: at most 3 times touching the columns once", touched, 3.0, "×");
    let grown = best(many, plans::KPI).zip(kpi).map(|(many, few)| many / few);
    at_most("kpi: ten times the indicators in at most 1.3 times the time", grown, 1.3, "×");
    let peak = many
        .iter()
        .find(|contestant| contestant.name == plans::KPI)
        .and_then(|kpi| kpi.least(|run| run.peak_bytes as f64 / f64::from(1 << 20)));
    at_most("kpi: less than 1 GiB of memory", peak, 1024.0, " MiB");
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
        insta::assert_snapshot!(format!("{}{}", times("60 indicators", &few), targets(&few, &many, 100)));
    }

    #[test]
    fn thousands_have_commas() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (10_000_000, "10,000,000")] {
            assert_eq!(thousands(number), text);
        }
    }
}
