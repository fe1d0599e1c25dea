//! A project as it stands in an editor: texts that change under one's hands, and what is known of them.

use crate::names::Names;
use crate::seen::Seen;
use chrono::NaiveDate;
use indexmap::IndexMap;
use kpi_core::codes::names::UNKNOWN_NAME;
use kpi_core::diagnostic::Place;
use kpi_core::{Diagnostic, FileId, SourceFile, SourceMap, Span, diagnostic};
use kpi_lint::{Allows, Context, Grant, Options, Selection};
use kpi_model::{Catalogue, Settings};
use kpi_syntax::Reader;
use kpi_syntax::ast::{self, DatasetField, Item};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Findings that rest on what only the project's owner knows, such as which databases there are.
pub type More = Box<dyn Fn(&Catalogue) -> Vec<Diagnostic> + Send + Sync>;

/// A project as it was read.
pub struct Opened {
    pub sources: SourceMap,
    pub trees: Vec<ast::File>,
    /// What was found while reading: of `kpi.toml`, of the texts of rule files, of what they use.
    pub diagnostics: Vec<Diagnostic>,
    /// Is every file there whose names the others may use?
    pub complete: bool,
    /// `None` where `kpi.toml` leaves the calendar open: under a wrong one half of all periods would look wrong.
    pub settings: Option<Settings>,
    pub selection: Selection,
    pub options: Options,
    pub grants: Vec<Grant>,
    pub more: More,
    pub today: NaiveDate,
}

pub struct Workspace {
    opened: Opened,
    /// Of the files that change.
    readers: HashMap<FileId, Reader>,
    /// By file, what its text alone makes wrong.
    syntax: HashMap<FileId, Vec<Diagnostic>>,
    /// What was found while reading that no text of a rule file can mend.
    project: Vec<Diagnostic>,
    /// As last checked; of what cannot be read just now, as it last could.
    known: Catalogue,
    diagnostics: Vec<Diagnostic>,
    names: OnceLock<Names>,
    /// What the data holds and the figures are, as far as anybody has looked.
    pub seen: Seen,
}

impl Workspace {
    #[must_use]
    pub fn new(mut opened: Opened) -> Self {
        let mut syntax: HashMap<FileId, Vec<Diagnostic>> = HashMap::new();
        let mut project = Vec::new();
        let rules: Vec<FileId> = opened.trees.iter().map(|tree| tree.id).collect();
        for diagnostic in std::mem::take(&mut opened.diagnostics) {
            match diagnostic.place() {
                Some(Place::Rule(span)) if rules.contains(&span.file) => {
                    syntax.entry(span.file).or_default().push(diagnostic);
                }
                _ => project.push(diagnostic),
            }
        }
        let mut workspace = Self {
            opened,
            readers: HashMap::new(),
            syntax,
            project,
            known: Catalogue::default(),
            diagnostics: Vec::new(),
            names: OnceLock::new(),
            seen: Seen::default(),
        };
        workspace.check();
        workspace
    }

    /// Takes the new text of a file. Returns whether other files are used now than before: then the project has to be
    /// opened anew.
    pub fn change(&mut self, id: FileId, text: String) -> bool {
        let Some(place) = self.opened.trees.iter().position(|tree| tree.id == id) else { return true };
        let Some(tree) = self.opened.trees.get_mut(place) else { return true };
        let used: Vec<String> = uses(tree).map(str::to_owned).collect();
        let empty = ast::File { id, items: Vec::new(), comments: Vec::new() };
        let before = std::mem::replace(tree, empty);
        let old = self.opened.sources.file(id).map_or("", |file| file.text.as_str());
        let (fresh, found) = self.readers.entry(id).or_default().read(id, &text, Some((old, before)));
        *tree = fresh;
        self.opened.sources.replace(id, text);
        self.syntax.insert(id, found);
        self.names = OnceLock::new();
        !uses(tree).eq(used.iter().map(String::as_str))
    }

