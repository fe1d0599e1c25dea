//! Aggregates over records: classify, group, combine.
//!
//! The tests that all questions make are collected column by column ([`atoms`]); each column is cut into the few
//! classes they tell apart ([`classes`]); rows are grouped by their classes ([`cubes`], [`cells`]); and each question is
//! answered by adding up the cells for which it holds ([`combine`], [`distinct`], [`median`]). So the work for each row
//! follows the columns that are used, and a further question costs nothing more per row; except that each median looks
//! at the values it is the middle of, and each 64 distinct counts of a column at its rows once. Nothing outside this
//! module knows how the questions are put.

mod amounts;
mod atoms;
mod cells;
mod classes;
mod combine;
mod cubes;
mod describe;
mod distinct;
mod gather;
mod median;
mod plan;
pub mod pushed;
mod scan;
mod select;

use crate::DataError;
use crate::columns::{Columns, Kind, Prepared};
use crate::load::{Stored, Table};
use crate::passes::{Log, Pass, Stage, Way, Work};
use atoms::{Schema, Test};
use classes::Classes;
use combine::{Found, Question};
use gather::Gathered;
use indexmap::IndexMap;
use kpi_core::facts::{Aggregate, Answer, Filter};
use kpi_core::{Diagnostic, Missing, Reason};
use plan::{CubePlan, Plan, Truths};
use std::fmt::Display;

pub use classes::array as column;
pub use select::chosen;

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
        Stored::Streamed(_) => return Err(failed("records that are streamed are not held")),
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

/// That nothing could be counted.
fn missing<'a>(table: &Table, asked: &[&'a Aggregate], why: &str) -> Vec<(&'a Aggregate, Answer)> {
    let answer = |value| Answer { value, kept: 0, of: 0, empty: 0, funnel: Vec::new(), place: table.origin.whole() };
    let missing = || Err(Missing::new(Reason::Failed, why.to_owned()));
    asked.iter().map(|aggregate| (*aggregate, answer(missing()))).collect()
}

/// Answers all aggregates asked over one dataset, in one pass over its records. What a pass finds wrong with cells is
/// told; `watch` hears how many of how many rows a long pass has seen.
pub fn answer<'a>(
    table: &Table,
    asked: &[&'a Aggregate],
    watch: &(dyn Fn(u64, u64) + Sync),
    log: &Log,
    out: &mut Vec<Diagnostic>,
) -> Result<Vec<(&'a Aggregate, Answer)>, DataError> {
    let name = table.schema.name.as_str();
    let partial = table.partial();
    if let Stored::Streamed(streamed) = &table.rows {
        let kinds = Kind::of(&table.schema);
        let schema = Schema { dataset: &table.schema, kinds: &kinds };
        let plan = Plan::new(schema, asked)?;
        let found = log.timed(Stage::Gather, name, || scan::files(streamed, &plan, schema, watch))?;
        let (gathered, report) = match found {
            Ok(found) => found,
            Err(diagnostic) => {
                let why = diagnostic.message.clone();
                out.push(*diagnostic);
                return Ok(missing(table, asked, &why));
            }
        };
        out.extend(report.finish(&table.origin));
        if let Some(why) = partial {
            // What is wrong with the cells of the others was still to be told.
            return Ok(missing(table, asked, why));
        }
        log.pass(|| {
            let mut columns: Vec<usize> = plan.columns().into_iter().collect();
            columns.sort_unstable();
            let columns = describe::names(schema, columns);
            let way = Way::Streamed { parts: streamed.files.parts().len(), columns };
            pass(table, asked, streamed.files.rows(), describe::counting(schema, &plan, &gathered, way))
        });
        return log.timed(Stage::Combine, name, || combined(table, asked, schema, &plan, &gathered));
    }
    if let Some(why) = partial {
        return Ok(missing(table, asked, why));
    }
    let prepared = log.timed(Stage::Prepare, name, || prepared(table))?;
    let schema = Schema { dataset: &table.schema, kinds: &prepared.columns };
    let plan = Plan::new(schema, asked)?;
    let gathered = log.timed(Stage::Gather, name, || scan::whole(prepared, &plan, schema))?;
    log.pass(|| {
        let rows = describe::whole(prepared.batch.num_rows());
        pass(table, asked, rows, describe::counting(schema, &plan, &gathered, Way::Memory))
    });
    log.timed(Stage::Combine, name, || combined(table, asked, schema, &plan, &gathered))
}

fn pass(table: &Table, asked: &[&Aggregate], rows: u64, counting: crate::passes::Counting) -> Pass {
    Pass {
        rows_of: table.schema.name.clone(),
        period: asked.first().and_then(|aggregate| aggregate.period),
        place: table.origin.whole(),
        rows,
        work: Work::Counting(counting),
    }
}

fn combined<'a>(
    table: &Table,
    asked: &[&'a Aggregate],
    schema: Schema<'_>,
    plan: &Plan<'a>,
    gathered: &Gathered<'_, 'a>,
) -> Result<Vec<(&'a Aggregate, Answer)>, DataError> {
    let mut answers: IndexMap<usize, Answer> = IndexMap::new();
    for (cube, found) in plan.cubes.iter().zip(&gathered.cubes) {
        let columns: Vec<&Classes> = cube.cube.columns.iter().filter_map(|c| gathered.classes.get(c)).collect();
        let questions = plan.of_cube(cube);
        let mut truths = Truths::new(&found.cells.classes, &columns);
        let distinct = distinct_counts(cube, found, questions.len());
        for ((i, question), distinct) in cube.cube.questions.iter().zip(questions).zip(distinct) {
            let holds = truths.of(&question.test);
            let funnel = funnel(question, found, &mut truths);
            let found = Found { schema, table, found, holds, funnel, distinct };
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

/// How many records are left after each part of a condition in turn.
fn funnel(question: &Question<'_>, found: &gather::Gathering, truths: &mut Truths<'_>) -> Vec<u64> {
    let (Filter::And(_), Test::And(parts)) = (&question.aggregate.filter, &question.test) else { return Vec::new() };
    let cells = &found.cells;
    let mut left = vec![true; cells.count.len()];
    let mut funnel = Vec::with_capacity(parts.len());
    for part in parts {
        for (left, holds) in left.iter_mut().zip(truths.of(part)) {
            *left &= holds == Some(true);
        }
        funnel.push(left.iter().zip(&cells.count).filter(|(left, _)| **left).map(|(_, count)| count).sum());
    }
    funnel
}

/// For each question of a cube that counts different values, how many.
fn distinct_counts(cube: &CubePlan, found: &gather::Gathering, questions: usize) -> Vec<Option<u64>> {
    let mut counts = vec![None; questions];
    for (columns, places) in &cube.distinct {
        let found = found.distinct.get(columns).map(|distinct| distinct.counts(places.len())).unwrap_or_default();
        for (i, place) in places.iter().enumerate() {
            if let Some(count) = counts.get_mut(*place) {
                *count = Some(found.get(i).copied().unwrap_or_default());
            }
        }
    }
    counts
}
