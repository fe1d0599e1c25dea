//! The records that the engines count: eight columns, as a case system's extract has them.

use crate::random::Random;
use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int32Array, Int64Array, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

pub const EVENTS: [&str; 5] = ["Request", "Assessment", "Service", "Review", "Safeguarding"];
pub const OUTCOMES: [&str; 8] =
    ["Reablement", "Assessment", "Services", "Continuation", "Hospital", "Advice", "Declined", "Ended"];

/// 1 April 2023, as days since 1970; the records are of the two years from then.
const FIRST_DAY: i64 = 19_448;
const ROW_GROUP: usize = 1 << 20;

#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    #[error(transparent)]
    File(#[from] std::io::Error),
    #[error(transparent)]
    Parquet(#[from] ParquetError),
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// Writes `rows` records; the file appears only when it is whole.
pub fn write(path: &Path, rows: u64) -> Result<(), RecordsError> {
    let columns = [
        ("person", DataType::Int64),
        ("council", DataType::Utf8),
        ("event", DataType::Utf8),
        ("outcome", DataType::Utf8),
        ("age", DataType::Int32),
        ("started", DataType::Date32),
        ("ended", DataType::Date32),
        ("cost", DataType::Decimal128(12, 2)),
    ];
    let schema = Arc::new(Schema::new(columns.map(|(name, kind)| Field::new(name, kind, name != "person")).to_vec()));
    let unfinished = path.with_extension("unfinished");
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(File::create(&unfinished)?, schema.clone(), Some(properties))?;
    let mut random = Random::new(20_242_025, 0);
    let mut left = rows;
    while left > 0 {
        let rows = left.min(100_000);
        writer.write(&batch(schema.clone(), rows, &mut random)?)?;
        left -= rows;
    }
    writer.close()?;
    std::fs::rename(unfinished, path)?;
    Ok(())
}

fn batch(schema: Arc<Schema>, rows: u64, random: &mut Random) -> Result<RecordBatch, RecordsError> {
    let (mut person, mut council, mut event, mut outcome) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut age, mut started, mut ended, mut cost) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rows {
        // A tenth of the people have half of the records, as long-term support has.
        let of = if random.percent(50) { 100_000 } else { 1_000_000 };
        person.push(random.between(1, of));
        council.push(format!("Council {:03}", random.between(1, 150)));
        event.push(random.pick(&EVENTS));
        outcome.push(if random.percent(3) { None } else { random.pick(&OUTCOMES) });
        age.push(if random.percent(1) { None } else { i32::try_from(random.between(0, 104)).ok() });
        let day = FIRST_DAY + random.between(0, 730);
        started.push(i32::try_from(day).ok());
        let length = random.between(0, 400);
        ended.push(if random.percent(30) { None } else { i32::try_from(day + length).ok() });
        cost.push(random.percent(90).then(|| i128::from(random.between(100, 250_000))));
    }
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(person)),
        Arc::new(StringArray::from(council)),
        Arc::new(StringArray::from(event)),
        Arc::new(StringArray::from(outcome)),
        Arc::new(Int32Array::from(age)),
        Arc::new(Date32Array::from(started)),
        Arc::new(Date32Array::from(ended)),
        Arc::new(Decimal128Array::from(cost).with_precision_and_scale(12, 2)?),
    ];
    Ok(RecordBatch::try_new(schema, columns)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    #[test]
    fn records_are_the_same_each_time_and_the_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one.parquet", "two.parquet"].map(|name| folder.path().join(name));
        write(&one, 1_500).unwrap();
        write(&two, 1_500).unwrap();
        let read = |path: &Path| -> Vec<RecordBatch> {
            let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
            reader.build().unwrap().map(Result::unwrap).collect()
        };
        let batches = read(&one);
        assert_eq!(batches, read(&two));
        assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 1_500);
        let nulls =
            |name: &str| batches.iter().map(|batch| batch.column_by_name(name).unwrap().null_count()).sum::<usize>();
        assert!(nulls("outcome") > 0 && nulls("age") > 0 && nulls("ended") > 0);
        assert_eq!(nulls("person"), 0);
        assert!(!one.with_extension("unfinished").exists());
    }
}
