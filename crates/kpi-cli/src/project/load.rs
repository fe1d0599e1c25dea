//! The rule files of a project: those below its folder, and those they `use`.

use super::{discover::SETTINGS, paths};
use kpi_core::codes::project::{UNREADABLE_FILE, UNRESOLVED_USE};
use kpi_core::{Diagnostic, FileId, SourceMap, Span, suggest};
use kpi_syntax::ast;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

pub struct Loaded {
    pub files: Vec<ast::File>,
    pub diagnostics: Vec<Diagnostic>,
    /// Is every file there whose names the others may use?
    pub complete: bool,
}

/// Texts that stand in for those on disk, such as those of an editor, by their resolved paths.
pub type Texts = HashMap<PathBuf, String>;

pub fn load(root: &Path, sources: &mut SourceMap, texts: &Texts) -> Loaded {
    let mut loader = Loader {
        root,
        texts,
        sources,
        seen: HashSet::new(),
        pending: VecDeque::new(),
        loaded: Loaded { files: Vec::new(), diagnostics: Vec::new(), complete: true },
    };
    let mut found = Vec::new();
    loader.walk(root, &mut found);
    // A file that an editor has and the disk has not yet.
    let fresh = texts.keys().filter(|path| path.parent().and_then(super::around).as_deref() == Some(root));
    found.extend(fresh.filter(|path| !path.exists()).cloned());
    found.sort();
    loader.pending.extend(found.into_iter().map(|path| (path, None)));
    while let Some((path, used)) = loader.pending.pop_front() {
        loader.file(&path, used);
    }
    loader.loaded
}

/// The rule files below a project's folder, in order; what a `use` fetches from elsewhere belongs to others.
pub fn rule_files(root: &Path) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let loaded = Loaded { files: Vec::new(), diagnostics: Vec::new(), complete: true };
    let mut sources = SourceMap::default();
    let (seen, pending) = (HashSet::new(), VecDeque::new());
    let texts = Texts::new();
    let mut loader = Loader { root, texts: &texts, sources: &mut sources, seen, pending, loaded };
    let mut found = Vec::new();
    loader.walk(root, &mut found);
    found.sort();
    (found, loader.loaded.diagnostics)
}

/// What the bytes of a rule file say, and what is wrong where they are no UTF-8.
pub fn read_text(bytes: Vec<u8>, file: FileId) -> (String, Option<Diagnostic>) {
    let (text, problem) = decode(bytes);
    (text, problem.map(|problem| problem.told(file)))
}

struct Loader<'a> {
    root: &'a Path,
    texts: &'a Texts,
    sources: &'a mut SourceMap,
    /// By their resolved paths: a file that several `use` is there once, and a circle ends.
    seen: HashSet<PathBuf>,
    /// Files still to read, each with the `use` that named it.
    pending: VecDeque<(PathBuf, Option<Span>)>,
    loaded: Loaded,
}

