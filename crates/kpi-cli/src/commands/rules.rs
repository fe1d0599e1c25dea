//! `kpi rules`

use super::{all_codes, json};
use crate::args::{Rules, RulesFormat};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;
use crate::render::rule_list;

pub fn run(args: &Rules, terminal: &Terminal) -> Outcome {
    let codes = all_codes();
    let text = match args.format {
        RulesFormat::Table => rule_list::table(&codes, terminal.out),
        RulesFormat::Json => json(&rule_list::json(&codes))?,
    };
    terminal.result(&text)?;
    Ok(Exit::Clean)
}
