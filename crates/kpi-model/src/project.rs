//! The names of a project: what is called what, defined where, and used by anyone.

use crate::Settings;
use indexmap::IndexMap;
use kpi_core::codes::names;
use kpi_core::plugin::Plugins;
use kpi_core::{Calendar, Diagnostic, SourceMap, Span, Unit, schema, suggest};
use kpi_syntax::ast;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// A named item, and whether anything refers to it. The flag is set from many threads; it only ever goes up.
#[derive(Debug)]
pub struct Entry<T> {
    pub item: T,
    used: AtomicBool,
}

impl<T> Entry<T> {
    fn new(item: T) -> Self {
        Self { item, used: AtomicBool::new(false) }
    }

    pub fn mark(&self) {
        self.used.store(true, Ordering::Relaxed);
    }

    pub fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}

pub type Table<'a, T> = IndexMap<&'a str, Entry<T>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Dataset,
    Cohort,
    Comparator,
    Bands,
    Template,
    Indicator,
    Scorecard,
}

impl Kind {
    /// With its article, for messages.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Dataset => "a dataset",
            Self::Cohort => "a cohort",
            Self::Comparator => "a comparator",
            Self::Bands => "a bands scheme",
            Self::Template => "a template",
            Self::Indicator => "an indicator",
            Self::Scorecard => "a scorecard",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Cohort => "cohort",
            Self::Comparator => "comparator",
            Self::Bands => "bands scheme",
            Self::Template => "template",
            Self::Indicator => "indicator",
            Self::Scorecard => "scorecard",
        }
    }
}

/// All named items, and what was found out about them so far.
pub struct Project<'a> {
    pub sources: &'a SourceMap,
    pub calendar: Calendar,
    pub plugins: &'a Plugins,
    pub datasets: Table<'a, &'a ast::Dataset>,
    pub cohorts: Table<'a, &'a ast::Cohort>,
    pub comparators: Table<'a, &'a ast::Comparator>,
    /// Each with its versions.
    pub bands: Table<'a, Vec<&'a ast::Bands>>,
    pub templates: Table<'a, &'a ast::Template>,
    pub indicators: Table<'a, &'a ast::Indicator>,
    pub scorecards: Table<'a, &'a ast::Scorecard>,
    pub tests: Vec<&'a ast::Test>,
    /// Names of items the parser could not read: nobody is told that they are unknown.
    broken: HashSet<String>,
    /// Every word of the text that could not be read.
    unread: HashSet<String>,
    /// Filled while lowering, before anything refers to them.
    pub schemas: IndexMap<String, schema::Dataset>,
    /// Datasets of which some column could not be read.
    pub open: HashSet<String>,
    pub comparator_units: HashMap<&'a str, Unit>,
    /// The comparators that are worked out across peers.
    pub with_peers: HashSet<&'a str>,
    pub indicator_units: HashMap<&'a str, Unit>,
    index: OnceLock<Index<'a>>,
}

/// Names in the order of their first letters, and of their last.
struct Index<'a> {
    forwards: Vec<&'a str>,
    backwards: Vec<(String, &'a str)>,
}

