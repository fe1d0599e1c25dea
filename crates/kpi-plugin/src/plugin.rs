//! A plugin that was looked at and compiled, and its calls. Every call starts from the same fresh memory and is bounded
//! before any of the plugin's code runs, its start included.

use crate::cache::Cache;
use crate::check;
use crate::digest::Digest;
use crate::engine::{engine, ticks};
use crate::error::{Answered, Fault, PluginError};
use crate::fetch::Fetcher;
use crate::host::{self, ApiVersion};
use crate::inspect::{self, FILE, Inspection};
use crate::limits::{Limits, Used};
use crate::meter::Meter;
use crate::table::rows_of;
use crate::wire::{Column, Field, Group, MeasureInfo, Note, Params, Problem, Request, Response, SourceInfo, Table};
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use wasmtime::component::{Component, ComponentExportIndex, ComponentNamedList, InstancePre, Lift, Linker, Lower};
use wasmtime::{Store, Trap, WasmBacktrace};

/// A plugin, ready to be called. Cheap to clone, and to be called from several threads at once: calls share nothing.
#[derive(Clone)]
pub struct Plugin {
    loaded: Arc<Loaded>,
}

struct Loaded {
    digest: Digest,
    limits: Limits,
    instance: InstancePre<Meter>,
    measure: Option<(ApiVersion, host::Measure)>,
    source: Option<(ApiVersion, host::Source)>,
    described: OnceLock<Description>,
}

/// What a plugin says of itself: as a measure, as a source, or as both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    pub measure: Option<MeasureInfo>,
    pub source: Option<SourceInfo>,
}

/// A source's table with how it was got.
#[derive(Debug, Clone, PartialEq)]
pub struct Pulled {
    pub table: Table,
    /// Of the call of `parse`.
    pub used: Used,
    pub rounds: usize,
    pub requests: usize,
    /// Bytes of all responses.
    pub received: u64,
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin").field("digest", &self.loaded.digest).finish_non_exhaustive()
    }
}

impl Plugin {
    /// Reads a plugin, looks at it, and compiles it if the cache has not got it.
    ///
    /// # Errors
    /// Where it cannot be read, is not fit to be run, or cannot be compiled.
    pub fn open(path: &Path, limits: Limits, cache: &Cache) -> Result<Self, PluginError> {
        Self::load(&read(path)?, limits, cache)
    }

    /// As [`Plugin::open`], and refused if it is not the one that is pinned.
    ///
    /// # Errors
    /// As [`Plugin::open`], and where the digest is another.
    pub fn open_pinned(path: &Path, pinned: Digest, limits: Limits, cache: &Cache) -> Result<Self, PluginError> {
        let bytes = read(path)?;
        let found = Digest::of(&bytes);
        if found != pinned {
            return Err(PluginError::Digest { pinned: pinned.to_string(), found: found.to_string() });
        }
        Self::load(&bytes, limits, cache)
    }

    /// As [`Plugin::open`], from the bytes of a file.
    ///
    /// # Errors
    /// As [`Plugin::open`].
    pub fn load(bytes: &[u8], limits: Limits, cache: &Cache) -> Result<Self, PluginError> {
        let digest = Digest::of(bytes);
        let component = cache.component(digest, bytes, || Inspection::of(bytes, digest)?.fit())?;
        let exports: Vec<String> =
            component.component_type().exports(component.engine()).map(|(name, _)| name.to_owned()).collect();
        let measure = host::newest("measure", &exports)
            .map(|version| host::Measure::bind(&component, version).map(|measure| (version, measure)))
            .transpose()?;
        let source = host::newest("data-source", &exports)
            .map(|version| host::Source::bind(&component, version).map(|source| (version, source)))
            .transpose()?;
        let instance = linked(&component)?;
        let loaded = Loaded { digest, limits, instance, measure, source, described: OnceLock::new() };
        Ok(Self { loaded: Arc::new(loaded) })
    }

    /// What is in a file, without running any of it. What it imports is told here, and refused by [`Plugin::open`].
    ///
    /// # Errors
    /// Where the file cannot be read, is no component, or is larger than kpi compiles.
    pub fn inspect(path: &Path) -> Result<Inspection, PluginError> {
        let bytes = read(path)?;
        Inspection::of(&bytes, Digest::of(&bytes))
    }

