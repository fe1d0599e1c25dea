//! Parquet files that a cluster counts: what kpi asks of it, and which files it can be asked about.

use super::dialect::Dialect;
use super::pushed::Table;
use super::types::Held;
use super::{Distant, Holder};
use crate::engine::pushed::Row;
use crate::file::Files;
use indexmap::IndexMap;
use kpi_core::schema::{Dataset, Source};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use std::fmt;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

/// How statements call the files.
pub const RECORDS: &str = "records";

/// Several machines that answer grouped queries over files which all of them see.
pub trait Cluster: fmt::Debug + Send + Sync {
    /// Where it is, as whoever runs kpi named it.
    fn name(&self) -> &str;

    /// The rows of each statement, one statement after the other. The files are one table that is called `records`.
    fn rows(&self, files: &[PathBuf], statements: &[String]) -> Result<Vec<Row>, Trouble>;
}

/// Why a cluster gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub message: String,
    pub notes: Vec<String>,
    pub help: Vec<String>,
}

/// Whether a dataset can be left to the cluster.
pub enum Clustered {
    Asked(Box<Distant>),
    /// It is read here, for this reason.
    Here(String),
    /// It is no matter of a cluster, or whoever reads it says what is wrong with it.
    Not,
}

/// The footers are read here: they tell the columns, and how many records there are.
pub fn clustered(cluster: &Arc<dyn Cluster>, files: &Files, dataset: &Dataset) -> Clustered {
    let Source::Parquet { path } = &dataset.source else { return Clustered::Not };
    let Ok(shown) = files.parquet_files(path) else { return Clustered::Not };
    let mut held: Option<IndexMap<String, Held>> = None;
    let mut paths = Vec::with_capacity(shown.len());
    let mut rows = 0;
    for shown in shown {
        let footer = std::fs::canonicalize(files.root().join(&shown)).and_then(|path| {
            let footer = ArrowReaderMetadata::load(&File::open(&path)?, ArrowReaderOptions::new())?;
            paths.push(path);
            Ok(footer)
        });
        let Ok(footer) = footer else { return Clustered::Not };
        rows += u64::try_from(footer.metadata().file_metadata().num_rows()).unwrap_or_default();
        let fields = footer.schema().fields().iter();
        let of_file = fields.map(|field| (field.name().clone(), Held::arrow(field.data_type()))).collect();
        match &held {
            Some(held) if *held != of_file => {
                return Clustered::Here(format!(
                    "{shown} has other columns, or of other types, than the files before it"
                ));
            }
            _ => held = Some(of_file),
        }
    }
    let table = Table {
        from: RECORDS.to_owned(),
        held: held.unwrap_or_default(),
        dialect: Dialect::DataFusion,
        rows: Some(rows),
    };
    Clustered::Asked(Box::new(Distant { holder: Holder::Cluster(Arc::clone(cluster), paths), table }))
}
