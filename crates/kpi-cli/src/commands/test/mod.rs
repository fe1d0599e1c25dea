//! `kpi test`

pub mod mutating;

use super::{json, sound, unknown};
use crate::args::{Test, TestFormat};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::{Asking, Figures, Project};
use crate::render::tests::{self, Ran};
use crate::render::{coverage, diagnostics, mutation};
use kpi_core::Span;
use kpi_core::facts::{Facts, Request};
use kpi_eval::coverage::Coverage;
use kpi_model::catalogue;

pub fn run(args: &Test, terminal: &Terminal) -> Outcome {
    let project = match sound(args.project.as_deref(), terminal)? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    let chosen = chosen(&project, args.filter.as_deref())?;
    // The project's own data is read once for all tests.
    let mut figures = Figures::new(&project, Asking::default());
    let mut ran = Vec::with_capacity(chosen.len());
    for test in chosen {
        ran.push(one(&project, test, Asking::default(), &mut figures)?);
    }
    let places = &project.places;
    let coverage = args.coverage.then(|| {
        let mut coverage = Coverage::default();
        for Ran { outcome, .. } in &ran {
            if let Some(at) = outcome.at {
                coverage.mark(&project.catalogue, at, &outcome.outturns);
            }
            coverage.mark_rows(&outcome.cohorts);
        }
        coverage.done(&project.catalogue)
    });
    let passed = ran.iter().all(Ran::passed);
    // Over rules that fail their tests a fault would not be noticed by its failing.
    let mutated = match args.mutate && passed {
        true => {
            let chosen: Vec<Span> = ran.iter().map(|test| test.outcome.span).collect();
            Some(mutating::run(&project, &chosen)?)
        }
        false => None,
    };
    let name = &project.settings.name;
    match args.format {
        TestFormat::Human if ran.is_empty() => {}
        TestFormat::Human => terminal.result(&tests::terminal(&ran, places, terminal.verbose, terminal.out))?,
        TestFormat::Concise => {
            let failures: Vec<_> = ran.iter().filter(|test| !test.passed()).flat_map(Ran::diagnostics).collect();
            terminal.result(&diagnostics::concise(&failures, places))?;
        }
        TestFormat::Json => {
            terminal.result(&json(&tests::json(&ran, coverage.as_ref(), mutated.as_ref(), name, places))?)?
        }
        TestFormat::Junit => terminal.result(&tests::junit(&ran, coverage.as_ref(), mutated.as_ref(), name, places))?,
    }
    let mut enough = true;
    if let Some(coverage) = &coverage {
        if matches!(args.format, TestFormat::Human | TestFormat::Concise) {
            terminal.result(&coverage::table(coverage, places, terminal.verbose, terminal.out))?;
        }
        let (points, reached) = coverage.count(None);
        enough = args.min.is_none_or(|min| reached * 100 >= usize::from(min) * points);
        if let (Some(min), false) = (args.min, enough) {
            let share = coverage::percent(points, reached);
            terminal.say(&format!("the tests reach {share}% of the rules, and {min}% are wanted"));
        }
    }
    if let Some(mutated) = &mutated {
        if matches!(args.format, TestFormat::Human | TestFormat::Concise) {
            terminal.result(&mutation::table(mutated, places, terminal.out))?;
        }
        let (all, killed) = mutated.count(None);
        let killed_enough = args.min.is_none_or(|min| killed * 100 >= usize::from(min) * all);
        if let (Some(min), false) = (args.min, killed_enough) {
            let share = coverage::percent(all, killed);
            terminal.say(&format!("the tests notice {share}% of the faults, and {min}% are wanted"));
        }
        enough &= killed_enough;
    }
    terminal.mention(&tests::summary(&ran));
    if args.mutate && !passed {
        terminal.say("no fault was tried: mend the tests that fail first");
    }
    Ok(if passed && enough { Exit::Clean } else { Exit::Findings })
}

/// The tests that are meant. A filter that fits none is a mistake: the tests it was to run did not run.
fn chosen<'a>(project: &'a Project, filter: Option<&str>) -> Result<Vec<&'a catalogue::Test>, Failure> {
    let tests = &project.catalogue.tests;
    let Some(filter) = filter else { return Ok(tests.iter().collect()) };
    let wanted = filter.to_lowercase();
    let chosen: Vec<_> = tests.iter().filter(|test| test.name.to_lowercase().contains(&wanted)).collect();
    if chosen.is_empty() {
        let names = tests.iter().map(|test| test.name.as_str());
        let message = format!("no test has `{filter}` in its name");
        return Err(unknown(message, filter, names, "`kpi test --verbose` names them all"));
    }
    Ok(chosen)
}

/// Runs a test over its own rows where it has some, and over the project's data for all else.
pub fn one<'a>(
    project: &'a Project,
    test: &'a catalogue::Test,
    asking: Asking,
    figures: &mut Figures<'a>,
) -> Result<Ran, Failure> {
    // What rests on the test's own rows is made anew; the rest of it may still be the project's.
    let replaced = |name: &str| test.tables.iter().find(|table| table.name == name);
    let datasets = project.catalogue.datasets.values().map(|dataset| replaced(&dataset.name).unwrap_or(dataset));
    let mut own = Figures::of(project, asking, datasets.collect());
    let is_own = |request: &Request| {
        project.catalogue.datasets_of(crate::project::dataset(request)).into_iter().any(|name| replaced(name).is_some())
    };
    let mut failed = None;
    let outcome = kpi_eval::testing::run(&project.catalogue, test, &mut |wanted: &[Request]| {
        let (mine, theirs): (Vec<Request>, Vec<Request>) = wanted.iter().cloned().partition(is_own);
        let mut answer = || -> Result<Facts, Failure> {
            let mut facts = if mine.is_empty() { Facts::default() } else { own.answer(&mine)? };
            if !theirs.is_empty() {
                facts.extend(figures.answer(&theirs)?);
            }
            Ok(facts)
        };
        answer().unwrap_or_else(|failure| {
            failed = Some(failure);
            Facts::default()
        })
    });
    match failed {
        Some(failure) => Err(failure),
        None => Ok(Ran { outcome, findings: own.diagnostics().to_vec() }),
    }
}
