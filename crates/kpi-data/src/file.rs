//! Opens the files that datasets name, once each, and keeps the hash of exactly what was read.

use crate::Input;
use indexmap::IndexMap;
use kpi_core::codes::data::UNREADABLE_FILE;
use kpi_core::diagnostic::DataPlace;
use kpi_core::{Diagnostic, suggest};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::thread::{self, JoinHandle};

/// How much of a file is in memory at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// CSV and JSON lines of more bytes are gone through each time they are counted.
    pub held: u64,
    /// Of those, so many bytes are read at a time by each processor.
    pub at_a_time: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { held: 32 << 20, at_a_time: 4 << 20 }
    }
}

/// The files of one run.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    bounds: Bounds,
    hashes: bool,
    read: IndexMap<String, Rc<[u8]>>,
    inputs: Vec<Input>,
    hashing: Vec<Hashing>,
}

/// A file that is hashed while it is counted: both read all of it.
#[derive(Debug)]
pub struct Hashing {
    path: String,
    running: JoinHandle<io::Result<(File, String)>>,
}

impl Hashing {
    /// Waits for the hash. A file that was there to be opened and cannot be read to its end is told of by whoever counts it.
    pub fn wait(self) -> Input {
        let hashed = self.running.join().unwrap_or_else(|_| Err(io::Error::other("hashing stopped")));
        let sha256 = hashed.map_or_else(|error| format!("not hashed: {}", reason(&error)), |(_, sha256)| sha256);
        Input { path: self.path, sha256 }
    }
}

