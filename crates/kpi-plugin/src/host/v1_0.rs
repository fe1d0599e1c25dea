//! `plugins/wit/1.0.0`.

use super::Exports;
use crate::error::PluginError;
use crate::wire::{Column, Field, Group, MeasureInfo, Params, Problem, Request, Response, SourceInfo, Table};
use wasmtime::component::ComponentExportIndex;

pub(crate) struct Measure {
    pub(super) describe: ComponentExportIndex,
    pub(super) evaluate: ComponentExportIndex,
}

impl Measure {
    pub(super) fn bind(exports: &Exports<'_>) -> Result<Self, PluginError> {
        Ok(Self {
            describe: exports.function::<(), (MeasureInfo,)>("describe")?,
            evaluate: exports.function::<(&[Field], &Table, &[Group]), (Result<Column, Problem>,)>("evaluate")?,
        })
    }
}

pub(crate) struct Source {
    pub(super) describe: ComponentExportIndex,
    pub(super) plan: ComponentExportIndex,
    pub(super) parse: ComponentExportIndex,
}

impl Source {
    pub(super) fn bind(exports: &Exports<'_>) -> Result<Self, PluginError> {
        Ok(Self {
            describe: exports.function::<(), (SourceInfo,)>("describe")?,
            plan: exports.function::<(&Params, &[Response]), (Result<Vec<Request>, Problem>,)>("plan")?,
            parse: exports.function::<(&Params, &[Response]), (Result<Table, Problem>,)>("parse")?,
        })
    }
}
