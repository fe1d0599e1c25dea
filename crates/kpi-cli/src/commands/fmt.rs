//! `kpi fmt`

use crate::args::{FindingsFormat, Fmt};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Terminal, write_whole};
use crate::project::{Places, find, prefix, read_text, rule_files, slashed, tidy};
use crate::render::diagnostics::{self, counted};
use crate::render::findings;
use indexmap::IndexMap;
use kpi_core::codes::project::{UNFORMATTED, UNREADABLE_FILE};
use kpi_core::{Diagnostic, FileId, Span};
use kpi_syntax::format::{Refused, format};
use rayon::prelude::*;
use similar::TextDiff;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file to look at: where it is, and what it is called.
enum Input {
    Standard,
    File(PathBuf),
}

/// A file that could be read.
struct File {
    name: String,
    input: Input,
    file: FileId,
    text: String,
}

/// What has come of all files.
struct Told {
    places: Places,
    /// Why files were left alone.
    failed: Vec<Diagnostic>,
    unformatted: Vec<Diagnostic>,
    written: usize,
    left: usize,
    seen: usize,
}

pub fn run(args: &Fmt, terminal: &Terminal) -> Outcome {
    let mut told =
        Told { places: Places::default(), failed: Vec::new(), unformatted: Vec::new(), written: 0, left: 0, seen: 0 };
    let mut texts = Vec::new();
    for (name, input) in inputs(&args.paths, &mut told.failed)? {
        told.seen += 1;
        match read(&name, &input, &mut told) {
            Some((file, text)) => texts.push(File { name, input, file, text }),
            None => told.left += 1,
        }
    }
    let formatted: Vec<_> = texts.par_iter().map(|file| format(file.file, &file.text)).collect();
    for (file, formatted) in texts.iter().zip(formatted) {
        one(args, file, formatted, &mut told, terminal)?;
    }
    let failed = told.failed.iter().any(Diagnostic::is_error);
    // For people, why a file was left alone stands apart from the list of files.
    if args.check && args.format == FindingsFormat::Human {
        terminal.result(&diagnostics::concise(&told.unformatted, &told.places))?;
    }
    if !told.failed.is_empty() && args.format == FindingsFormat::Human {
        terminal.say(&diagnostics::human(&told.failed, &told.places, terminal.err));
    }
    let looks = args.check || args.diff;
    let exit = if looks && !told.unformatted.is_empty() { Exit::Findings } else { Exit::Clean };
    let exit = exit.and(if failed { Exit::Failed } else { Exit::Clean });
    summary(args, &told, terminal);
    if args.check && args.format != FindingsFormat::Human {
        let found: Vec<Diagnostic> = told.failed.into_iter().chain(told.unformatted).collect();
        let all = [findings::Told { found, places: told.places }];
        terminal.result(&findings::print(args.format, &all, told.seen, !failed, terminal.out)?)?;
    }
    Ok(exit)
}

/// The files that are meant, each once, by the name they are told under.
fn inputs(paths: &[PathBuf], failed: &mut Vec<Diagnostic>) -> Result<IndexMap<String, Input>, Failure> {
    let mut inputs = IndexMap::new();
    let mut project = |named: Option<&Path>, inputs: &mut IndexMap<String, Input>| -> Result<(), Failure> {
        let root = find(named)?;
        let (files, unreadable) = rule_files(&root);
        failed.extend(unreadable);
        for file in files {
            let name = file.strip_prefix(&root).map_or_else(|_| slashed(&file), slashed);
            inputs.insert(tidy(&format!("{}{name}", prefix(&root))), Input::File(file));
        }
        Ok(())
    };
    if paths.is_empty() {
        project(None, &mut inputs)?;
    }
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.insert("standard input".to_owned(), Input::Standard);
        } else if path.is_dir() || path.file_name().is_some_and(|name| name == "kpi.toml") {
            project(Some(path), &mut inputs)?;
        } else {
            inputs.insert(tidy(&slashed(path)), Input::File(path.clone()));
        }
    }
    Ok(inputs)
}

/// A file's text, and what it is called among those that are told of; `None` where it cannot be read, which was noted.
fn read(name: &str, input: &Input, told: &mut Told) -> Option<(FileId, String)> {
    let bytes = match input {
        Input::Standard => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        }
        Input::File(path) => std::fs::read(path),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            told.failed.push(Diagnostic::new(UNREADABLE_FILE, format!("{name} cannot be read: {error}")));
            return None;
        }
    };
    let next = FileId(u32::try_from(told.places.sources.iter().count()).unwrap_or(u32::MAX));
    let (text, problem) = read_text(bytes, next);
    let id = told.places.sources.add(name, text.clone());
    match problem {
        Some(problem) => {
            told.failed.push(problem);
            None
        }
        None => Some((id, text)),
    }
}

fn one(
    args: &Fmt,
    file: &File,
    formatted: Result<String, Refused>,
    told: &mut Told,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let File { name, input, file: id, text } = file;
    let formatted = match formatted {
        Ok(formatted) => formatted,
        Err(Refused::Broken(diagnostics)) => {
            told.left += 1;
            told.failed.extend(diagnostics);
            return Ok(());
        }
        Err(Refused::Unfaithful) => {
            told.left += 1;
            let message = format!("{name} would not say the same in the one style, and was left as it is");
            told.failed.push(Failure::internal(message).diagnostic().clone());
            return Ok(());
        }
    };
    if formatted != *text {
        told.unformatted.push(unformatted(*id, text, &formatted));
    }
    if args.diff {
        let diff = TextDiff::from_lines(text, &formatted);
        let diff = diff.unified_diff().header(name, &format!("{name}, formatted")).to_string();
        return terminal.result(&diff);
    }
    match input {
        _ if args.check => {}
        Input::Standard => terminal.result(&formatted)?,
        Input::File(path) if formatted != *text => {
            write_whole(path, &formatted)?;
            told.written += 1;
            terminal.detail(|| format!("{name} is written"));
        }
        Input::File(_) => {}
    }
    Ok(())
}

/// The finding at the first line that would change.
fn unformatted(file: FileId, text: &str, formatted: &str) -> Diagnostic {
    let same: usize = text
        .split_inclusive('\n')
        .zip(formatted.split_inclusive('\n'))
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len())
        .sum();
    let rest = text.get(same..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let span = Span::new(file, place(same), place(same + line.len()));
    Diagnostic::at(UNFORMATTED, span, "this is not in the one style").help("`kpi fmt` writes it")
}

fn summary(args: &Fmt, told: &Told, terminal: &Terminal) {
    let files = counted(told.seen, "file");
    let changes = if args.check || args.diff { "would change" } else { "written" };
    let changed = if args.check || args.diff { told.unformatted.len() } else { told.written };
    let said: Vec<String> = [(changed, changes), (told.left, "left alone")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} of {files} {what}"))
        .collect();
    terminal.mention(&if said.is_empty() { format!("nothing to change in {files}") } else { said.join(", ") });
}
