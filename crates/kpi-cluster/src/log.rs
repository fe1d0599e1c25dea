//! What the engine says of its work, on standard error.

use log::{Level, LevelFilter, Log, Metadata, Record};

struct Lines;

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        // The libraries below say at this level what matters to those who work on them.
        let own = record.target().starts_with("ballista");
        if self.enabled(record.metadata()) && (own || record.level() <= Level::Warn) {
            eprintln!("{}: {}", record.level().as_str().to_lowercase(), record.args());
        }
    }

    fn flush(&self) {}
}

/// Shows warnings and errors; with `all` also what is done.
pub fn show(all: bool) {
    log::set_max_level(if all { LevelFilter::Info } else { LevelFilter::Warn });
    // Whoever set another logger before has said where these lines go.
    let _ = log::set_logger(&Lines);
}
