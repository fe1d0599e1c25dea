//! Reports from a run: one model in one language ([`model`]), and the forms it is published in.
//!
//! Nothing here reads a file, a clock or the environment: what a report is made from is handed in ([`Given`]), and what
//! comes out are names and bytes.

pub mod brand;
mod build;
pub mod csvw;
mod divided;
mod file;
pub mod html;
pub mod model;
pub mod pack;
pub mod prose;
pub mod words;
pub mod workbook;

pub use build::{About, Given, Strings, build};
pub use file::File;
