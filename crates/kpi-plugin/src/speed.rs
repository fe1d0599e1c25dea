//! How fast a plugin is on this machine, in the steps that a run has: loading what was compiled, a first call, and calls
//! after it.

use crate::cache::Cache;
use crate::error::PluginError;
use crate::limits::{Limits, Used};
use crate::plugin::Plugin;
use crate::wire::{Field, Group, Table};
use std::path::Path;
use std::time::{Duration, Instant};

/// What was measured, each step so many times.
#[derive(Debug, Clone)]
pub struct Speed {
    /// Reading the plugin and its compiled code, and making it ready.
    pub load: Times,
    /// A call as a run makes it: in fresh memory.
    pub call: Times,
    /// A call in memory that calls were made in before. A run makes none; it says what of a call is the plugin's own work.
    pub warm: Times,
    /// Of one call.
    pub used: Used,
}

/// How long one step took, over all its turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub median: Duration,
    /// Nine of ten were no longer.
    pub ninety: Duration,
    pub ninety_nine: Duration,
    pub longest: Duration,
}

impl Times {
    /// No turns are no time.
    #[must_use]
    pub fn of(mut turns: Vec<Duration>) -> Self {
        turns.sort_unstable();
        let at = |share: usize| {
            let place = (turns.len() * share).div_ceil(100).saturating_sub(1);
            turns.get(place).copied().unwrap_or_default()
        };
        Self { median: at(50), ninety: at(90), ninety_nine: at(99), longest: at(100) }
    }
}

impl Plugin {
    /// Measures a measure over some rows.
    ///
    /// # Errors
    /// As [`Plugin::open`] and [`Plugin::evaluate`].
    pub fn speed(
        path: &Path,
        limits: &Limits,
        cache: &Cache,
        (settings, inputs, groups): (&[Field], &Table, &[Group]),
        turns: usize,
    ) -> Result<Speed, PluginError> {
        let plugin = Self::open(path, limits.clone(), cache)?;
        let used = plugin.evaluate(settings, inputs, groups)?.used;
        let load = timed(turns, || Self::open(path, limits.clone(), cache).map(drop))?;
        let call = timed(turns, || plugin.evaluate(settings, inputs, groups).map(drop))?;
        let warm = plugin.evaluate_warm(settings, inputs, groups, turns)?;
        Ok(Speed { load, call, warm: Times::of(warm), used })
    }
}

fn timed(turns: usize, mut step: impl FnMut() -> Result<(), PluginError>) -> Result<Times, PluginError> {
    let mut times = Vec::with_capacity(turns);
    for _ in 0..turns {
        let started = Instant::now();
        step()?;
        times.push(started.elapsed());
    }
    Ok(Times::of(times))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_are_no_longer() {
        let turns = (1..=200).rev().map(Duration::from_micros).collect();
        let times = Times::of(turns);
        let micros = [times.median, times.ninety, times.ninety_nine, times.longest].map(|time| time.as_micros());
        assert_eq!(micros, [100, 180, 198, 200]);
        assert_eq!(Times::of(vec![Duration::from_secs(1)]).median, Duration::from_secs(1));
        assert_eq!(Times::of(Vec::new()).longest, Duration::ZERO);
    }
}
