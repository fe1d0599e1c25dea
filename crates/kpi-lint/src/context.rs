//! What rules look at.

use chrono::NaiveDate;
use kpi_core::{Calendar, SourceMap, Span};
use kpi_eval::Run;
use kpi_model::Catalogue;
use kpi_model::catalogue::Indicator;
use kpi_model::formula::Formula;
use kpi_syntax::ast::{self, Field, IndicatorField, Item};
use std::collections::HashMap;

/// What a council settles for itself.
#[derive(Debug, Clone)]
pub struct Options {
    /// For so many years a target may stand unchanged.
    pub target_years: u32,
    /// A title may have so many characters.
    pub title_length: usize,
    /// So many indicators that differ in a few words should be made from a template.
    pub alike: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { target_years: 3, title_length: 200, alike: 3 }
    }
}

/// What `kpi.toml` grants a plugin.
#[derive(Debug, Clone)]
pub struct Grant {
    pub name: String,
    /// Where `kpi.toml` names it.
    pub span: Span,
    pub hosts: Vec<(String, Span)>,
    pub files: Vec<(String, Span)>,
}

pub struct Context<'a> {
    pub catalogue: &'a Catalogue,
    pub sources: &'a SourceMap,
    pub files: &'a [ast::File],
    pub options: Options,
    pub today: NaiveDate,
    /// The figures of a period, where one was named.
    pub figures: Option<&'a Run>,
    pub grants: &'a [Grant],
    trees: HashMap<&'a str, &'a ast::Indicator>,
    templates: HashMap<&'a str, &'a ast::Template>,
}

impl<'a> Context<'a> {
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, sources: &'a SourceMap, files: &'a [ast::File], today: NaiveDate) -> Self {
        let (mut trees, mut templates) = (HashMap::new(), HashMap::new());
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Indicator(item) => drop(trees.insert(item.name.node.as_str(), item)),
                Item::Template(item) => drop(templates.insert(item.name.node.as_str(), item)),
                _ => {}
            }
        }
        Self {
            catalogue,
            sources,
            files,
            options: Options::default(),
            today,
            figures: None,
            grants: &[],
            trees,
            templates,
        }
    }

    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    #[must_use]
    pub fn with_figures(mut self, figures: Option<&'a Run>) -> Self {
        self.figures = figures;
        self
    }

    #[must_use]
    pub fn with_grants(mut self, grants: &'a [Grant]) -> Self {
        self.grants = grants;
        self
    }

    pub(crate) fn calendar(&self) -> Calendar {
        self.catalogue.calendar
    }

    pub(crate) fn indicators(&self) -> impl Iterator<Item = &'a Indicator> {
        self.catalogue.indicators.values()
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &'a Item> {
        self.files.iter().flat_map(|file| &file.items)
    }

    /// The statement that an indicator has of this key: its own, else its template's.
    pub(crate) fn field(&self, indicator: &Indicator, key: &str) -> Option<&'a Field<IndicatorField>> {
        let own = self.trees.get(indicator.id.as_str()).map(|tree| tree.fields.as_slice()).unwrap_or_default();
        let template = indicator.template.as_deref().and_then(|name| self.templates.get(name));
        let template = template.map(|tree| tree.fields.as_slice()).unwrap_or_default();
        own.iter().chain(template).find(|field| field.key.node == key)
    }

    /// Where an indicator says something, else where it is named.
    pub(crate) fn place(&self, indicator: &Indicator, key: &str) -> Span {
        self.field(indicator, key).map_or(indicator.name_span, |field| field.span)
    }

    /// The statements of all indicators and templates.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &'a Field<IndicatorField>> {
        self.items().flat_map(|item| match item {
            Item::Indicator(item) => item.fields.as_slice(),
            Item::Template(item) => item.fields.as_slice(),
            _ => &[],
        })
    }

    /// The texts of this key in all indicators and templates.
    pub(crate) fn texts(&self, key: &'static str) -> impl Iterator<Item = &'a ast::Text> {
        self.fields().filter(move |field| field.key.node == key).flat_map(|field| match &field.value {
            IndicatorField::Text(ast::Dated::Always(text)) => vec![text],
            IndicatorField::Text(ast::Dated::From(entries)) => entries.iter().map(|entry| &entry.value).collect(),
            _ => Vec::new(),
        })
    }

    /// The line on which an item begins, without its brace.
    pub(crate) fn head(&self, item: Span) -> Span {
        let line = self.sources.slice(item).lines().next().unwrap_or_default();
        let line = line.trim_end_matches(['{', ' ']);
        Span { end: item.start + u32::try_from(line.len()).unwrap_or_default(), ..item }
    }

    pub(crate) fn source(&self, span: Span) -> &'a str {
        self.sources.slice(span)
    }
}

impl Context<'_> {
    /// Calls for every formula of every indicator and for each that it is made of, outer ones first.
    pub(crate) fn formulas<'b>(&'b self, each: &mut dyn FnMut(&'b Indicator, &'b Formula)) {
        for indicator in self.catalogue.indicators.values() {
            for formula in indicator.formulas() {
                let mut todo = vec![formula];
                while let Some(formula) = todo.pop() {
                    each(indicator, formula);
                    todo.extend(formula.parts());
                }
            }
        }
    }
}
