//! Records that are too many to be held: read batch by batch each time they are counted, and only the columns that are
//! asked for.

mod batch;
mod parquet;

pub use parquet::ParquetFiles;
