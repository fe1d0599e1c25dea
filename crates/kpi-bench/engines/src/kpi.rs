//! kpi: columns to a component that was compiled once and kept, in fresh memory and within bounds each time.

use crate::rows::Rows;
use crate::{Engine, Outcome};
use kpi_plugin::{Cache, CompileLimits, Compiler, Data, Group, Limits, Plugin, Span, Times};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use wit_component::ComponentEncoder;

pub struct Kpi {
    file: PathBuf,
    cache: Cache,
    plugin: Plugin,
}

impl Kpi {
    pub fn open(module: &Path, folder: &Path) -> Outcome<Self> {
        let file = folder.join("adds_up.wasm");
        let component = ComponentEncoder::default().module(&std::fs::read(module)?)?.encode()?;
        std::fs::write(&file, component)?;
        let program = std::env::current_exe()?;
        let arguments = vec![OsString::from("compile-child")];
        let cache = Cache::new(folder.join("kpi"), Compiler { program, arguments, limits: CompileLimits::default() });
        let plugin = Plugin::open(&file, Limits::default(), &cache)?;
        Ok(Self { file, cache, plugin })
    }
}

impl Engine for Kpi {
    fn name(&self) -> &'static str {
        "kpi"
    }

    fn load(&self) -> Outcome<()> {
        Ok(Plugin::open(&self.file, Limits::default(), &self.cache).map(drop)?)
    }

    fn call(&self, rows: &Rows) -> Outcome<f64> {
        let figures = self.plugin.evaluate(&[], &rows.table, &one_group(rows))?.value;
        match figures.data {
            Data::Fixed(figures) if figures.scale == 0 => Ok(figures.units.first().map_or(f64::NAN, |sum| *sum as f64)),
            other => Err(format!("a whole number was expected, not {other:?}").into()),
        }
    }

    fn warm(&self, rows: &Rows, turns: usize) -> Outcome<Times> {
        let call = (&[][..], &rows.table, &one_group(rows)[..]);
        Ok(Plugin::speed(&self.file, &Limits::default(), &self.cache, call, turns)?.warm)
    }
}

fn one_group(rows: &Rows) -> [Group; 1] {
    [Group { rows: rows.table.rows, period: Span { start: 19_814, end: 20_178 } }]
}

/// kpi compiles in a process of its own, and asks this program to be it.
pub fn compile_child(arguments: impl Iterator<Item = OsString>) -> Outcome<std::process::ExitCode> {
    let numbers: Vec<u64> = arguments.filter_map(|argument| argument.to_str()?.parse().ok()).collect();
    let [memory, processor] = numbers.as_slice() else { return Err("two numbers are wanted".into()) };
    Ok(kpi_plugin::compile_child(*memory, *processor))
}
