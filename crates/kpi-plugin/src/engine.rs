//! The one engine of the process, set so that a plugin gives the same answer everywhere and is stopped in time.

use crate::error::PluginError;
use std::sync::OnceLock;
use std::time::Duration;
use wasmtime::{Config, Engine, OptLevel};

/// How often the clock that stops plugins ticks.
pub(crate) const TICK: Duration = Duration::from_millis(10);

/// What of WebAssembly plugins may use; `inspect` refuses the rest by name before anything is compiled.
pub(crate) const FEATURES: wasmparser::WasmFeatures = wasmparser::WasmFeatures::WASM2
    .union(wasmparser::WasmFeatures::EXTENDED_CONST)
    .union(wasmparser::WasmFeatures::MULTI_MEMORY)
    .union(wasmparser::WasmFeatures::TAIL_CALL)
    .union(wasmparser::WasmFeatures::COMPONENT_MODEL);

pub(crate) fn config() -> Config {
    let mut config = Config::new();
    config
        .wasm_component_model(true)
        .consume_fuel(true)
        .epoch_interruption(true)
        // The bits of a NaN differ between processors.
        .cranelift_nan_canonicalization(true)
        .relaxed_simd_deterministic(true)
        .wasm_relaxed_simd(false)
        .wasm_memory64(false)
        .wasm_multi_memory(true)
        .wasm_tail_call(true)
        .max_wasm_stack(512 << 10)
        .cranelift_opt_level(OptLevel::Speed);
    config
}

/// The engine that runs plugins. It compiles nothing: that is done by a child process with the same settings.
pub(crate) fn engine() -> Result<&'static Engine, PluginError> {
    static ENGINE: OnceLock<Result<Engine, String>> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let engine = Engine::new(&config()).map_err(|error| error.to_string())?;
        let ticking = engine.clone();
        let ticker = std::thread::Builder::new().name("plugin clock".to_owned());
        ticker
            .spawn(move || {
                loop {
                    std::thread::sleep(TICK);
                    ticking.increment_epoch();
                }
            })
            .map_err(|error| error.to_string())?;
        Ok(engine)
    });
    made.as_ref().map_err(|why| PluginError::Compile { why: why.clone() })
}

/// The ticks after which a call that may take so long has taken too long.
pub(crate) fn ticks(time: Duration) -> u64 {
    u64::try_from(time.as_millis().div_ceil(TICK.as_millis())).unwrap_or(u64::MAX >> 1).saturating_add(1)
}
