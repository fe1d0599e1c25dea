//! `kpi.lock`: which plugins were looked at and agreed to.

use crate::failure::Failure;
use crate::output::write_whole;
use indexmap::IndexMap;
use kpi_core::Diagnostic;
use kpi_core::codes::project::{BAD_SETTING, UNREADABLE_FILE};
use serde::{Deserialize, Serialize};
use std::path::Path;

pub const LOCK: &str = "kpi.lock";

const HEADING: &str = "\
# The plugins that were agreed to, by the SHA-256 of their files. `kpi plugin pin` writes this file; keep it with the
# rules, and review a change of it like any other.
";

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    #[serde(default)]
    pub plugins: IndexMap<String, Pinned>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pinned {
    pub sha256: String,
    /// As the plugin calls itself.
    pub id: String,
    pub version: String,
    /// The version of the interface it was built against.
    pub api: String,
}

impl Lock {
    /// The lock of a project; empty where there is no such file.
    pub fn read(root: &Path) -> Result<Self, Box<Diagnostic>> {
        let text = match std::fs::read_to_string(root.join(LOCK)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => {
                return Err(Box::new(Diagnostic::new(UNREADABLE_FILE, format!("{LOCK} cannot be read: {error}"))));
            }
        };
        toml::from_str(&text).map_err(|error| {
            let why = error.message().lines().next().unwrap_or("not TOML").to_owned();
            let line = error.span().map_or(1, |span| text.get(..span.start).map_or(1, |s| s.matches('\n').count() + 1));
            let diagnostic = Diagnostic::new(BAD_SETTING, format!("{LOCK}:{line}: {why}"));
            Box::new(
                diagnostic
                    .help("take the file as it was from the project's history, or pin anew with `kpi plugin pin`"),
            )
        })
    }

    pub fn write(mut self, root: &Path) -> Result<(), Failure> {
        self.plugins.sort_keys();
        let text = toml::to_string(&self);
        let text = text.map_err(|error| Failure::internal(format!("{LOCK} cannot be written: {error}")))?;
        write_whole(&root.join(LOCK), &format!("{HEADING}\n{text}"))
    }
}
