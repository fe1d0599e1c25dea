//! `kpi run`

use super::{json, known_indicator, say_timing, slices, sound, unknown};
use crate::args::{Run, RunFormat};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Look, Terminal, write_whole};
use crate::project::{Asking, Figures, Project, evaluate};
use crate::render::report::Report;
use crate::render::{csv, diagnostics, json as run_json, markdown, plan, table, trace};
use crate::timing::Timing;
use kpi_core::codes::project::UNKNOWN_ARGUMENT;
use kpi_core::{Diagnostic, diagnostic};
use kpi_eval::{Ask, History};
use kpi_model::catalogue::Status;
use std::path::Path;

/// The word of `--fail-on` for figures that are not there.
const MISSING: &str = "missing";

pub fn run(args: &Run, terminal: &Terminal) -> Outcome {
    if args.plan && args.format == RunFormat::Csv {
        let diagnostic = Diagnostic::new(UNKNOWN_ARGUMENT, "a plan is no row of figures");
        return Err(Failure::new(diagnostic.help("with --plan use --format table, markdown or json")));
    }
    let mut timing = Timing::start();
    let mut project = match timing.of("check", || {
        sound(args.project.as_deref(), terminal).map_err(|failure| for_a_name(failure, args.project.as_deref()))
    })? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    if args.cluster.is_some() {
        project.settings.cluster.clone_from(&args.cluster);
    }
    let period = project.period(&args.period)?;
    for id in &args.indicator {
        known_indicator(&project, id)?;
    }
    for word in &args.fail_on {
        known_rating(&project, word)?;
    }
    let ask = Ask { period, indicators: args.indicator.clone(), history: History::default() };
    let mut figures =
        Figures::new(&project, Asking { period: Some(period), offline: args.offline }).explained(args.plan);
    let run = evaluate(&project.catalogue, &ask, &mut figures)?;
    let mut found: Vec<Diagnostic> = figures.diagnostics().iter().chain(&run.diagnostics).cloned().collect();
    diagnostic::sort(&mut found);

    let run = slices::narrow(&project.catalogue, run, &args.slice)?;
    let report = Report {
        project: &project,
        run: &run,
        inputs: figures.inputs(),
        plugins: figures.used(),
        plan: figures.plan(),
        slices: args.slices,
    };
    timing.figures(&figures);
    for input in &report.inputs {
        terminal.detail(|| format!("read {} (sha256 {})", input.path, input.sha256));
    }
    for (dataset, why) in figures.counted_here() {
        terminal.mention(&format!("`{dataset}` was counted here, not on the cluster: {why}"));
    }
    match &args.out {
        Some(path) => {
            // A file is nobody's terminal: no colour, and a width that does not depend on where it was made.
            let text = timing.of("render", || rendered(&report, args.format, Look::PLAIN))?;
            write_whole(path, &text)?;
            terminal.mention(&format!("wrote {}", path.display()));
        }
        None => {
            let text = timing.of("render", || rendered(&report, args.format, terminal.out))?;
            terminal.result(&text)?;
        }
    }
    if !found.is_empty() {
        terminal.say(&diagnostics::human(&found, &project.places, terminal.err));
        terminal.mention(&diagnostics::summary(&found, report.inputs.len()));
    }
    if args.timing {
        say_timing(&timing, args.format, terminal)?;
    }
    Ok(Exit::of(&found).and(gate(args, &report, terminal)))
}

/// People name what they want to see, in the place of a folder.
fn for_a_name(failure: Failure, named: Option<&Path>) -> Failure {
    let name = named.filter(|path| !path.exists()).and_then(Path::to_str);
    match name.filter(|name| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))) {
        Some(name) => failure
            .help(format!("if it is an indicator: `kpi run -i {name} --period …`, `kpi explain {name} --period …`")),
        None => failure,
    }
}

fn rendered(report: &Report<'_>, format: RunFormat, look: Look) -> Result<String, Failure> {
    let places = &report.project.places;
    match format {
        RunFormat::Table => {
            let plan = plan::steps(report).map(|plan| format!("\n{}", trace::tree(&plan, places, look)));
            Ok(table::table(report, look) + &plan.unwrap_or_default())
        }
        RunFormat::Json => json(&run_json::run(report)),
        RunFormat::Csv => csv::run(report),
        RunFormat::Markdown => {
            let plan = plan::steps(report).map(|plan| format!("\n{}", trace::list(&plan, places)));
            Ok(markdown::run(report) + &plan.unwrap_or_default())
        }
    }
}

/// A misspelled word would make a gate that never closes.
fn known_rating(project: &Project, word: &str) -> Result<(), Failure> {
    let schemes = project.catalogue.schemes.values().flatten();
    let mut known: Vec<&str> = vec![MISSING];
    for scheme in schemes {
        known.extend(scheme.bands.iter().chain(&scheme.at_zero_target).map(|band| band.label.as_str()));
        known.extend(scheme.words.iter().map(|word| word.word.as_str()));
    }
    known.extend(Status::ALL.iter().map(|status| status.word()));
    if known.iter().any(|known| known.eq_ignore_ascii_case(word)) {
        return Ok(());
    }
    let message = format!("no band is called `{word}`");
    known.sort_unstable();
    known.dedup();
    let all = format!("ratings here: {}", known.join(", "));
    Err(unknown(message, word, known, &all))
}

fn gate(args: &Run, report: &Report<'_>, terminal: &Terminal) -> Exit {
    let mut exit = Exit::Clean;
    for word in &args.fail_on {
        let caught: Vec<&str> = report
            .run
            .outturns
            .iter()
            .filter(|outturn| {
                let is_missing = word.eq_ignore_ascii_case(MISSING) && outturn.value.missing().is_some();
                is_missing || outturn.rating.label.as_ref().is_some_and(|label| label.eq_ignore_ascii_case(word))
            })
            .map(|outturn| outturn.indicator.as_str())
            .collect();
        if !caught.is_empty() {
            exit = Exit::Findings;
            let count = diagnostics::counted(caught.len(), "figure");
            terminal.mention(&format!("--fail-on {word}: {count}: {}", caught.join(", ")));
        }
    }
    exit
}
