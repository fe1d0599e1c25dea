//! `kpi plugin …`

mod build;
mod check;
mod list;
mod new;
mod pack;
mod pin;
mod test;

use crate::args::plugin::{Plugin, PluginCommand};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;

pub fn run(args: &Plugin, terminal: &Terminal) -> Outcome {
    match &args.command {
        PluginCommand::New(args) => new::run(args, terminal),
        PluginCommand::Build(args) => build::run(args, terminal),
        PluginCommand::Check(args) => check::run(args, terminal),
        PluginCommand::Test(args) => test::test(args, terminal),
        PluginCommand::Run(args) => test::run(args, terminal),
        PluginCommand::Bench(args) => test::bench(args, terminal),
        PluginCommand::List(args) => list::run(args, terminal),
        PluginCommand::Pin(args) => pin::run(args, terminal),
        PluginCommand::Pack(args) => pack::pack(args, terminal),
        PluginCommand::Unpack(args) => pack::unpack(args, terminal),
        PluginCommand::Key(args) => pack::key(args, terminal),
        PluginCommand::CompileChild(args) => {
            let ended = kpi_plugin::compile_child(args.memory, args.processor);
            Ok(if ended == std::process::ExitCode::SUCCESS { Exit::Clean } else { Exit::Failed })
        }
    }
}
