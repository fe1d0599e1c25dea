//! The interface as plugins were built against it: a module for each version, which is chosen by what the plugin exports
//! and never changes once the version is out.

mod v1_0;
mod v1_1;

use crate::error::PluginError;
use std::fmt;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, ComponentExportIndex, ComponentNamedList, Lift, Lower};

const PACKAGE: &str = "kpi:plugin/";

/// A version of the interface, `plugins/wit/MAJOR.MINOR.PATCH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiVersion {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

impl ApiVersion {
    /// Those that this kpi speaks, oldest first.
    pub const SPOKEN: [Self; 2] = [Self::new(1, 0, 0), Self::new(1, 1, 0)];

    const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(|part| part.parse().ok());
        let version = Self::new(parts.next()??, parts.next()??, parts.next()??);
        parts.next().is_none().then_some(version)
    }

    /// A later version of the same major only adds, so what it exports can be called as far as kpi knows it.
    fn spoken(self) -> bool {
        Self::SPOKEN.iter().any(|spoken| spoken.major == self.major)
    }
}

impl fmt::Display for ApiVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The newest version of an interface among the exports that kpi speaks.
pub(crate) fn newest(interface: &str, exports: &[String]) -> Option<ApiVersion> {
    versions(interface, exports).filter(|version| version.spoken()).max()
}

fn versions<'a>(interface: &'a str, exports: &'a [String]) -> impl Iterator<Item = ApiVersion> + 'a {
    let version = move |name: &'a String| name.strip_prefix(PACKAGE)?.strip_prefix(interface)?.strip_prefix('@');
    exports.iter().filter_map(version).filter_map(ApiVersion::parse)
}

/// Whether there is anything among the exports that kpi can call; if not, what is said names both sides' versions.
pub(crate) fn speaks(exports: &[String]) -> Result<(), PluginError> {
    let interfaces = ["measure", "data-source"];
    if interfaces.iter().any(|interface| newest(interface, exports).is_some()) {
        return Ok(());
    }
    let [oldest, .., latest] = &ApiVersion::SPOKEN;
    let spoken = ApiVersion::SPOKEN.map(|version| version.to_string()).join(" and ");
    let build = format!("build the plugin against plugins/wit/{latest}");
    let ours: Vec<String> = exports.iter().filter(|name| name.starts_with(PACKAGE)).map(|name| shown(name)).collect();
    if ours.is_empty() {
        let found = match exports {
            [] => "nothing".to_owned(),
            exports => exports.iter().take(5).map(|name| shown(name)).collect::<Vec<_>>().join(", "),
        };
        let why = format!(
            "the plugin exports {found}, and neither `{PACKAGE}measure` nor `{PACKAGE}data-source`; this kpi speaks {spoken}"
        );
        return Err(PluginError::Version { why, help: build });
    }
    let newer = interfaces.iter().any(|interface| versions(interface, exports).any(|version| version > *latest));
    let older = interfaces.iter().any(|interface| versions(interface, exports).any(|version| version < *oldest));
    let help = match (newer, older) {
        (true, false) => format!("take a kpi that speaks it, or {build}"),
        _ => build,
    };
    let why = format!("the plugin is built for {}, and this kpi speaks {spoken}", ours.join(", "));
    Err(PluginError::Version { why, help })
}

fn shown(name: &str) -> String {
    format!("`{}`", crate::check::printable(name, 100))
}

/// A measure's functions, under the version that it was built for.
pub(crate) enum Measure {
    V1_0(v1_0::Measure),
    V1_1(v1_1::Measure),
}

impl Measure {
    pub(crate) fn bind(component: &Component, version: ApiVersion) -> Result<Self, PluginError> {
        let exports = Exports::of(component, "measure", version)?;
        match version.minor {
            0 => Ok(Self::V1_0(v1_0::Measure::bind(&exports)?)),
            _ => Ok(Self::V1_1(v1_1::Measure::bind(&exports)?)),
        }
    }

    pub(crate) const fn describe(&self) -> &ComponentExportIndex {
        match self {
            Self::V1_0(measure) | Self::V1_1(v1_1::Measure { before: measure, .. }) => &measure.describe,
        }
    }

    pub(crate) const fn evaluate(&self) -> &ComponentExportIndex {
        match self {
            Self::V1_0(measure) | Self::V1_1(v1_1::Measure { before: measure, .. }) => &measure.evaluate,
        }
    }

