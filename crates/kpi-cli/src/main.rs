//! The `kpi` command: reads files, clock and environment, and calls the rest. It knows no rules.
#![expect(
    clippy::disallowed_methods,
    reason = "this crate is where files, clock and environment are read, so that no other crate has to"
)]

mod args;
mod cluster;
mod commands;
mod failure;
mod output;
mod package;
mod progress;
mod project;
mod publish;
mod render;
mod timing;

use args::{Cli, Command};
use clap::Parser;
use clap::error::{ContextKind, ContextValue};
use failure::Failure;
use output::Terminal;
use std::process::ExitCode;

/// Trees of rules and of pages are a great many small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    report_panics();
    let cli = Cli::try_parse().unwrap_or_else(|error| told(error).exit());
    let terminal = Terminal::new(&cli.global);
    let outcome = match &cli.command {
        Command::New(args) => commands::new::run(args, &terminal),
        Command::Check(args) => commands::check::run(args, &terminal),
        Command::Lint(args) => commands::lint::run(args, &terminal),
        Command::Fmt(args) => commands::fmt::run(args, &terminal),
        Command::Run(args) => commands::run::run(args, &terminal),
        Command::Explain(args) => commands::explain::run(args, &terminal),
        Command::Report(args) => commands::report::run(args, &terminal),
        Command::Serve(args) => commands::serve::run(args, &terminal),
        Command::Doc(args) => commands::doc::run(args, &terminal),
        Command::Test(args) => commands::test::run(args, &terminal),
        Command::Data(args) => commands::data::run(args, &terminal),
        Command::Plugin(args) => commands::plugin::run(args, &terminal),
        Command::Rules(args) => commands::rules::run(args, &terminal),
        Command::Lsp(args) => commands::lsp::run(args, &terminal),
        Command::Cluster(args) => commands::cluster::run(args, &terminal),
        Command::Completions(args) => commands::completions::run(args, &terminal),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.say(&render::diagnostics::failure(&failure, terminal.err));
            ExitCode::from(2)
        }
    }
}

/// Which period may be meant is seen in the data.
fn told(mut error: clap::Error) -> clap::Error {
    let lacks_period = error.context().any(|(kind, value)| {
        kind == ContextKind::InvalidArg
            && matches!(value, ContextValue::Strings(missing) if missing.iter().any(|one| one.starts_with("--period")))
    });
    if lacks_period {
        let tip = "write the period, such as `--period \"2024/25 Q2\"`; which ones the data has: `kpi data profile`";
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

/// A fault of kpi's own ends with the code for it and what to report, never with a bare panic.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let what = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let failure = Failure::internal(format!("kpi {} failed{place}: {what}", env!("CARGO_PKG_VERSION")));
        eprintln!("{}", render::diagnostics::failure(&failure, output::Look::PLAIN));
        // Not left to the unwinding: a worker's panic could be caught and the run go on with half an answer.
        std::process::exit(2);
    }));
}
