//! The three councils of `rules/`, held against what they published.

#[path = "../support/mod.rs"]
mod support;

mod birmingham;
mod cambridgeshire;
mod leicester;