impl<'a> Project<'a> {
    pub fn collect(
        files: &'a [ast::File],
        sources: &'a SourceMap,
        settings: &'a Settings,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut project = Self {
            sources,
            calendar: settings.calendar,
            plugins: &settings.plugins,
            datasets: IndexMap::new(),
            cohorts: IndexMap::new(),
            comparators: IndexMap::new(),
            bands: IndexMap::new(),
            templates: IndexMap::new(),
            indicators: IndexMap::new(),
            scorecards: IndexMap::new(),
            tests: Vec::new(),
            broken: HashSet::new(),
            unread: HashSet::new(),
            schemas: IndexMap::new(),
            open: HashSet::new(),
            comparator_units: HashMap::new(),
            with_peers: HashSet::new(),
            indicator_units: HashMap::new(),
            index: OnceLock::new(),
        };
        let mut files: Vec<&ast::File> = files.iter().collect();
        files.sort_by_key(|file| (sources.file(file.id).map_or("", |f| f.name.as_str()), file.id));
        let mut first: HashMap<&str, (Kind, Span)> = HashMap::new();
        for file in files {
            let mut items: Vec<&ast::Item> = file.items.iter().collect();
            items.sort_by_key(|item| item.span().start);
            for item in items {
                project.add(item, &mut first, out);
            }
        }
        project
    }

    fn add(&mut self, item: &'a ast::Item, first: &mut HashMap<&'a str, (Kind, Span)>, out: &mut Vec<Diagnostic>) {
        let mut fresh = |name: &'a ast::Name, kind: Kind| match first.get(name.node.as_str()) {
            None => {
                first.insert(&name.node, (kind, name.span));
                true
            }
            Some((other, span)) => {
                out.push(
                    Diagnostic::at(
                        names::DUPLICATE_ITEM,
                        name.span,
                        format!("there is {} `{}` already", other.phrase(), name.node),
                    )
                    .saying("this one is ignored")
                    .label(*span, "the first one")
                    .note(
                        "datasets, cohorts, comparators, templates, indicators and scorecards share one space of names",
                    )
                    .help("rename one of the two, or remove it"),
                );
                false
            }
        };
        match item {
            ast::Item::Use(_) => {}
            ast::Item::Dataset(item) => {
                if fresh(&item.name, Kind::Dataset) {
                    self.datasets.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Cohort(item) => {
                if fresh(&item.name, Kind::Cohort) {
                    self.cohorts.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Comparator(item) => {
                if fresh(&item.name, Kind::Comparator) {
                    self.comparators.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Bands(item) => {
                self.bands.entry(&item.name.node).or_insert_with(|| Entry::new(Vec::new())).item.push(item);
            }
            ast::Item::Template(item) => {
                if fresh(&item.name, Kind::Template) {
                    self.templates.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Indicator(item) => {
                if fresh(&item.name, Kind::Indicator) {
                    self.indicators.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Scorecard(item) => {
                if fresh(&item.name, Kind::Scorecard) {
                    self.scorecards.insert(&item.name.node, Entry::new(item));
                }
            }
            ast::Item::Test(item) => self.tests.push(item),
            ast::Item::Broken(span) => self.broken.extend(names_in(self.sources.slice(*span))),
        }
        for span in unread(item) {
            self.unread.extend(words(self.sources.slice(span)).map(str::to_owned));
        }
    }

    /// Could this be the name of an item that the parser gave up on?
    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.contains(name)
    }

    /// Does text that could not be read mention this name?
    pub fn is_mentioned(&self, name: &str) -> bool {
        self.unread.contains(name)
    }

    pub fn kind_of(&self, name: &str) -> Option<Kind> {
        if self.datasets.contains_key(name) {
            Some(Kind::Dataset)
        } else if self.cohorts.contains_key(name) {
            Some(Kind::Cohort)
        } else if self.comparators.contains_key(name) {
            Some(Kind::Comparator)
        } else if self.indicators.contains_key(name) {
            Some(Kind::Indicator)
        } else if self.templates.contains_key(name) {
            Some(Kind::Template)
        } else if self.scorecards.contains_key(name) {
            Some(Kind::Scorecard)
        } else if self.bands.contains_key(name) {
            Some(Kind::Bands)
        } else {
            None
        }
    }

    /// The dataset or cohort of this name, marked as used; of a cohort the columns that come out.
    pub fn rows(&self, name: &str) -> Option<&schema::Dataset> {
        if let Some(entry) = self.datasets.get(name) {
            entry.mark();
        }
        if let Some(entry) = self.cohorts.get(name) {
            entry.mark();
        }
        self.schemas.get(name)
    }

    /// The names that begin or end most like this one, of whatever kind. A project has thousands of names, and may
    /// have as many misspelt ones; comparing each with all would take minutes.
    pub fn near(&self, name: &str) -> Vec<&'a str> {
        const REACH: usize = 100;
        let Index { forwards, backwards } = self.index.get_or_init(|| {
            let mut forwards: Vec<&'a str> = self.all_names().collect();
            forwards.sort_unstable();
            let mut backwards: Vec<(String, &'a str)> =
                forwards.iter().map(|name| (name.chars().rev().collect(), *name)).collect();
            backwards.sort_unstable();
            Index { forwards, backwards }
        });
        let around = |at: usize| (at.saturating_sub(REACH), 2 * REACH);
        let (skip, take) = around(forwards.partition_point(|other| *other < name));
        let mut found: Vec<&'a str> = forwards.iter().skip(skip).take(take).copied().collect();
        let turned: String = name.chars().rev().collect();
        let (skip, take) = around(backwards.partition_point(|(other, _)| *other < turned));
        found.extend(backwards.iter().skip(skip).take(take).map(|(_, name)| *name));
        found
    }

    fn all_names(&self) -> impl Iterator<Item = &'a str> {
        let items =
            self.datasets.keys().chain(self.cohorts.keys()).chain(self.comparators.keys()).chain(self.bands.keys());
        items.chain(self.templates.keys()).chain(self.indicators.keys()).chain(self.scorecards.keys()).copied()
    }

    fn is_a(&self, kind: Kind, name: &str) -> bool {
        match kind {
            Kind::Dataset => self.datasets.contains_key(name),
            Kind::Cohort => self.cohorts.contains_key(name),
            Kind::Comparator => self.comparators.contains_key(name),
            Kind::Bands => self.bands.contains_key(name),
            Kind::Template => self.templates.contains_key(name),
            Kind::Indicator => self.indicators.contains_key(name),
            Kind::Scorecard => self.scorecards.contains_key(name),
        }
    }

    fn names_of(&self, kind: Kind) -> Vec<&'a str> {
        self.all_names().filter(|name| self.is_a(kind, name)).collect()
    }

    /// That a name which must be of one kind is not; `None` where the reader was told of the cause already.
    pub fn not_a(&self, kind: Kind, name: &str, span: Span) -> Option<Diagnostic> {
        // A cohort that is wanted as rows and has no columns stands in a circle, which was told.
        let circular = kind == Kind::Dataset && self.cohorts.contains_key(name) && !self.schemas.contains_key(name);
        if self.is_broken(name) || circular {
            return None;
        }
        if let Some(other) = self.kind_of(name) {
            return Some(
                Diagnostic::at(
                    names::WRONG_KIND,
                    span,
                    format!("`{name}` is {}, and {} is wanted here", other.phrase(), kind.phrase()),
                )
                .help(format!("name {} here", kind.phrase())),
            );
        }
        // `sum(missed)`: in a spreadsheet a column has its name alone.
        let schemas = self.schemas.values().filter(|_| kind == Kind::Dataset);
        let is_it = |column: &schema::Column| column.name.eq_ignore_ascii_case(name);
        let holding =
            schemas.filter_map(|schema| Some((schema, schema.columns.iter().find(|column| is_it(column))?))).next();
        if let Some((schema, column)) = holding {
            let whole = format!("{}.{}", schema.name, column.name);
            return Some(
                Diagnostic::at(names::WRONG_KIND, span, format!("`{name}` is a column of `{}`", schema.name))
                    .help(format!("write `{whole}`"))
                    .fix(format!("write `{whole}`"), span, whole),
            );
        }
        let diagnostic = unknown(
            format!("there is no {} `{name}`", kind.word()),
            name,
            span,
            self.near(name).into_iter().filter(|near| self.is_a(kind, near)),
        );
        let there_are = self.names_of(kind);
        let only = there_are.first().filter(|_| kind == Kind::Bands && there_are.len() == 1 && name != "none");
        let diagnostic = match only {
            Some(only) if diagnostic.fixes.is_empty() => diagnostic.fix(format!("write `{only}`"), span, *only),
            _ => diagnostic,
        };
        Some(diagnostic.help_if_none(|| {
            let define = match kind {
                Kind::Bands => "write them once, as `bands NAME { … }`",
                Kind::Dataset => "define it, as `kpi data infer FILE` does of a file",
                _ => "define it",
            };
            match there_are.as_slice() {
                [] => format!("{define}: there is no {} yet", kind.word()),
                few @ [_, ..] if few.len() <= 5 => format!("{define}, or take one there is: {}", listed(few, "or")),
                _ => format!("{define}, or take the name of {} there is", kind.phrase()),
            }
        }))
    }
}

/// An unknown name, with the likely one as help and as a fix.
pub fn unknown<'n>(
    message: String,
    name: &str,
    span: Span,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    suggesting(Diagnostic::at(names::UNKNOWN_NAME, span, message), name, span, candidates)
}

/// Adds the likely words for `name`: as help, and as a fix where there is just one.
pub fn suggesting<'n>(
    diagnostic: Diagnostic,
    name: &str,
    span: Span,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let close = suggest::similar(name, candidates);
    let diagnostic = match suggest::did_you_mean(name, close.iter().copied()) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    };
    match close.as_slice() {
        [best, ..] => {
            let word = if is_word(best) { (*best).to_owned() } else { format!("\"{best}\"") };
            diagnostic.fix(format!("write `{word}`"), span, word)
        }
        [] => diagnostic,
    }
}

/// Words of the language, as a message lists them: "`a`, `b` or `c`".
pub fn listed<S: AsRef<str>>(words: &[S], last: &str) -> String {
    let ticked: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    suggest::list(&ticked, last)
}

/// Can it be written without quotes?
pub fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

pub trait HelpIfNone {
    fn help_if_none(self, help: impl FnOnce() -> String) -> Self;
}

impl HelpIfNone for Diagnostic {
    fn help_if_none(self, help: impl FnOnce() -> String) -> Self {
        if self.help.is_empty() { self.help(help()) } else { self }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// The parts of an item that the parser gave up on.
fn unread(item: &ast::Item) -> Vec<Span> {
    fn fields<V>(fields: &[ast::Field<V>], broken: impl Fn(&V) -> bool) -> Vec<Span> {
        fields.iter().filter(|field| broken(&field.value)).map(|field| field.span).collect()
    }
    let indicator =
        |value: &ast::IndicatorField| matches!(value, ast::IndicatorField::Broken | ast::IndicatorField::Unknown);
    match item {
        ast::Item::Broken(span) => vec![*span],
        ast::Item::Indicator(item) => fields(&item.fields, indicator),
        ast::Item::Template(item) => fields(&item.fields, indicator),
        ast::Item::Cohort(item) => {
            fields(&item.fields, |value| matches!(value, ast::CohortField::Broken | ast::CohortField::Unknown))
        }
        ast::Item::Comparator(item) => {
            fields(&item.fields, |value| matches!(value, ast::ComparatorField::Broken | ast::ComparatorField::Unknown))
        }
        _ => Vec::new(),
    }
}

/// The names that follow an item's keyword in a text that could not be read.
fn names_in(text: &str) -> Vec<String> {
    const KEYWORDS: [&str; 7] = ["dataset", "cohort", "comparator", "bands", "template", "indicator", "scorecard"];
    let mut words = words(text);
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        if KEYWORDS.contains(&word) {
            found.extend(words.next().map(str::to_owned));
        }
    }
    found
}

/// A mistake in a template is found once for every use of it; it is told once, for the first use.
pub fn once_each(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    diagnostics.sort_by(|a, b| {
        (a.place(), a.code, &a.message).cmp(&(b.place(), b.code, &b.message)).then_with(|| places(a).cmp(&places(b)))
    });
    diagnostics.retain(|d| seen.insert((d.code, d.place().cloned().map(hashable), d.message.clone())));
}

fn places(diagnostic: &Diagnostic) -> Vec<&kpi_core::diagnostic::Place> {
    diagnostic.labels.iter().map(|label| &label.place).collect()
}

fn hashable(place: kpi_core::diagnostic::Place) -> (Option<Span>, Option<kpi_core::diagnostic::DataPlace>) {
    match place {
        kpi_core::diagnostic::Place::Rule(span) => (Some(span), None),
        kpi_core::diagnostic::Place::Data(place) => (None, Some(place)),
    }
}
