//! A council's rules, as an editor holds them, and all that it may ask.

#![allow(dead_code, reason = "each test uses its own part")]

use chrono::NaiveDate;
use kpi_core::{FileId, SourceMap};
use kpi_ide::{Opened, Workspace, actions, hints, lenses, navigate, outline, rename};
use std::fs;
use std::path::Path;

pub fn workspace(files: &[(String, String)]) -> Workspace {
    let mut sources = SourceMap::default();
    let mut trees = Vec::new();
    let mut diagnostics = Vec::new();
    for (name, text) in files {
        let id = sources.add(name.clone(), text.clone());
        let (tree, found) = kpi_syntax::parse(id, text);
        trees.push(tree);
        diagnostics.extend(found);
    }
    Workspace::new(Opened {
        sources,
        trees,
        diagnostics,
        complete: true,
        settings: Some(kpi_model::Settings::default()),
        selection: kpi_lint::Selection::default(),
        options: kpi_lint::Options::default(),
        grants: Vec::new(),
        more: Box::new(|_| Vec::new()),
        today: NaiveDate::default(),
    })
}

pub fn project(name: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(name);
    let mut files: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "kpi"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Everything that can be asked of a place, and of its file.
pub fn ask_all(workspace: &Workspace, file: FileId, at: u32) {
    let _ = kpi_ide::complete(workspace, file, at);
    let _ = kpi_ide::hover(workspace, file, at);
    let _ = navigate::definitions(workspace, file, at);
    let _ = navigate::references(workspace, file, at, true);
    let _ = navigate::highlights(workspace, file, at);
    let _ = rename::prepare(workspace, file, at);
    let _ = actions::actions(workspace, file, at, at);
    let _ = hints::hints(workspace, file, 0, u32::MAX);
    let _ = outline::of_file(workspace, file);
    let _ = outline::folds(workspace, file);
    let _ = lenses::lenses(workspace, file);
}
