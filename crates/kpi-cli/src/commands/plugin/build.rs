//! `kpi plugin build`

use crate::args::plugin::Build;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::package::{self, BUILT, Package, component};
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::{BAD_PACKAGE, PLUGIN_NOT_BUILT};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

pub fn run(args: &Build, terminal: &Terminal) -> Outcome {
    let package = Package::open(&args.dir)?;
    let line = build(&package, terminal)?;
    terminal.result(&format!("{line}\n"))?;
    Ok(Exit::Clean)
}

/// A package whose plugin is there: built now, where it was never built and can be. What is built already stays as it is,
/// so that what is looked at is what was built.
pub fn open(folder: &Path, terminal: &Terminal) -> Result<Package, Failure> {
    let package = Package::open(folder)?;
    if package.manifest.build.is_some() && !package.built().exists() {
        let line = build(&package, terminal)?;
        terminal.mention(&format!("built {line}"));
    }
    Ok(package)
}

/// Builds a plugin, and says where it is, how large, and how long that took.
fn build(package: &Package, terminal: &Terminal) -> Result<String, Failure> {
    let Some(build) = &package.manifest.build else {
        let message = format!("the plugin.toml in {} has no [build] command", package.folder.display());
        return Err(Failure::new(Diagnostic::new(BAD_PACKAGE, message)));
    };
    let started = Instant::now();
    let folder = std::fs::canonicalize(&package.folder)
        .map_err(|error| not_built(format!("cannot open {}: {error}", package.folder.display())))?;
    std::fs::create_dir_all(folder.join("build"))
        .map_err(|error| not_built(format!("cannot make {}: {error}", folder.join("build").display())))?;
    command(&build.command, &folder, terminal)?;
    let left = output(&folder, build.output.as_deref().unwrap_or(BUILT));
    let bytes = std::fs::read(&left)
        .map_err(|error| not_built(format!("the build command left no {}: {error}", left.display())))?;
    let component = component::of(&bytes, package.manifest.plugin.world)
        .map_err(|why| not_built(format!("no component can be made of {}: {why}", left.display())))?;
    let built = package.built();
    // What was there before may be in use, so it is replaced and not written over.
    let beside = built.with_extension("wasm.part");
    std::fs::write(&beside, &component)
        .and_then(|()| std::fs::rename(&beside, &built))
        .map_err(|error| not_built(format!("cannot write {}: {error}", built.display())))?;
    let (size, seconds) = (package::size(component.len() as u64), started.elapsed().as_secs_f64());
    Ok(format!("{}  {size}  {seconds:.1} s", built.display()))
}

fn command(words: &[String], folder: &Path, terminal: &Terminal) -> Result<(), Failure> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(not_built("the build command is empty".to_owned()));
    };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("PATH", path(folder));
    let shown = words.join(" ");
    terminal.detail(|| format!("in {}: {shown}", folder.display()));
    let cannot_start = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            let diagnostic = Diagnostic::new(PLUGIN_NOT_BUILT, format!("`{program}` is not installed"));
            Failure::new(diagnostic.help("install what the plugin is built with (its README, or `plugins/build --tools` in kpi's repository), and see that it is on PATH"))
        }
        _ => not_built(format!("`{program}` cannot be started: {error}")),
    };
    if terminal.verbose {
        let status = command.stdout(Stdio::inherit()).stderr(Stdio::inherit()).status().map_err(cannot_start)?;
        return if status.success() { Ok(()) } else { Err(not_built(format!("`{shown}` failed: {status}"))) };
    }
    let ended = command.output().map_err(cannot_start)?;
    if ended.status.success() {
        return Ok(());
    }
    terminal.say(&String::from_utf8_lossy(&ended.stdout));
    terminal.say(&String::from_utf8_lossy(&ended.stderr));
    Err(not_built(format!("`{shown}` failed: {}", ended.status)))
}

/// Programs that were installed for the plugin alone come first.
fn path(folder: &Path) -> OsString {
    let own = ["node_modules/.bin", ".venv/bin", ".venv/Scripts"].map(|folder_of| folder.join(folder_of));
    let said = std::env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> = own.into_iter().chain(std::env::split_paths(&said)).collect();
    std::env::join_paths(all).unwrap_or(said)
}

/// Cargo can be told to put what it builds elsewhere.
fn output(folder: &Path, named: &str) -> PathBuf {
    match (named.strip_prefix("target/"), std::env::var_os("CARGO_TARGET_DIR")) {
        (Some(rest), Some(target)) if !target.is_empty() => folder.join(target).join(rest),
        _ => folder.join(named),
    }
}

fn not_built(message: String) -> Failure {
    Failure::new(Diagnostic::new(PLUGIN_NOT_BUILT, message))
}
