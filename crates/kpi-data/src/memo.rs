//! What each text of a column was read as: cells that say the same are conformed once.

use crate::columns::{Columns, Kept};
use crate::conform::{Conformer, Problem};
use crate::place::{Origin, RowId};
use crate::report::Report;
use foldhash::fast::RandomState;
use kpi_core::facts::Cell;
use kpi_core::schema::Dataset;
use kpi_core::{Calendar, Missing, Reason};
use std::collections::HashMap;
use std::sync::Arc;

/// So many texts of a column are remembered. A column with more of them has people or the like in it.
pub const REMEMBERED: usize = 1 << 16;

/// Some columns of a dataset, with what is known of their texts.
pub struct Memo<'a> {
    dataset: &'a Dataset,
    columns: Vec<Remembered<'a>>,
    /// The cells of one row.
    row: Vec<Kept>,
}

struct Remembered<'a> {
    /// Its place among the declared columns.
    place: usize,
    conformer: Conformer<'a>,
    known: HashMap<Box<str>, Read, RandomState>,
    /// How many cells were found among the known ones, and how many were not, since these were last forgotten.
    found: usize,
    new: usize,
    /// Where hardly two cells say the same, remembering them costs more than it saves.
    remembers: bool,
}

#[derive(Clone)]
struct Read {
    kept: Kept,
    problem: Option<Arc<Problem>>,
}

impl<'a> Memo<'a> {
    /// `places` in the order of the columns that rows are given to.
    pub fn new(dataset: &'a Dataset, calendar: Calendar, places: impl IntoIterator<Item = usize>) -> Self {
        let of = |place: usize| {
            let conformer = Conformer::new(dataset.columns.get(place)?, calendar);
            Some(Remembered { place, conformer, known: HashMap::default(), found: 0, new: 0, remembers: true })
        };
        Self { dataset, columns: places.into_iter().filter_map(of).collect(), row: Vec::new() }
    }

    /// Adds a row. `written` gives by a column's place what its cell says; `None` where the source has no such column,
    /// which was reported once.
    pub fn take<'t>(
        &mut self,
        columns: &mut Columns,
        id: RowId,
        written: impl Fn(usize) -> Option<&'t str>,
        origin: &Origin,
        report: &mut Report,
    ) {
        self.row.clear();
        for (index, column) in self.columns.iter_mut().enumerate() {
            let Some(text) = written(column.place) else {
                let missing = Missing::new(Reason::Failed, "the column could not be read");
                self.row.push(columns.keep(index, &Cell::Missing(missing)));
                continue;
            };
            let fresh;
            let known = if column.remembers { column.known.get(text) } else { None };
            let read = match known {
                Some(read) => {
                    column.found += 1;
                    read
                }
                None => {
                    fresh = read(&column.conformer, columns, index, text);
                    column.new += 1;
                    if column.remembers && column.known.len() < REMEMBERED {
                        column.known.insert(text.into(), fresh.clone());
                    }
                    &fresh
                }
            };
            self.row.push(read.kept);
            if let (Some(problem), Some(declared)) = (&read.problem, self.dataset.columns.get(column.place)) {
                report.problem(declared, origin, id, problem);
            }
        }
        columns.push_kept(id, &self.row);
    }

    /// After a batch: what is known of a column with very many texts is forgotten, so that memory is bounded.
    pub fn trim(&mut self, columns: &mut Columns) {
        for (index, column) in self.columns.iter_mut().enumerate() {
            if column.known.len() >= REMEMBERED || columns.texts(index) >= REMEMBERED {
                column.remembers &= column.found >= column.new;
                (column.found, column.new) = (0, 0);
                column.known.clear();
                columns.forget_texts(index);
            }
        }
    }
}

fn read(conformer: &Conformer<'_>, columns: &mut Columns, index: usize, text: &str) -> Read {
    match conformer.cell(text) {
        Ok(cell) => Read { kept: columns.keep(index, &cell), problem: None },
        Err(problem) => {
            let missing = Missing::new(Reason::Failed, problem.message.clone());
            Read { kept: columns.keep(index, &Cell::Missing(missing)), problem: Some(Arc::from(problem)) }
        }
    }
}
