//! One stage after another.

use super::code::{At, Code, Compiler};
use super::groups::{self, Episode, Interval};
use super::value::{Texts, Value};
use super::view::View;
use crate::DataError;
use crate::decimal::Decimal;
use kpi_core::cohort::{Becomes, Expr, Order, Rule, Stage, StageKind, Tied};
use std::cmp::Ordering;

/// A stage met a cell that could not be read, in this row of the view.
#[derive(Debug)]
pub struct Spoiled {
    pub row: usize,
}

/// What a stage came to.
pub enum Outcome {
    Done,
    Spoiled(Spoiled),
    /// Rows for which what is required does not hold.
    Broken(Vec<usize>),
}

/// Carries out one stage. What is wrong with data is an outcome; an error is a fault of the engine.
pub fn carry_out(
    stage: &Stage,
    view: &mut View,
    compiler: &Compiler<'_>,
    texts: &mut Texts,
) -> Result<Outcome, DataError> {
    let names = compiler.sets.len();
    match &stage.kind {
        StageKind::Where(condition) => {
            let code = compiler.expr(condition, view, texts)?;
            let at = At::new(texts, view, names);
            let mut kept = Vec::new();
            for i in 0..view.len() {
                at.go(i);
                match code.eval(&at).truth() {
                    Some(true) => kept.push(i),
                    Some(false) => {}
                    None => return Ok(Outcome::Spoiled(Spoiled { row: i })),
                }
            }
            if kept.len() < view.len() {
                view.keep(&kept);
            }
        }
        StageKind::Let(value) => {
            let values = column(value, view, compiler, texts)?;
            view.add(values);
        }
        StageKind::Find { row, related } => {
            let related = compiler.related(related, view, texts)?;
            let at = At::new(texts, view, names);
            let mut found = Vec::with_capacity(view.len());
            for i in 0..view.len() {
                at.go(i);
                found.push(related.first(&at));
            }
            view.found.push((*row, found));
        }
        StageKind::Cascade(rules) => {
            let (answers, which) = cascade(rules, view, compiler, texts)?;
            view.add(answers);
            view.add(which);
        }
        StageKind::OnePer { group, order, tied } => {
            if let Err(spoiled) = one_per(view, compiler, texts, group, order, tied)? {
                return Ok(Outcome::Spoiled(spoiled));
            }
        }
        StageKind::Episodes { group, starts, ends, gap, order } => {
            if let Err(spoiled) = episodes(view, compiler, texts, group, (*starts, *ends, *gap), order)? {
                return Ok(Outcome::Spoiled(spoiled));
            }
        }
        StageKind::Require { condition, .. } => {
            let code = compiler.expr(condition, view, texts)?;
            let at = At::new(texts, view, names);
            let mut broken = Vec::new();
            for i in 0..view.len() {
                at.go(i);
                match code.eval(&at).truth() {
                    Some(true) => {}
                    Some(false) => broken.push(i),
                    None => return Ok(Outcome::Spoiled(Spoiled { row: i })),
                }
            }
            if !broken.is_empty() {
                return Ok(Outcome::Broken(broken));
            }
        }
    }
    Ok(Outcome::Done)
}

fn column(expr: &Expr, view: &View, compiler: &Compiler<'_>, texts: &mut Texts) -> Result<Vec<Value>, DataError> {
    let code = compiler.expr(expr, view, texts)?;
    Ok(values(&code, view, compiler, texts))
}

fn values(code: &Code, view: &View, compiler: &Compiler<'_>, texts: &Texts) -> Vec<Value> {
    let at = At::new(texts, view, compiler.sets.len());
    let mut values = Vec::with_capacity(view.len());
    for i in 0..view.len() {
        at.go(i);
        values.push(code.eval(&at));
    }
    values
}

/// The answers, and which rule gave each.
fn cascade(
    rules: &[Rule],
    view: &View,
    compiler: &Compiler<'_>,
    texts: &mut Texts,
) -> Result<(Vec<Value>, Vec<Value>), DataError> {
    let mut codes = Vec::with_capacity(rules.len());
    for rule in rules {
        let name = texts.number(&rule.name.trim().to_lowercase()).map_or(Value::Failed, Value::Text);
        let condition = match &rule.condition {
            Some(condition) => Some(compiler.expr(condition, view, texts)?),
            None => None,
        };
        codes.push((name, compiler.expr(&rule.value, view, texts)?, condition));
    }
    let at = At::new(texts, view, compiler.sets.len());
    let (mut answers, mut which) = (Vec::with_capacity(view.len()), Vec::with_capacity(view.len()));
    for i in 0..view.len() {
        at.go(i);
        let mut answer = (Value::Empty, Value::Empty);
        for (name, value, condition) in &codes {
            match condition.as_ref().map_or(Some(true), |condition| condition.eval(&at).truth()) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    answer = (Value::Failed, Value::Failed);
                    break;
                }
            }
            match value.eval(&at) {
                Value::Empty => {}
                Value::Failed => {
                    answer = (Value::Failed, Value::Failed);
                    break;
                }
                value => {
                    answer = (value, *name);
                    break;
                }
            }
        }
        answers.push(answer.0);
        which.push(answer.1);
    }
    Ok((answers, which))
}

fn columns(
    places: &[usize],
    view: &View,
    compiler: &Compiler<'_>,
    texts: &mut Texts,
) -> Result<Vec<Vec<Value>>, DataError> {
    places.iter().map(|place| column(&Expr::Column(*place), view, compiler, texts)).collect()
}

