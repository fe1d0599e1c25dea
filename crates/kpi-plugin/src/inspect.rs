//! What is in a plugin's file, found without running or compiling any of it.

use crate::digest::Digest;
use crate::engine::FEATURES;
use crate::error::PluginError;
use crate::host::{self, ApiVersion};
use crate::meter::INSTANCES;
use wasmparser::component_types::ComponentEntityType;
use wasmparser::types::TypesRef;
use wasmparser::{Parser, Payload, Validator};

/// Interpreters of whole languages stay well below these.
pub(crate) const FILE: u64 = 32 << 20;
const FUNCTION: u64 = 1 << 20;
const FUNCTIONS: u64 = 100_000;
const MODULES: u64 = 100;
const COMPONENTS: u64 = 200;

/// What a plugin's file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    pub digest: Digest,
    pub bytes: u64,
    /// What it wants, by name. Kpi gives nothing, so a plugin that is taken has none.
    pub imports: Vec<String>,
    pub exports: Vec<String>,
    /// Of the interface that it exports and kpi speaks: `None` if it is none of kpi's.
    pub measure: Option<ApiVersion>,
    pub source: Option<ApiVersion>,
    pub functions: u64,
    /// Bytes of the longest.
    pub longest_function: u64,
    pub modules: u64,
}

impl Inspection {
    /// Looks into a file's bytes. What is no component, or is too large, is an error; what it imports and exports is
    /// only told.
    pub(crate) fn of(bytes: &[u8], digest: Digest) -> Result<Self, PluginError> {
        fits(bytes.len() as u64)?;
        if Parser::is_core_wasm(bytes) {
            return Err(PluginError::NotAComponent {
                why: "it is a core module, without the types of a component".to_owned(),
            });
        }
        if !Parser::is_component(bytes) {
            return Err(PluginError::NotAComponent { why: "it does not start like one".to_owned() });
        }
        let mut found = Self {
            digest,
            bytes: bytes.len() as u64,
            imports: Vec::new(),
            exports: Vec::new(),
            measure: None,
            source: None,
            functions: 0,
            longest_function: 0,
            modules: 0,
        };
        found.count(bytes)?;
        let types = Validator::new_with_features(FEATURES).validate_all(bytes).map_err(not_valid)?;
        found.imports.retain(|name| gives_more_than_types(types.as_ref(), name));
        found.measure = host::newest("measure", &found.exports);
        found.source = host::newest("data-source", &found.exports);
        Ok(found)
    }

    fn count(&mut self, bytes: &[u8]) -> Result<(), PluginError> {
        let (mut depth, mut components, mut instances) = (0_u32, 0, 0);
        for payload in Parser::new(0).parse_all(bytes) {
            match payload.map_err(not_valid)? {
                Payload::ModuleSection { .. } => {
                    depth += 1;
                    self.modules += 1;
                    at_most("it has too many core modules", self.modules, MODULES)?;
                }
                Payload::ComponentSection { .. } => {
                    depth += 1;
                    components += 1;
                    at_most("it has too many components", components, COMPONENTS)?;
                }
                Payload::End(_) => depth = depth.saturating_sub(1),
                Payload::CodeSectionStart { count, .. } => {
                    self.functions += u64::from(count);
                    at_most("it has too many functions", self.functions, FUNCTIONS)?;
                }
                Payload::CodeSectionEntry(body) => {
                    let length = body.range().len() as u64;
                    at_most("a function has too many bytes", length, FUNCTION)?;
                    self.longest_function = self.longest_function.max(length);
                }
                Payload::InstanceSection(section) => {
                    instances += u64::from(section.count());
                    at_most("it has too many instances", instances, INSTANCES as u64)?;
                }
                Payload::ComponentImportSection(section) if depth == 0 => {
                    for import in section {
                        self.imports.push(import.map_err(not_valid)?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) if depth == 0 => {
                    for export in section {
                        self.exports.push(export.map_err(not_valid)?.name.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether the plugin can be run at all.
    pub(crate) fn fit(&self) -> Result<(), PluginError> {
        if !self.imports.is_empty() {
            let imports = self.imports.iter().map(|name| crate::check::printable(name, 200)).collect();
            return Err(PluginError::Imports { imports });
        }
        host::speaks(&self.exports)
    }
}

/// Whether a file of so many bytes is looked into at all.
pub(crate) fn fits(bytes: u64) -> Result<(), PluginError> {
    at_most("the file has too many bytes", bytes, FILE)
}

/// Bindings import the interface that only names the types of the others; nothing comes with it.
fn gives_more_than_types(types: TypesRef<'_>, import: &str) -> bool {
    match types.component_item_for_import(import).map(|item| item.ty) {
        Some(ComponentEntityType::Instance(id)) => {
            let is_type = |entity: ComponentEntityType| {
                matches!(entity, ComponentEntityType::Type { created, .. }
                    if !matches!(created, wasmparser::component_types::ComponentAnyTypeId::Resource(_)))
            };
            types.get(id).is_none_or(|instance| !instance.exports.values().all(|export| is_type(export.ty)))
        }
        _ => true,
    }
}

fn at_most(what: &'static str, found: u64, most: u64) -> Result<(), PluginError> {
    if found > most { Err(PluginError::TooLarge { what, found, most }) } else { Ok(()) }
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` passes")]
fn not_valid(error: wasmparser::Error) -> PluginError {
    let why = crate::check::printable(error.message(), 300);
    PluginError::NotAComponent { why: format!("{why} (at byte {})", error.offset()) }
}
