//! What was fetched, kept in the project: a run can be repeated without the network, and shown to rest on what came.
//! Bodies stand under their SHA-256, requests under that of what was asked, secrets not put in.

use super::FetchError;
use crate::digest::Digest;
use crate::wire::{Request, Response};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub(crate) struct Recordings {
    folder: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    url: String,
    headers: Vec<(String, String)>,
    status: u16,
    response_headers: Vec<(String, String)>,
    /// The SHA-256 of the body, which is its name.
    body: String,
}

impl Recordings {
    pub(crate) fn new(root: &Path, plugin: &str) -> Self {
        // Small letters and digits as they are, all else by its bytes: no two plugins share a folder, on any file system.
        let mut safe = String::new();
        for byte in plugin.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' => safe.push(char::from(byte)),
                _ => safe.push_str(&format!("%{byte:02x}")),
            }
        }
        Self { folder: root.join(".kpi").join("recordings").join(safe) }
    }

    /// What a request is known by: what is asked, and not what the plugin calls it.
    pub(crate) fn key(request: &Request) -> Digest {
        let mut headers: Vec<String> =
            request.headers.iter().map(|(name, value)| format!("{}: {value}", name.to_ascii_lowercase())).collect();
        headers.sort();
        Digest::of(format!("GET {}\n{}", request.url, headers.join("\n")).as_bytes())
    }

    /// Keeps the response to the `turn`th asking of a request.
    pub(crate) fn keep(
        &self,
        asked: &str,
        request: &Request,
        turn: u32,
        response: &Response,
    ) -> Result<Digest, FetchError> {
        let body = Digest::of(&response.body);
        let entry = Entry {
            url: request.url.clone(),
            headers: request.headers.clone(),
            status: response.status,
            response_headers: response.headers.clone(),
            body: body.to_string(),
        };
        let failed =
            |why: String| FetchError::Failed { asked: asked.to_owned(), why: format!("it cannot be recorded: {why}") };
        let text = serde_json::to_vec_pretty(&entry).map_err(|error| failed(error.to_string()))?;
        let kept =
            write(&self.body(body), &response.body).and_then(|()| write(&self.entry(Self::key(request), turn), &text));
        kept.map_err(|error| failed(error.to_string()))?;
        Ok(body)
    }

    /// What came the `turn`th time, or the last time before that which is known.
    pub(crate) fn find(&self, asked: &str, request: &Request, turn: u32) -> Result<Response, FetchError> {
        let key = Self::key(request);
        let spoilt = |why: String| FetchError::Failed {
            asked: asked.to_owned(),
            why: format!("its recording is spoilt: {why}"),
        };
        let text = (1..=turn).rev().find_map(|turn| std::fs::read(self.entry(key, turn)).ok());
        let text = text.ok_or_else(|| FetchError::NotRecorded { asked: asked.to_owned() })?;
        let entry: Entry = serde_json::from_slice(&text).map_err(|error| spoilt(error.to_string()))?;
        let digest = Digest::parse(&entry.body).ok_or_else(|| spoilt(format!("{:?} is no SHA-256", entry.body)))?;
        let body = std::fs::read(self.body(digest)).map_err(|error| spoilt(error.to_string()))?;
        if Digest::of(&body) != digest {
            return Err(spoilt("its body was changed after it was recorded".to_owned()));
        }
        Ok(Response { id: request.id.clone(), status: entry.status, headers: entry.response_headers, body })
    }

    fn body(&self, digest: Digest) -> PathBuf {
        self.folder.join("bodies").join(digest.to_string())
    }

    fn entry(&self, key: Digest, turn: u32) -> PathBuf {
        self.folder.join("requests").join(format!("{key}-{turn}.json"))
    }
}

/// Whole or not at all, and for its owner alone: what comes from a case system is about people.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().ok_or(std::io::ErrorKind::InvalidInput)?;
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let mut file = tempfile::Builder::new().prefix(".making").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