impl Loader<'_> {
    /// The rule files below a folder. Hidden folders are somebody's tools, and a folder with a `kpi.toml` of its own
    /// is another project.
    fn walk(&mut self, folder: &Path, found: &mut Vec<PathBuf>) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(folder, &error),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.unreadable(folder, &error),
            };
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // A link to a folder is not followed: it may lead back here.
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !hidden && !path.join(SETTINGS).is_file() {
                    self.walk(&path, found);
                }
            } else if !hidden && path.extension().is_some_and(|extension| extension == "kpi") {
                found.push(path);
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        let name = paths::relative(self.root, path);
        self.loaded.complete = false;
        self.loaded.diagnostics.push(Diagnostic::new(UNREADABLE_FILE, format!("{name} cannot be read: {error}")));
    }

    /// Reads a file and notes what it uses. `used` is the `use` that named it.
    fn file(&mut self, path: &Path, used: Option<Span>) {
        let resolved = match (fs::canonicalize(path), used) {
            (Ok(resolved), _) => resolved,
            (Err(_), _) if self.texts.contains_key(path) => path.to_path_buf(),
            (Err(_), Some(used)) => return self.unresolved(path, used),
            (Err(error), None) => return self.unreadable(path, &error),
        };
        if let (true, Some(used)) = (resolved.is_dir(), used) {
            return self.unresolved(path, used);
        }
        if !self.seen.insert(resolved.clone()) {
            return;
        }
        let (text, problem) = match self.texts.get(&resolved) {
            Some(text) => (text.clone(), None),
            None => match fs::read(&resolved) {
                Ok(bytes) => decode(bytes),
                Err(error) => return self.unreadable(path, &error),
            },
        };
        let id = self.sources.add(paths::relative(self.root, &resolved), text);
        if let Some(problem) = problem {
            self.loaded.diagnostics.push(problem.told(id));
        }
        let text = self.sources.file(id).map(|file| file.text.clone()).unwrap_or_default();
        let (tree, diagnostics) = kpi_syntax::parse(id, &text);
        self.loaded.diagnostics.extend(diagnostics);
        let folder = resolved.parent().unwrap_or(self.root).to_path_buf();
        self.pending.extend(tree.items.iter().filter_map(|item| match item {
            ast::Item::Use(item) => Some((folder.join(&item.path.node), Some(item.path.span))),
            _ => None,
        }));
        self.loaded.files.push(tree);
    }

    fn unresolved(&mut self, path: &Path, used: Span) {
        let tidy = paths::tidy(&paths::slashed(path));
        let name = paths::relative(self.root, Path::new(&tidy));
        self.loaded.complete = false;
        let diagnostic = Diagnostic::at(UNRESOLVED_USE, used, "there is no such file")
            .saying(format!("looked for {name}"))
            .note("the path of a `use` is relative to the file that says it");
        self.loaded.diagnostics.push(match nearby(path) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

/// A file of the same name one folder up, or of a similar name in the same folder.
fn nearby(path: &Path) -> Option<String> {
    let folder = path.parent()?;
    let name = path.file_name()?.to_str()?;
    let entries = fs::read_dir(folder).ok()?;
    let names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "kpi"))
        .collect();
    suggest::did_you_mean(name, names.iter().map(String::as_str))
}

/// A text that is not what it should be, from this byte of it on.
struct Undecoded {
    at: usize,
    /// How many bytes of the text that first character takes.
    length: usize,
    help: &'static str,
}

impl Undecoded {
    fn told(&self, file: FileId) -> Diagnostic {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(file, place(self.at), place(self.at + self.length));
        Diagnostic::at(UNREADABLE_FILE, span, "the file is no UTF-8 text")
            .saying("the first character that is none")
            .help(self.help)
    }
}

/// The text of a file. Where it is no UTF-8 the rest is read all the same: what it defines is known then, and the
/// files that use it are not blamed.
fn decode(bytes: Vec<u8>) -> (String, Option<Undecoded>) {
    let little = bytes.starts_with(&[0xff, 0xfe]);
    if little || bytes.starts_with(&[0xfe, 0xff]) {
        let pairs = bytes.chunks(2).skip(1).filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
        let units: Vec<u16> =
            pairs.map(|pair| if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }).collect();
        let text = String::from_utf16_lossy(&units);
        let length = text.chars().next().map_or(0, char::len_utf8);
        return (text, Some(Undecoded { at: 0, length, help: "it is saved as UTF-16; save it as UTF-8" }));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned), None),
        Err(error) => {
            let problem = Undecoded {
                at: error.utf8_error().valid_up_to(),
                length: '\u{fffd}'.len_utf8(),
                help: "save the file as UTF-8 (it looks like Windows-1252)",
            };
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_utf8_are_read_as_far_as_they_go() {
        let (text, problem) = decode(b"a \xa3 b".to_vec());
        assert_eq!((text.as_str(), problem.map(|p| p.at)), ("a \u{fffd} b", Some(2)));
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()).0, "a");
        for utf16 in [b"\xff\xfea\0\xac\x20", b"\xfe\xff\0a\x20\xac"] {
            let (text, problem) = decode(utf16.to_vec());
            assert_eq!((text.as_str(), problem.map(|p| (p.at, p.length))), ("a€", Some((0, 1))));
        }
        assert_eq!(decode(b"\xff\xfe\0".to_vec()).0, "", "half a character");
    }
}
