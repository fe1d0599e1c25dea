//! What plugins do for a run: measures are called, and sources fetched, each once for the same settings.

use super::{Granted, Opened, Plugins, cells, told};
use indexmap::IndexMap;
use kpi_core::codes::project::UNKNOWN_ARGUMENT;
use kpi_core::plugin::{Figures, Handed, Identity, Settings, Used};
use kpi_core::{Diagnostic, Period};
use kpi_data::{Fetched, Input, Plugged};
use kpi_plugin::fetch::{Fetcher, Mode, NetworkSettings};
use kpi_plugin::{Field, Params, PluginError};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a command wants of plugins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asking {
    /// The report's period, which sources are told.
    pub period: Option<Period>,
    /// Nothing is asked of the network: what was recorded answers.
    pub offline: bool,
}

/// The plugins of a run.
#[derive(Debug)]
pub struct Wasm {
    root: PathBuf,
    opened: IndexMap<String, Opened>,
    granted: IndexMap<String, Granted>,
    asking: Asking,
    done: Mutex<Done>,
}

/// What was done so far.
#[derive(Debug, Default)]
struct Done {
    /// By plugin and settings.
    fetched: IndexMap<(String, Settings), Fetched>,
    /// By name: which plugins were asked, and the fuel of all their calls.
    used: IndexMap<String, Used>,
}

impl Wasm {
    pub fn new(root: PathBuf, plugins: &Plugins, granted: &IndexMap<String, Granted>, asking: Asking) -> Self {
        Self { root, opened: plugins.opened.clone(), granted: granted.clone(), asking, done: Mutex::default() }
    }

    /// The plugins that were asked, by the names `kpi.toml` gives them.
    pub fn used(&self) -> Vec<(String, Used)> {
        let mut used: Vec<(String, Used)> =
            self.done().used.iter().map(|(name, used)| (name.clone(), used.clone())).collect();
        used.sort_by(|(one, _), (other, _)| one.cmp(other));
        used
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, name: &str, identity: &Identity, fuel: u64) {
        let mut done = self.done();
        let used = done.used.entry(name.to_owned()).or_insert_with(|| Used { identity: identity.clone(), fuel: 0 });
        used.fuel = used.fuel.saturating_add(fuel);
    }

    fn opened(&self, name: &str) -> Result<(&Opened, &Granted), Box<Diagnostic>> {
        self.opened.get(name).zip(self.granted.get(name)).ok_or_else(|| {
            // The checker refused it before.
            let message = format!("the plugin `{name}` was not opened");
            Box::new(Diagnostic::new(kpi_core::codes::project::INTERNAL, message))
        })
    }
}

fn fields(settings: &Settings) -> Vec<Field> {
    settings.iter().map(|(name, value)| Field { name: name.clone(), value: value.clone() }).collect()
}

/// A plugin's error, named as the rules name the plugin.
fn failed(name: &str, granted: &Granted, error: &PluginError) -> Box<Diagnostic> {
    let mut diagnostic = told(error, granted.span);
    diagnostic.message = format!("the plugin `{name}`: {}", diagnostic.message);
    Box::new(diagnostic)
}

impl Plugged for Wasm {
    fn measure(&self, plugin: &str, settings: &Settings, rows: &Handed) -> Result<Figures, Box<Diagnostic>> {
        let (opened, granted) = self.opened(plugin)?;
        let (table, groups) = cells::table(rows);
        let answered = opened.plugin.evaluate(&fields(settings), &table, &groups);
        let answered = answered.map_err(|error| failed(plugin, granted, &error))?;
        let identity = &opened.description.identity;
        self.note(plugin, identity, answered.used.fuel);
        let figures = (0..groups.len()).map(|row| cells::figure(&answered.value, row)).collect();
        Ok(Figures { figures, used: Used { identity: identity.clone(), fuel: answered.used.fuel } })
    }

    fn source(&self, plugin: &str, settings: &Settings) -> Result<Fetched, Box<Diagnostic>> {
        let key = (plugin.to_owned(), settings.clone());
        if let Some(fetched) = self.done().fetched.get(&key) {
            return Ok(fetched.clone());
        }
        let (opened, granted) = self.opened(plugin)?;
        let Some(period) = self.asking.period else {
            let message = format!("the plugin `{plugin}` has to be told for which period");
            return Err(Box::new(Diagnostic::new(UNKNOWN_ARGUMENT, message).help("add `--period`")));
        };
        let mode = if self.asking.offline { Mode::Offline } else { Mode::Live };
        let mut fetcher = Fetcher::new(plugin, &self.root, granted.grant.clone(), NetworkSettings::default(), mode);
        let params = Params { settings: fields(settings), period: cells::span(period) };
        let pulled = opened.plugin.pull(&params, &mut fetcher).map_err(|error| failed(plugin, granted, &error))?;
        self.note(plugin, &opened.description.identity, pulled.used.fuel);
        let table = pulled.table;
        let rows =
            (0..table.rows as usize).map(|row| table.columns.iter().map(|column| cells::text(column, row)).collect());
        let inputs = fetcher.fetched().iter().map(|one| Input { path: one.url.clone(), sha256: one.body.to_string() });
        let fetched = Fetched {
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
            rows: rows.collect(),
            inputs: inputs.collect(),
        };
        self.done().fetched.insert(key, fetched.clone());
        Ok(fetched)
    }
}
