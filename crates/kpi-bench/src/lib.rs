//! What kpi is measured against: generated Client Level Data, the national measures as independent SQL, and the engines
//! that a council could use instead. No part of the `kpi` command.
#![expect(clippy::disallowed_methods, reason = "this crate writes and reads files of its own, and measures time")]

pub mod cld;
pub mod oracle;
pub mod random;
pub mod ratios;
