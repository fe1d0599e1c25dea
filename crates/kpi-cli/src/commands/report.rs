//! `kpi report`

use super::{say_timing, slices, sound};
use crate::args::RunFormat;
use crate::args::report::Report;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::{Terminal, write_folder};
use crate::progress::Progress;
use crate::project::{Asking, Figures, Project, Publication, evaluate, today};
use crate::publish::{MARK, Making, Publishing, part};
use crate::render::diagnostics;
use crate::timing::Timing;
use chrono::NaiveDate;
use kpi_core::codes::project::CANNOT_WRITE;
use kpi_core::codes::reporting::NO_FIGURES;
use kpi_core::{Diagnostic, Period, diagnostic};
use kpi_eval::{Ask, History};
use kpi_report::File;
use kpi_report::model::Input;
use std::collections::HashSet;
use std::fs;
use std::path::Path;

pub fn run(args: &Report, terminal: &Terminal) -> Outcome {
    let mut timing = Timing::start();
    let mut project = match timing.of("check", || sound(args.project.as_deref(), terminal))? {
        Ok(project) => project,
        Err(exit) => return Ok(exit),
    };
    let period = project.period(&args.period)?;
    let slice = slices::pairs(&args.slice);
    may_replace(&args.out, &project.settings.name, period, &part(&slice))?;
    let publication = Publication::read(&mut project, period)?;
    let produced = produced(args, &project, period);

    let ask = Ask { period, indicators: Vec::new(), history: History { figures: publication.about.history, slice } };
    let mut figures = Figures::new(&project, Asking { period: Some(period), offline: args.offline });
    let run = evaluate(&project.catalogue, &ask, &mut figures)?;
    timing.figures(&figures);
    // The others stay to be compared with.
    let all = (!args.slice.is_empty()).then(|| run.clone());
    let run = slices::narrow(&project.catalogue, run, &args.slice)?;
    let mut found: Vec<Diagnostic> = figures.diagnostics().iter().chain(&run.diagnostics).cloned().collect();
    found.extend(publication.found.iter().cloned());
    if !run.outturns.is_empty() && run.outturns.iter().all(|outturn| outturn.value.value().is_none()) {
        found.push(
            Diagnostic::new(NO_FIGURES, format!("no indicator has a figure for {period}"))
                .help("see which periods the data has: `kpi data profile`"),
        );
    }
    let inputs: Vec<Input> =
        figures.inputs().into_iter().map(|input| Input { path: input.path, sha256: input.sha256 }).collect();

    let making = Making {
        project: &project,
        publication: &publication,
        run: &run,
        all: all.as_ref(),
        inputs: &inputs,
        produced,
        slice: &ask.history.slice,
    };
    let mut reports = Vec::new();
    for language in &publication.about.languages {
        reports.push((*language, timing.of("build", || making.report(*language, &mut found))));
    }
    // All that is published is in the reports; the forms of a large one need the room.
    drop((run, all, figures));
    let publishing = Publishing { publication: &publication, produced, progress: Progress::start(terminal.quiet) };
    let mut files = Vec::new();
    for (language, report) in reports {
        let forms = timing.of("render", || publishing.forms(&report, language, &args.forms, &mut found))?;
        files.extend(forms);
    }
    diagnostic::sort(&mut found);
    found.dedup();
    if !found.is_empty() {
        terminal.say(&diagnostics::human(&found, &project.places, terminal.err));
        terminal.mention(&diagnostics::summary(&found, project.files));
    }
    let is_unread = publication.found.iter().any(Diagnostic::is_error);
    if is_unread || found.iter().any(|found| found.is_error() && stops(found)) {
        terminal.mention(&format!("nothing was written to {}", args.out.display()));
        return Ok(Exit::of(&found));
    }
    files.push(list_of(&files));
    timing.of("write", || write_folder(&args.out, &files))?;
    terminal.mention(&format!("wrote {} ({})", args.out.display(), diagnostics::counted(files.len(), "file")));
    if args.timing {
        say_timing(&timing, RunFormat::Table, terminal)?;
    }
    Ok(Exit::of(&found))
}

/// A figure that went wrong is told on its page; what is wrong with the report itself is not published.
fn stops(found: &Diagnostic) -> bool {
    let codes = kpi_core::codes::reporting::ALL;
    codes.contains(&found.code)
        || found.code == kpi_core::codes::project::BAD_SETTING
        || found.code == kpi_core::codes::project::INTERNAL
}

/// The files that a report is made of, so that the next one takes away no others.
const LIST: &str = "data/files.txt";

fn list_of(files: &[File]) -> File {
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).chain([LIST]).collect();
    paths.sort_unstable();
    paths.dedup();
    File::text(LIST, paths.join("\n") + "\n")
}

/// What stands in the folder of a report and is no part of it.
fn foreign(out: &Path) -> Vec<String> {
    let list = fs::read_to_string(out.join(LIST)).unwrap_or_default();
    let own: HashSet<&str> = list.lines().collect();
    let mut found = Vec::new();
    let mut folders = vec![(out.to_path_buf(), String::new())];
    while let Some((folder, above)) = folders.pop() {
        // What cannot be looked into is not ours to remove.
        let Ok(entries) = fs::read_dir(folder) else {
            found.push(above);
            continue;
        };
        for entry in entries.flatten() {
            let path = format!("{above}{}", entry.file_name().to_string_lossy());
            // A link is a file, wherever it leads.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push((entry.path(), format!("{path}/")));
            } else if !own.contains(path.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The day the report is dated.
fn produced(args: &Report, project: &Project, period: Period) -> NaiveDate {
    args.produced.or_else(|| project.settings.publishing.produced(period)).unwrap_or_else(today)
}

/// Nothing that was published is written over by something else.
fn may_replace(out: &Path, project: &str, period: Period, slice: &str) -> Result<(), Failure> {
    let refuse = |why: String, help: &str| {
        let message = format!("{} is not written over: {why}", out.display());
        Err(Failure::new(Diagnostic::new(CANNOT_WRITE, message).help(help.to_owned())))
    };
    let Ok(mut entries) = fs::read_dir(out) else { return Ok(()) };
    if entries.next().is_none() {
        return Ok(());
    }
    let Ok(text) = fs::read_to_string(out.join(MARK)) else {
        return refuse("it holds other files than a report".to_owned(), "name an empty or a new folder");
    };
    let held: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let said = |path: &str| held.pointer(path).and_then(serde_json::Value::as_str).unwrap_or_default();
    let (of, at) = (said("/project"), said("/period/slug"));
    let slug = kpi_report::words::slug(period);
    let part = said("/slice");
    if of != project || at != slug || part != slice {
        let part = if part.is_empty() { String::new() } else { format!(" ({part})") };
        return refuse(format!("it holds the report of {of} for {at}{part}"), "each report has a folder of its own");
    }
    let foreign = foreign(out);
    let Some(first) = foreign.first() else { return Ok(()) };
    let more = if foreign.len() > 1 { format!(" and {} more", foreign.len() - 1) } else { String::new() };
    refuse(
        format!("beside the report it holds `{first}`{more}, which would be lost"),
        "a report takes its folder whole: put other files elsewhere, or publish beside them",
    )
}
