//! Typst's interpreter: wasmi, set up and called as Typst 0.15 does for its plugins, which take and give bytes. It has no
//! bound on time, and nothing to keep from one process to the next.

use crate::rows::{Rows, figure};
use crate::{Engine, Outcome, timed};
use kpi_plugin::Times;
use std::path::{Path, PathBuf};
use wasmi::{Caller, Config, Extern, Instance, Linker, Module, Store, TypedFunc};

#[derive(Default)]
struct Call {
    argument: Vec<u8>,
    result: Vec<u8>,
    fault: Option<String>,
}

pub struct Typst {
    file: PathBuf,
    loaded: Loaded,
}

struct Loaded {
    linker: Linker<Call>,
    module: Module,
}

struct Running {
    store: Store<Call>,
    evaluate: TypedFunc<u32, i32>,
}

impl Typst {
    pub fn open(file: &Path) -> Outcome<Self> {
        Ok(Self { file: file.to_owned(), loaded: loaded(file)? })
    }
}

fn loaded(file: &Path) -> Outcome<Loaded> {
    let mut config = Config::default();
    config.wasm_relaxed_simd(false);
    let engine = wasmi::Engine::new(&config);
    let module = Module::new(&engine, std::fs::read(file)?)?;
    let mut linker = Linker::new(&engine);
    linker.func_wrap("typst_env", "wasm_minimal_protocol_write_args_to_buffer", write_argument)?;
    linker.func_wrap("typst_env", "wasm_minimal_protocol_send_result_to_host", take_result)?;
    Ok(Loaded { linker, module })
}

fn write_argument(mut caller: Caller<'_, Call>, to: u32) {
    let argument = std::mem::take(&mut caller.data_mut().argument);
    let Some(Extern::Memory(memory)) = caller.get_export("memory") else { return };
    if let Err(error) = memory.write(&mut caller, to as usize, &argument) {
        caller.data_mut().fault = Some(error.to_string());
    }
}

fn take_result(mut caller: Caller<'_, Call>, from: u32, length: u32) {
    let Some(Extern::Memory(memory)) = caller.get_export("memory") else { return };
    let mut result = vec![0; length as usize];
    match memory.read(&caller, from as usize, &mut result) {
        Ok(()) => caller.data_mut().result = result,
        Err(error) => caller.data_mut().fault = Some(error.to_string()),
    }
}

impl Loaded {
    fn start(&self) -> Outcome<Running> {
        let mut store = Store::new(self.linker.engine(), Call::default());
        let instance: Instance = self.linker.instantiate_and_start(&mut store, &self.module)?;
        let evaluate = instance.get_typed_func(&store, "evaluate")?;
        Ok(Running { store, evaluate })
    }
}

impl Running {
    fn ask(&mut self, rows: &Rows) -> Outcome<f64> {
        let bytes = rows.bytes();
        let length = u32::try_from(bytes.len())?;
        self.store.data_mut().argument = bytes;
        let code = self.evaluate.call(&mut self.store, length)?;
        if let Some(fault) = self.store.data_mut().fault.take() {
            return Err(fault.into());
        }
        if code != 0 {
            return Err("the plugin has no answer".into());
        }
        Ok(figure(&self.store.data().result).ok_or("the answer is cut short")?)
    }
}

impl Engine for Typst {
    fn name(&self) -> &'static str {
        "Typst's"
    }

    fn load(&self) -> Outcome<()> {
        loaded(&self.file)?.start().map(drop)
    }

    fn call(&self, rows: &Rows) -> Outcome<f64> {
        self.loaded.start()?.ask(rows)
    }

    fn warm(&self, rows: &Rows, turns: usize) -> Outcome<Times> {
        let mut running = self.loaded.start()?;
        timed(turns, || running.ask(rows).map(drop))
    }
}
