//! `kpi data …`

mod infer;
mod profile;
mod rows;

use crate::args::{Data, DataCommand};
use crate::failure::Outcome;
use crate::output::Terminal;

pub fn run(args: &Data, terminal: &Terminal) -> Outcome {
    match &args.command {
        DataCommand::Rows(args) => rows::run(args, terminal),
        DataCommand::Infer(args) => infer::run(args, terminal),
        DataCommand::Profile(args) => profile::run(args, terminal),
    }
}
