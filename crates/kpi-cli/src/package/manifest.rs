//! `plugin.toml`.

use crate::failure::Failure;
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::BAD_PACKAGE;
use kpi_plugin::Limits;
use serde::Deserialize;
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// What a plugin's author says of it. What it may do is for the council's kpi.toml: here stands what it asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub plugin: About,
    #[serde(default)]
    pub wants: Wants,
    pub build: Option<Build>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub id: String,
    pub version: String,
    pub title: String,
    pub world: World,
    pub language: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum World {
    Measure,
    Source,
}

impl World {
    /// As the interface files name it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Measure => "measure-plugin",
            Self::Source => "source-plugin",
        }
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Measure => "measure",
            Self::Source => "source",
        })
    }
}

/// What a council is asked to grant in its kpi.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wants {
    pub hosts: Vec<String>,
    pub files: Vec<String>,
    pub secrets: Vec<String>,
    /// More than what every plugin has; best left out.
    pub memory_mib: Option<u64>,
    pub fuel: Option<u64>,
    pub seconds: Option<u64>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// A program and its arguments, run in the plugin's folder; no shell reads it.
    pub command: Vec<String>,
    /// What the command leaves, if that is not `build/plugin.wasm`: a core module or a component. `target/` is where
    /// Cargo puts it.
    pub output: Option<String>,
}

impl Manifest {
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let refused = |message: String| Failure::new(Diagnostic::new(BAD_PACKAGE, message));
        let text = std::fs::read_to_string(path).map_err(|error| {
            let diagnostic = Diagnostic::new(BAD_PACKAGE, format!("cannot read {}: {error}", path.display()));
            Failure::new(diagnostic.help("name a plugin's folder; `kpi plugin new` makes one"))
        })?;
        let manifest = Self::parse(&text).map_err(|why| refused(format!("{}: {why}", path.display())))?;
        Ok(manifest)
    }

    pub fn parse(text: &str) -> Result<Self, String> {
        let manifest: Self = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let About { id, version, .. } = &manifest.plugin;
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if id.is_empty() || !id.chars().all(is_id) {
            return Err(format!("the id {id:?} is of other signs than letters, digits, `_` and `-`"));
        }
        let is_version = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        if version.is_empty() || !version.chars().all(is_version) {
            return Err(format!("the version {version:?} is of other signs than letters, digits, `.`, `-` and `+`"));
        }
        if manifest.build.as_ref().is_some_and(|build| build.command.is_empty()) {
            return Err("the command of [build] is empty".to_owned());
        }
        Ok(manifest)
    }

    /// What the plugin is run with where no council has granted it anything yet.
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        if let Some(memory) = self.wants.memory_mib {
            limits = limits.with_memory(memory << 20);
        }
        if let Some(fuel) = self.wants.fuel {
            limits = limits.with_fuel(fuel);
        }
        if let Some(seconds) = self.wants.seconds {
            limits = limits.with_time(Duration::from_secs(seconds));
        }
        limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[plugin]\nid = \"wait\"\nversion = \"1.0.0\"\ntitle = \"Wait\"\nworld = \"measure\"\n";

    #[test]
    fn a_setting_that_is_not_understood_is_refused() {
        assert_eq!(Manifest::parse(GOOD).expect("right").plugin.world, World::Measure);
        for (wrong, says) in [
            (GOOD.replace("measure", "measures"), "measures"),
            (format!("{GOOD}[wants]\nhost = []\n"), "host"),
            (GOOD.replace("\"wait\"", "\"../wait\""), "../wait"),
            (format!("{GOOD}[build]\ncommand = []\n"), "empty"),
            (GOOD.replace("1.0.0", "1/0"), "1/0"),
        ] {
            let why = Manifest::parse(&wrong).expect_err(&wrong);
            assert!(why.contains(says), "{why}");
        }
    }
}
