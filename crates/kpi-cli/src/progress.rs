//! How far long work is, for a person who waits; nobody else is told.

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Work of less than this is waited for without a word.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub struct Progress {
    started: Instant,
    /// How wide the line is that stands there, if anybody looks.
    shown: Option<Mutex<usize>>,
}

impl Progress {
    pub fn start(quiet: bool) -> Self {
        let looked_at = !quiet && std::io::stderr().is_terminal();
        Self { started: Instant::now(), shown: looked_at.then(Mutex::default) }
    }

    /// Puts a line in the place of the last.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        if self.shown.is_some() && self.started.elapsed() > PATIENCE {
            self.put(&line());
        }
    }

    /// Leaves no line behind.
    pub fn end(&self) {
        self.put("");
    }

    fn put(&self, line: &str) {
        let Some(mut shown) = self.shown.as_ref().and_then(|shown| shown.lock().ok()) else { return };
        let (before, width) = (*shown, line.chars().count());
        if before + width > 0 {
            let rest = " ".repeat(before.saturating_sub(width));
            let back = if line.is_empty() { "\r" } else { "" };
            // A terminal that went away is no reason to stop working.
            let _ = write!(std::io::stderr(), "\r{line}{rest}{back}");
        }
        *shown = width;
    }
}
