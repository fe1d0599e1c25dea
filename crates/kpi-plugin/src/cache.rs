//! Compiled plugins, kept in a folder that only its owner can read. It may be deleted at any time: what is missing, cut
//! short, changed or made by another kpi is compiled again.

use crate::compiled::{self, OwnCode};
use crate::compiler::Compiler;
use crate::digest::Digest;
use crate::engine::engine;
use crate::error::PluginError;
use std::hash::{Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use wasmtime::component::Component;

const TITLE: &str = "kpi compiled plugin 1";

/// Where compiled plugins are kept, and what compiles them.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    compiler: Compiler,
}

impl Cache {
    #[must_use]
    pub const fn new(folder: PathBuf, compiler: Compiler) -> Self {
        Self { folder, compiler }
    }

    /// The component, from the cache where it is there; `look` is run before it is compiled.
    pub(crate) fn component(
        &self,
        digest: Digest,
        bytes: &[u8],
        look: impl FnOnce() -> Result<(), PluginError>,
    ) -> Result<Component, PluginError> {
        let engine = engine()?;
        self.open()?;
        let key = key(digest, engine);
        let path = self.folder.join(format!("{key}.code"));
        if let Some(entry) = std::fs::read(&path).ok().filter(|_| only_ours(&path)) {
            // What cannot be loaded was made by another kpi under the same name, and is compiled again.
            let loaded = payload(&entry, &key).and_then(|code| compiled::load(engine, &OwnCode(code)).ok());
            if let Some(component) = loaded {
                return Ok(component);
            }
        }
        look()?;
        let code = self.compiler.compile(bytes)?;
        let component = compiled::load(engine, &OwnCode(&code)).map_err(|error| PluginError::Compile {
            why: format!("what the compiler made cannot be loaded: {error:#}"),
        })?;
        self.keep(&path, &key, &code)?;
        Ok(component)
    }

    /// The folder, made so that nobody else can look into it, and not used if somebody else can write to it.
    fn open(&self) -> Result<(), PluginError> {
        let unusable = |why: String| PluginError::Cache { path: self.folder.clone(), why };
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).map_err(|error| unusable(error.to_string()))?;
        if only_ours(&self.folder) {
            Ok(())
        } else {
            Err(unusable(
                "others can write to it, and what is in it is run as it stands; delete it, and it is made anew"
                    .to_owned(),
            ))
        }
    }

    /// Whole or not at all: written beside, then moved.
    fn keep(&self, path: &Path, key: &str, code: &[u8]) -> Result<(), PluginError> {
        let unusable = |error: std::io::Error| PluginError::Cache { path: self.folder.clone(), why: error.to_string() };
        let mut file = tempfile::Builder::new().prefix(".making").tempfile_in(&self.folder).map_err(unusable)?;
        let head = format!("{TITLE}\n{key}\n{}\n", Digest::of(code));
        file.write_all(head.as_bytes()).and_then(|()| file.write_all(code)).map_err(unusable)?;
        file.as_file().sync_all().map_err(unusable)?;
        file.persist(path).map_err(|error| unusable(error.error))?;
        Ok(())
    }
}

/// Names the plugin, this build of the engine and its settings, so that none is taken for another.
fn key(digest: Digest, engine: &wasmtime::Engine) -> String {
    let mut settings = std::hash::DefaultHasher::new();
    env!("CARGO_PKG_VERSION").hash(&mut settings);
    engine.precompile_compatibility_hash().hash(&mut settings);
    format!("{digest}-{:016x}", settings.finish())
}

/// The code of an entry, where the entry is whole and is what it says.
fn payload<'a>(entry: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut parts = entry.splitn(4, |byte| *byte == b'\n');
    let (title, of, sum, code) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let sum = Digest::parse(std::str::from_utf8(sum).ok()?)?;
    (title == TITLE.as_bytes() && of == key.as_bytes() && Digest::of(code) == sum).then_some(code)
}

/// Whether nobody but this user could have written it.
#[cfg(unix)]
fn only_ours(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::symlink_metadata(path).is_ok_and(|found| {
        !found.is_symlink() && found.mode() & 0o022 == 0 && found.uid() == rustix::process::geteuid().as_raw()
    })
}

#[cfg(not(unix))]
fn only_ours(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| !found.is_symlink())
}
