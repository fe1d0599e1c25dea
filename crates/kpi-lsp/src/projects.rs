//! The projects that open files belong to, and what is open.

use crate::Host;
use crate::lines::{Encoding, Lines};
use gen_lsp_types::{Position, Uri};
use kpi_core::FileId;
use kpi_ide::Workspace;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file as the editor has it.
#[derive(Debug, Clone)]
pub struct Document {
    /// As the editor spells it, so that it knows its own file again.
    pub uri: Uri,
    pub version: i32,
    pub text: String,
}

pub struct Project {
    pub root: PathBuf,
    pub workspace: Workspace,
    /// Changed since it was last checked?
    pub stale: bool,
    /// Where findings were last published: what has none any more is cleared.
    pub told: Vec<PathBuf>,
}

pub struct Projects {
    pub host: Arc<dyn Host>,
    pub encoding: Encoding,
    pub documents: HashMap<PathBuf, Document>,
    pub all: Vec<Project>,
    /// Roots that could not be opened, each with the reason.
    pub trouble: HashMap<PathBuf, String>,
}

/// A file in a project.
#[derive(Debug, Clone, Copy)]
pub struct At {
    pub project: usize,
    pub file: FileId,
}

impl Projects {
    pub fn new(host: Arc<dyn Host>, encoding: Encoding) -> Self {
        Self { host, encoding, documents: HashMap::new(), all: Vec::new(), trouble: HashMap::new() }
    }

    pub fn path(&self, uri: &Uri) -> Option<PathBuf> {
        uri.to_file_path().ok().map(|path| self.host.resolved(&path))
    }

    pub fn uri(&self, path: &Path) -> Option<Uri> {
        match self.documents.get(path) {
            Some(document) => Some(document.uri.clone()),
            None => Uri::from_file_path(path).ok(),
        }
    }

    /// The project around a file, opened if need be.
    pub fn around(&mut self, path: &Path) -> Option<usize> {
        // A file from elsewhere that a project uses is part of that project.
        if let Some(place) = self.all.iter().position(|project| self.id(project, path).is_some()) {
            return Some(place);
        }
        let root = self.host.root(path)?;
        if let Some(place) = self.all.iter().position(|project| project.root == root) {
            // A file that was not there when the project was opened.
            self.reopen(place);
            return Some(place);
        }
        self.open(&root)
    }

    fn texts(&self) -> HashMap<PathBuf, String> {
        self.documents.iter().map(|(path, document)| (path.clone(), document.text.clone())).collect()
    }

    fn open(&mut self, root: &Path) -> Option<usize> {
        match self.host.open(root, &self.texts()) {
            Ok(opened) => {
                self.trouble.remove(root);
                let workspace = Workspace::new(opened);
                self.all.push(Project { root: root.to_path_buf(), workspace, stale: true, told: Vec::new() });
                Some(self.all.len() - 1)
            }
            Err(trouble) => {
                self.trouble.insert(root.to_path_buf(), trouble);
                None
            }
        }
    }

    /// Reads a project anew; what was known of its data stays.
    pub fn reopen(&mut self, place: usize) {
        let texts = self.texts();
        let Some(project) = self.all.get_mut(place) else { return };
        match self.host.open(&project.root, &texts) {
            Ok(opened) => {
                let seen = std::mem::take(&mut project.workspace.seen);
                project.workspace = Workspace::new(opened);
                project.workspace.seen = seen;
                project.stale = true;
                self.trouble.remove(&project.root);
            }
            Err(trouble) => drop(self.trouble.insert(project.root.clone(), trouble)),
        }
    }

    fn id(&self, project: &Project, path: &Path) -> Option<FileId> {
        let files = project.workspace.sources().iter();
        files.filter(|(id, _)| project.workspace.tree(*id).is_some()).find_map(|(id, file)| {
            let own = project.root.join(&file.name);
            (own == path || own.file_name() == path.file_name() && self.host.resolved(&own) == path).then_some(id)
        })
    }

    pub fn is_in(&self, project: usize, path: &Path) -> bool {
        self.all.get(project).is_some_and(|project| self.id(project, path).is_some())
    }

    pub fn find(&mut self, uri: &Uri) -> Option<At> {
        let path = self.path(uri)?;
        let project = self.around(&path)?;
        let file = self.id(self.all.get(project)?, &path)?;
        Some(At { project, file })
    }

    pub fn workspace(&self, at: At) -> Option<&Workspace> {
        self.all.get(at.project).map(|project| &project.workspace)
    }

    pub fn byte(&self, at: At, position: Position) -> u32 {
        let text = self.workspace(at).map_or("", |workspace| workspace.text(at.file));
        u32::try_from(Lines::of(text, self.encoding).byte(position)).unwrap_or(u32::MAX)
    }

    /// Where a file of a project is.
    pub fn file_path(&self, project: usize, file: FileId) -> Option<PathBuf> {
        let project = self.all.get(project)?;
        let own = project.root.join(&project.workspace.file(file)?.name);
        Some(self.host.resolved(&own))
    }

    /// Takes the text of an open file into its project.
    pub fn changed(&mut self, path: &Path) {
        let Some(place) = self.around(path) else { return };
        let Some(text) = self.documents.get(path).map(|document| document.text.clone()) else { return };
        let Some(project) = self.all.get(place) else { return };
        match self.id(project, path) {
            Some(file) => {
                let Some(project) = self.all.get_mut(place) else { return };
                if project.workspace.text(file) == text {
                    return;
                }
                project.stale = true;
                if project.workspace.change(file, text) {
                    self.reopen(place);
                }
            }
            None => self.reopen(place),
        }
    }

    /// Something on disk changed: a rule file, `kpi.toml`, or data.
    pub fn disk_changed(&mut self, path: &Path) -> Option<usize> {
        let root = self.host.root(path);
        let place =
            self.all.iter().position(|project| Some(&project.root) == root.as_ref() || path.starts_with(&project.root));
        let is_rules = path.extension().is_some_and(|extension| extension == "kpi" || extension == "toml");
        if let (Some(place), true) = (place, is_rules) {
            self.reopen(place);
        }
        place
    }
}
