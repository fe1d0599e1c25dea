//! Aggregates over records: classify, group, combine.
//!
//! The tests that all questions make are collected column by column ([`atoms`]); each column is cut into the few
//! classes they tell apart ([`classes`]); rows are grouped by their classes ([`cubes`], [`cells`]); and each question is
//! answered by adding up the cells for which it holds ([`combine`], [`distinct`], [`median`]). So the work for each row
//! follows the columns that are used, and a further question costs nothing more per row; except that each median looks
//! at the values it is the middle of, and each 64 distinct counts of a column at its rows once. Nothing outside this
//! module knows how the questions are put.

mod atoms;
mod cells;
mod classes;
mod combine;
mod cubes;
mod distinct;
mod median;
pub mod pushed;

use crate::DataError;
use crate::columns::{Columns, Prepared};
use crate::load::{Stored, Table};
use atoms::{Atoms, Schema, Test};
use cells::Cells;
use classes::Classes;
use combine::{Found, Question};
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Aggregate, Answer, Filter, Measure};
use kpi_core::{Missing, Reason};
use median::Values;
use std::fmt::Display;

pub use classes::array as column;

pub fn failed(error: impl Display) -> DataError {
    DataError::Engine(error.to_string())
}

/// The engine's form of a dataset, made when it is first counted.
pub fn prepared(table: &Table) -> Result<&Prepared, DataError> {
    if let Some(prepared) = table.prepared.get() {
        return Ok(prepared);
    }
    let prepared = match &table.rows {
        Stored::Records(columns) => columns.prepare(),
        Stored::Figures(figures) => {
            let mut columns = Columns::new(&table.schema);
            for figure in figures {
                columns.push(figure.id, &figure.cells);
            }
            columns.prepare()
        }
    }
    .map_err(failed)?;
    Ok(table.prepared.get_or_init(|| prepared))
}

/// Answers all aggregates asked over one dataset, in one pass over its records.
pub fn answer<'a>(table: &Table, asked: &[&'a Aggregate]) -> Result<Vec<(&'a Aggregate, Answer)>, DataError> {
    if let Some(why) = &table.broken {
        let answer = |value| Answer { value, kept: 0, of: 0, funnel: Vec::new(), place: table.origin.whole() };
        let missing = || Err(Missing::new(Reason::Failed, why.clone()));
        return Ok(asked.iter().map(|aggregate| (*aggregate, answer(missing()))).collect());
    }
    let prepared = prepared(table)?;
    let schema = Schema { dataset: &table.schema, prepared };
    let mut atoms = Atoms::default();
    let mut questions = Vec::with_capacity(asked.len());
    for aggregate in asked {
        let test = schema.test(&aggregate.filter, &mut atoms)?;
        questions.push(Question::new(aggregate, test, schema)?);
    }
    let mut classes: IndexMap<usize, Classes> = IndexMap::new();
    for (column, atoms) in &atoms.columns {
        classes.insert(*column, classes::classify(prepared, *column, atoms)?);
    }
    let used: Vec<IndexSet<usize>> = questions
        .iter()
        .map(|question| {
            let mut columns = IndexSet::new();
            question.test.columns(&mut columns);
            columns
        })
        .collect();
    let count = |column: usize| classes.get(&column).map_or(1, Classes::count);
    let mut answers: IndexMap<usize, Answer> = IndexMap::new();
    for cube in cubes::cubes(&used, count) {
        let columns: Vec<&Classes> = cube.columns.iter().filter_map(|column| classes.get(column)).collect();
        let mut cells = Cells::group(prepared, &columns, cubes::ROOMY)?;
        let of_cube = cube.questions.iter().filter_map(|i| questions.get(*i).map(|question| (*i, question)));
        let of_cube: Vec<(usize, &Question<'_>)> = of_cube.collect();
        for column in of_cube.iter().filter_map(|(_, question)| question.measured) {
            cells.measure(prepared, column)?;
            cells.look_for_unread(prepared, column)?;
        }
        let mut values: IndexMap<usize, Option<Values>> = IndexMap::new();
        for (_, question) in &of_cube {
            if let (Measure::Median(_), Some(column)) = (&question.aggregate.measure, question.measured)
                && !values.contains_key(&column)
            {
                values.insert(column, Values::gather(prepared, &cells, column)?);
            }
        }
        let truths: Vec<Vec<Option<bool>>> =
            of_cube.iter().map(|(_, question)| truth(&question.test, &cells, &columns)).collect();
        let distinct = distinct_counts(prepared, &cells, &of_cube, &truths)?;
        for (((i, question), holds), distinct) in of_cube.iter().zip(truths).zip(distinct) {
            let funnel = funnel(question, &cells, &columns);
            let values = question.measured.and_then(|column| values.get(&column)).and_then(Option::as_ref);
            let found = Found { schema, table, cells: &cells, holds, funnel, distinct, values };
            answers.insert(*i, found.answer(question));
        }
    }
    let mut answered = Vec::with_capacity(asked.len());
    for (i, aggregate) in asked.iter().enumerate() {
        let answer = answers.swap_remove(&i).ok_or_else(|| failed("a question was not answered"))?;
        answered.push((*aggregate, answer));
    }
    Ok(answered)
}

/// For each cell whether a condition holds.
fn truth(test: &Test, cells: &Cells, columns: &[&Classes]) -> Vec<Option<bool>> {
    let of_cell = |classes: &Vec<classes::Class>| {
        test.holds(&|column, atom| {
            let mut cut = columns.iter().zip(classes);
            cut.find(|(cut, _)| cut.column == column).and_then(|(cut, class)| cut.outcome(*class, atom))
        })
    };
    cells.classes.iter().map(of_cell).collect()
}

/// How many records are left after each part of a condition in turn.
fn funnel(question: &Question<'_>, cells: &Cells, columns: &[&Classes]) -> Vec<u64> {
    let (Filter::And(_), Test::And(parts)) = (&question.aggregate.filter, &question.test) else { return Vec::new() };
    let mut left = vec![true; cells.count.len()];
    let mut funnel = Vec::with_capacity(parts.len());
    for part in parts {
        for (left, holds) in left.iter_mut().zip(truth(part, cells, columns)) {
            *left &= holds == Some(true);
        }
        funnel.push(left.iter().zip(&cells.count).filter(|(left, _)| **left).map(|(_, count)| count).sum());
    }
    funnel
}

/// For each question that counts different values, how many; those of one column in one go.
fn distinct_counts(
    prepared: &Prepared,
    cells: &Cells,
    questions: &[(usize, &Question<'_>)],
    truths: &[Vec<Option<bool>>],
) -> Result<Vec<Option<u64>>, DataError> {
    let mut by_column: IndexMap<usize, Vec<usize>> = IndexMap::new();
    for (place, (_, question)) in questions.iter().enumerate() {
        if let (Measure::CountDistinct(_), Some(column)) = (&question.aggregate.measure, question.measured) {
            by_column.entry(column).or_default().push(place);
        }
    }
    let mut found = vec![None; questions.len()];
    for (column, places) in by_column {
        let meets = |condition: usize, cell: usize| {
            let truths = places.get(condition).and_then(|place| truths.get(*place));
            truths.and_then(|truths| truths.get(cell)).copied().flatten() == Some(true)
        };
        let counts = distinct::count(prepared, cells, column, places.len(), meets)?;
        for (place, count) in places.iter().zip(counts) {
            if let Some(found) = found.get_mut(*place) {
                *found = Some(count);
            }
        }
    }
    Ok(found)
}
