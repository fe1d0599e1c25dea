//! Records that are too many to be held: read part by part each time they are counted, and only the columns that are
//! asked for.

mod batch;
mod parquet;
mod stretches;
mod text;

pub use parquet::ParquetFiles;
pub use stretches::{Lines, unread};
pub use text::{TextFile, Written};

use crate::DataError;
use crate::columns::Prepared;
use crate::engine::failed;
use crate::report::Report;
use indexmap::{IndexMap, IndexSet};
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic};

/// What a dataset is read from.
#[derive(Debug)]
pub enum Streams {
    Parquet(ParquetFiles),
    Text(Box<TextFile>),
}

/// A part that is read in one go: a row group, or a stretch of lines.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    file: usize,
    place: usize,
}

impl Streams {
    pub fn rows(&self) -> u64 {
        match self {
            Self::Parquet(files) => files.rows(),
            Self::Text(file) => file.rows,
        }
    }

    /// All parts, with how many rows each has.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        match self {
            Self::Parquet(files) => files.parts(),
            Self::Text(file) => {
                let stretches = file.stretches.iter().enumerate();
                stretches.map(|(place, stretch)| (Part { file: 0, place }, stretch.rows)).collect()
            }
        }
    }

    /// The different texts of a column, by how they are compared, each as it is first written; or why they are not known.
    pub fn texts(
        &self,
        column: usize,
        dataset: &Dataset,
        calendar: Calendar,
    ) -> Result<Result<IndexMap<String, String>, Box<Diagnostic>>, DataError> {
        match self {
            Self::Parquet(files) => files.texts(column, dataset, calendar),
            Self::Text(file) => Ok(file.texts(column, dataset, calendar)),
        }
    }

    /// Hands the batches of a part to `take`, with these declared columns of theirs. What is wrong with cells is told to
    /// `report`, once for each.
    pub fn read(
        &self,
        part: Part,
        columns: &IndexSet<usize>,
        dataset: &Dataset,
        calendar: Calendar,
        report: &mut Report,
        take: &mut dyn FnMut(&Prepared) -> Result<(), DataError>,
    ) -> Result<Result<(), Box<Diagnostic>>, DataError> {
        match self {
            Self::Parquet(files) => files.read(part, columns, dataset, calendar, report, take),
            Self::Text(file) => {
                let stretch = file.stretches.get(part.place).ok_or_else(|| failed("a part is not there"))?;
                file.read(*stretch, columns, dataset, calendar, report, take)
            }
        }
    }
}