impl Files {
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            bounds: Bounds::default(),
            hashes: true,
            read: IndexMap::new(),
            inputs: Vec::new(),
            hashing: Vec::new(),
        }
    }

    pub fn bounded(self, bounds: Bounds) -> Self {
        Self { bounds, ..self }
    }

    /// Of files that were hashed before.
    pub fn unhashed(self) -> Self {
        Self { hashes: false, ..self }
    }

    pub const fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// Has a file more bytes than are held? One that cannot be read is told of by whoever reads it.
    pub fn is_long(&self, path: &str) -> bool {
        let known = self.read.contains_key(&shown(path));
        !known && std::fs::metadata(self.root.join(path)).is_ok_and(|file| file.len() > self.bounds.held)
    }

    pub fn into_inputs(self) -> (Vec<Input>, Vec<Hashing>) {
        (self.inputs, self.hashing)
    }

    /// The bytes of a file; a second dataset in the same file sees the same bytes.
    pub fn read(&mut self, path: &str) -> Result<Rc<[u8]>, Box<Diagnostic>> {
        let shown = shown(path);
        if let Some(bytes) = self.read.get(&shown) {
            return Ok(Rc::clone(bytes));
        }
        let full = self.root.join(path);
        let bytes: Rc<[u8]> = read(&full).map_err(|error| Box::new(self.unreadable(&shown, &full, &error)))?.into();
        self.inputs.push(Input { path: shown.clone(), sha256: hex(&Sha256::digest(&bytes)) });
        self.read.insert(shown, Rc::clone(&bytes));
        Ok(bytes)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file itself, or the Parquet files of a folder by name.
    pub fn parquet_files(&self, path: &str) -> Result<Vec<String>, Box<Diagnostic>> {
        let shown = shown(path);
        let full = self.root.join(path);
        if !full.is_dir() {
            return Ok(vec![shown]);
        }
        let entries = std::fs::read_dir(&full).map_err(|error| Box::new(self.unreadable(&shown, &full, &error)))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.filter(|name| name.to_lowercase().ends_with(".parquet")).collect();
        names.sort();
        if names.is_empty() {
            let place = DataPlace { file: shown.clone(), sheet: None, table: None, row: None, column: None };
            return Err(Box::new(
                Diagnostic::new(UNREADABLE_FILE, format!("the folder {shown} has no Parquet files"))
                    .data(place, "")
                    .help("name a folder with files that end in `.parquet`, or one such file"),
            ));
        }
        let folder = shown.trim_end_matches('/');
        Ok(names.into_iter().map(|name| format!("{folder}/{name}")).collect())
    }

    /// A file that will be read elsewhere, as often as it takes: it is hashed meanwhile.
    pub fn leave(&mut self, path: &str) -> Result<PathBuf, Box<Diagnostic>> {
        let shown = shown(path);
        let full = self.root.join(path);
        let opened = ordinary(&full).and_then(|()| File::open(&full));
        opened.map_err(|error| Box::new(self.unreadable(&shown, &full, &error)))?;
        if self.hashes && !self.hashing.iter().any(|hashing| hashing.path == shown) {
            let path = full.clone();
            self.hashing.push(Hashing { path: shown, running: thread::spawn(move || hashed(&path)) });
        }
        Ok(full)
    }

    /// A file that is too large to be held: hashed in one go through it, then handed on from its start.
    pub fn open(&mut self, path: &str) -> Result<File, Box<Diagnostic>> {
        let shown = shown(path);
        let full = self.root.join(path);
        if !self.hashes {
            let opened = ordinary(&full).and_then(|()| File::open(&full));
            return opened.map_err(|error| Box::new(self.unreadable(&shown, &full, &error)));
        }
        let (file, sha256) = hashed(&full).map_err(|error| Box::new(self.unreadable(&shown, &full, &error)))?;
        let input = Input { path: shown, sha256 };
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
        Ok(file)
    }

    /// A database in a file: hashed, with what was written to it and is kept beside it, and opened by whoever asks.
    pub fn locate(&mut self, path: &str) -> Result<PathBuf, Box<Diagnostic>> {
        self.open(path)?;
        let beside = format!("{path}-wal");
        if std::fs::metadata(self.root.join(&beside)).is_ok_and(|log| log.len() > 0) {
            self.open(&beside)?;
        }
        Ok(self.root.join(path))
    }

    /// What was read elsewhere.
    pub fn note(&mut self, path: String, sha256: String) {
        let input = Input { path, sha256 };
        if !self.inputs.contains(&input) {
            self.inputs.push(input);
        }
    }

    fn unreadable(&self, shown: &str, full: &Path, error: &io::Error) -> Diagnostic {
        let place = DataPlace { file: shown.to_owned(), sheet: None, table: None, row: None, column: None };
        let diagnostic = Diagnostic::new(UNREADABLE_FILE, format!("cannot read {shown}: {}", reason(error)));
        let diagnostic = diagnostic.data(place, "");
        match error.kind() {
            io::ErrorKind::NotFound => match neighbour(shown, full) {
                Some(help) => diagnostic.help(help),
                None => diagnostic.help("the path is relative to the folder of kpi.toml"),
            },
            io::ErrorKind::PermissionDenied => {
                diagnostic.help("close it in other programs, or ask for the right to read it")
            }
            io::ErrorKind::IsADirectory => diagnostic.help("name a file in this folder"),
            _ => diagnostic,
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    ordinary(path)?;
    std::fs::read(path)
}

fn hashed(path: &Path) -> io::Result<(File, String)> {
    ordinary(path)?;
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = file.read(&mut buffer)?;
        match buffer.get(..length) {
            Some(bytes) if !bytes.is_empty() => hash.update(bytes),
            _ => break,
        }
    }
    file.rewind()?;
    Ok((file, hex(&hash.finalize())))
}

/// Of what was not read from a file.
pub fn hash_of(rows: &[impl std::fmt::Debug]) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        hash.update(format!("{row:?}\n"));
    }
    hex(&hash.finalize())
}

/// A pipe or device would never end.
fn ordinary(path: &Path) -> io::Result<()> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not an ordinary file"));
    }
    Ok(())
}

/// What the operating system says, without its error number, so that messages are the same everywhere.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// A file in the same folder with nearly this name.
fn neighbour(shown: &str, full: &Path) -> Option<String> {
    let (folder, name) = shown.rsplit_once('/').map_or(("", shown), |(folder, name)| (folder, name));
    let entries = std::fs::read_dir(full.parent()?).ok()?;
    let names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let found: Vec<String> = suggest::similar(name, names.iter().map(String::as_str))
        .into_iter()
        .map(|name| if folder.is_empty() { format!("`{name}`") } else { format!("`{folder}/{name}`") })
        .collect();
    (!found.is_empty()).then(|| format!("did you mean {}?", suggest::list(&found, "or")))
}

/// The path with forward slashes and without `.` steps, as it is shown on every machine.
fn shown(path: &str) -> String {
    let path = path.replace('\\', "/");
    let steps: Vec<&str> = path.split('/').filter(|step| *step != ".").collect();
    steps.join("/")
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
