//! Narrative: Markdown with references to figures, so that they cannot go stale.

mod lines;
mod markdown;
mod references;
mod sections;

pub use lines::lines;
pub use markdown::{blocks, plain};
pub use references::{Fault, References};
pub use sections::{Narrative, Part, Written};
