//! Counts what a call takes of memory, and refuses what goes beyond.

use wasmtime::ResourceLimiter;

/// Function pointers; the largest interpreters have some ten thousand.
const TABLE_ELEMENTS: u64 = 200_000;
pub(crate) const INSTANCES: usize = 250;

#[derive(Debug)]
pub(crate) struct Meter {
    limit: u64,
    memory: u64,
    elements: u64,
    /// At most at any time.
    pub(crate) peak: u64,
    pub(crate) refused: Option<Refused>,
}

#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the plugin may have no more {what}")]
pub(crate) struct Refused {
    pub(crate) what: &'static str,
    pub(crate) wanted: u64,
    pub(crate) most: u64,
}

impl Meter {
    pub(crate) const fn new(limit: u64) -> Self {
        Self { limit, memory: 0, elements: 0, peak: 0, refused: None }
    }

    pub(crate) const fn limit(&self) -> u64 {
        self.limit
    }

    fn refuse(&mut self, what: &'static str, wanted: u64, most: u64) -> wasmtime::Result<bool> {
        let refused = Refused { what, wanted, most };
        self.refused = Some(refused);
        // An error, and not `false`: a plugin that goes on after it was refused memory gives half an answer.
        Err(refused.into())
    }
}

impl ResourceLimiter for Meter {
    fn memory_growing(&mut self, current: usize, desired: usize, _most: Option<usize>) -> wasmtime::Result<bool> {
        let wanted = self.memory.saturating_add((desired as u64).saturating_sub(current as u64));
        if wanted > self.limit {
            return self.refuse("bytes of memory", wanted, self.limit);
        }
        self.memory = wanted;
        self.peak = self.peak.max(wanted);
        Ok(true)
    }

    fn memory_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        Err(error.context("memory that was allowed could not be had"))
    }

    fn table_growing(&mut self, current: usize, desired: usize, _most: Option<usize>) -> wasmtime::Result<bool> {
        let wanted = self.elements.saturating_add((desired as u64).saturating_sub(current as u64));
        if wanted > TABLE_ELEMENTS {
            return self.refuse("entries of tables", wanted, TABLE_ELEMENTS);
        }
        self.elements = wanted;
        Ok(true)
    }

    fn table_grow_failed(&mut self, error: wasmtime::Error) -> wasmtime::Result<()> {
        Err(error.context("a table that was allowed could not be had"))
    }

    fn instances(&self) -> usize {
        INSTANCES
    }

    fn tables(&self) -> usize {
        INSTANCES
    }

    fn memories(&self) -> usize {
        INSTANCES
    }
}
