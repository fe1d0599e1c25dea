//! `kpi check`

use crate::args::{Check, FindingsFormat};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;
use crate::project::{Project, containing, find};
use crate::render::diagnostics;
use crate::render::findings::{self, Told};
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;
use std::fs;
use std::path::PathBuf;

/// The files that are asked about; empty for the whole project.
pub type Wanted = Vec<PathBuf>;

pub fn run(args: &Check, terminal: &Terminal) -> Outcome {
    or_said(args.format, terminal, || {
        let (mut exit, mut files, mut all) = (Exit::Clean, 0, Vec::new());
        for (root, wanted) in projects(&args.paths)? {
            let project = Project::open(&root, terminal)?;
            let found: Vec<Diagnostic> = project
                .diagnostics
                .iter()
                .filter(|diagnostic| is_wanted(diagnostic, &wanted, &project))
                .cloned()
                .collect();
            exit = exit.and(Exit::of(&found));
            files += if wanted.is_empty() { project.files } else { wanted.len() };
            all.push(Told { found, places: project.places });
        }
        tell(args.format, &all, files, exit, terminal)
    })
}

/// Prints what was found, and counts it on standard error.
pub fn tell(format: FindingsFormat, all: &[Told], files: usize, exit: Exit, terminal: &Terminal) -> Outcome {
    terminal.result(&findings::print(format, all, files, exit != Exit::Failed, terminal.out)?)?;
    let found: Vec<Diagnostic> = all.iter().flat_map(|told| &told.found).cloned().collect();
    terminal.mention(&diagnostics::summary(&found, files));
    Ok(exit)
}

/// Does the work; where it cannot be done, says so in the format as well, if that has a way to.
pub fn or_said(format: FindingsFormat, terminal: &Terminal, work: impl FnOnce() -> Outcome) -> Outcome {
    work().or_else(|failure| {
        terminal.result(&findings::failed(format, &failure)?)?;
        Err(failure)
    })
}

/// The projects that are meant, each once, with the files of it that are asked about.
pub fn projects(paths: &[PathBuf]) -> Result<IndexMap<PathBuf, Wanted>, crate::failure::Failure> {
    let mut projects: IndexMap<PathBuf, Option<Wanted>> = IndexMap::new();
    if paths.is_empty() {
        projects.insert(find(None)?, None);
    }
    for path in paths {
        if path.extension().is_some_and(|extension| extension == "kpi") && !path.is_dir() {
            let (root, file) = containing(path)?;
            if let Some(files) = projects.entry(root).or_insert_with(|| Some(Vec::new())) {
                files.push(file);
            }
        } else {
            // The whole project, whichever of its files are named beside it.
            projects.insert(find(Some(path))?, None);
        }
    }
    Ok(projects.into_iter().map(|(root, files)| (root, files.unwrap_or_default())).collect())
}

pub fn is_wanted(diagnostic: &Diagnostic, wanted: &Wanted, project: &Project) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some(Place::Rule(span)) = diagnostic.place() else { return true };
    let Some(file) = project.places.sources.file(span.file) else { return true };
    let path = project.root.join(&file.name);
    let path = fs::canonicalize(&path).unwrap_or(path);
    wanted.contains(&path)
}
