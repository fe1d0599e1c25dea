//! What items there are and what each of them defines, before anything is looked up.

use super::Symbol;
use kpi_core::Span;
use kpi_syntax::ast::{
    Bands, BandsField, Cohort, CohortField, Dataset, DatasetField, Field, File, Indicator, IndicatorField, Item,
    Template,
};
use std::collections::{HashMap, HashSet};

/// What has columns.
#[derive(Debug, Clone, Copy)]
pub enum Rows<'a> {
    Dataset(&'a Dataset),
    Cohort(&'a Cohort),
}

#[derive(Debug, Default)]
pub struct Known<'a> {
    pub items: HashMap<&'a str, &'a Item>,
    pub bands: HashMap<&'a str, Vec<&'a Bands>>,
    columns: HashMap<&'a str, HashSet<&'a str>>,
    lets: HashMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Known<'a> {
    #[must_use]
    pub fn read(files: &'a [File]) -> Self {
        let mut known = Self::default();
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Bands(bands) => known.bands.entry(&bands.name.node).or_default().push(bands),
                _ => {
                    if let (Some(name), false) = (item.name(), matches!(item, Item::Test(_))) {
                        known.items.entry(&name.node).or_insert(item);
                    }
                }
            }
            match item {
                Item::Dataset(dataset) => drop(known.columns.entry(&dataset.name.node).or_insert(own_columns(dataset))),
                Item::Cohort(cohort) => drop(known.columns.entry(&cohort.name.node).or_insert(made_columns(cohort))),
                Item::Indicator(item) => drop(known.lets.entry(&item.name.node).or_insert(lets(&item.fields))),
                Item::Template(item) => drop(known.lets.entry(&item.name.node).or_insert(lets(&item.fields))),
                _ => {}
            }
        }
        known
    }

    #[must_use]
    pub fn rows(&self, name: &str) -> Option<Rows<'a>> {
        match self.items.get(name)? {
            Item::Dataset(dataset) => Some(Rows::Dataset(dataset)),
            Item::Cohort(cohort) => Some(Rows::Cohort(cohort)),
            _ => None,
        }
    }

    #[must_use]
    pub fn indicator(&self, name: &str) -> Option<&'a Indicator> {
        match self.items.get(name)? {
            Item::Indicator(indicator) => Some(indicator),
            _ => None,
        }
    }

    #[must_use]
    pub fn template(&self, name: &str) -> Option<&'a Template> {
        match self.items.get(name)? {
            Item::Template(template) => Some(template),
            _ => None,
        }
    }

    /// A column as the set that defines it has it: a cohort takes over those of what it is made from.
    #[must_use]
    pub fn column(&self, rows: &str, name: &str) -> Option<Symbol> {
        let mut rows = rows;
        // As many steps as there are sets: a circle ends.
        for _ in 0..=self.columns.len() {
            if self.columns.get(rows).is_some_and(|columns| columns.contains(name)) {
                return Some(Symbol::Column { rows: rows.to_owned(), name: name.to_owned() });
            }
            rows = from(match self.rows(rows)? {
                Rows::Cohort(cohort) => cohort,
                Rows::Dataset(_) => return None,
            })?;
        }
        None
    }

    /// Every column that a dataset or cohort has, each with the set that defines it, the nearest first.
    #[must_use]
    pub fn columns(&self, rows: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut rows = rows;
        for _ in 0..=self.columns.len() {
            let mut own: Vec<&str> =
                self.columns.get(rows).map(|own| own.iter().copied().collect()).unwrap_or_default();
            own.sort_unstable();
            for name in own {
                if !found.iter().any(|(known, _)| known == name) {
                    found.push((name.to_owned(), rows.to_owned()));
                }
            }
            let Some(Rows::Cohort(cohort)) = self.rows(rows) else { break };
            let Some(next) = from(cohort) else { break };
            rows = next;
        }
        found
    }

    /// The `let` that a name means in an indicator or template: its own, else that of its template.
    #[must_use]
    pub fn let_of(&self, owner: &str, name: &str) -> Option<Symbol> {
        let has = |owner: &str| self.lets.get(owner).is_some_and(|lets| lets.contains(name));
        let template = || Some(self.indicator(owner)?.from.as_ref()?.template.node.as_str());
        let found = if has(owner) { owner } else { template().filter(|template| has(template))? };
        Some(Symbol::Let { owner: found.to_owned(), name: name.to_owned() })
    }

    /// The `let`s that may be named in an indicator or template, each with the item that has it.
    #[must_use]
    pub fn lets(&self, owner: &str) -> Vec<(String, String)> {
        let template = self.indicator(owner).and_then(|indicator| indicator.from.as_ref());
        let homes = std::iter::once(owner).chain(template.map(|from| from.template.node.as_str()));
        let mut found = Vec::new();
        for home in homes {
            let mut own: Vec<&str> = self.lets.get(home).into_iter().flatten().copied().collect();
            own.sort_unstable();
            found.extend(own.into_iter().map(|name| (name.to_owned(), home.to_owned())));
        }
        found
    }

    /// Where an indicator says something: its own statement, else its template's.
    #[must_use]
    pub fn field(&self, indicator: &str, key: &str) -> Option<Span> {
        let indicator = self.indicator(indicator)?;
        let template = indicator.from.as_ref().and_then(|from| self.template(&from.template.node));
        let template = template.map(|template| template.fields.as_slice()).unwrap_or_default();
        indicator.fields.iter().chain(template).find(|field| field.key.node == key).map(|field| field.span)
    }

    /// The scheme that an indicator is judged by, whenever.
    #[must_use]
    pub fn scheme(&self, indicator: &str) -> Option<&'a str> {
        let indicator = self.indicator(indicator)?;
        let template = indicator.from.as_ref().and_then(|from| self.template(&from.template.node));
        let template = template.map(|template| template.fields.as_slice()).unwrap_or_default();
        indicator.fields.iter().chain(template).find_map(|field| match &field.value {
            IndicatorField::Bands(dated) => dated.values().last().map(|name| name.node.as_str()),
            _ => None,
        })
    }

    #[must_use]
    pub fn band(&self, scheme: &str, label: &str) -> Option<Symbol> {
        let versions = self.bands.get(scheme)?;
        let is_label = |field: &BandsField| match field {
            BandsField::Band(band) => band.label.node == label,
            BandsField::AtZeroTarget { bands, .. } => bands.iter().any(|band| band.label.node == label),
            _ => false,
        };
        versions
            .iter()
            .any(|version| version.fields.iter().any(is_label))
            .then(|| Symbol::Band { scheme: scheme.to_owned(), label: label.to_owned() })
    }
}

