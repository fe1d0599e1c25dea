//! Word of what was saved.

use super::live::Live;
use crate::failure::Failure;
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// An editor that saves writes, renames and touches: what comes within this time is one change.
const PAUSE: Duration = Duration::from_millis(20);

/// Rebuilds when something of the project is saved, for as long as the watcher lives.
pub fn watch(root: &Path, live: Arc<Live>) -> Result<RecommendedWatcher, Failure> {
    let (told, heard) = mpsc::channel::<()>();
    let own = root.to_path_buf();
    let cannot = |error: notify::Error| Failure::internal(format!("the project cannot be watched: {error}"));
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = match &event {
            Ok(event) => !event.kind.is_access() && event.paths.iter().any(|path| is_watched(&own, path)),
            // What was lost may have been a change.
            Err(_) => true,
        };
        if matters {
            // Nobody is left to rebuild when the server stops.
            let _ = told.send(());
        }
    })
    .map_err(cannot)?;
    watcher.watch(root, RecursiveMode::Recursive).map_err(cannot)?;
    thread::spawn(move || {
        while heard.recv().is_ok() {
            while heard.recv_timeout(PAUSE).is_ok() {}
            live.rebuild();
        }
    });
    Ok(watcher)
}

/// Hidden files are those of tools, and of files that are being written.
fn is_watched(root: &Path, path: &Path) -> bool {
    let within = path.strip_prefix(root).unwrap_or(path);
    !within.components().any(|part| {
        let name = part.as_os_str().to_string_lossy();
        name.starts_with('.') || name.ends_with('~')
    })
}
