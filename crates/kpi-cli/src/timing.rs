//! Where the time of a command went: a table on standard error, since no two runs take the same.

use crate::output::Look;
use crate::project::Figures;
use kpi_core::counted;
use serde::Serialize;
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// The times of one command, in the order in which things happened first.
#[derive(Debug)]
pub struct Timing {
    started: Instant,
    spent: Vec<Spent>,
}

#[derive(Debug)]
struct Spent {
    stage: &'static str,
    of: String,
    time: Duration,
}

#[derive(Serialize)]
struct TimingJson<'a> {
    schema: &'static str,
    stages: Vec<StageJson<'a>>,
    total_ms: f64,
}

#[derive(Serialize)]
struct StageJson<'a> {
    stage: &'a str,
    of: Option<&'a str>,
    ms: f64,
}

impl Timing {
    pub fn start() -> Self {
        Self { started: Instant::now(), spent: Vec::new() }
    }

    /// Does some work and notes how long it took.
    pub fn of<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        self.add(stage, String::new(), started.elapsed());
        done
    }

    /// Takes over what the data took, and how often and how long the interpreter ran.
    pub fn figures(&mut self, figures: &Figures<'_>) {
        for took in figures.took() {
            self.add(took.stage.word(), took.of, took.time);
        }
        let (rounds, time) = figures.evaluated();
        self.add("evaluate", counted(rounds, "round"), time);
    }

    fn add(&mut self, stage: &'static str, of: String, time: Duration) {
        match self.spent.iter_mut().find(|spent| spent.stage == stage && spent.of == of) {
            Some(spent) => spent.time += time,
            None => self.spent.push(Spent { stage, of, time }),
        }
    }

    /// What belongs to none of the stages: starting, waiting, writing.
    fn rest(&self) -> (Duration, Duration) {
        let total = self.started.elapsed();
        let known: Duration = self.spent.iter().map(|spent| spent.time).sum();
        (total, total.saturating_sub(known))
    }

    pub fn table(&self, look: Look) -> String {
        let (total, rest) = self.rest();
        let stages = self.spent.iter().map(|spent| (spent.stage, spent.of.as_str(), spent.time));
        let rows: Vec<(&str, &str, String)> = stages
            .chain([("other", "", rest), ("total", "", total)])
            .map(|(stage, of, time)| (stage, of, format!("{:.1}", millis(time))))
            .collect();
        let numbers = rows.iter().map(|(_, _, time)| time.width()).max().unwrap_or(0);
        let mut out = look.bold(&format!("{:>numbers$}  stage\n", "ms"));
        for (stage, of, time) in rows {
            let of = if of.is_empty() { String::new() } else { format!("  {}", look.dim(of)) };
            out.push_str(&format!("{time:>numbers$}  {stage}{of}\n"));
        }
        out
    }

    /// One line for programs: `kpi.timing/1`.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        let (total, rest) = self.rest();
        let stage = |stage, of: &'_ str, time| (stage, of.to_owned(), millis(time));
        let rows: Vec<(&str, String, f64)> = self
            .spent
            .iter()
            .map(|spent| stage(spent.stage, &spent.of, spent.time))
            .chain([stage("other", "", rest)])
            .collect();
        let stages = rows
            .iter()
            .map(|(stage, of, ms)| StageJson { stage, of: (!of.is_empty()).then_some(of), ms: *ms })
            .collect();
        serde_json::to_string(&TimingJson { schema: "kpi.timing/1", stages, total_ms: millis(total) })
    }
}

/// To a thousandth: finer than that is noise.
fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1_000_000.0).round() / 1000.0
}