    /// Checks and lints the texts as they are now.
    pub fn check(&mut self) {
        let mut found: Vec<Diagnostic> = self.project.clone();
        found.extend(self.syntax.values().flatten().cloned());
        if let Some(settings) = &self.opened.settings {
            let (catalogue, checked) = kpi_model::check(&self.opened.trees, &self.opened.sources, settings);
            let complete = self.opened.complete;
            found.extend(checked.into_iter().filter(|d| complete || d.code != UNKNOWN_NAME));
            found.extend((self.opened.more)(&catalogue));
            let before = std::mem::replace(&mut self.known, catalogue);
            diagnostic::sort(&mut found);
            found = self.linted(found);
            self.keep(before);
        } else {
            diagnostic::sort(&mut found);
        }
        self.diagnostics = found;
    }

    /// Rules that are wrong are not linted, as on the command line; but notes hold for what the check says.
    fn linted(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let opened = &self.opened;
        let context = Context::new(&self.known, &opened.sources, &opened.trees, opened.today)
            .with_options(opened.options.clone())
            .with_grants(&opened.grants);
        if found.iter().any(Diagnostic::is_error) {
            Allows::read(&context).apply(&mut found, opened.today);
            return found;
        }
        kpi_lint::lint(&context, &opened.selection, found)
    }

    /// What a mistake hides is known as it last was, for as long as its name stands in the text.
    fn keep(&mut self, before: Catalogue) {
        let texts: Vec<&str> = self.opened.sources.iter().map(|(_, file)| file.text.as_str()).collect();
        let stands = |name: &str| texts.iter().any(|text| text.contains(name));
        fill(&mut self.known.datasets, before.datasets, &stands);
        fill(&mut self.known.cohorts, before.cohorts, &stands);
        fill(&mut self.known.comparators, before.comparators, &stands);
        fill(&mut self.known.schemes, before.schemes, &stands);
        fill(&mut self.known.indicators, before.indicators, &stands);
        fill(&mut self.known.scorecards, before.scorecards, &stands);
    }

    #[must_use]
    pub fn sources(&self) -> &SourceMap {
        &self.opened.sources
    }

    #[must_use]
    pub fn trees(&self) -> &[ast::File] {
        &self.opened.trees
    }

    #[must_use]
    pub fn tree(&self, id: FileId) -> Option<&ast::File> {
        self.opened.trees.iter().find(|tree| tree.id == id)
    }

