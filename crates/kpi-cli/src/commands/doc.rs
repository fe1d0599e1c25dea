//! `kpi doc`

use super::{json, sound};
use crate::args::{Doc, DocFormat};
use crate::failure::{Exit, Outcome};
use crate::output::{Terminal, write_whole};
use crate::render::dictionary::{self, Dictionary};

pub fn run(args: &Doc, terminal: &Terminal) -> Outcome {
    let project = match sound(args.project.as_deref(), terminal)? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    let dictionary = Dictionary::of(&project);
    let text = match args.format {
        DocFormat::Markdown => dictionary::markdown(&dictionary),
        DocFormat::Json => json(&dictionary)?,
    };
    match &args.out {
        Some(file) => {
            write_whole(file, &text)?;
            terminal.mention(&format!("{} written", file.display()));
        }
        None => terminal.result(&text)?,
    }
    Ok(Exit::Clean)
}