    /// The SHA-256 of the plugin's file.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.loaded.digest
    }

    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.loaded.limits
    }

    /// The version of the interface that it is called under: as a measure if it is one, else as a source.
    #[must_use]
    pub fn api(&self) -> Option<ApiVersion> {
        let measure = self.loaded.measure.as_ref().map(|(version, _)| *version);
        measure.or_else(|| self.loaded.source.as_ref().map(|(version, _)| *version))
    }

    /// What the plugin says of itself. Asked once; it cannot change.
    ///
    /// # Errors
    /// Where the call fails, or what is described does not hold together.
    pub fn describe(&self) -> Result<&Description, PluginError> {
        if let Some(description) = self.loaded.described.get() {
            return Ok(description);
        }
        let limits = &self.loaded.limits;
        let mut description = Description { measure: None, source: None };
        if let Some((_, measure)) = &self.loaded.measure {
            let info: MeasureInfo = self.call("describe", measure.describe(), (), 0, limits.measure_time)?.value;
            check::measure(&info, limits).map_err(|fault| disbelieved("describe", fault))?;
            description.measure = Some(info);
        }
        if let Some((_, source)) = &self.loaded.source {
            let info: SourceInfo = self.call("describe", source.describe(), (), 0, limits.measure_time)?.value;
            check::source(&info, limits).map_err(|fault| disbelieved("describe", fault))?;
            description.source = Some(info);
        }
        Ok(self.loaded.described.get_or_init(|| description))
    }

    /// One figure for each group of rows.
    ///
    /// # Errors
    /// Where the plugin has none, is stopped, or is not believed.
    pub fn evaluate(
        &self,
        settings: &[Field],
        inputs: &Table,
        groups: &[Group],
    ) -> Result<Answered<Column>, PluginError> {
        const NAME: &str = "evaluate";
        let Some((_, measure)) = &self.loaded.measure else {
            return Err(PluginError::Asked { why: "the plugin is no measure".to_owned() });
        };
        let bytes = asked(settings, inputs, groups)?;
        let params = (settings, inputs, groups);
        let answer = self.call(NAME, measure.evaluate(), params, bytes, self.loaded.limits.measure_time)?;
        let answer = said(answer, Column::bytes)?;
        check::figures(&answer.value, groups.len()).map_err(|fault| disbelieved(NAME, fault))?;
        Ok(answer)
    }

    /// As [`Plugin::evaluate`], twice: a plugin whose answers differ is told.
    ///
    /// # Errors
    /// As [`Plugin::evaluate`], and where the two answers differ.
    pub fn evaluate_twice(
        &self,
        settings: &[Field],
        inputs: &Table,
        groups: &[Group],
    ) -> Result<Answered<Column>, PluginError> {
        let first = self.evaluate(settings, inputs, groups)?;
        let second = self.evaluate(settings, inputs, groups)?;
        check::alike((&first, &second), groups.len())
            .map_err(|difference| PluginError::Undetermined { function: "evaluate", difference })?;
        Ok(first)
    }

    /// How long each of several calls takes that share memory, which no run does.
    pub(crate) fn evaluate_warm(
        &self,
        settings: &[Field],
        inputs: &Table,
        groups: &[Group],
        turns: usize,
    ) -> Result<Vec<Duration>, PluginError> {
        const NAME: &str = "evaluate";
        let limits = &self.loaded.limits;
        let Some((_, measure)) = &self.loaded.measure else {
            return Err(PluginError::Asked { why: "the plugin is no measure".to_owned() });
        };
        let bytes = asked(settings, inputs, groups)?;
        let (fuel, time) = (limits.fuel_for(bytes), limits.time_for(limits.measure_time, bytes));
        let mut store = Store::new(engine()?, Meter::new(limits.memory_for(bytes)));
        arm(&mut store, fuel, time, limits.output);
        let mut times = Vec::with_capacity(turns);
        let mut run = || {
            let instance = self.loaded.instance.instantiate(&mut store)?;
            let function = instance.get_typed_func::<(&[Field], &Table, &[Group]), (Result<Column, Problem>,)>(
                &mut store,
                measure.evaluate(),
            )?;
            for _ in 0..turns {
                arm(&mut store, fuel, time, limits.output);
                let started = Instant::now();
                let (_answer,) = function.call(&mut store, (settings, inputs, groups))?;
                times.push(started.elapsed());
            }
            Ok(())
        };
        let ended: wasmtime::Result<()> = run();
        let used = Used {
            fuel,
            fuel_limit: fuel,
            memory: store.data().peak,
            memory_limit: store.data().limit(),
            output: 0,
            output_limit: limits.output,
            elapsed: time,
            time_limit: time,
        };
        ended.map_err(|error| stopped(NAME, &error, store.data(), &used))?;
        Ok(times)
    }

    /// How the figures of [`Plugin::evaluate`] came about; `None` where the plugin is of a version that cannot say.
    ///
    /// # Errors
    /// As [`Plugin::evaluate`].
    pub fn explain(
        &self,
        settings: &[Field],
        inputs: &Table,
        groups: &[Group],
    ) -> Result<Option<Answered<Vec<Note>>>, PluginError> {
        const NAME: &str = "explain";
        let Some(explain) = self.loaded.measure.as_ref().and_then(|(_, measure)| measure.explain()) else {
            return Ok(None);
        };
        let bytes = asked(settings, inputs, groups)?;
        let params = (settings, inputs, groups);
        let answer = self.call(NAME, explain, params, bytes, self.loaded.limits.measure_time)?;
        let answer: Answered<Vec<Note>> =
            said(answer, |notes: &Vec<Note>| notes.iter().map(|n| n.text.len() as u64 + 16).sum())?;
        check::notes(&answer.value, groups.len()).map_err(|fault| disbelieved(NAME, fault))?;
        Ok(Some(answer))
    }

    /// What a source wants to be fetched next.
    ///
    /// # Errors
    /// Where the plugin has no answer, is stopped, or is not believed.
    pub fn plan(&self, params: &Params, last: &[Response]) -> Result<Answered<Vec<Request>>, PluginError> {
        const NAME: &str = "plan";
        let (_, source) = self.a_source()?;
        let time = self.loaded.limits.source_time;
        let answer = self.call(NAME, source.plan(), (params, last), bytes_of(last), time)?;
        let answer = said(answer, |requests: &Vec<Request>| requests.iter().map(|r| r.url.len() as u64 + 16).sum())?;
        check::requests(&answer.value).map_err(|fault| disbelieved(NAME, fault))?;
        Ok(answer)
    }

    /// A source's table.
    ///
    /// # Errors
    /// Where the plugin has no answer, is stopped, or is not believed.
    pub fn parse(&self, params: &Params, got: &[Response]) -> Result<Answered<Table>, PluginError> {
        const NAME: &str = "parse";
        let (_, source) = self.a_source()?;
        let description = self.describe()?;
        let described = description.source.as_ref().map(|info| info.columns.as_slice()).unwrap_or_default();
        let time = self.loaded.limits.source_time;
        let answer = said(self.call(NAME, source.parse(), (params, got), bytes_of(got), time)?, Table::bytes)?;
        check::table(&answer.value, described, &self.loaded.limits).map_err(|fault| disbelieved(NAME, fault))?;
        Ok(answer)
    }

    /// All of a source: asks what to fetch and fetches it until nothing more is wanted, and reads the table.
    ///
    /// # Errors
    /// As [`Plugin::plan`] and [`Plugin::parse`], and where something cannot be fetched.
    pub fn pull(&self, params: &Params, fetcher: &mut Fetcher) -> Result<Pulled, PluginError> {
        let limits = &self.loaded.limits;
        let mut got: Vec<Response> = Vec::new();
        let mut last = 0;
        let mut rounds = 0;
        loop {
            let wanted = self.plan(params, got.get(last..).unwrap_or_default())?.value;
            if wanted.is_empty() {
                break;
            }
            rounds += 1;
            fetcher.allow(got.len() + wanted.len(), limits.requests, rounds, limits.rounds)?;
            last = got.len();
            for request in &wanted {
                got.push(fetcher.fetch(request)?);
            }
        }
        let Answered { value: table, used } = self.parse(params, &got)?;
        Ok(Pulled { table, used, rounds, requests: got.len(), received: bytes_of(&got) })
    }

    fn a_source(&self) -> Result<&(ApiVersion, host::Source), PluginError> {
        self.loaded.source.as_ref().ok_or_else(|| PluginError::Asked { why: "the plugin is no source".to_owned() })
    }

    /// One call, in a store of its own that is thrown away with all that the plugin did in it.
    fn call<P, R>(
        &self,
        function: &'static str,
        export: &ComponentExportIndex,
        params: P,
        bytes: u64,
        time: Duration,
    ) -> Result<Answered<R>, PluginError>
    where
        P: ComponentNamedList + Lower,
        R: 'static,
        (R,): ComponentNamedList + Lift,
    {
        let limits = &self.loaded.limits;
        let mut store = Store::new(engine()?, Meter::new(limits.memory_for(bytes)));
        let (fuel, time) = (limits.fuel_for(bytes), limits.time_for(time, bytes));
        arm(&mut store, fuel, time, limits.output);
        let started = Instant::now();
        let ended = self
            .loaded
            .instance
            .instantiate(&mut store)
            .and_then(|instance| instance.get_typed_func::<P, (R,)>(&mut store, export)?.call(&mut store, params));
        let used = Used {
            fuel: fuel.saturating_sub(store.get_fuel().unwrap_or(0)),
            fuel_limit: fuel,
            memory: store.data().peak,
            memory_limit: store.data().limit(),
            output: 0,
            output_limit: limits.output,
            elapsed: started.elapsed(),
            time_limit: time,
        };
        match ended {
            Ok((value,)) => Ok(Answered { value, used }),
            Err(error) => Err(stopped(function, &error, store.data(), &used)),
        }
    }
}

