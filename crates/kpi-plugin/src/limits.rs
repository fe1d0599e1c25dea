//! How much a plugin may use, and what of it a call used.

use std::fmt;
use std::time::Duration;

const MIB: u64 = 1 << 20;

/// What a plugin may use. Memory, fuel and time grow with what it is given, so that a plugin which copes with a hundred rows
/// copes with a hundred thousand, and neither a Python nor a JavaScript plugin needs more said than a Rust one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of the plugin's memory, whatever it is given.
    pub memory: u64,
    /// On top, for each byte of rows or responses that goes in.
    pub memory_per_byte: u64,
    /// Never more than this.
    pub memory_most: u64,
    /// A call's fuel (about one for each instruction), whatever it is given.
    pub fuel: u64,
    /// On top, for each cell or 8 bytes that go in.
    pub fuel_per_cell: u64,
    /// Bytes that one call may give back.
    pub output: u64,
    /// The clock stops what fuel does not; fuel is what stops a plugin the same way everywhere.
    pub measure_time: Duration,
    pub source_time: Duration,
    /// On top, for each cell or 8 bytes that go in: what a busy machine takes for them must not decide a figure.
    pub time_per_cell: Duration,
    pub rows: u32,
    pub columns: usize,
    /// Of requests over all rounds of a source.
    pub requests: usize,
    /// Of rounds in which a source says what to fetch next.
    pub rounds: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 64 * MIB,
            memory_per_byte: 16,
            memory_most: 512 * MIB,
            fuel: 300_000_000,
            fuel_per_cell: 5_000,
            output: 16 * MIB,
            measure_time: Duration::from_secs(2),
            source_time: Duration::from_secs(30),
            time_per_cell: Duration::from_micros(20),
            rows: 5_000_000,
            columns: 1_000,
            requests: 1_000,
            rounds: 200,
        }
    }
}

impl Limits {
    /// A grant that says how much memory there is means it, however many rows there are.
    #[must_use]
    pub const fn with_memory(mut self, bytes: u64) -> Self {
        self.memory = bytes;
        self.memory_per_byte = 0;
        self.memory_most = bytes;
        self
    }

    #[must_use]
    pub const fn with_fuel(mut self, fuel: u64) -> Self {
        self.fuel = fuel;
        self.fuel_per_cell = 0;
        self
    }

    #[must_use]
    pub const fn with_output(mut self, bytes: u64) -> Self {
        self.output = bytes;
        self
    }

    /// For a measure's calls and a source's alike.
    #[must_use]
    pub const fn with_time(mut self, time: Duration) -> Self {
        self.measure_time = time;
        self.source_time = time;
        self.time_per_cell = Duration::ZERO;
        self
    }

    pub(crate) fn memory_for(&self, bytes: u64) -> u64 {
        let wanted = self.memory.saturating_add(self.memory_per_byte.saturating_mul(bytes));
        // Memory grows by pages of 64 KiB.
        wanted.min(self.memory_most.max(self.memory)) & !0xffff
    }

    pub(crate) fn time_for(&self, least: Duration, bytes: u64) -> Duration {
        let cells = u32::try_from(bytes / 8).unwrap_or(u32::MAX);
        least.saturating_add(self.time_per_cell.saturating_mul(cells))
    }

    pub(crate) fn fuel_for(&self, bytes: u64) -> u64 {
        self.fuel.saturating_add(self.fuel_per_cell.saturating_mul(bytes / 8))
    }
}

/// What one call used, beside what it might have used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    pub fuel: u64,
    pub fuel_limit: u64,
    /// At most at any time, in bytes.
    pub memory: u64,
    pub memory_limit: u64,
    pub output: u64,
    pub output_limit: u64,
    pub elapsed: Duration,
    pub time_limit: Duration,
}

impl Used {
    /// What of a limit was used, in per cent: an author sees the cliff before users do.
    #[must_use]
    pub fn share(used: u64, limit: u64) -> f64 {
        if limit == 0 { 100.0 } else { used as f64 / limit as f64 * 100.0 }
    }
}

/// `3% of the fuel, 11.0 of 64 MiB, 0.1 of 16 MiB of output`. The clock's time is left out, since it differs every time.
impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mib = |bytes: u64| bytes as f64 / MIB as f64;
        write!(
            f,
            "{:.1}% of the fuel, {:.1} of {:.0} MiB of memory, {:.1} of {:.0} MiB of output",
            Self::share(self.fuel, self.fuel_limit),
            mib(self.memory),
            mib(self.memory_limit),
            mib(self.output),
            mib(self.output_limit),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_call_may_use_grows_with_what_goes_in_up_to_a_bound() {
        let limits = Limits::default();
        assert_eq!(limits.memory_for(0), 64 * MIB);
        assert_eq!(limits.memory_for(MIB), 80 * MIB);
        assert_eq!(limits.memory_for(u64::MAX), 512 * MIB);
        assert_eq!(limits.fuel_for(80), 300_050_000);
        assert_eq!(limits.time_for(limits.measure_time, 800_000), Duration::from_secs(4));
        let tight = Limits::default().with_time(Duration::from_secs(1)).with_memory(32 * MIB);
        assert_eq!(tight.time_for(tight.measure_time, u64::MAX), Duration::from_secs(1));
        assert_eq!(tight.memory_for(u64::MAX), 32 * MIB, "a grant that names a size means it");
    }
}