    #[must_use]
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.opened.sources.file(id)
    }

    #[must_use]
    pub fn text(&self, id: FileId) -> &str {
        self.file(id).map_or("", |file| file.text.as_str())
    }

    #[must_use]
    pub fn known(&self) -> &Catalogue {
        &self.known
    }

    /// Every finding, in order; allowed ones carry their reason.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What is wrong with the data, at the lines that say where it is: an analyst's editor does not open the file.
    #[must_use]
    pub fn faults(&self) -> Vec<Diagnostic> {
        let datasets: HashMap<&str, &ast::Dataset> = self
            .opened
            .trees
            .iter()
            .flat_map(|tree| &tree.items)
            .filter_map(|item| match item {
                Item::Dataset(dataset) => Some((dataset.name.node.as_str(), dataset)),
                _ => None,
            })
            .collect();
        let told = self.seen.faults.iter().filter_map(|fault| {
            let dataset = datasets.get(fault.dataset.as_str())?;
            let source = dataset.fields.iter().find(|field| matches!(field.value, DatasetField::Source(_)));
            let span = source.map_or(dataset.name.span, |field| field.span);
            let mut told = Diagnostic::at(fault.first.code, span, fault.first.message.clone());
            if let Some(Place::Data(place)) = fault.first.place() {
                told = told.note(place.to_string());
            }
            if fault.more > 0 {
                let rows = if fault.more == 1 { "1 more is".to_owned() } else { format!("{} more are", fault.more) };
                told = told.note(format!("{rows} wrong in the same way"));
            }
            told.severity = fault.first.severity;
            told.notes.extend(fault.first.notes.iter().cloned());
            told.help.clone_from(&fault.first.help);
            Some(told)
        });
        told.chain(self.findings()).chain(self.failing()).collect()
    }

    /// What does not hold in the tests, where they stand as they were run.
    fn failing(&self) -> impl Iterator<Item = Diagnostic> {
        let items = self.opened.trees.iter().flat_map(|tree| &tree.items);
        let mut tests: HashMap<&str, Vec<Span>> = HashMap::new();
        for item in items {
            if let (Item::Test(test), false) = (item, self.seen.failing.is_empty()) {
                tests.entry(self.sources().slice(test.span)).or_default().push(test.span);
            }
        }
        self.seen.failing.iter().flat_map(move |failing| {
            // Tests of the same words fail alike.
            let places = tests.get(failing.test.as_str()).cloned().unwrap_or_default();
            places.into_iter().map(|test| {
                let place = Span { start: test.start + failing.from, end: test.start + failing.to, ..test };
                said_at(place, &failing.found, None)
            })
        })
    }

    /// What the report that is shown finds in its figures, where the indicators are.
    fn findings(&self) -> impl Iterator<Item = Diagnostic> {
        let items = self.opened.trees.iter().flat_map(|tree| &tree.items);
        let indicators: HashMap<&str, Span> = items
            .filter_map(|item| match item {
                Item::Indicator(indicator) => Some((indicator.name.node.as_str(), indicator.name.span)),
                _ => None,
            })
            .collect();
        let period = self.seen.period.map(|period| format!("in {period}"));
        self.seen.findings.iter().filter_map(move |(indicator, found)| {
            Some(said_at(*indicators.get(indicator.as_str())?, found, period.clone()))
        })
    }

    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        self.opened.settings.as_ref()
    }

    #[must_use]
    pub fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::read(&self.opened.trees))
    }

    /// The item that a byte of a file lies in.
    #[must_use]
    pub fn item_at(&self, file: FileId, at: u32) -> Option<&Item> {
        let holds = |span: Span| span.start <= at && at <= span.end;
        self.tree(file)?.items.iter().rev().find(|item| holds(item.span()))
    }

    /// What would be wrong if these texts were so.
    #[must_use]
    pub fn errors_if(&self, texts: &HashMap<FileId, String>) -> Vec<Diagnostic> {
        let Some(settings) = &self.opened.settings else { return Vec::new() };
        let mut sources = SourceMap::default();
        let mut trees = Vec::new();
        let mut found = Vec::new();
        for (id, file) in self.opened.sources.iter() {
            let text = texts.get(&id).cloned().unwrap_or_else(|| file.text.clone());
            if self.tree(id).is_some() {
                let (tree, wrong) = kpi_syntax::parse(id, &text);
                trees.push(tree);
                found.extend(wrong);
            }
            sources.add(file.name.clone(), text);
        }
        found.extend(kpi_model::check(&trees, &sources, settings).1);
        found.retain(Diagnostic::is_error);
        diagnostic::sort(&mut found);
        found
    }
}

fn uses(tree: &ast::File) -> impl Iterator<Item = &str> {
    tree.items.iter().filter_map(|item| match item {
        Item::Use(item) => Some(item.path.node.as_str()),
        _ => None,
    })
}

fn fill<V>(now: &mut IndexMap<String, V>, before: IndexMap<String, V>, stands: &dyn Fn(&str) -> bool) {
    for (name, value) in before {
        if !now.contains_key(&name) && stands(&name) {
            now.insert(name, value);
        }
    }
}

/// The finding where the text stands now; its fixes were for the text it was made of.
fn said_at(place: Span, found: &Diagnostic, first: Option<String>) -> Diagnostic {
    let mut told = Diagnostic::at(found.code, place, found.message.clone());
    told.severity = found.severity;
    told.notes = first.iter().chain(&found.notes).cloned().collect();
    told.help.clone_from(&found.help);
    told
}
