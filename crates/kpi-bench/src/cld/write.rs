//! The tables as files.

use super::codes::LOOKUPS;
use super::event::{Event, Population, Records, Stay};
use super::people;
use arrow::array::{ArrayRef, Date32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use chrono::{Datelike, NaiveDate};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Csv,
    /// For the two big tables; lookups stay CSV.
    Parquet,
}

#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    #[error("{}: cannot be written: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{}: cannot be written: {source}", path.display())]
    Csv { path: PathBuf, source: csv::Error },
    #[error("{}: cannot be written: {source}", path.display())]
    Parquet { path: PathBuf, source: parquet::errors::ParquetError },
    #[error("{}: cannot be written: {source}", path.display())]
    Arrow { path: PathBuf, source: arrow::error::ArrowError },
}

/// A column's name, and whether it holds dates.
type Column = (&'static str, bool);

const EVENTS: &[Column] = &[
    ("council", false),
    ("person", false),
    ("birth_date", true),
    ("death_date", true),
    ("gender", false),
    ("ethnicity", false),
    ("client_type", false),
    ("primary_support_reason", false),
    ("accommodation_status", false),
    ("has_unpaid_carer", false),
    ("event_type", false),
    ("started", true),
    ("ended", true),
    ("outcome", false),
    ("route", false),
    ("assessment_type", false),
    ("service_type", false),
    ("service_component", false),
    ("delivery_mechanism", false),
    ("review_reason", false),
    ("unit_cost", false),
    ("cost_frequency", false),
    ("planned_units", false),
    ("period_start", true),
    ("period_end", true),
    ("imported", true),
];

const STAYS: &[Column] = &[
    ("person", false),
    ("admitted", true),
    ("discharged", true),
    ("last_episode", false),
    ("admission_method", false),
    ("discharge_method", false),
    ("destination", false),
    ("specialty", false),
    ("birth_date", true),
    ("sex", false),
    ("council", false),
];

fn text(date: Option<NaiveDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn event_cells(event: &Event) -> Vec<String> {
    let Event { details, submission, .. } = event;
    vec![
        event.council.clone(),
        event.person.clone(),
        text(details.birth),
        text(details.death),
        details.gender.to_string(),
        details.ethnicity.to_string(),
        event.client_type.to_string(),
        details.support_reason.to_string(),
        details.accommodation.to_string(),
        details.has_carer.to_string(),
        event.event_type.to_string(),
        text(Some(event.started)),
        text(event.ended),
        event.outcome.to_string(),
        event.route.to_string(),
        event.assessment_type.to_string(),
        event.service_type.to_string(),
        event.component.to_string(),
        event.mechanism.to_string(),
        event.review_reason.to_string(),
        event.cost.map(|cost| format!("{}.{:02}", cost.pence / 100, cost.pence % 100)).unwrap_or_default(),
        event.cost.map(|cost| cost.frequency.to_owned()).unwrap_or_default(),
        event.cost.map(|cost| cost.units.to_string()).unwrap_or_default(),
        text(Some(submission.period_start)),
        text(Some(submission.period_end)),
        text(Some(submission.imported)),
    ]
}

fn stay_cells(stay: &Stay) -> Vec<String> {
    vec![
        stay.person.clone(),
        text(Some(stay.admitted)),
        text(stay.discharged),
        if stay.last_episode { "1" } else { "0" }.to_owned(),
        stay.admission_method.to_owned(),
        stay.discharge_method.to_owned(),
        stay.destination.to_owned(),
        stay.specialty.to_owned(),
        text(stay.birth),
        stay.sex.to_owned(),
        stay.council.clone(),
    ]
}

pub fn write(records: &Records, folder: &Path, format: Format) -> Result<(), WriteError> {
    std::fs::create_dir_all(folder).map_err(|source| WriteError::File { path: folder.to_owned(), source })?;
    let events = records.events.iter().map(event_cells);
    let stays = records.stays.iter().map(stay_cells);
    match format {
        Format::Csv => {
            let columns: Vec<&str> = EVENTS.iter().map(|(name, _)| *name).chain(["record"]).collect();
            let numbered = events.zip(1_u64..).map(|(mut cells, record)| {
                cells.push(record.to_string());
                cells
            });
            write_csv(&folder.join("events.csv"), &columns, numbered)?;
            let columns: Vec<&str> = STAYS.iter().map(|(name, _)| *name).collect();
            write_csv(&folder.join("hospital.csv"), &columns, stays)?;
        }
        Format::Parquet => {
            write_parquet(&folder.join("events.parquet"), EVENTS, Some("record"), events)?;
            write_parquet(&folder.join("hospital.parquet"), STAYS, None, stays)?;
        }
    }
    let populations = records
        .populations
        .iter()
        .map(|Population { council, band, people }| vec![council.clone(), (*band).to_owned(), people.to_string()]);
    write_csv(&folder.join("population.csv"), &["council", "band", "people"], populations)?;
    for lookup in LOOKUPS {
        let rows = lookup.rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
        write_csv(&folder.join(lookup.file), lookup.columns, rows)?;
    }
    Ok(())
}

/// One row for each row that a measure must give of a hand-made person, and one without numbers where it must give none.
pub fn write_expected(path: &Path) -> Result<(), WriteError> {
    let columns = [
        "measure",
        "council",
        "person",
        "started",
        "band",
        "in_denominator",
        "in_numerator",
        "rule",
        "answer",
        "slice",
        "shows",
    ];
    let flag = |yes: bool| if yes { "1" } else { "0" };
    let mut rows = Vec::new();
    for person in people::all() {
        for expected in &person.expected {
            let mut push = |cells: [&str; 7]| {
                let key = [expected.measure, expected.council.as_str(), person.name];
                rows.push(key.into_iter().chain(cells).chain([person.shows]).map(str::to_owned).collect());
            };
            if expected.rows.is_empty() {
                push([""; 7]);
            }
            for row in &expected.rows {
                let (below, above) = (flag(row.in_denominator), flag(row.in_numerator));
                push([row.started, row.band, below, above, row.rule, row.answer, row.slice]);
            }
        }
    }
    write_csv(path, &columns, rows.into_iter())
}

fn write_csv(path: &Path, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<(), WriteError> {
    let failed = |source| WriteError::Csv { path: path.to_owned(), source };
    let mut writer = csv::Writer::from_path(path).map_err(failed)?;
    writer.write_record(columns).map_err(failed)?;
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.flush().map_err(|source| WriteError::File { path: path.to_owned(), source })
}

/// Rows to a batch: enough to compress well, few enough to hold.
const BATCH: usize = 100_000;

fn write_parquet(
    path: &Path,
    columns: &[Column],
    number: Option<&str>,
    mut rows: impl Iterator<Item = Vec<String>>,
) -> Result<(), WriteError> {
    let mut fields: Vec<Field> = columns
        .iter()
        .map(|(name, is_date)| Field::new(*name, if *is_date { DataType::Date32 } else { DataType::Utf8 }, true))
        .collect();
    fields.extend(number.map(|name| Field::new(name, DataType::Int64, false)));
    let schema = Arc::new(Schema::new(fields));
    let file = File::create(path).map_err(|source| WriteError::File { path: path.to_owned(), source })?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let failed = |source| WriteError::Parquet { path: path.to_owned(), source };
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(failed)?;
    let mut next = 1_i64;
    loop {
        let batch: Vec<Vec<String>> = rows.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let mut arrays: Vec<ArrayRef> = Vec::new();
        for (at, (_, is_date)) in columns.iter().enumerate() {
            let cells = batch.iter().map(|row| row.get(at).filter(|cell| !cell.is_empty()));
            arrays.push(if *is_date {
                Arc::new(cells.map(|cell| cell.and_then(|cell| days(cell))).collect::<Date32Array>())
            } else {
                Arc::new(cells.collect::<StringArray>())
            });
        }
        if number.is_some() {
            let after = next + i64::try_from(batch.len()).unwrap_or(0);
            arrays.push(Arc::new((next..after).collect::<Int64Array>()));
            next = after;
        }
        let batch = RecordBatch::try_new(schema.clone(), arrays)
            .map_err(|source| WriteError::Arrow { path: path.to_owned(), source })?;
        writer.write(&batch).map_err(failed)?;
    }
    writer.close().map_err(failed)?;
    Ok(())
}

/// Days since 1970, as Parquet has them. The cell is a date that was written above.
fn days(cell: &str) -> Option<i32> {
    let date: NaiveDate = cell.parse().ok()?;
    NaiveDate::default().num_days_from_ce().checked_neg()?.checked_add(date.num_days_from_ce())
}
