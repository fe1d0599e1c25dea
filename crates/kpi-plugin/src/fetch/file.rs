//! Files of the project that a plugin may be given the content of.

use super::FetchError;
use super::grant::Grant;
use std::io::Read;
use std::path::{Component, Path};

pub(crate) fn read(asked: &str, path: &str, root: &Path, grant: &Grant, most: u64) -> Result<Vec<u8>, FetchError> {
    let refused = |why: String| FetchError::NotGranted { asked: asked.to_owned(), why };
    let failed = |why: String| FetchError::Failed { asked: asked.to_owned(), why };
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let odd = path.contains(['\\', ':'])
        || path.starts_with('/')
        || path.split('/').any(|part| matches!(part, "" | "." | ".."));
    if odd || !Path::new(path).components().all(plain) {
        return Err(refused("a file is named by its path in the project, without `..`".to_owned()));
    }
    if !grant.file(path) {
        let granted = match grant.files.as_slice() {
            [] => "and has been granted no file".to_owned(),
            files => format!("and has been granted {}", files.join(", ")),
        };
        return Err(refused(format!("the file was not granted, {granted}")));
    }
    let unreadable = |error: std::io::Error| failed(format!("the file cannot be read: {error}"));
    let root = root.canonicalize().map_err(unreadable)?;
    let found = root.join(path).canonicalize().map_err(unreadable)?;
    if !found.starts_with(&root) {
        return Err(refused("it is a link that leads out of the project".to_owned()));
    }
    // Before it is opened: a pipe would be waited for until somebody writes to it.
    if !std::fs::metadata(&found).map_err(unreadable)?.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    let file = std::fs::File::open(&found).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    match bytes.len() as u64 > most {
        true => Err(failed(format!("the file has more than {most} bytes"))),
        false => Ok(bytes),
    }
}
