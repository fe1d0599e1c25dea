//! Runs a council's plugins: WebAssembly components that are given rows and settings, and nothing else.
//!
//! A plugin imports nothing, so it can reach nothing; what it may use of time and memory is bounded for every call; what
//! it gives back is looked at before it is believed; and what a source wants from elsewhere kpi fetches for it, where
//! the council has granted that. `docs/plugins/threat-model.md` says against what, and names the test of each.
#![expect(clippy::disallowed_methods, reason = "this is the crate that reads plugins, and fetches for them")]

mod cache;
mod check;
mod compiled;
mod compiler;
mod digest;
mod engine;
mod error;
pub mod fetch;
mod host;
mod inspect;
mod limits;
mod meter;
mod plugin;
mod speed;
mod table;
mod wire;

pub use cache::Cache;
pub use compiler::{CompileLimits, Compiler, compile_child};
pub use digest::Digest;
pub use error::{Answered, Fault, PluginError};
pub use host::ApiVersion;
pub use inspect::Inspection;
pub use limits::{Limits, Used};
pub use plugin::{Description, Plugin, Pulled};
pub use speed::{Speed, Times};
pub use table::{Cell, Kind};
pub use wire::{
    Column, ColumnInfo, Data, Dict, Field, Fixed, Group, MeasureInfo, Note, Params, Problem, Request, Response,
    SettingInfo, SourceInfo, Span, Table, Utf8,
};
