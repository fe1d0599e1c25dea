//! Published figures recomputed: by kpi, and in plain Rust from what their publishers say of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may stop at once"
)]

#[path = "../support/mod.rs"]
mod support;

mod ascof;
mod dfe;
mod lait;
mod published;