fn one_per(
    view: &mut View,
    compiler: &Compiler<'_>,
    texts: &mut Texts,
    group: &[usize],
    order: &[Order],
    tied: &[Tied],
) -> Result<Result<(), Spoiled>, DataError> {
    let by = columns(group, view, compiler, texts)?;
    let terms = compiler.order(order, view, texts)?;
    let mut tied_columns = Vec::with_capacity(tied.len());
    for tied in tied {
        let becomes = match &tied.becomes {
            Becomes::Value(value) => Some(compiler.expr(value, view, texts)?),
            Becomes::Lowest | Becomes::Highest => None,
        };
        tied_columns.push((tied, column(&Expr::Column(tied.column), view, compiler, texts)?, becomes));
    }
    let groups = match groups::groups(&by, view.len()) {
        Ok(groups) => groups,
        Err(spoiled) => return Ok(Err(spoiled)),
    };
    let at = At::new(texts, view, compiler.sets.len());
    let keys = match groups::keys(&terms, &at, view.len()) {
        Ok(keys) => keys,
        Err(spoiled) => return Ok(Err(spoiled)),
    };
    let mut kept: Vec<(usize, Vec<usize>)> = Vec::with_capacity(groups.len());
    for group in &groups {
        let firsts = groups::firsts(group, &terms, &keys, texts);
        if let Some(first) = firsts.first() {
            kept.push((*first, firsts));
        }
    }
    kept.sort_unstable();
    let mut replaced: Vec<(usize, Vec<Value>)> = Vec::with_capacity(tied_columns.len());
    for (tied, values, becomes) in &tied_columns {
        let of = |row: usize| values.get(row).copied().unwrap_or(Value::Failed);
        let mut column = Vec::with_capacity(kept.len());
        for (first, firsts) in &kept {
            let alike = firsts.iter().all(|row| same(texts, of(*row), of(*first)));
            column.push(match (&tied.becomes, becomes) {
                _ if alike => of(*first),
                (Becomes::Lowest, _) => extreme(texts, firsts.iter().map(|row| of(*row)), Ordering::Less),
                (Becomes::Highest, _) => extreme(texts, firsts.iter().map(|row| of(*row)), Ordering::Greater),
                (Becomes::Value(_), code) => {
                    at.go(*first);
                    code.as_ref().map_or(Value::Failed, |code| code.eval(&at))
                }
            });
        }
        replaced.push((tied.column, column));
    }
    let rows: Vec<usize> = kept.iter().map(|(first, _)| *first).collect();
    view.keep(&rows);
    for (column, values) in replaced {
        view.replace(column, values);
    }
    Ok(Ok(()))
}

fn same(texts: &Texts, a: Value, b: Value) -> bool {
    a == b || texts.order(a, b) == Some(Ordering::Equal)
}

fn extreme(texts: &Texts, values: impl Iterator<Item = Value>, wanted: Ordering) -> Value {
    let mut best = Value::Empty;
    for value in values {
        if value == Value::Failed {
            return Value::Failed;
        }
        if value != Value::Empty && (best == Value::Empty || texts.order(value, best) == Some(wanted)) {
            best = value;
        }
    }
    best
}

/// A row that does not say when it starts is in no episode.
fn episodes(
    view: &mut View,
    compiler: &Compiler<'_>,
    texts: &mut Texts,
    group: &[usize],
    (starts, ends, gap): (usize, usize, i64),
    order: &[Order],
) -> Result<Result<(), Spoiled>, DataError> {
    let by = columns(group, view, compiler, texts)?;
    let first = column(&Expr::Column(starts), view, compiler, texts)?;
    let last = column(&Expr::Column(ends), view, compiler, texts)?;
    let terms = compiler.order(order, view, texts)?;
    let groups = match groups::groups(&by, view.len()) {
        Ok(groups) => groups,
        Err(spoiled) => return Ok(Err(spoiled)),
    };
    let at = At::new(texts, view, compiler.sets.len());
    let keys = match groups::keys(&terms, &at, view.len()) {
        Ok(keys) => keys,
        Err(spoiled) => return Ok(Err(spoiled)),
    };
    let mut found: Vec<Episode> = Vec::new();
    for group in groups {
        let mut intervals = Vec::with_capacity(group.len());
        for row in group {
            let ends = match last.get(row) {
                Some(Value::Date(day)) => Some(*day),
                Some(Value::Empty) => None,
                _ => return Ok(Err(Spoiled { row })),
            };
            match first.get(row) {
                Some(Value::Date(starts)) => intervals.push(Interval { row, starts: *starts, ends }),
                Some(Value::Empty) => {}
                _ => return Ok(Err(Spoiled { row })),
            }
        }
        found.extend(groups::episodes(intervals, gap, &terms, &keys, texts));
    }
    // A row ends one episode only; of those the first in the file comes first.
    found.sort_by_key(|episode| episode.row);
    let rows: Vec<usize> = found.iter().map(|episode| episode.row).collect();
    view.keep(&rows);
    view.replace(starts, found.iter().map(|episode| Value::Date(episode.starts)).collect());
    view.replace(ends, found.iter().map(|episode| episode.ends.map_or(Value::Empty, Value::Date)).collect());
    let number = |rows: usize| {
        let mantissa = i128::try_from(rows).unwrap_or_default();
        Value::Number(Decimal { mantissa, scale: 0 })
    };
    view.add(found.iter().map(|episode| number(episode.rows)).collect());
    Ok(Ok(()))
}
