//! `plugins/wit/1.1.0`: a measure can say how a figure came about.

use super::{Exports, v1_0};
use crate::error::PluginError;
use crate::wire::{Field, Group, Note, Problem, Table};
use wasmtime::component::ComponentExportIndex;

pub(crate) struct Measure {
    pub(super) before: v1_0::Measure,
    pub(super) explain: ComponentExportIndex,
}

impl Measure {
    pub(super) fn bind(exports: &Exports<'_>) -> Result<Self, PluginError> {
        Ok(Self {
            before: v1_0::Measure::bind(exports)?,
            explain: exports.function::<(&[Field], &Table, &[Group]), (Result<Vec<Note>, Problem>,)>("explain")?,
        })
    }
}
