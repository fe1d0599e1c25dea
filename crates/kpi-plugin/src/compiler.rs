//! Compiling in a child process. Neither fuel nor a call's clock stops a compiler, so it gets a process of its own with
//! little memory and time; if that ends badly, kpi goes on.

use crate::error::PluginError;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// What one compilation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompileLimits {
    /// Bytes of data.
    pub memory: u64,
    /// Seconds of all processors together.
    pub processor: u64,
    pub time: Duration,
    /// Bytes of machine code.
    pub code: u64,
}

/// A whole Python is half a minute's work for a quiet machine, and is done once; on a busy one it takes much longer.
impl Default for CompileLimits {
    fn default() -> Self {
        Self { memory: 1 << 30, processor: 600, time: Duration::from_secs(600), code: 256 << 20 }
    }
}

/// The program that compiles: one whose `main` calls [`compile_child`] with the last two of its arguments.
#[derive(Debug, Clone)]
pub struct Compiler {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
    pub limits: CompileLimits,
}

impl Compiler {
    /// kpi itself, run as `kpi plugin compile-child`.
    ///
    /// # Errors
    /// Where the system does not say which program this is.
    pub fn this_program() -> Result<Self, PluginError> {
        let program = std::env::current_exe().map_err(|error| PluginError::Compile { why: error.to_string() })?;
        let arguments = ["plugin", "compile-child"].map(OsString::from).to_vec();
        Ok(Self { program, arguments, limits: CompileLimits::default() })
    }

    /// The machine code of a component.
    pub(crate) fn compile(&self, component: &[u8]) -> Result<Vec<u8>, PluginError> {
        let failed = |what: &str, error: &std::io::Error| PluginError::Compile { why: format!("{what}: {error}") };
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .arg(self.limits.memory.to_string())
            .arg(self.limits.processor.to_string())
            .env_clear()
            // What kpi's allocator takes in advance would count as written to.
            .env("MIMALLOC_ARENA_EAGER_COMMIT", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed("the compiler cannot be started", &error))?;
        let ended = self.converse(&mut child, component);
        // Whatever happened, nothing is left running.
        let _ended_already = child.kill();
        let status = child.wait().map_err(|error| failed("the compiler was lost", &error))?;
        let Spoken { code, complaint, in_time } = ended?;
        if !in_time {
            return Err(PluginError::Compile {
                why: format!("the compiler was stopped after {} seconds", self.limits.time.as_secs_f64()),
            });
        }
        if status.success() && code.len() as u64 <= self.limits.code {
            return Ok(code);
        }
        let why = match status.success() {
            true => format!("it becomes more than {} bytes of machine code", self.limits.code),
            false => self.ended_badly(status, &complaint),
        };
        Err(PluginError::Compile { why })
    }

    /// Gives the child the component while reading what it says, and waits for its end, or for its time to be up.
    fn converse(&self, child: &mut Child, component: &[u8]) -> Result<Spoken, PluginError> {
        let (Some(mut input), Some(output), Some(complaints)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(PluginError::Compile { why: "the compiler has no pipes".to_owned() });
        };
        let most = self.limits.code + 1;
        let started = Instant::now();
        std::thread::scope(|scope| {
            // A child that ends early closes the pipe; its status says why.
            scope.spawn(move || drop(input.write_all(component)));
            let code = scope.spawn(move || read_up_to(output, most));
            let complaint = scope.spawn(move || read_up_to(complaints, 64 << 10));
            let mut in_time = true;
            let mut pause = Duration::from_millis(1);
            while matches!(child.try_wait(), Ok(None)) {
                if started.elapsed() > self.limits.time {
                    in_time = false;
                    // The readers end with it.
                    let _ended_already = child.kill();
                    break;
                }
                std::thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
            }
            let code = code.join().unwrap_or_default();
            let complaint = complaint.join().unwrap_or_default();
            Ok(Spoken { code, complaint: String::from_utf8_lossy(&complaint).into_owned(), in_time })
        })
    }

    fn ended_badly(&self, status: ExitStatus, complaint: &str) -> String {
        let said = crate::check::printable(complaint.lines().next().unwrap_or_default(), 500);
        if complaint.contains("memory allocation") {
            return format!("the compiler needs more than {} MiB of memory", self.limits.memory >> 20);
        }
        #[cfg(unix)]
        if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
            // SIGXCPU, and SIGKILL where that was not heard.
            return match signal {
                24 | 9 => format!("the compiler needs more than {} seconds of processor time", self.limits.processor),
                _ => format!("the compiler was ended by signal {signal}: {said}"),
            };
        }
        if said.is_empty() { format!("the compiler ended with {status}") } else { said }
    }
}

struct Spoken {
    code: Vec<u8>,
    complaint: String,
    in_time: bool,
}

/// What comes, up to so many bytes; the rest is read and dropped, so that the other side never waits for ever.
fn read_up_to(mut from: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _what_came_is_judged_by_the_status = from.by_ref().take(most).read_to_end(&mut bytes);
    let _rest = std::io::copy(&mut from, &mut std::io::sink());
    bytes
}

/// What the child process does: limits itself, reads a component, writes machine code.
#[must_use]
pub fn compile_child(memory: u64, processor: u64) -> ExitCode {
    match child(memory, processor) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // Nobody is there to be told that this could not be told.
            let _unheard = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

fn child(memory: u64, processor: u64) -> Result<(), String> {
    limit(memory, processor)?;
    let mut component = Vec::new();
    std::io::stdin().lock().read_to_end(&mut component).map_err(|error| error.to_string())?;
    let engine = wasmtime::Engine::new(&crate::engine::config()).map_err(|error| format!("{error:#}"))?;
    let code = engine.precompile_component(&component).map_err(|error| format!("{error:#}").replace('\n', " "))?;
    std::io::stdout().lock().write_all(&code).map_err(|error| error.to_string())
}

#[cfg(unix)]
fn limit(memory: u64, processor: u64) -> Result<(), String> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let set_both = |resource, soft, hard| {
        setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) }).map_err(|error| error.to_string())
    };
    let set = |resource, most| set_both(resource, most, most);
    // What is written to, and not what is reserved: threads reserve much that they never touch.
    set(Resource::Data, memory)?;
    // A second between being told and being killed, so that the signal says why.
    set_both(Resource::Cpu, processor, processor + 1)?;
    set(Resource::Core, 0)?;
    // No file but the pipes can be made.
    set(Resource::Fsize, 0)
}

#[cfg(not(unix))]
fn limit(_memory: u64, _processor: u64) -> Result<(), String> {
    Ok(())
}
