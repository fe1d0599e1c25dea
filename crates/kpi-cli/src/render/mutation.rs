//! Which faults tests notice, as a table and as data.

use super::coverage::percent;
use crate::commands::test::mutating::Mutation;
use crate::output::Look;
use crate::project::Places;
use anstyle::{AnsiColor, Style};
use kpi_core::source::Position;
use kpi_mutate::{Mutant, Operator};
use serde::Serialize;

/// Counts by kind, then each fault that no test noticed, with its line as it stands.
pub fn table(mutation: &Mutation, places: &Places, look: Look) -> String {
    let mut out = format!("{}\n", look.bold("faults       noticed"));
    let kinds = Operator::ALL.map(|operator| (operator.word(), mutation.count(Some(operator))));
    let all = ("all", mutation.count(None));
    for (word, (count, killed)) in kinds.into_iter().filter(|(_, (count, _))| *count > 0).chain([all]) {
        let style = if killed == count { AnsiColor::Green.on_default() } else { Style::new() };
        let share = look.paint(style, &format!("{:>4}%", percent(count, killed)));
        out.push_str(&format!("{word:<13} {:>14} {share}\n", format!("{killed} of {count}")));
    }
    if mutation.refused() > 0 {
        out.push_str(&format!("({} more are refused by `kpi check` and need no test)\n", mutation.refused()));
    }
    let mut survivors = String::new();
    for (mutant, tests) in mutation.survivors() {
        let ran = match tests {
            0 => "no test rests on it".to_owned(),
            1 => "1 test ran".to_owned(),
            tests => format!("{tests} tests ran"),
        };
        survivors.push_str(&format!("  {}: {} {}: {ran}\n", place(mutant, places), mutant.keyword, mutant.item));
        survivors.push_str(&format!("      {}\n", change(mutant)));
    }
    if !survivors.is_empty() {
        out.push_str(&format!("\n{}\n{survivors}", look.bold("no test notices")));
    }
    let mut allowed = String::new();
    for (mutant, reason) in mutation.allowed() {
        allowed.push_str(&format!("  {}: {}: {reason}\n", place(mutant, places), change(mutant)));
    }
    if !allowed.is_empty() {
        out.push_str(&format!("\n{}\n{allowed}", look.bold("allowed")));
    }
    out
}

fn place(mutant: &Mutant, places: &Places) -> String {
    let at = start(mutant, places).map(|at| format!("{}:{}:{}", places.file(mutant.span.file), at.line, at.column));
    at.unwrap_or_default()
}

fn start(mutant: &Mutant, places: &Places) -> Option<Position> {
    places.sources.file(mutant.span.file).map(|file| file.position(mutant.span.start))
}

/// On one line, however long it is in the rules.
fn change(mutant: &Mutant) -> String {
    let before = short(&mutant.before);
    if mutant.after.trim().is_empty() {
        format!("without `{before}`")
    } else {
        format!("`{before}` -> `{}`", short(&mutant.after))
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST - 1).collect();
    format!("{cut}…")
}

/// In `kpi.test/1`.
#[derive(Serialize)]
pub struct MutationJson {
    /// Those that count: neither refused nor allowed.
    faults: usize,
    noticed: usize,
    percent: usize,
    refused: usize,
    kinds: Vec<KindJson>,
    survivors: Vec<SurvivorJson>,
}

#[derive(Serialize)]
struct KindJson {
    kind: &'static str,
    faults: usize,
    noticed: usize,
}

#[derive(Serialize)]
struct SurvivorJson {
    kind: &'static str,
    item: String,
    file: String,
    start: Option<Position>,
    before: String,
    after: String,
    /// How many tests ran; `null` where it is allowed.
    tests: Option<usize>,
    /// Why it is allowed, where it is.
    allowed: Option<String>,
}

pub fn json(mutation: &Mutation, places: &Places) -> MutationJson {
    let (faults, noticed) = mutation.count(None);
    let kinds = Operator::ALL.map(|operator| {
        let (faults, noticed) = mutation.count(Some(operator));
        KindJson { kind: operator.word(), faults, noticed }
    });
    let survivor = |mutant: &Mutant, tests: Option<usize>, allowed: Option<&str>| SurvivorJson {
        kind: mutant.operator.word(),
        item: mutant.item.clone(),
        file: places.file(mutant.span.file),
        start: start(mutant, places),
        before: mutant.before.clone(),
        after: mutant.after.clone(),
        tests,
        allowed: allowed.map(str::to_owned),
    };
    let survived = mutation.survivors().map(|(mutant, tests)| survivor(mutant, Some(tests), None));
    let allowed = mutation.allowed().map(|(mutant, reason)| survivor(mutant, None, Some(reason)));
    MutationJson {
        faults,
        noticed,
        percent: percent(faults, noticed),
        refused: mutation.refused(),
        kinds: kinds.into_iter().filter(|kind| kind.faults > 0).collect(),
        survivors: survived.chain(allowed).collect(),
    }
}

/// As properties of a suite in JUnit's XML: counts by kind.
pub fn properties(mutation: &Mutation) -> Vec<(String, (usize, usize))> {
    let kinds = Operator::ALL.map(|operator| (format!("mutation.{}", operator.word()), mutation.count(Some(operator))));
    let all = ("mutation.all".to_owned(), mutation.count(None));
    kinds.into_iter().filter(|(_, (count, _))| *count > 0).chain([all]).collect()
}
