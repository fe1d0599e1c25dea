//! Standard output for results, standard error for everything else, and files that appear whole or not at all.

use crate::args::{Global, When};
use crate::failure::Failure;
use anstyle::Style;
use kpi_core::Diagnostic;
use kpi_core::codes::project;
use std::ffi::OsString;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

/// No line of prose or table gets longer than this, however wide the terminal: the eye loses the row.
const WIDEST: usize = 132;
/// Six columns need this much; a narrower terminal wraps.
const NARROWEST: usize = 60;
const DEFAULT_WIDTH: usize = 80;

/// How one of the two streams is written to.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub colour: bool,
    pub width: usize,
    /// May marks and lines be drawn with characters beyond ASCII?
    pub unicode: bool,
}

impl Look {
    /// For files and programs: nothing but text.
    pub const PLAIN: Self = Self { colour: false, width: DEFAULT_WIDTH, unicode: true };

    pub fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub fn bold(self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    pub fn dim(self, text: &str) -> String {
        self.paint(Style::new().dimmed(), text)
    }

    /// One of two spellings of a mark.
    pub const fn mark<'a>(self, drawn: &'a str, plain: &'a str) -> &'a str {
        if self.unicode { drawn } else { plain }
    }
}

#[derive(Debug)]
pub struct Terminal {
    pub out: Look,
    pub err: Look,
    pub quiet: bool,
    pub verbose: bool,
}

impl Terminal {
    pub fn new(global: &Global) -> Self {
        let choice = match global.color {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        };
        let coloured = |auto: anstream::ColorChoice| match choice {
            anstream::ColorChoice::Auto => auto != anstream::ColorChoice::Never,
            other => other != anstream::ColorChoice::Never,
        };
        let width = width();
        let unicode = unicode();
        Self {
            out: Look { colour: coloured(anstream::AutoStream::choice(&io::stdout())), width, unicode },
            err: Look { colour: coloured(anstream::AutoStream::choice(&io::stderr())), width, unicode },
            quiet: global.quiet,
            verbose: global.verbose,
        }
    }

    /// One that nobody looks at: what is to be said is said elsewhere.
    pub const fn silent() -> Self {
        Self { out: Look::PLAIN, err: Look::PLAIN, quiet: true, verbose: false }
    }

    /// Results.
    pub fn result(&self, text: &str) -> Result<(), Failure> {
        written(io::stdout().lock().write_all(text.as_bytes()))
    }

    /// What is said beside the results, and always: errors, findings.
    pub fn say(&self, text: &str) {
        // Nobody is left to be told that standard error is closed.
        let _ = writeln!(io::stderr().lock(), "{}", text.trim_end_matches('\n'));
    }

    /// What is said beside the results unless `--quiet`.
    pub fn mention(&self, text: &str) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// What is said with `--verbose` only.
    pub fn detail(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            self.say(&self.err.dim(&text()));
        }
    }
}

/// A reader that has seen enough (`kpi run | head`) is no fault.
fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Diagnostic::new(project::CANNOT_WRITE, format!("cannot write the results: {error}"))))
        }
        _ => Ok(()),
    }
}

fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    // A file or pipe has no width of its own, and a report in it should not depend on where it was made.
    let seen = || if io::stdout().is_terminal() { seen() } else { None };
    said.or_else(seen).unwrap_or(DEFAULT_WIDTH).clamp(NARROWEST, WIDEST)
}

/// What the locale says; where it says nothing, UTF-8 is what terminals have.
fn unicode() -> bool {
    let said = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok()?;
        (!value.is_empty()).then_some(value)
    });
    said.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Puts a whole file in its place, or leaves what is there.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Failure> {
    let cannot = |error: &dyn std::fmt::Display| {
        let message = format!("cannot write {}: {error}", path.display());
        Failure::new(Diagnostic::new(project::CANNOT_WRITE, message).note("what was there before is untouched"))
    };
    // A link stays a link: the file it leads to is the one that is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    match fs::metadata(&target) {
        Ok(found) if found.is_dir() => return Err(cannot(&"it is a folder")),
        // Something like /dev/null is written to, not replaced.
        Ok(found) if !found.is_file() => return fs::write(&target, text).map_err(|error| cannot(&error)),
        _ => {}
    }
    let beside = beside(&target).ok_or_else(|| cannot(&"it names no file"))?;
    let write = || -> io::Result<()> {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &target)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        cannot(&error)
    })
}

/// Puts a whole folder in its place, or leaves what is there.
pub fn write_folder(path: &Path, files: &[kpi_report::File]) -> Result<(), Failure> {
    let cannot = |error: &dyn std::fmt::Display| {
        let message = format!("cannot write {}: {error}", path.display());
        Failure::new(Diagnostic::new(project::CANNOT_WRITE, message).note("what was there before is untouched"))
    };
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if target.exists() && !target.is_dir() {
        return Err(cannot(&"it is a file"));
    }
    let (new, old) = beside(&target)
        .and_then(|new| Some((new, beside(&target)?.with_extension("old"))))
        .ok_or_else(|| cannot(&"it names no folder"))?;
    let write = || -> io::Result<()> {
        if let Some(above) = target.parent().filter(|above| !above.as_os_str().is_empty()) {
            fs::create_dir_all(above)?;
        }
        fs::create_dir(&new)?;
        for file in files {
            let path = Path::new(&file.path);
            if path.components().any(|part| !matches!(part, Component::Normal(_))) {
                return Err(io::Error::other(format!("`{}` is no name of a file in it", file.path)));
            }
            let at = new.join(path);
            if let Some(folder) = at.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(at, &file.bytes)?;
        }
        if target.exists() {
            fs::rename(&target, &old)?;
        }
        // Two steps, since no system replaces a folder in one: where the second fails the first is undone.
        if let Err(error) = fs::rename(&new, &target) {
            if old.exists() {
                fs::rename(&old, &target)?;
            }
            return Err(error);
        }
        Ok(())
    };
    write().map_err(|error| {
        let _ = fs::remove_dir_all(&new);
        cannot(&error)
    })?;
    if let Err(error) = fs::remove_dir_all(&old).or_else(|error| if old.exists() { Err(error) } else { Ok(()) }) {
        let message = format!("cannot remove {}, what was there before: {error}", old.display());
        return Err(Failure::new(
            Diagnostic::new(project::CANNOT_WRITE, message).help("the new one is in place; remove the old one by hand"),
        ));
    }
    Ok(())
}

/// A name in the same folder, so that the move into place is one step of the file system.
fn beside(path: &Path) -> Option<PathBuf> {
    let mut name = OsString::from(".");
    name.push(path.file_name()?);
    name.push(format!(".{}.part", std::process::id()));
    Some(path.with_file_name(name))
}
