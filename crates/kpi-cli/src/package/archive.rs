//! A packed plugin: one file with what runs, what it says of itself, and its cases, so that whoever gets it can look
//! and test before it is let near any data. tar in zstd; a list of every file's SHA-256, which is what is signed.

use crate::failure::Failure;
use crate::package::{BUILT, CASES, MANIFEST};
use kpi_core::Diagnostic;
use kpi_core::codes::plugins::packages::UNSAFE_PACKAGE;
use kpi_plugin::Digest;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Component, Path};

const LIST: &str = "files.sha256";
const SIGNATURE: &str = "files.sha256.ed25519";
const README: &str = "README.md";
const FILES: usize = 1_000;
const BYTES: u64 = 64 << 20;
const PATH: usize = 200;
/// Of zstd: a package is made once and opened often.
const LEVEL: i32 = 19;

/// Files by their paths, with `/` between the parts.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What of a plugin's folder goes into its package.
pub fn gather(folder: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let mut take = |path: String| {
        let bytes = std::fs::read(folder.join(&path)).map_err(|error| format!("cannot read {path}: {error}"))?;
        files.insert(path, bytes);
        Ok::<(), String>(())
    };
    take(MANIFEST.to_owned())?;
    take(BUILT.to_owned())?;
    if folder.join(README).is_file() {
        take(README.to_owned())?;
    }
    if folder.join(CASES).is_dir() {
        let entries = std::fs::read_dir(folder.join(CASES)).map_err(|error| format!("cannot read {CASES}: {error}"))?;
        for entry in entries {
            let entry = entry.map_err(|error| format!("cannot read {CASES}: {error}"))?;
            let name = entry.file_name().into_string().map_err(|name| format!("{} is no UTF-8", name.display()))?;
            if entry.file_type().is_ok_and(|kind| kind.is_file()) {
                take(format!("{CASES}/{name}"))?;
            }
        }
    }
    Ok(files)
}

/// The same files make the same package, byte for byte.
pub fn pack(mut files: Files, key: Option<&Ed25519KeyPair>) -> Result<Vec<u8>, String> {
    let list = list(&files);
    if let Some(key) = key {
        let signed = format!("{}\n{}\n", hex(key.public_key().as_ref()), hex(key.sign(list.as_bytes()).as_ref()));
        files.insert(SIGNATURE.to_owned(), signed.into_bytes());
    }
    files.insert(LIST.to_owned(), list.into_bytes());
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in &files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        tar.append_data(&mut header, path, bytes.as_slice()).map_err(|error| format!("{path}: {error}"))?;
    }
    let tar = tar.into_inner().map_err(|error| error.to_string())?;
    zstd::encode_all(tar.as_slice(), LEVEL).map_err(|error| error.to_string())
}

fn list(files: &Files) -> String {
    files.iter().map(|(path, bytes)| format!("{}  {path}\n", Digest::of(bytes))).collect()
}

/// Reads a package, and believes nothing of it. With a key it has to be signed by that one. The second part says who
/// signed it, where it is signed.
pub fn unpack(package: &[u8], key: Option<&[u8]>) -> Result<(Files, Option<String>), String> {
    let zstd = zstd::Decoder::new(package).map_err(|error| format!("it is no packed plugin: {error}"))?;
    // One byte more than is taken, so that more is found out.
    let mut tar = tar::Archive::new(zstd.take(BYTES + 1));
    let mut files = Files::new();
    let mut bytes_of_all = 0;
    for entry in tar.entries().map_err(|error| format!("it is no packed plugin: {error}"))? {
        let mut entry = entry.map_err(|error| format!("it is cut short or spoiled: {error}"))?;
        let path = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| "a path is no UTF-8".to_owned())?;
        safe(&path)?;
        if entry.header().entry_type() != tar::EntryType::Regular {
            return Err(format!("{path:?} is no file but a link or something else"));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(|error| format!("{path:?} is cut short or too large: {error}"))?;
        bytes_of_all += bytes.len() as u64;
        if bytes_of_all > BYTES || files.len() >= FILES {
            return Err(format!("it has more than {FILES} files or {} MiB", BYTES >> 20));
        }
        if files.insert(path.clone(), bytes).is_some() {
            return Err(format!("{path:?} stands twice"));
        }
    }
    let signature = files.remove(SIGNATURE);
    let listed = files.remove(LIST).ok_or_else(|| format!("it has no {LIST}"))?;
    if listed != list(&files).into_bytes() {
        return Err(format!("its files are not those of its {LIST}"));
    }
    let signer = match &signature {
        Some(signature) => Some(signer(signature, &listed)?),
        None => None,
    };
    match (key, &signer) {
        (Some(_), None) => return Err("it is not signed".to_owned()),
        (Some(key), Some(signer)) if hex(key) != *signer => {
            return Err(format!("it is signed by {signer}, and not by {}", hex(key)));
        }
        _ => {}
    }
    for needed in [MANIFEST, BUILT] {
        if !files.contains_key(needed) {
            return Err(format!("it has no {needed}"));
        }
    }
    Ok((files, signer))
}

