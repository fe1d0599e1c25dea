//! Items of the tree to entries of the catalogue.

mod bands;
mod change;
mod cohort;
mod comparator;
mod dataset;
mod dated;
mod expr;
mod fields;
mod forecast;
mod indicator;
mod period;
mod plugin;
mod query;
mod scorecard;
mod suppress;
mod target;
mod template;
mod test;
mod uncertainty;
mod unit;

use crate::Catalogue;
use crate::project::Project;
use kpi_core::Diagnostic;
use rayon::prelude::*;
use std::sync::Arc;

pub use expr::{names_in, plural};
pub use indicator::{Merged, circle};
pub use target::Facts;

/// Everything that is right, lowered in the order in which things refer to each other.
pub fn catalogue<'a>(project: &mut Project<'a>, out: &mut Vec<Diagnostic>) -> Catalogue {
    let mut catalogue = Catalogue { calendar: project.calendar, ..Catalogue::default() };

    for (name, entry) in &project.datasets {
        let lowered = dataset::lower(project, entry.item, out);
        if lowered.whole {
            catalogue.datasets.insert((*name).to_owned(), lowered.dataset.clone());
        }
        if !lowered.closed {
            project.open.insert((*name).to_owned());
        }
        // Whole or not, a dataset that was declared is known: what refers to it is not at fault.
        project.schemas.insert((*name).to_owned(), lowered.dataset);
    }

    for name in query::check(project, out) {
        catalogue.datasets.shift_remove(name);
    }

    for name in cohort::in_order(project, out) {
        let Some(entry) = project.cohorts.get(name) else { continue };
        let windowed = |name: &str| catalogue.cohorts.get(name).is_some_and(|cohort| cohort.windowed);
        let lowered = cohort::lower(project, entry.item, &windowed, out);
        if lowered.whole {
            catalogue.cohorts.insert(name.to_owned(), Arc::new(lowered.cohort));
        } else {
            project.open.insert(name.to_owned());
        }
        project.schemas.insert(name.to_owned(), lowered.schema);
    }

    project.indicator_units = project
        .indicators
        .iter()
        .filter_map(|(name, entry)| Some((*name, indicator::declared_unit(project, entry.item)?)))
        .collect();

    for name in comparator::in_order(project) {
        let Some(entry) = project.comparators.get(name) else { continue };
        let (comparator, unit) = comparator::lower(project, entry.item, out);
        if let Some(unit) = unit {
            project.comparator_units.insert(name, unit);
        }
        if let Some(comparator) = comparator {
            if comparator.peers.is_some() {
                project.with_peers.insert(name);
            }
            catalogue.comparators.insert(name.to_owned(), comparator);
        }
    }
    let place = |name: &String| project.comparators.get_index_of(name.as_str());
    catalogue.comparators.sort_by(|a, _, b, _| place(a).cmp(&place(b)));

    for (name, entry) in &project.bands {
        let versions = bands::lower_versions(project, &entry.item, out);
        catalogue.schemes.insert((*name).to_owned(), versions);
    }

    let project = &*project;
    let entries: Vec<_> = project.indicators.values().collect();
    let lowered: Vec<_> =
        entries.into_par_iter().map(|entry| indicator::lower(project, &catalogue.schemes, entry.item)).collect();
    for (indicator, found) in lowered {
        out.extend(found);
        if let Some(indicator) = indicator {
            catalogue.indicators.insert(indicator.id.clone(), indicator);
        }
    }

    for (name, entry) in &project.scorecards {
        if let Some(scorecard) = scorecard::lower(project, entry.item, out) {
            catalogue.scorecards.insert((*name).to_owned(), scorecard);
        }
    }
    let tests: Vec<_> = project.tests.par_iter().map(|test| test::lower(project, &catalogue, test)).collect();
    for (test, found) in tests {
        out.extend(found);
        catalogue.tests.extend(test);
    }
    catalogue
}
