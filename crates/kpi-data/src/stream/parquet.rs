//! Parquet files as typed batches: one file, or all of a folder.

use super::Part;
use super::batch::Conform;
use crate::DataError;
use crate::columns::Prepared;
use crate::engine::failed;
use crate::header::{self, Header};
use crate::place::Origin;
use crate::read::Unreadable;
use crate::report::Report;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use indexmap::{IndexMap, IndexSet};
use kpi_core::codes::data::{BAD_FILE, OTHER_COLUMNS};
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::fmt::Display;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Rows of a batch: few enough that its columns stay in the cache while they are gone through.
const BATCH: usize = 1 << 15;

/// The files of a dataset, opened once to see what they hold.
#[derive(Debug)]
pub struct ParquetFiles {
    files: Vec<ParquetFile>,
}

#[derive(Debug)]
struct ParquetFile {
    path: PathBuf,
    origin: Origin,
    metadata: ArrowReaderMetadata,
    /// For each declared column its place in the file.
    header: Header,
    /// For each row group the number of rows before it, and its own.
    groups: Vec<(u64, u64)>,
}

/// For each declared column its place in a batch.
type Places = Vec<(usize, Option<usize>)>;

fn bad(error: impl Display) -> Box<Unreadable> {
    let mut bad = Unreadable::new(BAD_FILE, "the file cannot be read as Parquet");
    bad.notes.push(error.to_string());
    bad
}

impl ParquetFiles {
    /// `files` are the paths with how they are shown. Columns that are not there are reported.
    pub fn open(files: &[(String, PathBuf)], dataset: &Dataset, report: &mut Report) -> Result<Self, Box<Diagnostic>> {
        let mut opened: Vec<ParquetFile> = Vec::with_capacity(files.len());
        for (shown, path) in files {
            let origin = Origin { file: shown.clone(), ..Origin::default() };
            let file = ParquetFile::open(path, origin.clone(), dataset, opened.is_empty().then_some(&mut *report));
            let file = file.map_err(|unreadable| Box::new(unreadable.diagnostic(&origin)))?;
            if let Some(first) = opened.first()
                && first.header.columns.iter().map(Option::is_some).ne(file.header.columns.iter().map(Option::is_some))
            {
                return Err(Box::new(
                    Diagnostic::new(OTHER_COLUMNS, format!("{shown} has other columns than {}", first.origin.file))
                        .data(origin.whole(), "")
                        .note("the files of one folder are one dataset")
                        .help("give all of them the columns that the dataset declares, or keep them apart"),
                ));
            }
            opened.push(file);
        }
        Ok(Self { files: opened })
    }

    pub fn rows(&self) -> u64 {
        self.files.iter().flat_map(|file| &file.groups).map(|(_, rows)| rows).sum()
    }

    /// The different texts of a column, by how they are compared, each as it is first written; or why they are not known.
    pub fn texts(
        &self,
        column: usize,
        dataset: &Dataset,
        calendar: Calendar,
    ) -> Result<Result<IndexMap<String, String>, Box<Diagnostic>>, DataError> {
        let mut found = IndexMap::new();
        for file in &self.files {
            let unreadable = |why: Box<Unreadable>| Ok(Err(Box::new(why.diagnostic(&file.origin))));
            let mut conform = Conform::new(dataset, calendar, &file.origin).listing();
            for group in 0..file.groups.len() {
                let (reader, places) = match file.reader(group, &IndexSet::from([column])) {
                    Ok(reader) => reader,
                    Err(why) => return unreadable(why),
                };
                for batch in reader {
                    let batch = match batch {
                        Ok(batch) => batch,
                        Err(error) => return unreadable(bad(error)),
                    };
                    if let Err(why) = conform.batch(&batch, &places, 1, &mut Report::default())? {
                        return unreadable(why);
                    }
                }
            }
            for (folded, written) in conform.into_spellings(column) {
                found.entry(folded).or_insert(written);
            }
        }
        Ok(Ok(found))
    }

    /// All parts, with how many rows each has.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        let of_file = |(i, file): (usize, &ParquetFile)| {
            let groups = file.groups.iter().enumerate();
            groups.map(|(group, (_, rows))| (Part { file: i, place: group }, *rows)).collect::<Vec<_>>()
        };
        self.files.iter().enumerate().flat_map(of_file).collect()
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
        let file = self.files.get(part.file).ok_or_else(|| failed("a file is not there"))?;
        let (before, _) = file.groups.get(part.place).copied().ok_or_else(|| failed("a row group is not there"))?;
        let unreadable = |why: Box<Unreadable>| Ok(Err(Box::new(why.diagnostic(&file.origin))));
        let (reader, places) = match file.reader(part.place, columns) {
            Ok(reader) => reader,
            Err(why) => return unreadable(why),
        };
        let mut conform = Conform::new(dataset, calendar, &file.origin);
        let mut row = before;
        for batch in reader {
            let batch = match batch {
                Ok(batch) => batch,
                Err(error) => return unreadable(bad(error)),
            };
            let prepared = match conform.batch(&batch, &places, row + 1, report)? {
                Ok(prepared) => prepared,
                Err(why) => return unreadable(why),
            };
            row += batch.num_rows() as u64;
            take(&prepared)?;
        }
        Ok(Ok(()))
    }
}

impl ParquetFile {
    fn open(
        path: &Path,
        origin: Origin,
        dataset: &Dataset,
        report: Option<&mut Report>,
    ) -> Result<Self, Box<Unreadable>> {
        let file = File::open(path).map_err(bad)?;
        let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(bad)?;
        let names: Vec<String> = plain.schema().fields().iter().map(|field| field.name().clone()).collect();
        let mut scratch = Report::default();
        let header = header::take(dataset, &names, &origin, report.unwrap_or(&mut scratch));
        // Texts come with their dictionary, so that each is looked at once.
        let options = ArrowReaderOptions::new().with_schema(with_dictionaries(plain.schema()));
        let metadata = ArrowReaderMetadata::load(&file, options).unwrap_or(plain);
        let mut before = 0;
        let mut groups = Vec::with_capacity(metadata.metadata().num_row_groups());
        for group in metadata.metadata().row_groups() {
            let rows = u64::try_from(group.num_rows()).unwrap_or_default();
            groups.push((before, rows));
            before += rows;
        }
        Ok(Self { path: path.to_owned(), origin, metadata, header, groups })
    }

    fn reader(
        &self,
        group: usize,
        columns: &IndexSet<usize>,
    ) -> Result<(ParquetRecordBatchReader, Places), Box<Unreadable>> {
        let file = File::open(&self.path).map_err(bad)?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let place = |column: usize| self.header.columns.get(column).copied().flatten();
        let mut wanted: Vec<usize> = columns.iter().filter_map(|column| place(*column)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.iter().copied());
        let places = columns
            .iter()
            .map(|column| (*column, place(*column).and_then(|at| wanted.iter().position(|known| *known == at))))
            .collect();
        let reader =
            builder.with_projection(mask).with_row_groups(vec![group]).with_batch_size(BATCH).build().map_err(bad)?;
        Ok((reader, places))
    }
}

fn with_dictionaries(schema: &SchemaRef) -> SchemaRef {
    let field = |field: &Arc<Field>| {
        if matches!(field.data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
            let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            Arc::new(field.as_ref().clone().with_data_type(dictionary))
        } else {
            Arc::clone(field)
        }
    };
    let fields: Vec<Arc<Field>> = schema.fields().iter().map(field).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}
