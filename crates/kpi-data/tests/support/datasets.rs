//! Datasets and questions about them, as rules would say them.

use kpi_core::facts::{Aggregate, Filter, Measure};
use kpi_core::schema::{Column, ColumnType, Dataset, Source};
use kpi_core::{FileId, Span};

pub const SPAN: Span = Span::new(FileId(0), 0, 0);

pub fn column(name: &str, holds: ColumnType) -> Column {
    Column { name: name.to_owned(), header: None, holds, missing_words: Vec::new(), empty: None, span: SPAN }
}

pub fn dataset(name: &str, source: Source, key: &[&str], columns: Vec<Column>) -> Dataset {
    let key = key.iter().map(|name| (*name).to_owned()).collect();
    Dataset { name: name.to_owned(), span: SPAN, source, header_row: None, key, columns, birth: None, interval: None }
}

pub fn aggregate(dataset: &Dataset, measure: Measure, filter: Filter) -> Aggregate {
    Aggregate { dataset: dataset.name.clone(), period: None, measure, filter }
}
