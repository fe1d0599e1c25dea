//! `kpi check`

use crate::args::{Check, FindingsFormat};
use crate::failure::{Exit, Outcome};
use crate::output::Terminal;
use crate::project::{Project, containing, find};
use crate::render::diagnostics;
use crate::render::findings_json::{Findings, findings};
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;
use std::fs;
use std::path::PathBuf;

/// The files that are asked about; empty for the whole project.
pub type Wanted = Vec<PathBuf>;

pub fn run(args: &Check, terminal: &Terminal) -> Outcome {
    let (mut exit, mut files, mut all, mut found) = (Exit::Clean, 0, Vec::new(), Vec::new());
    for (root, wanted) in projects(&args.paths)? {
        let project = Project::open(&root, terminal)?;
        let told: Vec<Diagnostic> =
            project.diagnostics.iter().filter(|diagnostic| is_wanted(diagnostic, &wanted, &project)).cloned().collect();
        exit = exit.and(Exit::of(&told));
        files += if wanted.is_empty() { project.files } else { wanted.len() };
        match args.format {
            FindingsFormat::Human => terminal.result(&diagnostics::human(&told, &project.places, terminal.out))?,
            FindingsFormat::Concise => terminal.result(&diagnostics::concise(&told, &project.places))?,
            FindingsFormat::Json => found.extend(findings(&told, &project.places)),
        }
        all.extend(told);
    }
    if args.format == FindingsFormat::Json {
        terminal.result(&super::json(&Findings::new(found, files))?)?;
    }
    terminal.mention(&diagnostics::summary(&all, files));
    Ok(exit)
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