/// What a cohort is made from.
pub fn from(cohort: &Cohort) -> Option<&str> {
    cohort.fields.iter().find_map(|field| match &field.value {
        CohortField::From(name) => Some(name.node.as_str()),
        _ => None,
    })
}

fn own_columns(dataset: &Dataset) -> HashSet<&str> {
    let columns = dataset.fields.iter().filter_map(|field| match &field.value {
        DatasetField::Columns(columns) => Some(columns),
        _ => None,
    });
    columns.flatten().map(|column| column.name.node.as_str()).collect()
}

fn made_columns(cohort: &Cohort) -> HashSet<&str> {
    let mut found = HashSet::new();
    for field in &cohort.fields {
        match &field.value {
            CohortField::Let { name, .. } => drop(found.insert(name.node.as_str())),
            CohortField::Cascade(cascade) => drop(found.insert(cascade.name.node.as_str())),
            CohortField::Episodes(episodes) => {
                found.extend(episodes.count.iter().map(|name| name.node.as_str()));
            }
            _ => {}
        }
    }
    found
}

fn lets(fields: &[Field<IndicatorField>]) -> HashSet<&str> {
    let names = fields.iter().filter_map(|field| match &field.value {
        IndicatorField::Let { name, .. } => Some(name.node.as_str()),
        _ => None,
    });
    names.collect()
}
