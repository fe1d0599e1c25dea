//! Places of a project as the protocol tells them. Where the lines of a file begin is found out once for an answer.

use crate::lines::Lines;
use crate::projects::Projects;
use gen_lsp_types::{Location, Range, Uri};
use kpi_core::{FileId, Span};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

pub struct Places<'a> {
    pub projects: &'a Projects,
    pub project: usize,
    lines: RefCell<HashMap<FileId, Rc<Lines<'a>>>>,
    paths: RefCell<HashMap<FileId, Option<PathBuf>>>,
}

impl<'a> Places<'a> {
    pub fn of(projects: &'a Projects, project: usize) -> Self {
        Self { projects, project, lines: RefCell::default(), paths: RefCell::default() }
    }

    pub fn lines(&self, file: FileId) -> Rc<Lines<'a>> {
        let text = self.projects.all.get(self.project).map_or("", |project| project.workspace.text(file));
        let fresh = || Rc::new(Lines::of(text, self.projects.encoding));
        self.lines.borrow_mut().entry(file).or_insert_with(fresh).clone()
    }

    pub fn range(&self, span: Span) -> Range {
        self.lines(span.file).range(span)
    }

    pub fn path(&self, file: FileId) -> Option<PathBuf> {
        let fresh = || self.projects.file_path(self.project, file);
        self.paths.borrow_mut().entry(file).or_insert_with(fresh).clone()
    }

    pub fn uri(&self, file: FileId) -> Option<Uri> {
        self.projects.uri(&self.path(file)?)
    }

    pub fn location(&self, span: Span) -> Option<Location> {
        Some(Location { uri: self.uri(span.file)?, range: self.range(span) })
    }
}
