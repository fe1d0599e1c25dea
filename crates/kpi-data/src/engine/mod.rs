//! Aggregates over records, by the embedded engine.
//!
//! `plan` turns the questions over one dataset into the columns of one query, and its one row into answers; `predicate`
//! turns conditions into expressions. Nothing outside this module knows how the questions are put.

mod plan;
mod predicate;

use crate::DataError;
use crate::columns::{Columns, Prepared};
use crate::load::{Stored, Table};
use datafusion::arrow::array::RecordBatch;
use datafusion::common::ScalarValue;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::Expr;
use datafusion::prelude::{SessionConfig, SessionContext};
use kpi_core::facts::{Aggregate, Answer};
use kpi_core::{Missing, Reason};
use std::fmt::Display;

/// The engine, made when the first aggregate is asked for.
pub struct Engine {
    runtime: tokio::runtime::Runtime,
    context: SessionContext,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Engine")
    }
}

fn failed(error: impl Display) -> DataError {
    DataError::Engine(error.to_string())
}

impl Engine {
    pub fn new() -> Result<Self, DataError> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(failed)?;
        // Without the functions and file formats of the default session: only what the plans use.
        let state = SessionStateBuilder::new().with_config(SessionConfig::new().with_target_partitions(1)).build();
        Ok(Self { runtime, context: SessionContext::new_with_state(state) })
    }

    /// The aggregates of all rows: one value for each expression.
    fn totals(&self, batch: &RecordBatch, aggregates: Vec<Expr>) -> Result<Vec<ScalarValue>, DataError> {
        let asked = aggregates.len();
        let frame = self.context.read_batch(batch.clone()).and_then(|frame| frame.aggregate(Vec::new(), aggregates));
        let batches = self.runtime.block_on(async { frame?.collect().await }).map_err(failed)?;
        let row = batches.iter().find(|batch| batch.num_rows() == 1).ok_or_else(|| failed("no row came back"))?;
        let values = row.columns().iter().map(|column| ScalarValue::try_from_array(column, 0));
        let values: Vec<ScalarValue> = values.collect::<Result<_, _>>().map_err(failed)?;
        if values.len() == asked { Ok(values) } else { Err(failed("the row that came back has another width")) }
    }
}

/// The engine's form of a dataset, made when it is first counted.
fn prepared(table: &Table) -> Result<&Prepared, DataError> {
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
pub fn answer<'a>(
    engine: &Engine,
    table: &Table,
    asked: &[&'a Aggregate],
) -> Result<Vec<(&'a Aggregate, Answer)>, DataError> {
    if let Some(why) = &table.broken {
        let answer = |value| Answer { value, kept: 0, of: 0, funnel: Vec::new(), place: table.origin.whole() };
        let missing = || Err(Missing::new(Reason::Failed, why.clone()));
        return Ok(asked.iter().map(|aggregate| (*aggregate, answer(missing()))).collect());
    }
    let prepared = prepared(table)?;
    let mut query = plan::Query::default();
    let plans = asked
        .iter()
        .map(|aggregate| Ok((*aggregate, plan::plan(&mut query, table, prepared, aggregate)?)))
        .collect::<Result<Vec<_>, DataError>>()?;
    let values = engine.totals(&prepared.batch, query.into_expressions())?;
    Ok(plans.into_iter().map(|(aggregate, plan)| (aggregate, plan.answer(table, aggregate, &values))).collect())
}