/// The public key that a signature is of, once it holds.
fn signer(signature: &[u8], listed: &[u8]) -> Result<String, String> {
    let no_signature = || "its signature is not one of ed25519".to_owned();
    let text = std::str::from_utf8(signature).map_err(|_| no_signature())?;
    let mut lines = text.lines();
    let key = lines.next().and_then(bytes_of_hex).ok_or_else(no_signature)?;
    let signed = lines.next().and_then(bytes_of_hex).ok_or_else(no_signature)?;
    let holds = UnparsedPublicKey::new(&ED25519, &key).verify(listed, &signed);
    holds.map_err(|_| "its signature does not hold: something was changed after it was signed".to_owned())?;
    Ok(hex(&key))
}

/// Below the folder it is opened in, on every system.
fn safe(path: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | ' ' | '+' | '(' | ')');
    let normal = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    // Parts that are left out when a path is taken apart, and names that Windows keeps for itself.
    let parts = || path.split('/');
    let odd = parts().any(|part| part.is_empty() || part == "." || part == ".." || part.ends_with(['.', ' ']));
    let reserved = parts().any(|part| {
        let stem = part.split('.').next().unwrap_or_default().to_ascii_uppercase();
        matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
            || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")))
    });
    if path.len() > PATH || !path.chars().all(plain) || !normal || odd || reserved {
        return Err(format!("{path:?} is no path of a file in a package"));
    }
    Ok(())
}

/// Writes a package's files into a folder that is not there yet.
pub fn lay_out(files: &Files, folder: &Path) -> Result<(), String> {
    let cannot = |path: &str, error: std::io::Error| format!("cannot write {path}: {error}");
    std::fs::create_dir_all(folder).map_err(|error| cannot(&folder.display().to_string(), error))?;
    for (path, bytes) in files {
        let to = folder.join(path);
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(|error| cannot(path, error))?;
        }
        let mut file = std::fs::File::create_new(&to).map_err(|error| cannot(path, error))?;
        file.write_all(bytes).map_err(|error| cannot(path, error))?;
    }
    Ok(())
}

/// A key's 32 bytes, in 64 hexadecimal digits.
pub fn key_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| refused(&format!("{}: {error}", path.display())))?;
    let key = bytes_of_hex(text.trim()).filter(|key| key.len() == 32);
    key.ok_or_else(|| refused(&format!("{} has no key: 64 hexadecimal digits", path.display())))
}

pub fn key_pair(seed: &[u8]) -> Result<Ed25519KeyPair, Failure> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|error| refused(&format!("the key is not taken: {error}")))
}

