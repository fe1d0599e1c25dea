//! Goes through records in batches, on as many threads as pay.

use super::atoms::Schema;
use super::failed;
use super::gather::Gathered;
use super::plan::Plan;
use crate::DataError;
use crate::columns::Prepared;
use crate::load::Streamed;
use crate::report::Report;
use kpi_core::Diagnostic;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

/// Rows of a batch: few enough that its columns stay in the cache while they are gone through.
const BATCH: usize = 1 << 15;

/// From so many rows on two threads are quicker than one.
const MANY: usize = 1 << 17;

/// Records that are all in memory.
pub fn whole<'p, 'a>(
    prepared: &Prepared,
    plan: &'p Plan<'a>,
    schema: Schema<'p>,
) -> Result<Gathered<'p, 'a>, DataError> {
    let rows = prepared.batch.num_rows();
    let threads = if rows < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from).min(8) };
    if threads < 2 {
        return part(prepared, plan, schema, 0, rows);
    }
    let share = rows.div_ceil(threads);
    let parts = thread::scope(|scope| {
        let starts = (0..threads).map(|i| (i * share).min(rows));
        let running: Vec<_> = starts
            .map(|start| scope.spawn(move || part(prepared, plan, schema, start, (start + share).min(rows))))
            .collect();
        running
            .into_iter()
            .map(|running| running.join().unwrap_or_else(|_| Err(failed("a thread stopped"))))
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut parts = parts.into_iter();
    let mut all = parts.next().ok_or_else(|| failed("nothing was counted"))?;
    for part in parts {
        all.join(part)?;
    }
    Ok(all)
}

/// What a pass over files found, and what is wrong with their cells; or why they cannot be read.
type OfFiles<'p, 'a> = Result<(Gathered<'p, 'a>, Report), Box<Diagnostic>>;

/// Records that stay in their files: read part by part, each part by one thread.
pub fn files<'p, 'a>(
    streamed: &Streamed,
    plan: &'p Plan<'a>,
    schema: Schema<'p>,
    watch: &(dyn Fn(u64, u64) + Sync),
) -> Result<OfFiles<'p, 'a>, DataError> {
    let (all, done) = (streamed.files.rows(), AtomicU64::new(0));
    let parts = streamed.files.parts();
    let columns = plan.columns();
    let threads = thread::available_parallelism().map_or(1, usize::from).min(parts.len()).clamp(1, 8);
    let next = AtomicUsize::new(0);
    let work = || -> Result<OfFiles<'p, 'a>, DataError> {
        let mut gathered = Gathered::new(plan, schema);
        let mut report = Report::default();
        while let Some((part, rows)) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (dataset, calendar) = (schema.dataset, streamed.calendar);
            let read = streamed
                .files
                .read(*part, &columns, dataset, calendar, &mut report, &mut |batch| gathered.add(batch))?;
            if let Err(why) = read {
                return Ok(Err(why));
            }
            watch(done.fetch_add(*rows, Ordering::Relaxed) + rows, all);
        }
        Ok(Ok((gathered, report)))
    };
    let found = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = running.into_iter().map(|running| running.join());
        ended.map(|found| found.unwrap_or_else(|_| Err(failed("a thread stopped")))).collect::<Result<Vec<_>, _>>()
    })?;
    let mut joined: Option<(Gathered<'p, 'a>, Report)> = None;
    for found in found {
        let (gathered, report) = match found {
            Ok(found) => found,
            Err(why) => return Ok(Err(why)),
        };
        match &mut joined {
            None => joined = Some((gathered, report)),
            Some((mine, told)) => {
                mine.join(gathered)?;
                told.join(report);
            }
        }
    }
    let (gathered, mut report) = joined.ok_or_else(|| failed("nothing was counted"))?;
    report.settle();
    Ok(Ok((gathered, report)))
}

fn part<'p, 'a>(
    prepared: &Prepared,
    plan: &'p Plan<'a>,
    schema: Schema<'p>,
    start: usize,
    end: usize,
) -> Result<Gathered<'p, 'a>, DataError> {
    let mut gathered = Gathered::new(plan, schema);
    let mut at = start;
    loop {
        let length = BATCH.min(end.saturating_sub(at));
        gathered.add(&Prepared { batch: prepared.batch.slice(at, length), columns: prepared.columns.clone() })?;
        at += length;
        if at >= end {
            return Ok(gathered);
        }
    }
}
