//! Views of findings, runs and traces.

pub mod columns;
pub mod coverage;
pub mod csv;
pub mod diagnostics;
pub mod findings;
mod findings_json;
mod fingerprint;
pub mod github;
mod gitlab;
pub mod json;
mod junit;
pub mod listing;
pub mod markdown;
pub mod marks;
pub mod mutation;
pub mod page;
pub mod plan;
pub mod profile;
pub mod report;
pub mod rule_list;
mod sarif;
pub mod table;
pub mod tests;
pub mod trace;
pub mod trace_json;
mod uncertainty;
mod xml;