/// Everything that bounds a call, set before the plugin's first instruction: the clock of a store stands at zero until it
/// is set, and its fuel too.
fn arm(store: &mut Store<Meter>, fuel: u64, time: Duration, output: u64) {
    store.limiter(|meter| meter);
    // Cannot fail: the engine counts fuel.
    let _counted = store.set_fuel(fuel);
    store.set_epoch_deadline(ticks(time));
    store.set_hostcall_fuel(usize::try_from(output).unwrap_or(usize::MAX));
}

/// With nothing to link to: a plugin that wants something was refused by name before it came here.
fn linked(component: &Component) -> Result<InstancePre<Meter>, PluginError> {
    let linker = Linker::<Meter>::new(component.engine());
    linker.instantiate_pre(component).map_err(|error| PluginError::Interface {
        interface: "kpi:plugin".to_owned(),
        function: "import".to_owned(),
        why: check::printable(&format!("{error:#}"), 300),
    })
}

/// Why a call ended without an answer.
fn stopped(function: &'static str, error: &wasmtime::Error, meter: &Meter, used: &Used) -> PluginError {
    if let Some(refused) = meter.refused {
        return PluginError::OutOfMemory { function, what: refused.what, wanted: refused.wanted, most: refused.most };
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => PluginError::OutOfFuel { function, limit: used.fuel_limit },
        Some(Trap::Interrupt) => PluginError::OutOfTime { function, limit: used.time_limit },
        // What the plugin passed to kpi, and not what it did by itself.
        Some(
            trap @ (Trap::StringOutOfBounds
            | Trap::ListOutOfBounds
            | Trap::InvalidDiscriminant
            | Trap::UnalignedPointer
            | Trap::InvalidChar
            | Trap::CannotLeaveComponent
            | Trap::CannotEnterComponent),
        ) => PluginError::Contract { function, why: trap.to_string() },
        Some(trap) => PluginError::Trapped { function, trap: trap.to_string(), at: frames(error) },
        None => {
            let why = check::printable(&error.root_cause().to_string(), 300);
            // The error has no type that can be named.
            if why.contains("fuel allocated for hostcalls") {
                return PluginError::OutputTooLarge { function, limit: used.output_limit };
            }
            PluginError::Contract { function, why }
        }
    }
}

