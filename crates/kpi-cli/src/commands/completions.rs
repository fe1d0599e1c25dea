//! `kpi completions`

use crate::args::{Cli, Completions};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use clap::CommandFactory;

pub fn run(args: &Completions, terminal: &Terminal) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kpi", &mut script);
    let script = String::from_utf8(script).map_err(|error| Failure::internal(error.to_string()))?;
    terminal.result(&script)?;
    Ok(Exit::Clean)
}
