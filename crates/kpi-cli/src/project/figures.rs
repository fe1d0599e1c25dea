//! Facts for the interpreter: which datasets are read, and when.

use super::Project;
use crate::failure::Failure;
use kpi_core::facts::{Facts, Request};
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic};
use kpi_data::Data;
use kpi_eval::{Ask, Run};
use kpi_model::Catalogue;
use std::collections::HashSet;
use std::path::PathBuf;

/// How often facts may be asked for: each round follows one more step of a formula, and formulas are not this deep.
const MAX_ROUNDS: usize = 8;

/// The data of a project. A dataset is opened when it is first asked for, so that a run of one indicator does not
/// wait for a file that has nothing to do with it.
pub struct Figures<'a> {
    root: PathBuf,
    calendar: Calendar,
    datasets: Vec<&'a Dataset>,
    opened: Vec<Opened>,
    diagnostics: Vec<Diagnostic>,
}

struct Opened {
    datasets: HashSet<String>,
    data: Data,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    pub path: String,
    pub sha256: String,
}

impl<'a> Figures<'a> {
    pub fn new(project: &'a Project) -> Self {
        Self::of(project, project.catalogue.datasets.values().collect())
    }

    /// Only these datasets, such as the rows of a test.
    pub fn of(project: &Project, datasets: Vec<&'a Dataset>) -> Self {
        let calendar = project.catalogue.calendar;
        Self { root: project.root.clone(), calendar, datasets, opened: Vec::new(), diagnostics: Vec::new() }
    }

    pub fn answer(&mut self, requests: &[Request]) -> Result<Facts, Failure> {
        self.open(requests);
        let mut facts = Facts::default();
        for opened in &self.opened {
            let asked: Vec<Request> =
                requests.iter().filter(|request| opened.datasets.contains(dataset(request))).cloned().collect();
            if asked.is_empty() {
                continue;
            }
            let (more, found) = opened.data.answer(&asked).map_err(|error| Failure::internal(error.to_string()))?;
            facts.tables.extend(more.tables);
            facts.aggregates.extend(more.aggregates);
            self.diagnostics.extend(found);
        }
        Ok(facts)
    }

    fn open(&mut self, requests: &[Request]) {
        let wanted: HashSet<&str> = requests.iter().map(dataset).collect();
        let fresh: Vec<&Dataset> = self
            .datasets
            .iter()
            .filter(|dataset| wanted.contains(dataset.name.as_str()))
            .filter(|dataset| !self.opened.iter().any(|opened| opened.datasets.contains(&dataset.name)))
            .copied()
            .collect();
        if fresh.is_empty() {
            return;
        }
        let (data, found) = kpi_data::open(&self.root, self.calendar, &fresh);
        self.diagnostics.extend(found);
        let datasets = fresh.iter().map(|dataset| dataset.name.clone()).collect();
        self.opened.push(Opened { datasets, data });
    }

    /// The files that were read, in the order of their names.
    pub fn inputs(&self) -> Vec<Input> {
        let mut inputs: Vec<Input> = self.opened.iter().flat_map(|opened| inputs(&opened.data)).collect();
        inputs.sort();
        inputs.dedup();
        inputs
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

fn inputs(data: &Data) -> Vec<Input> {
    data.inputs().iter().map(|input| Input { path: input.path.clone(), sha256: input.sha256.clone() }).collect()
}

pub fn dataset(request: &Request) -> &str {
    match request {
        Request::Table(table) => &table.dataset,
        Request::Aggregate(aggregate) => &aggregate.dataset,
    }
}

/// Evaluates what is asked, answering the interpreter's questions until it has none.
pub fn evaluate(catalogue: &Catalogue, ask: &Ask, figures: &mut Figures<'_>) -> Result<Run, Failure> {
    let mut facts = Facts::default();
    for _ in 0..MAX_ROUNDS {
        let (run, wanted) = kpi_eval::evaluate(catalogue, &facts, ask);
        if wanted.is_empty() {
            return Ok(run);
        }
        let more = figures.answer(&wanted)?;
        facts.tables.extend(more.tables);
        facts.aggregates.extend(more.aggregates);
    }
    Err(Failure::internal(format!("the run still asks for facts after {MAX_ROUNDS} rounds")))
}
