//! `kpi plugin`: the plugins of a project.

mod list;
mod pin;

use crate::args::{Plugin, PluginCommand};
use crate::failure::Outcome;
use crate::output::Terminal;

pub fn run(args: &Plugin, terminal: &Terminal) -> Outcome {
    match &args.command {
        PluginCommand::List(args) => list::run(args, terminal),
        PluginCommand::Pin(args) => pin::run(args, terminal),
        // Handled before anything else of kpi is set up.
        PluginCommand::CompileChild { .. } => Ok(crate::failure::Exit::Clean),
    }
}
