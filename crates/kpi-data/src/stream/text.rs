//! CSV and JSON lines that are too many to be held, as typed batches.

use super::stretches::{Lines, Stretch};
use crate::DataError;
use crate::columns::{Columns, Prepared};
use crate::conform::{Conformer, fold};
use crate::engine::failed;
use crate::header::{Header, Shape};
use crate::memo::Memo;
use crate::place::{Origin, RowId};
use crate::read::csv::{self, Behind, Reached};
use crate::read::encoding::Encoding;
use crate::read::jsonl::{self, Fields};
use crate::read::{Row, Sink, Unreadable};
use crate::report::Report;
use crate::sql::Held;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::Cell;
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Diagnostic};
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Rows of a batch: few enough that its columns stay in the cache while they are gone through.
const BATCH: usize = 1 << 15;

/// How a line says a row.
#[derive(Debug, Clone)]
pub enum Written {
    /// Cells, with this between them.
    Separated(u8),
    /// Fields with names.
    Json(Fields),
}

/// A file of lines that was gone through once: what rows it has is known, and those that are none were told of.
#[derive(Debug)]
pub struct TextFile {
    pub path: PathBuf,
    pub origin: Origin,
    pub encoding: Encoding,
    pub written: Written,
    /// For each declared column its place in a row.
    pub header: Header,
    /// Rows up to this one are headers, and what stands above them.
    pub header_row: u64,
    pub stretches: Vec<Stretch>,
    /// How many rows there are that are none of these, and not blank.
    pub rows: u64,
}

impl TextFile {
    /// The different texts of a column, by how they are compared, each as it is first written.
    pub fn texts(
        &self,
        column: usize,
        dataset: &Dataset,
        calendar: Calendar,
    ) -> Result<IndexMap<String, String>, Box<Diagnostic>> {
        let mut found = IndexMap::new();
        let (Some(declared), Some(place)) =
            (dataset.columns.get(column), self.header.columns.get(column).copied().flatten())
        else {
            return Ok(found);
        };
        let conformer = Conformer::new(declared, calendar);
        let mut known = IndexSet::new();
        let mut take = |_: RowId, row: &dyn Row| {
            let written = row.get(place);
            if !known.contains(written) {
                known.insert(written.to_owned());
                if let Ok(Cell::Text(text)) = conformer.cell(written) {
                    found.entry(fold(&text)).or_insert_with(|| text.trim().to_owned());
                }
            }
            ControlFlow::Continue(())
        };
        for stretch in &self.stretches {
            self.each(*stretch, &mut take)?;
        }
        Ok(found)
    }

    /// Hands the rows of a stretch to `take` in batches, with these declared columns of theirs.
    pub fn read(
        &self,
        stretch: Stretch,
        columns: &IndexSet<usize>,
        dataset: &Dataset,
        calendar: Calendar,
        report: &mut Report,
        take: &mut dyn FnMut(&Prepared) -> Result<(), DataError>,
    ) -> Result<Result<(), Box<Diagnostic>>, DataError> {
        let mut memo = Memo::new(dataset, calendar, columns.iter().copied());
        let mut batch = Columns::of(dataset, columns.iter().copied());
        let mut hand_over = |memo: &mut Memo<'_>, batch: &mut Columns| {
            take(&batch.prepare().map_err(failed)?)?;
            memo.trim(batch);
            batch.clear();
            Ok(())
        };
        let mut fault: Option<DataError> = None;
        let read = self.each(stretch, &mut |id, row| {
            let written = |column: usize| self.header.columns.get(column).copied().flatten().map(|at| row.get(at));
            memo.take(&mut batch, id, written, &self.origin, report);
            if batch.count() >= BATCH
                && let Err(error) = hand_over(&mut memo, &mut batch)
            {
                fault = Some(error);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        if let Some(error) = fault {
            return Err(error);
        }
        if batch.count() > 0 {
            hand_over(&mut memo, &mut batch)?;
        }
        Ok(read)
    }

    /// The rows of a stretch that are no headers and not blank.
    fn each(&self, stretch: Stretch, take: Take<'_>) -> Result<(), Box<Diagnostic>> {
        let lines = Lines { path: &self.path, encoding: self.encoding, at_a_time: 0 };
        let mut rows = Rows { header: &self.header, after: self.header_row, take };
        let mut written = self.written.clone();
        let read = lines.stretch(stretch, &mut |text, before, behind| written.rows(text, before, behind, &mut rows));
        read.map_err(|unreadable| Box::new(unreadable.diagnostic(&self.origin)))
    }
}

impl Written {
    /// What is wrong with a row that does not end.
    pub fn too_long(&self, row: u64) -> Box<Unreadable> {
        match self {
            Self::Separated(_) => csv::open_ended(row),
            Self::Json(_) => jsonl::too_long(row),
        }
    }

    /// Hands over the rows of a part of the file that begins after `before` rows.
    pub fn rows(
        &mut self,
        text: &str,
        before: u64,
        behind: Behind,
        sink: &mut dyn Sink,
    ) -> Result<Reached, Box<Unreadable>> {
        match self {
            Self::Separated(delimiter) => csv::rows(text, *delimiter, before, behind, sink),
            Self::Json(fields) => {
                let mut reached = jsonl::whole_lines(text, behind);
                let whole = text.get(..reached.bytes).unwrap_or_default();
                reached.stopped = jsonl::rows(whole, fields, before, sink).is_break();
                Ok(reached)
            }
        }
    }
}

type Take<'a> = &'a mut dyn FnMut(RowId, &dyn Row) -> ControlFlow<()>;

struct Rows<'a> {
    header: &'a Header,
    after: u64,
    take: Take<'a>,
}

impl Sink for Rows<'_> {
    fn fields(&mut self, _: &[String]) {}

    fn held(&mut self, _: &[Held]) {}

    fn wanted(&self) -> Vec<usize> {
        Vec::new()
    }

    fn row(&mut self, id: RowId, row: &dyn Row) -> ControlFlow<()> {
        if id.number > self.after && self.header.shape(row) == Shape::Record {
            return (self.take)(id, row);
        }
        ControlFlow::Continue(())
    }

    /// It was told of when the file was first gone through.
    fn bad_row(&mut self, _: RowId, _: String) {}
}
