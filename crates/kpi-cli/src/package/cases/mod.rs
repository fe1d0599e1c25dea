//! Recorded cases: what a plugin was given, and what it has to say to that. They run without network, on every machine
//! alike, and go along in the package.

mod cells;
mod read;
mod run;

pub use read::{Case, all};
pub use run::run;
