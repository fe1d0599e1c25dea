//! Compiled code that was changed, cut short, swapped or put there by somebody else.

use super::{fixture, refused, works};
use crate::support::{compiler, measure};
use kpi_core::codes::plugins::running as codes;
use kpi_plugin::{Cache, CompileLimits, Compiler, Limits, Plugin};
use std::path::{Path, PathBuf};

struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("code")
    }

    fn cache(&self) -> Cache {
        Cache::new(self.path(), compiler())
    }

    /// With nobody to compile, so that what loads came from the cache.
    fn without_compiler(&self) -> Cache {
        let limits = CompileLimits::default();
        Cache::new(self.path(), Compiler { program: "/no/compiler".into(), arguments: Vec::new(), limits })
    }

    fn entries(&self) -> Vec<PathBuf> {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(self.path()).expect("the cache").map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        entries
    }

    fn entry(&self) -> PathBuf {
        let [entry] = self.entries().try_into().expect("one entry, and nothing half made beside it");
        entry
    }
}

fn good(cache: &Cache) -> Plugin {
    Plugin::load(&measure(""), Limits::default(), cache).expect("a good plugin")
}

/// What was spoilt is compiled again, and what is compiled is right.
fn mended(spoil: impl FnOnce(&Path)) {
    let kept = Kept::new();
    works(&good(&kept.cache()));
    let entry = kept.entry();
    let right = std::fs::read(&entry).expect("the entry");
    spoil(&entry);
    let error = Plugin::load(&measure(""), Limits::default(), &kept.without_compiler()).expect_err("it is not used");
    assert_eq!(error.code(), codes::PLUGIN_NOT_COMPILED, "{error}");
    works(&good(&kept.cache()));
    assert_eq!(std::fs::read(kept.entry()).expect("the entry"), right, "mended");
}

#[test]
fn compiled_code_is_kept_and_used_without_compiling() {
    let kept = Kept::new();
    works(&good(&kept.cache()));
    works(&good(&kept.without_compiler()));
}

#[test]
fn compiled_code_that_was_changed_is_compiled_again() {
    mended(|entry| {
        let mut bytes = std::fs::read(entry).expect("the entry");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(entry, bytes).expect("changed");
    });
}

#[test]
fn compiled_code_that_was_cut_short_is_compiled_again() {
    mended(|entry| {
        let bytes = std::fs::read(entry).expect("the entry");
        std::fs::write(entry, &bytes[..bytes.len() / 3]).expect("cut");
    });
    mended(|entry| std::fs::write(entry, b"").expect("emptied"));
}

#[test]
fn compiled_code_of_another_plugin_is_not_taken_for_this_one() {
    let other = Kept::new();
    Plugin::load(&measure(&fixture("remembers")), Limits::default(), &other.cache()).expect("another plugin");
    let other = other.entry();
    mended(|entry| {
        std::fs::copy(other, entry).expect("swapped");
    });
}

#[test]
fn compiled_code_of_another_kpi_is_compiled_again() {
    // The checksum is right, and the engine's own note of its version is not there.
    mended(|entry| {
        let bytes = std::fs::read(entry).expect("the entry");
        let head = String::from_utf8_lossy(&bytes[..400]).into_owned();
        let key = head.lines().nth(1).expect("its key").to_owned();
        let code = b"\x7fELF made by something else";
        let sum = kpi_plugin::Digest::of(code);
        let entry_bytes = [format!("kpi compiled plugin 1\n{key}\n{sum}\n").as_bytes(), code].concat();
        std::fs::write(entry, entry_bytes).expect("replaced");
    });
}

#[cfg(unix)]
#[test]
fn the_folder_of_compiled_code_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let kept = Kept::new();
    works(&good(&kept.cache()));
    let mode = |path: &Path| std::fs::metadata(path).expect("its mode").permissions().mode() & 0o777;
    assert_eq!(mode(&kept.path()), 0o700);
    assert_eq!(mode(&kept.entry()), 0o600);
    std::fs::set_permissions(kept.path(), PermissionsExt::from_mode(0o777)).expect("opened to all");
    refused(codes::PLUGIN_NOT_COMPILED, "others can write to it", || {
        Plugin::load(&measure(""), Limits::default(), &kept.cache()).map(drop)
    });
}

#[cfg(unix)]
#[test]
fn compiled_code_that_others_may_write_or_that_is_a_link_is_compiled_again() {
    use std::os::unix::fs::PermissionsExt;
    mended(|entry| std::fs::set_permissions(entry, PermissionsExt::from_mode(0o666)).expect("opened to all"));
    mended(|entry| {
        let elsewhere = entry.with_extension("elsewhere");
        std::fs::rename(entry, &elsewhere).expect("moved");
        let outside = entry.parent().and_then(Path::parent).expect("the folder above").join("code.link");
        std::fs::rename(&elsewhere, &outside).expect("moved outside");
        std::os::unix::fs::symlink(outside, entry).expect("a link");
    });
}
