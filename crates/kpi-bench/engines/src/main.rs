//! What one and the same call costs in kpi, in Extism and in Typst's interpreter: opening a plugin that was opened before,
//! a call in fresh memory, a call in memory that was used before, and a call over 200,000 rows of four columns. `./run`
//! builds the plugins and this, and prints a table; `docs/performance.md` has what was measured.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads files and the clock")]

mod extism;
mod kpi;
mod rows;
mod typst;

use kpi_plugin::Times;
use rows::Rows;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One way to run a plugin.
trait Engine {
    fn name(&self) -> &'static str;

    /// From the plugin's file to being able to call it, with whatever the engine keeps from before.
    fn load(&self) -> Outcome<()>;

    /// In fresh memory, the plugin being loaded.
    fn call(&self, rows: &Rows) -> Outcome<f64>;

    /// Calls that share memory.
    fn warm(&self, rows: &Rows, turns: usize) -> Outcome<Times>;
}

type Engines = [Box<dyn Engine>; 3];

fn main() -> Outcome<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next().ok_or("in which folder are the plugins?")?;
    if first == "compile-child" {
        return kpi::compile_child(arguments);
    }
    let plugins = PathBuf::from(first);
    let cache = tempfile::tempdir()?;
    let engines = engines(&plugins, cache.path())?;
    let (few, many) = (Rows::made(2), Rows::made(200_000));
    for engine in &engines {
        for rows in [&few, &many] {
            let found = engine.call(rows)?;
            if found != rows.sum {
                return Err(format!("{} says {found}, and it is {}", engine.name(), rows.sum).into());
            }
        }
    }
    let [one, two, three] = engines.each_ref().map(|engine| engine.name());
    println!("{:<36} {one:>20} {two:>20} {three:>20}", "milliseconds: half, and 99 % within");
    say("load", &engines, |engine| timed(200, || engine.load()))?;
    say("call, fresh memory, 2 rows", &engines, |engine| timed(1_000, || engine.call(&few).map(drop)))?;
    say("call, used memory, 2 rows", &engines, |engine| engine.warm(&few, 1_000))?;
    say("call, fresh memory, 200,000 rows", &engines, |engine| timed(30, || engine.call(&many).map(drop)))?;
    Ok(ExitCode::SUCCESS)
}

fn engines(plugins: &Path, cache: &Path) -> Outcome<Engines> {
    Ok([
        Box::new(kpi::Kpi::open(&plugins.join("adds_up_kpi.wasm"), cache)?),
        Box::new(extism::Extism::open(&plugins.join("adds_up_extism.wasm"), cache)?),
        Box::new(typst::Typst::open(&plugins.join("adds_up_typst.wasm"))?),
    ])
}

fn say(what: &str, engines: &Engines, times: impl Fn(&dyn Engine) -> Outcome<Times>) -> Outcome<()> {
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let mut line = format!("{what:<36}");
    for engine in engines {
        let times = times(engine.as_ref())?;
        line.push_str(&format!(" {:>10.4} {:>9.4}", ms(times.median), ms(times.ninety_nine)));
    }
    println!("{line}");
    Ok(())
}

fn timed(turns: usize, mut step: impl FnMut() -> Outcome<()>) -> Outcome<Times> {
    let mut times = Vec::with_capacity(turns);
    for _ in 0..turns {
        let started = Instant::now();
        step()?;
        times.push(started.elapsed());
    }
    Ok(Times::of(times))
}
