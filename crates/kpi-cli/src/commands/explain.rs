//! `kpi explain`

use super::{json, known_indicator, say_timing, slices, sound, unknown};
use crate::args::{Explain, RunFormat};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::project::{Asking, Figures, evaluate};
use crate::render::report::Report;
use crate::render::{diagnostics, page, trace, trace_json};
use crate::timing::Timing;
use kpi_core::codes::project::{BAD_PERIOD, UNKNOWN_ARGUMENT};
use kpi_core::{Code, Diagnostic, diagnostic, suggest};
use kpi_eval::{Ask, History};

pub fn run(args: &Explain, terminal: &Terminal) -> Outcome {
    match code(&args.what, args.period.is_some()) {
        Some(code) => explain_code(code?, args, terminal),
        None => explain_figure(args, terminal),
    }
}

/// The code that is meant, or `None` where an indicator is. Codes have names too (`band_gap`); with a period the name
/// is an indicator's.
fn code(what: &str, has_period: bool) -> Option<Result<Code, Failure>> {
    let all = super::all_codes();
    if let Some(code) = all.iter().find(|code| code.id().eq_ignore_ascii_case(what.trim())) {
        return Some(Ok(*code));
    }
    let digits = what.get(3..).filter(|_| what.get(..3).is_some_and(|kpi| kpi.eq_ignore_ascii_case("kpi")));
    if digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())) {
        let message = format!("there is no code {}", what.to_uppercase());
        let ids = all.iter().map(|code| code.id());
        return Some(Err(unknown(message, &what.to_uppercase(), ids, "`kpi rules` lists every code")));
    }
    if has_period {
        return None;
    }
    all.into_iter().find(|code| code.name().eq_ignore_ascii_case(what)).map(Ok)
}

fn explain_code(code: Code, args: &Explain, terminal: &Terminal) -> Outcome {
    let text = match args.format {
        RunFormat::Table => page::terminal(code, terminal.out),
        RunFormat::Markdown => page::markdown(code),
        RunFormat::Json => json(&page::json(code))?,
        RunFormat::Csv => {
            let diagnostic = Diagnostic::new(UNKNOWN_ARGUMENT, "the page of a code is no table");
            return Err(Failure::new(diagnostic.help("use --format markdown or json")));
        }
    };
    terminal.result(&text)?;
    Ok(Exit::Clean)
}

fn explain_figure(args: &Explain, terminal: &Terminal) -> Outcome {
    let Some(period) = &args.period else {
        let message = format!("`{}` is no code; to explain the figure of an indicator, say of which period", args.what);
        let help = format!("kpi explain {} --period \"2023/24 Q2\"", args.what);
        let diagnostic = Diagnostic::new(BAD_PERIOD, message).help(help);
        let names: Vec<String> = super::all_codes().into_iter().map(Code::name).collect();
        return Err(Failure::new(match suggest::did_you_mean(&args.what, names.iter().map(String::as_str)) {
            Some(help) => diagnostic.help(format!("or, of the codes, {help}")),
            None => diagnostic,
        }));
    };
    let mut timing = Timing::start();
    let project = match timing.of("check", || sound(args.project.as_deref(), terminal))? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    known_indicator(&project, &args.what)?;
    let ask = Ask { period: project.period(period)?, indicators: vec![args.what.clone()], history: History::default() };
    let mut figures =
        Figures::new(&project, Asking { period: Some(ask.period), offline: args.offline }).explained(args.plan);
    let run = evaluate(&project.catalogue, &ask, &mut figures)?;
    let run = slices::narrow(&project.catalogue, run, &args.slice)?;
    let report = Report {
        project: &project,
        run: &run,
        inputs: figures.inputs(),
        plugins: figures.used(),
        plan: figures.plan(),
        slices: false,
    };
    timing.figures(&figures);
    let Some(outturn) = run.outturns.iter().find(|outturn| outturn.indicator == args.what) else {
        let message = format!("{} has no figure for {}", args.what, ask.period);
        let diagnostic = Diagnostic::new(UNKNOWN_ARGUMENT, message);
        return Err(Failure::new(diagnostic.help("its rules say nothing that is in force in that period yet")));
    };
    let text = timing.of("render", || match args.format {
        RunFormat::Table => Ok(trace::terminal(&report, outturn, terminal.out)),
        RunFormat::Json => json(&trace_json::explain(&report, outturn)),
        RunFormat::Csv => trace_json::csv(&report, outturn),
        RunFormat::Markdown => Ok(trace::markdown(&report, outturn)),
    })?;
    terminal.result(&text)?;
    let mut found: Vec<Diagnostic> = figures.diagnostics().iter().chain(&run.diagnostics).cloned().collect();
    diagnostic::sort(&mut found);
    if !found.is_empty() {
        terminal.say(&diagnostics::human(&found, &project.places, terminal.err));
    }
    if args.timing {
        say_timing(&timing, args.format, terminal)?;
    }
    Ok(Exit::of(&found))
}
