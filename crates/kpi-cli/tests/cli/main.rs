//! The command as it is used: started in a folder, judged by what it prints and how it ends.

#![expect(clippy::expect_used, reason = "a test may stop at once")]
#![expect(clippy::disallowed_methods, reason = "these tests start a command and read what it wrote")]

mod check;
mod cluster;
mod doc;
mod docs;
mod explain;
mod fmt;
mod infer;
mod new;
mod run;
mod slices;
mod sources;
mod support;
mod suppressing;
mod testing;
mod uncertainty;
mod usage;
