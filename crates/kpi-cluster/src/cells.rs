//! What comes back of a statement, as rows of texts.

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use kpi_data::Row;

/// Each row is a kind and texts, however the engine holds them.
pub fn rows(batches: &[RecordBatch]) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for batch in batches {
        let columns: Vec<StringArray> = batch
            .columns()
            .iter()
            .map(|column| cast(column, &DataType::Utf8).map(|texts| texts.as_string::<i32>().clone()))
            .collect::<Result<_, _>>()
            .map_err(|error| error.to_string())?;
        let (kinds, columns) = columns.split_first().ok_or("the cluster answered rows of nothing")?;
        for row in 0..batch.num_rows() {
            let text = |column: &StringArray| column.is_valid(row).then(|| column.value(row).to_owned());
            let kind = text(kinds).ok_or("the cluster answered a row of no kind")?;
            rows.push((kind, columns.iter().map(text).collect()));
        }
    }
    Ok(rows)
}