    pub(crate) const fn explain(&self) -> Option<&ComponentExportIndex> {
        match self {
            Self::V1_0(_) => None,
            Self::V1_1(measure) => Some(&measure.explain),
        }
    }
}

/// A source's functions; 1.1 added none.
pub(crate) struct Source(v1_0::Source);

impl Source {
    pub(crate) fn bind(component: &Component, version: ApiVersion) -> Result<Self, PluginError> {
        v1_0::Source::bind(&Exports::of(component, "data-source", version)?).map(Self)
    }

    pub(crate) const fn describe(&self) -> &ComponentExportIndex {
        &self.0.describe
    }

    pub(crate) const fn plan(&self) -> &ComponentExportIndex {
        &self.0.plan
    }

    pub(crate) const fn parse(&self) -> &ComponentExportIndex {
        &self.0.parse
    }
}

/// What one interface of a plugin exports.
struct Exports<'a> {
    component: &'a Component,
    interface: String,
    instance: ComponentExportIndex,
}

impl<'a> Exports<'a> {
    fn of(component: &'a Component, interface: &str, version: ApiVersion) -> Result<Self, PluginError> {
        let interface = format!("{PACKAGE}{interface}@{version}");
        match component.get_export(None, interface.as_str()) {
            Some((ComponentItem::ComponentInstance(_), instance)) => Ok(Self { component, interface, instance }),
            _ => {
                Err(PluginError::Interface { function: String::new(), why: "it is no interface".to_owned(), interface })
            }
        }
    }

    /// A function, where it takes and gives what the interface says: told when the plugin is loaded, not when it is called.
    fn function<P, R>(&self, name: &str) -> Result<ComponentExportIndex, PluginError>
    where
        P: ComponentNamedList + Lower,
        R: ComponentNamedList + Lift,
    {
        let wrong = |why: String| PluginError::Interface {
            interface: self.interface.clone(),
            function: name.to_owned(),
            why: crate::check::printable(&why, 300),
        };
        match self.component.get_export(Some(&self.instance), name) {
            Some((ComponentItem::ComponentFunc(function), index)) => {
                let types = self.component.component_type();
                function.typecheck::<P, R>(&types.instance_type()).map_err(|error| wrong(format!("{error:#}")))?;
                Ok(index)
            }
            Some(_) => Err(wrong("it is no function".to_owned())),
            None => Err(wrong("it is not there".to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_newest_version_that_is_spoken_is_taken() {
        let both = exports(&["kpi:plugin/measure@1.0.0", "kpi:plugin/measure@1.1.0", "kpi:plugin/measure@2.0.0"]);
        assert_eq!(newest("measure", &both), Some(ApiVersion::new(1, 1, 0)));
        assert_eq!(newest("data-source", &both), None);
        let later = exports(&["kpi:plugin/measure@1.7.0"]);
        assert_eq!(newest("measure", &later), Some(ApiVersion::new(1, 7, 0)), "a later minor version only adds");
    }

    #[test]
    fn a_refusal_names_both_versions_and_what_to_do() {
        let error = speaks(&exports(&["kpi:plugin/measure@2.0.0"])).expect_err("an unknown major version");
        assert_eq!(
            error.to_string(),
            "the plugin is built for `kpi:plugin/measure@2.0.0`, and this kpi speaks 1.0.0 and 1.1.0"
        );
        assert_eq!(
            error.help().as_deref(),
            Some("take a kpi that speaks it, or build the plugin against plugins/wit/1.1.0")
        );
        let error = speaks(&exports(&["kpi:plugin/measure@0.1.0"])).expect_err("one from before");
        assert_eq!(error.help().as_deref(), Some("build the plugin against plugins/wit/1.1.0"));
        let error = speaks(&exports(&["run"])).expect_err("no plugin of kpi's");
        assert_eq!(
            error.to_string(),
            "the plugin exports `run`, and neither `kpi:plugin/measure` nor `kpi:plugin/data-source`; \
             this kpi speaks 1.0.0 and 1.1.0"
        );
        for odd in
            ["kpi:plugin/measure", "kpi:plugin/measure@1.0", "kpi:plugin/measure@1.0.0.0", "kpi:plugin/measure@1.x.0"]
        {
            assert!(speaks(&exports(&[odd])).is_err(), "{odd}");
        }
    }
}
