//! What typst sees of the world: what was handed in.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::{Document, Fault, date, fonts, templates};

pub(crate) struct Handed<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    main: FileId,
    today: Option<Datetime>,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    read: Mutex<HashMap<FileId, Bytes>>,
    parsed: Mutex<HashMap<FileId, Source>>,
}

impl<'a> Handed<'a> {
    pub(crate) fn new(document: &Document<'a>) -> Result<Self, Vec<Fault>> {
        let main = VirtualPath::new(document.main).map_err(|error| {
            vec![Fault::of(&format!("`{}` is not a path within the project: {error}", document.main))]
        })?;
        let (fonts, book) = fonts::shelf(own_fonts(document)?);
        Ok(Self {
            files: document.files,
            main: RootedPath::new(VirtualRoot::Project, main).intern(),
            today: date(document.produced),
            library: LazyHash::new(library(document)),
            book: LazyHash::new(book),
            fonts,
            read: Mutex::default(),
            parsed: Mutex::default(),
        })
    }

    fn look_up(&self, id: FileId) -> FileResult<Bytes> {
        if let VirtualRoot::Package(package) = id.root() {
            return Err(FileError::Package(PackageError::NotFound(package.clone())));
        }
        let path = id.vpath().get_with_slash();
        if let Some(file) = self.files.get(path) {
            return Ok(Bytes::new(file.clone()));
        }
        match templates::find(path) {
            Some(text) => Ok(Bytes::from_string(text)),
            None => Err(FileError::NotFound(PathBuf::from(path))),
        }
    }
}

fn own_fonts(document: &Document<'_>) -> Result<Vec<Font>, Vec<Fault>> {
    let mut fonts = Vec::new();
    let mut faults = Vec::new();
    for (at, file) in document.fonts.iter().enumerate() {
        let read = fonts::read(file);
        if read.is_empty() {
            let all = document.fonts.len();
            faults.push(Fault::of(&format!("font {} of {all} is not a TrueType or OpenType font", at + 1)));
        }
        fonts.extend(read);
    }
    if faults.is_empty() { Ok(fonts) } else { Err(faults) }
}

fn library(document: &Document<'_>) -> Library {
    let mut inputs = Dict::new();
    inputs.insert("lang".into(), document.lang.into_value());
    inputs.insert("produced".into(), document.produced.to_string().into_value());
    for (name, value) in document.inputs {
        inputs.insert((*name).into(), (*value).into_value());
    }
    Library::builder()
        .with_inputs(inputs)
        // Cells that head their row are said to be so with these only, and a screen reader needs them.
        .with_features([Feature::A11yExtras].into_iter().collect())
        .build()
}

/// A lock is poisoned by a panic elsewhere; what it holds was complete when it was put in.
fn kept<T: Clone>(
    cache: &Mutex<HashMap<FileId, T>>,
    id: FileId,
    make: impl FnOnce() -> FileResult<T>,
) -> FileResult<T> {
    if let Some(known) = cache.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Ok(known.clone());
    }
    let made = make()?;
    cache.lock().unwrap_or_else(PoisonError::into_inner).insert(id, made.clone());
    Ok(made)
}

impl World for Handed<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        kept(&self.parsed, id, || {
            let text = self.file(id)?.to_str().map_err(|_| FileError::InvalidUtf8)?;
            Ok(Source::new(id, text.as_str().trim_start_matches('\u{feff}').to_owned()))
        })
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        kept(&self.read, id, || self.look_up(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
