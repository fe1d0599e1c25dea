//! Facts for the interpreter: which datasets are read, and when.

use super::Project;
use super::plugins::{Asking, Wasm};
use crate::cluster;
use crate::failure::Failure;
use crate::progress::Progress;
use kpi_core::facts::{Facts, Request};
use kpi_core::plugin::Used;
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic, Period, thousands};
use kpi_data::passes::{Pass, Took};
use kpi_data::{Connection, Connections, Data, Listing, Watch, Ways};
use kpi_eval::{Ask, Run};
use kpi_model::Catalogue;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often facts may be asked for: each round follows one more step of a formula, and formulas are not this deep.
const MAX_ROUNDS: usize = 8;

/// The data of a project. A dataset is opened when it is first asked for, so that a run of one indicator does not
/// wait for a file that has nothing to do with it.
pub struct Figures<'a> {
    root: PathBuf,
    calendar: Calendar,
    catalogue: &'a Catalogue,
    ways: Ways,
    plugins: Arc<Wasm>,
    quiet: bool,
    datasets: Vec<&'a Dataset>,
    opened: Vec<Opened>,
    diagnostics: Vec<Diagnostic>,
    /// Is the plan of each pass noted down?
    explained: bool,
    /// How often the interpreter ran, and for how long.
    evaluated: (u64, Duration),
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
    pub fn new(project: &'a Project, asking: Asking) -> Self {
        Self::of(project, asking, project.catalogue.datasets.values().collect())
    }

    /// Only these datasets, such as the rows of a test.
    pub fn of(project: &'a Project, asking: Asking, datasets: Vec<&'a Dataset>) -> Self {
        let calendar = project.catalogue.calendar;
        let catalogue = &project.catalogue;
        let plugins = Arc::new(plugged(project, asking));
        let ways = Ways { connections: connections(project), plugins: plugins.clone(), ..Ways::default() };
        Self {
            root: project.root.clone(),
            calendar,
            catalogue,
            ways,
            plugins,
            quiet: project.quiet,
            datasets,
            opened: Vec::new(),
            diagnostics: Vec::new(),
            explained: false,
            evaluated: (0, Duration::ZERO),
        }
    }

    /// Notes down the plan of each pass where that is wanted.
    #[must_use]
    pub fn explained(self, wanted: bool) -> Self {
        Self { explained: wanted, ..self }
    }

    /// How the data was gone through; `None` where nobody wanted to know.
    pub fn plan(&self) -> Option<Vec<Pass>> {
        self.explained.then(|| self.opened.iter().flat_map(|opened| opened.data.passes()).collect())
    }

    pub fn took(&self) -> impl Iterator<Item = Took> {
        self.opened.iter().flat_map(|opened| opened.data.took())
    }

    pub const fn evaluated(&self) -> (u64, Duration) {
        self.evaluated
    }

    pub fn answer(&mut self, requests: &[Request]) -> Result<Facts, Failure> {
        self.make_ready(requests.iter().map(dataset));
        let mut facts = Facts::default();
        let mut found = Vec::new();
        for (i, opened) in self.opened.iter().enumerate() {
            let holds = |request: &&Request| self.holder(dataset(request)) == Some(i);
            let asked: Vec<Request> = requests.iter().filter(holds).cloned().collect();
            if asked.is_empty() {
                continue;
            }
            let (more, told) = opened.data.answer(&asked).map_err(|error| Failure::internal(error.to_string()))?;
            facts.extend(more);
            found.extend(told);
        }
        self.tell(found);
        Ok(facts)
    }

    /// The rows of a dataset or cohort one by one.
    pub fn rows(&mut self, name: &str, period: Option<Period>) -> Result<Listing, Failure> {
        self.make_ready(std::iter::once(name));
        let Some(opened) = self.holder(name).and_then(|i| self.opened.get(i)) else { return Ok(Listing::default()) };
        let (listing, told) = opened.data.rows(name, period).map_err(|error| Failure::internal(error.to_string()))?;
        self.tell(told);
        Ok(listing)
    }

    /// Each thing once: a dataset may be opened again for a cohort.
    fn tell(&mut self, found: Vec<Diagnostic>) {
        for diagnostic in found {
            if !self.diagnostics.contains(&diagnostic) {
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Which of the opened data has all that a dataset or cohort rests on.
    fn holder(&self, rows: &str) -> Option<usize> {
        let datasets = self.catalogue.tables_of(rows);
        self.opened.iter().position(|opened| datasets.iter().all(|name| opened.datasets.contains(*name)))
    }

    /// Opens what these datasets and cohorts rest on.
    fn make_ready<'r>(&mut self, rows: impl Iterator<Item = &'r str>) {
        let mut wanted: HashSet<&str> = HashSet::new();
        for name in rows {
            if self.holder(name).is_none() {
                wanted.extend(self.catalogue.tables_of(name));
            }
        }
        let fresh: Vec<&Dataset> =
            self.datasets.iter().filter(|dataset| wanted.contains(dataset.name.as_str())).copied().collect();
        if fresh.is_empty() {
            return;
        }
        let (data, found) = kpi_data::open_with(&self.root, self.calendar, self.ways.clone(), &fresh, &self.datasets);
        let data = data.with_cohorts(self.catalogue.cohorts.values().cloned()).watched(progress(self.quiet));
        let data = if self.explained { data.explained() } else { data };
        self.tell(found);
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

    /// The datasets that were counted here though there is a cluster, each with the reason.
    pub fn counted_here(&self) -> Vec<(String, String)> {
        let mut here: Vec<_> = self.opened.iter().flat_map(|opened| opened.data.counted_here()).collect();
        here.sort();
        here.dedup();
        here
    }

    /// The plugins that were asked, by name.
    pub fn used(&self) -> Vec<(String, Used)> {
        self.plugins.used()
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Tells a person who waits how far a long pass is.
fn progress(quiet: bool) -> Watch {
    let progress = Progress::start(quiet);
    Watch::new(move |dataset, seen, of| {
        if seen >= of {
            return progress.end();
        }
        let share = seen.saturating_mul(100) / of.max(1);
        progress.tell(|| format!("counting {dataset}: {} of {} rows, {share}%", thousands(seen), thousands(of)));
    })
}

fn plugged(project: &Project, asking: Asking) -> Wasm {
    Wasm::new(project.root.clone(), &project.plugins, &project.settings.plugins, asking)
}

/// How what is no file of the project is reached.
pub fn ways(project: &Project, asking: Asking) -> Ways {
    Ways { connections: connections(project), plugins: Arc::new(plugged(project, asking)), ..Ways::default() }
}

/// How the databases are reached that `kpi.toml` names, and the cluster.
fn connections(project: &Project) -> Connections {
    let named = project.settings.sources.iter().map(|(name, variable)| {
        (name.clone(), Connection { variable: variable.clone(), url: std::env::var(variable).ok() })
    });
    Connections { databases: named.collect(), cluster: project.settings.cluster.as_ref().map(cluster::at) }
}

fn inputs(data: &Data) -> Vec<Input> {
    data.inputs().iter().map(|input| Input { path: input.path.clone(), sha256: input.sha256.clone() }).collect()
}

pub fn dataset(request: &Request) -> &str {
    request.rows()
}

/// Evaluates what is asked, answering the interpreter's questions until it has none.
pub fn evaluate(catalogue: &Catalogue, ask: &Ask, figures: &mut Figures<'_>) -> Result<Run, Failure> {
    evaluate_over(catalogue, ask, figures, &mut Facts::default())
}

/// The same over facts that may be there already, and that are kept for whoever asks on.
pub fn evaluate_over(
    catalogue: &Catalogue,
    ask: &Ask,
    figures: &mut Figures<'_>,
    facts: &mut Facts,
) -> Result<Run, Failure> {
    for _ in 0..MAX_ROUNDS {
        let started = Instant::now();
        let (run, wanted) = kpi_eval::evaluate(catalogue, facts, ask);
        figures.evaluated = (figures.evaluated.0 + 1, figures.evaluated.1 + started.elapsed());
        if wanted.is_empty() {
            return Ok(run);
        }
        facts.extend(figures.answer(&wanted)?);
    }
    Err(Failure::internal(format!("the run still asks for facts after {MAX_ROUNDS} rounds")))
}
