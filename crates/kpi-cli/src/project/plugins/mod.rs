//! The plugins of a project: found, held against `kpi.lock`, opened, and asked.

mod cells;
mod grants;
mod lock;
mod plugged;

pub use grants::{Granted, Written};
pub use lock::{LOCK, Lock, Pinned};
pub use plugged::{Asking, Wasm};

use indexmap::IndexMap;
use kpi_core::codes::plugins::rules::PLUGIN_NOT_PINNED;
use kpi_core::plugin::{self, CellKind, Description, Identity, Offers};
use kpi_core::{Diagnostic, Span};
use kpi_plugin::{Cache, Compiler, Digest, Kind, PluginError};
use std::path::{Path, PathBuf};

/// A plugin that may be asked.
#[derive(Debug, Clone)]
pub struct Opened {
    pub plugin: kpi_plugin::Plugin,
    pub description: Description,
}

/// Those that could be opened, and what is wrong with the others.
#[derive(Debug, Clone, Default)]
pub struct Plugins {
    pub opened: IndexMap<String, Opened>,
    closed: Vec<String>,
}

impl Plugins {
    /// Opens the plugins of `kpi.toml` that `kpi.lock` pins.
    pub fn open(root: &Path, granted: &IndexMap<String, Granted>, found: &mut Vec<Diagnostic>) -> Self {
        let mut plugins = Self::default();
        if granted.is_empty() {
            return plugins;
        }
        let lock = match Lock::read(root) {
            Ok(lock) => lock,
            Err(diagnostic) => {
                found.push(*diagnostic);
                plugins.closed = granted.keys().cloned().collect();
                return plugins;
            }
        };
        for (name, granted) in granted {
            let opened = match lock.plugins.get(name).map(|pinned| Digest::parse(&pinned.sha256)) {
                Some(Some(pinned)) => open(root, granted, Some(pinned)).map_err(|error| told(&error, granted.span)),
                _ => Err(not_pinned(name, granted.span)),
            };
            match opened {
                Ok(opened) => {
                    plugins.opened.insert(name.clone(), opened);
                }
                Err(diagnostic) => {
                    found.push(diagnostic);
                    plugins.closed.push(name.clone());
                }
            }
        }
        plugins
    }

    /// As the checker sees them.
    pub fn described(&self) -> plugin::Plugins {
        let opened = self
            .opened
            .iter()
            .map(|(name, opened)| (name.clone(), plugin::Plugin::Described(opened.description.clone())));
        opened.chain(self.closed.iter().map(|name| (name.clone(), plugin::Plugin::Unavailable))).collect()
    }
}

fn not_pinned(name: &str, span: Span) -> Diagnostic {
    Diagnostic::at(PLUGIN_NOT_PINNED, span, format!("the plugin `{name}` was never agreed to"))
        .help(format!("look at it with `kpi plugin check`, and agree to it with `kpi plugin pin {name}`"))
}

/// Opens a plugin, and refuses it where it is another than the pinned one.
pub fn open(root: &Path, granted: &Granted, pinned: Option<Digest>) -> Result<Opened, PluginError> {
    let path = root.join(&granted.path);
    let limits = granted.limits.clone();
    let cache = cache()?;
    let plugin = match pinned {
        Some(pinned) => kpi_plugin::Plugin::open_pinned(&path, pinned, limits, &cache),
        None => kpi_plugin::Plugin::open(&path, limits, &cache),
    }
    .map_err(|error| match error {
        // As kpi.toml names it, wherever the project is.
        PluginError::Unreadable { why, .. } => PluginError::Unreadable { path: PathBuf::from(&granted.path), why },
        other => other,
    })?;
    let description = described(&plugin)?;
    Ok(Opened { plugin, description })
}

/// Compiled plugins, in the folder that `KPI_CACHE` names, or where the system keeps such things.
pub fn cache() -> Result<Cache, PluginError> {
    let set = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || set("HOME").or_else(|| set("USERPROFILE")).map(|home| home.join(".cache"));
    let folder = set("KPI_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").or_else(home).map(|cache| cache.join("kpi")))
        .unwrap_or_else(|| std::env::temp_dir().join("kpi-cache"));
    Ok(Cache::new(folder.join("plugins"), Compiler::this_program()?))
}

/// A plugin's error at the place in the rules or in `kpi.toml` that wants it.
pub fn told(error: &PluginError, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(error.code(), span, error.to_string());
    error.help().into_iter().fold(diagnostic, Diagnostic::help)
}

fn described(plugin: &kpi_plugin::Plugin) -> Result<Description, PluginError> {
    let told = plugin.describe()?;
    let identity = |id: &str, version: &str| Identity {
        id: id.to_owned(),
        version: version.to_owned(),
        api: plugin.api().map_or_else(String::new, |api| api.to_string()),
        sha256: plugin.digest().to_string(),
    };
    let settings = |settings: &[kpi_plugin::SettingInfo]| {
        settings
            .iter()
            .filter_map(|info| {
                Some(plugin::SettingInfo {
                    name: info.name.clone(),
                    kind: cell_kind(Kind::of_setting(&info.kind)?),
                    required: info.required,
                    about: info.about.clone(),
                })
            })
            .collect()
    };
    if let Some(info) = &told.measure {
        return Ok(Description {
            identity: identity(&info.id, &info.version),
            title: info.title.clone(),
            settings: settings(&info.settings),
            offers: Offers::Measure { unit: info.unit.clone(), inputs: columns(&info.inputs) },
        });
    }
    let info = told.source.as_ref();
    let info = info.ok_or_else(|| PluginError::Asked { why: "the plugin is neither measure nor source".to_owned() })?;
    Ok(Description {
        identity: identity(&info.id, &info.version),
        title: info.title.clone(),
        settings: settings(&info.settings),
        offers: Offers::Source { columns: columns(&info.columns) },
    })
}

/// Kinds that this kpi does not know were refused when the description was looked at.
fn columns(columns: &[kpi_plugin::ColumnInfo]) -> Vec<plugin::ColumnInfo> {
    let column = |info: &kpi_plugin::ColumnInfo| {
        Some(plugin::ColumnInfo {
            name: info.name.clone(),
            kind: cell_kind(Kind::of_column(&info.kind)?),
            required: info.required,
            about: info.about.clone(),
        })
    };
    columns.iter().filter_map(column).collect()
}

const fn cell_kind(kind: Kind) -> CellKind {
    match kind {
        Kind::Number => CellKind::Number,
        Kind::Integer => CellKind::Integer,
        Kind::Date => CellKind::Date,
        Kind::YesOrNo => CellKind::YesNo,
        Kind::Text => CellKind::Text,
    }
}
