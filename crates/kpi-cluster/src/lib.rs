//! Records counted on several machines: a scheduler and executors as processes, and the way to ask them.
//!
//! The engine is DataFusion's distributed one, Ballista. What it is asked are the grouped statements that `kpi-data`
//! writes; what comes back are small rows of texts. Nothing of its types is seen outside this crate.
#![cfg(feature = "ballista")]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this crate is the processes of a cluster: they connect, wait for one another, and keep what they were given"
)]

mod ask;
mod cells;
mod executor;
mod log;
mod scheduler;

pub use ask::Remote;
pub use executor::{Executor, execute};
pub use log::show;
pub use scheduler::schedule;

/// An executor says so often that it is there.
const HEARTBEAT_SECONDS: u64 = 1;

/// One that has not been heard of for so long is lost: its work is done again by the others.
const LOST_AFTER_SECONDS: u64 = 5;

/// How deep a plan may be nested before a thread's stack is too small for it.
const STACK_BYTES: usize = 32 << 20;

/// A runtime whose threads can hold deep plans.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build()
}
