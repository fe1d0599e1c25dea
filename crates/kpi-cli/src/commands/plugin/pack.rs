//! `kpi plugin pack`, `unpack` and `key`.

use super::build;
use crate::args::plugin::{Key, Pack, Unpack};
use crate::failure::{Exit, Failure, Outcome};
use crate::output::Terminal;
use crate::package;
use crate::package::archive::{self, refused};
use kpi_core::Diagnostic;
use kpi_core::codes::project::{CANNOT_WRITE, FOLDER_NOT_EMPTY};
use kpi_plugin::Digest;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::KeyPair;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// No package that kpi takes is larger.
const PACKAGE: u64 = 64 << 20;

pub fn pack(args: &Pack, terminal: &Terminal) -> Outcome {
    let package = build::open(&args.dir, terminal)?;
    // What cannot be loaded is not worth sending.
    package.plugin()?;
    let key = match &args.key {
        Some(path) => Some(archive::key_pair(&archive::key_file(path)?)?),
        None => None,
    };
    let files = archive::gather(&package.folder).map_err(|why| refused(&why))?;
    let packed = archive::pack(files, key.as_ref()).map_err(|why| refused(&why))?;
    // What kpi would not open again it does not write.
    archive::unpack(&packed, None).map_err(|why| refused(&why))?;
    let about = &package.manifest.plugin;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}-{}.kpiplugin", about.id, about.version)));
    std::fs::write(&out, &packed).map_err(|error| cannot_write(&out, &error))?;
    let signed = if key.is_some() { "signed" } else { "not signed" };
    let size = package::size(packed.len() as u64);
    terminal.result(&format!("{}  {size}  {signed}  sha256 {}\n", out.display(), Digest::of(&packed)))?;
    Ok(Exit::Clean)
}

pub fn unpack(args: &Unpack, terminal: &Terminal) -> Outcome {
    let key = match &args.key {
        Some(path) => Some(archive::key_file(path)?),
        None => None,
    };
    let mut bytes = Vec::new();
    std::fs::File::open(&args.file)
        .and_then(|file| file.take(PACKAGE + 1).read_to_end(&mut bytes))
        .map_err(|error| refused(&format!("cannot read {}: {error}", args.file.display())))?;
    let (files, signer) = archive::unpack(&bytes, key.as_deref())
        .map_err(|why| refused(&format!("{} is not taken: {why}", args.file.display())))?;
    if std::fs::read_dir(&args.dir).is_ok_and(|mut entries| entries.next().is_some()) {
        let message = format!("the folder {} is not empty", args.dir.display());
        return Err(Failure::new(Diagnostic::new(FOLDER_NOT_EMPTY, message)));
    }
    archive::lay_out(&files, &args.dir).map_err(|why| Failure::new(Diagnostic::new(CANNOT_WRITE, why)))?;
    match (signer, key) {
        (Some(signer), Some(_)) => terminal.mention(&format!("signed by {signer}, as it should be")),
        (Some(signer), None) => terminal.mention(&format!("signed by {signer}; `--key` holds it to a key you know")),
        (None, _) => terminal.mention("not signed: anybody may have made it"),
    }
    let listed: String = files.keys().map(|path| format!("{}\n", args.dir.join(path).display())).collect();
    terminal.result(&listed)?;
    Ok(Exit::Clean)
}

pub fn key(args: &Key, terminal: &Terminal) -> Outcome {
    let mut seed = [0; 32];
    SystemRandom::new().fill(&mut seed).map_err(|_| refused("the system gives no random numbers"))?;
    let pair = archive::key_pair(&seed)?;
    let public = args.file.with_extension("pub");
    let write = |path: &Path, bytes: &[u8], secret: bool| {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if secret { 0o600 } else { 0o644 });
        let text = archive::hex(bytes) + "\n";
        options.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|e| cannot_write(path, &e))
    };
    write(&args.file, &seed, true)?;
    write(&public, pair.public_key().as_ref(), false)?;
    terminal.mention(&format!(
        "{} signs: keep it to yourself. Give {} to whoever gets your plugins.",
        args.file.display(),
        public.display()
    ));
    terminal.result(&format!("{}\n", archive::hex(pair.public_key().as_ref())))?;
    Ok(Exit::Clean)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Diagnostic::new(CANNOT_WRITE, format!("cannot write {}: {error}", path.display())))
}
