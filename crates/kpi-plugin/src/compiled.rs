//! Loads what kpi compiled itself. It is machine code, and is run as it stands: nothing else may come this way.
#![expect(unsafe_code, reason = "loading machine code cannot be checked; that only kpi's own is loaded is kept below")]

use wasmtime::Engine;
use wasmtime::component::Component;

/// Code that came from kpi's own compiler: made by the child process just now, or read from the private cache, where its
/// name binds it to the plugin and the settings and its checksum to what was written.
pub(crate) struct OwnCode<'a>(pub(crate) &'a [u8]);

pub(crate) fn load(engine: &Engine, code: &OwnCode<'_>) -> wasmtime::Result<Component> {
    // SAFETY: `deserialize` asks that the bytes come from `Component::serialize` of this wasmtime, unchanged; it checks the
    // version and the settings itself. `OwnCode` is made in `cache` only: from what the child process wrote, over a
    // pipe that only this process has the other end of; or from a file in a folder that is refused unless nobody else
    // may write to it, whose SHA-256 is the one that kpi noted when it wrote it.
    unsafe { Component::deserialize(engine, code.0) }
}
