//! `kpi rules`

use super::json;
use crate::args::{Rules, RulesFormat};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;
use crate::render::rule_list;
use kpi_core::codes;

pub fn run(args: &Rules, terminal: &Terminal) -> Outcome {
    let codes = codes::all();
    let text = match args.format {
        RulesFormat::Table => rule_list::table(&codes, terminal.out),
        RulesFormat::Json => json(&rule_list::json(&codes))?,
    };
    terminal.result(&text)?;
    Ok(Exit::Clean)
}
