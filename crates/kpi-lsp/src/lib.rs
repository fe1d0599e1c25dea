//! The editor protocol (LSP 3.17) over `kpi-ide`: positions, messages, and which project a file belongs to.
//!
//! One thread answers, in the order in which messages come; what reads data runs beside it. Files, clock and data are
//! the host's: this crate opens nothing.

mod answers;
mod capabilities;
mod convert;
mod diagnostics;
mod lines;
mod places;
mod projects;
mod server;

pub use capabilities::{EXPLAIN, RUN_TEST};
pub use server::{ServeError, serve};

use kpi_ide::{Opened, seen::Seen};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What only the program around the server can do.
pub trait Host: Send + Sync + 'static {
    /// The path by which a file is known, whichever link leads to it.
    fn resolved(&self, path: &Path) -> PathBuf;

    /// The folder of the project that a file belongs to.
    fn root(&self, file: &Path) -> Option<PathBuf>;

    /// Reads a project. The texts of open files stand in for those on disk.
    ///
    /// # Errors
    /// In words, where it cannot be read at all.
    fn open(&self, root: &Path, texts: &HashMap<PathBuf, String>) -> Result<Opened, String>;

    /// What the data of a project holds, and its figures. Takes as long as it takes.
    fn look(&self, root: &Path) -> Seen;

    /// Runs the test of this name as it is saved, and says in words what came of it.
    ///
    /// # Errors
    /// In words, where it fails or could not be run.
    fn run_test(&self, root: &Path, name: &str) -> Result<String, String>;

    /// How an indicator's current figure came about, in words.
    ///
    /// # Errors
    /// In words, where there is none.
    fn explain(&self, root: &Path, indicator: &str) -> Result<String, String>;
}
