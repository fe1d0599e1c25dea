//! Extism: bytes to a module that was compiled by wasmtime and kept in its cache, with a bound on fuel as kpi has one.

use crate::rows::{Rows, figure};
use crate::{Engine, Outcome, timed};
use extism::{CompiledPlugin, Manifest, Plugin, PluginBuilder, Wasm};
use kpi_plugin::Times;
use std::path::{Path, PathBuf};

const FUEL: u64 = 10_000_000_000;

pub struct Extism {
    file: PathBuf,
    cache: PathBuf,
    compiled: CompiledPlugin,
}

impl Extism {
    pub fn open(file: &Path, folder: &Path) -> Outcome<Self> {
        let cache = folder.join("extism.toml");
        let kept = folder.join("extism");
        std::fs::write(&cache, format!("[cache]\ndirectory = {kept:?}\n"))?;
        Ok(Self { file: file.to_owned(), compiled: compiled(file, &cache)?, cache })
    }
}

fn compiled(file: &Path, cache: &Path) -> Outcome<CompiledPlugin> {
    let manifest = Manifest::new([Wasm::file(file)]);
    Ok(PluginBuilder::new(manifest).with_cache_config(cache).with_fuel_limit(FUEL).compile()?)
}

fn ask(plugin: &mut Plugin, rows: &Rows) -> Outcome<f64> {
    let bytes = plugin.call::<Vec<u8>, Vec<u8>>("evaluate", rows.bytes())?;
    Ok(figure(&bytes).ok_or("the answer is cut short")?)
}

impl Engine for Extism {
    fn name(&self) -> &'static str {
        "Extism"
    }

    fn load(&self) -> Outcome<()> {
        compiled(&self.file, &self.cache).map(drop)
    }

    fn call(&self, rows: &Rows) -> Outcome<f64> {
        ask(&mut Plugin::new_from_compiled(&self.compiled)?, rows)
    }

    fn warm(&self, rows: &Rows, turns: usize) -> Outcome<Times> {
        let mut plugin = Plugin::new_from_compiled(&self.compiled)?;
        timed(turns, || ask(&mut plugin, rows).map(drop))
    }
}
