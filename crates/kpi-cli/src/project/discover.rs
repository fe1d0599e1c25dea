//! Which project is meant.

use super::paths;
use crate::failure::Failure;
use kpi_core::Diagnostic;
use kpi_core::codes::project;
use std::fs;
use std::path::{Path, PathBuf};

pub const SETTINGS: &str = "kpi.toml";

/// The folder of the project that is named, or of the one around the current folder.
pub fn find(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let Some(named) = named else {
        let here = std::env::current_dir().and_then(fs::canonicalize).map_err(|error| {
            Failure::new(Diagnostic::new(project::NO_PROJECT, format!("the current folder cannot be read: {error}")))
        })?;
        return around(&here).ok_or_else(|| {
            Failure::new(
                Diagnostic::new(
                    project::NO_PROJECT,
                    "there is no kpi.toml in this folder or in any folder above it".to_owned(),
                )
                .help("go to a project, or name its folder; `kpi new DIR` starts one"),
            )
        });
    };
    let found = resolved(named)?;
    // `kpi check demo/kpi.toml` can only mean one thing.
    let folder = match (found.file_name().is_some_and(|name| name == SETTINGS), found.parent()) {
        (true, Some(folder)) => folder.to_path_buf(),
        _ => found,
    };
    if folder.join(SETTINGS).is_file() {
        return Ok(folder);
    }
    let shown = paths::slashed(named);
    let diagnostic = Diagnostic::new(project::NO_PROJECT, format!("{shown} is no project: it has no kpi.toml"));
    Err(Failure::new(match around(&folder) {
        Some(parent) => {
            diagnostic.help(format!("the project around it is {}: name that folder", paths::slashed(&parent)))
        }
        None => diagnostic.help("name a folder with a kpi.toml; `kpi new DIR` starts a project"),
    }))
}

/// The project that a rule file belongs to, and the file's own path.
pub fn containing(file: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    let found = resolved(file)?;
    match found.parent().and_then(around) {
        Some(root) => Ok((root, found)),
        None => Err(Failure::new(
            Diagnostic::new(
                project::NO_PROJECT,
                format!("{} belongs to no project: no kpi.toml in its folder or above", paths::slashed(file)),
            )
            .help("a project is a folder with a kpi.toml; `kpi new DIR` starts one"),
        )),
    }
}

pub fn around(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_path_buf)
}

fn resolved(path: &Path) -> Result<PathBuf, Failure> {
    fs::canonicalize(path).map_err(|error| {
        let message = match error.kind() {
            std::io::ErrorKind::NotFound => format!("there is no file or folder {}", paths::slashed(path)),
            _ => format!("{} cannot be read: {error}", paths::slashed(path)),
        };
        Failure::new(Diagnostic::new(project::NO_PROJECT, message))
    })
}
