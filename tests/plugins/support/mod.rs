//! Plugins of the tests, compiled and ready to be called.

#![allow(dead_code, reason = "each test program uses what it needs")]

mod building;

pub use building::*;
use kpi_plugin::{
    Cache, CompileLimits, Compiler, Field, Group, Limits, Params, Plugin, PluginError, Response, Span, Table,
};
use std::path::PathBuf;
use std::sync::OnceLock;

pub fn compiler() -> Compiler {
    Compiler {
        program: PathBuf::from(env!("CARGO_BIN_EXE_kpi-plugin-compile")),
        arguments: Vec::new(),
        limits: CompileLimits::default(),
    }
}

/// One for all tests of a program.
pub fn cache() -> &'static Cache {
    static CACHE: OnceLock<(tempfile::TempDir, Cache)> = OnceLock::new();
    let (_, cache) = CACHE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(folder.path().join("plugins"), compiler());
        (folder, cache)
    });
    cache
}

pub fn load(bytes: &[u8]) -> Result<Plugin, PluginError> {
    Plugin::load(bytes, Limits::default(), cache())
}

pub fn period() -> Span {
    Span { start: 19_814, end: 20_178 }
}

/// Rows without columns in groups of these sizes.
pub fn groups(sizes: &[u32]) -> (Table, Vec<Group>) {
    let groups = sizes.iter().map(|rows| Group { rows: *rows, period: period() }).collect();
    (Table { rows: sizes.iter().sum(), columns: Vec::new() }, groups)
}

pub fn setting(name: &str, value: &str) -> Field {
    Field { name: name.to_owned(), value: value.to_owned() }
}

pub fn params() -> Params {
    Params { settings: Vec::new(), period: period() }
}

pub fn response(body: &[u8]) -> Response {
    Response { id: "1".to_owned(), status: 200, headers: Vec::new(), body: body.to_vec() }
}