/// The plugin's functions that were being called, innermost first.
fn frames(error: &wasmtime::Error) -> Vec<String> {
    let Some(trace) = error.downcast_ref::<WasmBacktrace>() else { return Vec::new() };
    let names = trace.frames().iter().filter_map(|frame| frame.func_name());
    names.take(4).map(|name| check::printable(name, 100)).collect()
}

fn said<T>(answer: Answered<Result<T, Problem>>, bytes: impl Fn(&T) -> u64) -> Result<Answered<T>, PluginError> {
    match answer.value {
        Ok(value) => {
            let output = bytes(&value);
            Ok(Answered { value, used: Used { output, ..answer.used } })
        }
        Err(problem) => Err(PluginError::Problem { problem: check::problem(problem) }),
    }
}

fn disbelieved(function: &'static str, fault: Fault) -> PluginError {
    PluginError::Answer { function, fault: Box::new(fault) }
}

/// The bytes that go in, where the rows, columns and groups agree: a plugin may take that for granted.
fn asked(settings: &[Field], inputs: &Table, groups: &[Group]) -> Result<u64, PluginError> {
    let rows = inputs.rows as usize;
    if let Some(column) = inputs.columns.iter().find(|column| column.data.len() != rows) {
        let why = format!("column {:?} has {} cells, where there are {rows} rows", column.name, column.data.len());
        return Err(PluginError::Asked { why });
    }
    if rows_of(groups) != u64::from(inputs.rows) {
        return Err(PluginError::Asked { why: format!("the groups have {} of {rows} rows", rows_of(groups)) });
    }
    let settings: usize = settings.iter().map(|field| field.name.len() + field.value.len()).sum();
    Ok(inputs.bytes() + settings as u64 + groups.len() as u64 * 12)
}

fn bytes_of(responses: &[Response]) -> u64 {
    responses.iter().map(|response| response.body.len() as u64).sum()
}

fn read(path: &Path) -> Result<Vec<u8>, PluginError> {
    let unreadable = |error: std::io::Error| PluginError::Unreadable { path: path.to_owned(), why: error.to_string() };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let said = file.metadata().map_err(unreadable)?.len();
    inspect::fits(said)?;
    let mut bytes = Vec::with_capacity(usize::try_from(said).unwrap_or_default());
    // A file that never ends says nothing of its size.
    file.take(FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    inspect::fits(bytes.len() as u64)?;
    Ok(bytes)
}