pub fn refused(why: &str) -> Failure {
    Failure::new(Diagnostic::new(UNSAFE_PACKAGE, why.to_owned()))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes_of_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pair = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    };
    digits.chunks(2).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> Files {
        let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        Files::from([file(MANIFEST, "[plugin]"), file(BUILT, "wasm"), file("cases/plain.json", "{}")])
    }

    fn key(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).expect("a key")
    }

    /// A package with an entry that `pack` would never write.
    fn with(entry: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        entry(&mut tar);
        zstd::encode_all(tar.into_inner().expect("a tar").as_slice(), 1).expect("packed")
    }

    fn raw(tar: &mut tar::Builder<Vec<u8>>, path: &str, kind: tar::EntryType, bytes: &[u8]) {
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_entry_type(kind);
        header.set_cksum();
        tar.append(&header, bytes).expect("appended");
    }

    #[test]
    fn what_is_packed_is_opened_and_is_the_same_every_time() {
        let packed = pack(files(), None).expect("packed");
        assert_eq!(packed, pack(files(), None).expect("packed"));
        assert_eq!(unpack(&packed, None), Ok((files(), None)));
    }

    #[test]
    fn a_signature_holds_for_its_key_and_its_files_only() {
        let (one, other) = (key(1), key(2));
        let public = |key: &Ed25519KeyPair| key.public_key().as_ref().to_vec();
        let signed = pack(files(), Some(&one)).expect("packed");
        let (found, signer) = unpack(&signed, Some(&public(&one))).expect("opened");
        assert_eq!((found, signer), (files(), Some(hex(&public(&one)))));
        assert!(unpack(&signed, Some(&public(&other))).is_err_and(|why| why.contains("and not by")));
        let unsigned = pack(files(), None).expect("packed");
        assert_eq!(unpack(&unsigned, Some(&public(&one))), Err("it is not signed".to_owned()));

        // The signature of one package put on another.
        let mut changed = files();
        changed.insert(BUILT.to_owned(), b"other wasm".to_vec());
        let tar = zstd::decode_all(signed.as_slice()).expect("a tar");
        let mut stolen = Vec::new();
        for entry in tar::Archive::new(tar.as_slice()).entries().expect("entries") {
            let mut entry = entry.expect("an entry");
            if entry.path().expect("a path").to_str() == Some(SIGNATURE) {
                entry.read_to_end(&mut stolen).expect("read");
            }
        }
        let forged = with(|tar| {
            for (path, bytes) in &changed {
                raw(tar, path, tar::EntryType::Regular, bytes);
            }
            raw(tar, LIST, tar::EntryType::Regular, list(&changed).as_bytes());
            raw(tar, SIGNATURE, tar::EntryType::Regular, &stolen);
        });
        assert!(unpack(&forged, None).is_err_and(|why| why.contains("does not hold")));
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for path in [
            "../evil",
            "/etc/passwd",
            "cases/../../evil",
            "./plugin.toml",
            "cases//x",
            "C:evil",
            "a\\..\\b",
            "con.json",
            "cases/com1",
            "evil.",
            "cases/",
            "caf\u{e9}",
        ] {
            let packed = with(|tar| raw(tar, path, tar::EntryType::Regular, b"x"));
            assert!(unpack(&packed, None).is_err_and(|why| why.contains("is no path")), "{path}");
        }
        for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Directory, tar::EntryType::Char] {
            let packed = with(|tar| raw(tar, "cases", kind, b""));
            assert!(unpack(&packed, None).is_err_and(|why| why.contains("is no file")), "{kind:?}");
        }
    }

    #[test]
    fn spoiled_packages_are_refused() {
        let packed = pack(files(), None).expect("packed");
        for length in [0, 4, packed.len() / 2, packed.len() - 1] {
            assert!(unpack(&packed[..length], None).is_err(), "cut to {length} bytes");
        }
        assert!(unpack(b"PK\x03\x04 something else", None).is_err());
        let twice = with(|tar| {
            raw(tar, MANIFEST, tar::EntryType::Regular, b"1");
            raw(tar, MANIFEST, tar::EntryType::Regular, b"2");
        });
        assert!(unpack(&twice, None).is_err_and(|why| why.contains("twice")));
        let unlisted = with(|tar| {
            raw(tar, LIST, tar::EntryType::Regular, b"");
            raw(tar, "cases/more.json", tar::EntryType::Regular, b"{}");
        });
        assert!(unpack(&unlisted, None).is_err_and(|why| why.contains("not those")));
        let bomb = with(|tar| raw(tar, "bomb", tar::EntryType::Regular, &vec![0; 65 << 20]));
        assert!(bomb.len() < 1 << 16);
        assert!(unpack(&bomb, None).is_err(), "64 MiB are the most");
    }

    #[test]
    fn a_folder_gets_the_files_and_nothing_is_written_over() {
        let folder = tempfile::tempdir().expect("a folder");
        lay_out(&files(), folder.path()).expect("laid out");
        assert_eq!(gather(folder.path()), Ok(files()));
        assert!(lay_out(&files(), folder.path()).is_err());
    }
}
