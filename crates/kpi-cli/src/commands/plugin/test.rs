//! `kpi plugin test`, `run` and `bench`: recorded cases.

use super::build;
use crate::args::plugin::{Bench, RunCase, Test};
use crate::commands::unknown;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::package::{CASES, cases};
use crate::render::diagnostics::counted;
use anstyle::AnsiColor;
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::BAD_CASE;
use kpi_plugin::Used;
use std::path::Path;
use std::time::{Duration, Instant};

pub fn test(args: &Test, terminal: &Terminal) -> Outcome {
    let package = build::open(&args.dir, terminal)?;
    let cases = some(&args.dir)?;
    let plugin = package.plugin()?;
    let look = terminal.out;
    let mut out = String::new();
    let mut failed = 0;
    for case in &cases {
        let ran = cases::run(&plugin, case);
        if ran.passed() {
            out.push_str(&format!("{}  {}\n", look.paint(AnsiColor::Green.on_default(), "pass"), case.name));
        } else {
            failed += 1;
            out.push_str(&format!("{}  {}", look.paint(AnsiColor::Red.on_default().bold(), "FAIL"), case.name));
            out.push_str(&if case.written.about.is_empty() {
                "\n".to_owned()
            } else {
                format!(": {}\n", case.written.about)
            });
            out.extend(ran.differences.iter().map(|difference| format!("      {difference}\n")));
        }
    }
    terminal.result(&out)?;
    let all = counted(cases.len(), "case");
    terminal.mention(&if failed == 0 { format!("{all} passed") } else { format!("{failed} of {all} failed") });
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}

pub fn run(args: &RunCase, terminal: &Terminal) -> Outcome {
    let package = build::open(&args.dir, terminal)?;
    let cases = some(&args.dir)?;
    let Some(case) = cases.iter().find(|case| case.name == args.case) else {
        let names = cases.iter().map(|case| case.name.as_str());
        let message = format!("there is no case `{}` in {}", args.case, args.dir.join(CASES).display());
        return Err(unknown(message, &args.case, names, "`kpi plugin test` names them all"));
    };
    let plugin = package.plugin()?;
    let ran = cases::run(&plugin, case);
    let mut out: String = ran.said.iter().map(|line| format!("{line}\n")).collect();
    for (function, used) in &ran.used {
        out.push_str(&format!("{function} took {used}\n"));
    }
    terminal.result(&out)?;
    for difference in &ran.differences {
        terminal.say(difference);
    }
    Ok(if ran.passed() { Exit::Clean } else { Exit::Findings })
}

pub fn bench(args: &Bench, terminal: &Terminal) -> Outcome {
    let package = build::open(&args.dir, terminal)?;
    let cases = some(&args.dir)?;
    let started = Instant::now();
    let plugin = package.plugin()?;
    let loaded = started.elapsed();
    let mut out = format!("loaded in {}\n", time(loaded));
    for case in cases.iter().filter(|case| case.written.expect.problem.is_none()) {
        let mut calls: Vec<(&'static str, Vec<Used>)> = Vec::new();
        for _ in 0..args.times.max(1) {
            let ran = cases::run(&plugin, case);
            if let Some(difference) = ran.differences.first() {
                let message = format!("case {} fails, so its times mean nothing: {difference}", case.name);
                return Err(Failure::new(Diagnostic::new(BAD_CASE, message)));
            }
            for (function, used) in ran.used {
                match calls.iter_mut().find(|(name, _)| *name == function) {
                    Some((_, all)) => all.push(used),
                    None => calls.push((function, vec![used])),
                }
            }
        }
        for (function, used) in calls {
            let mut times: Vec<Duration> = used.iter().map(|used| used.elapsed).collect();
            times.sort_unstable();
            let median = times.get(times.len() / 2).copied().unwrap_or_default();
            let fuel = used.iter().map(|used| used.fuel).max().unwrap_or(0);
            let calls = counted(times.len(), "call");
            out.push_str(&format!("{}: {function} {} (median of {calls}), {fuel} of fuel\n", case.name, time(median)));
        }
    }
    terminal.result(&out)?;
    Ok(Exit::Clean)
}

fn time(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}

/// The cases of a package. None at all is a mistake: the tests that were to run did not run.
fn some(folder: &Path) -> Result<Vec<cases::Case>, Failure> {
    let cases = cases::all(folder)?;
    if cases.is_empty() {
        let message = format!("there is no case in {}", folder.join(CASES).display());
        let help = "write one; docs/plugins/reference.md says how, and the templates of `kpi plugin new` have some";
        return Err(Failure::new(Diagnostic::new(BAD_CASE, message).help(help)));
    }
    Ok(cases)
}
