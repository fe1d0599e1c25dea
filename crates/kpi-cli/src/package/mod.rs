//! A plugin's folder: `plugin.toml`, what it is built from, its recorded cases, and what was built.

pub mod archive;
pub mod cases;
pub mod component;
mod manifest;

pub use manifest::{Manifest, World};

use crate::failure::Failure;
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::BAD_PACKAGE;
use kpi_plugin::{Cache, Compiler, Limits, Plugin, PluginError};
use std::path::{Path, PathBuf};

pub const MANIFEST: &str = "plugin.toml";
/// Where a plugin stands in its folder once it is built.
pub const BUILT: &str = "build/plugin.wasm";
pub const CASES: &str = "cases";

/// A plugin's folder.
#[derive(Debug)]
pub struct Package {
    pub folder: PathBuf,
    pub manifest: Manifest,
}

impl Package {
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        let manifest = Manifest::read(&folder.join(MANIFEST))?;
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    pub fn built(&self) -> PathBuf {
        self.folder.join(BUILT)
    }

    /// The plugin as it was built last.
    pub fn plugin(&self) -> Result<Plugin, Failure> {
        let built = self.built();
        if !built.is_file() {
            let message = format!("the plugin in {} is not built: there is no {BUILT}", self.folder.display());
            let help = format!("run `kpi plugin build {}`", self.folder.display());
            return Err(Failure::new(Diagnostic::new(BAD_PACKAGE, message).help(help)));
        }
        open(&built, self.manifest.limits())
    }
}

/// A plugin from a file.
pub fn open(file: &Path, limits: Limits) -> Result<Plugin, Failure> {
    let compiler = Compiler::this_program().map_err(failure)?;
    Plugin::open(file, limits, &Cache::new(cache_folder(), compiler)).map_err(failure)
}

/// What was compiled is kept for the next command; the folder can be deleted at any time.
fn cache_folder() -> PathBuf {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || named("HOME").map(|home| home.join(".cache"));
    let base = named("XDG_CACHE_HOME").or_else(home).unwrap_or_else(std::env::temp_dir);
    base.join("kpi").join("plugins")
}

pub fn failure(error: PluginError) -> Failure {
    let mut diagnostic = Diagnostic::new(error.code(), error.to_string());
    if let Some(help) = error.help() {
        diagnostic = diagnostic.help(help);
    }
    Failure::new(diagnostic)
}

/// `105 KiB`
pub fn size(bytes: u64) -> String {
    if bytes < 1 << 20 { format!("{} KiB", bytes.div_ceil(1 << 10)) } else { format!("{:.1} MiB", mib(bytes)) }
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
