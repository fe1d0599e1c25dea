//! Starting the command as a person would, in folders of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// `kpi` with these arguments, at 80 columns, without colour, in a UTF-8 locale.
pub fn kpi(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("kpi starts")
}

pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kpi"));
    command.args(arguments).current_dir(folder);
    command.env("NO_COLOR", "1").env("COLUMNS", "80").env("LC_ALL", "C.UTF-8");
    command
}

/// A folder with these files.
pub fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

pub fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The project that `kpi new` writes.
pub fn demo() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let output = kpi(folder.path(), &["new", "demo", "--council", "Testshire Council"]);
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// All that came of a command: its end, its results, and what it said beside them.
pub fn told(output: &Output) -> String {
    let status = output.status.code().expect("an exit status");
    format!("exit {status}\n--- out\n{}--- err\n{}", stdout(output), stderr(output))
}
