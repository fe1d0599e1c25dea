//! From trees to the catalogue: names, types, units, periods, templates, and the proofs over bands.
//!
//! Everything here works without data. [`check`] never fails: what is wrong is a diagnostic, and what is right is in
//! the catalogue all the same.

pub mod catalogue;
pub mod formula;

pub use catalogue::Catalogue;
