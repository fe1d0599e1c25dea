//! Plugins: what rules say of them, what they do wrong when they run, and what is wrong with their packages.

pub mod packages;
pub mod rules;
pub mod running;
