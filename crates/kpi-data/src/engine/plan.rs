//! Many questions as one query: each becomes a few aggregates with a condition, alike ones are asked once.

use super::predicate::{Predicates, field};
use crate::DataError;
use crate::columns::{Holds, Prepared};
use crate::decimal::exact;
use crate::load::Table;
use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct, max, min, sum};
use datafusion::logical_expr::{Expr, lit};
use indexmap::IndexMap;
use kpi_core::facts::{Aggregate, Answer, Filter, Measure};
use kpi_core::{Exact, Missing, Reason, Unit, suggest};

/// The aggregates of one query.
#[derive(Default)]
pub struct Query {
    slots: IndexMap<Expr, Slot>,
}

/// The place of an aggregate in the query.
type Slot = usize;

impl Query {
    fn ask(&mut self, mut aggregate: Expr, condition: &Expr) -> Slot {
        // Set here, since the engine's own builder forgets that an aggregate is of different values.
        if let Expr::AggregateFunction(function) = &mut aggregate
            && *condition != lit(true)
        {
            function.params.filter = Some(Box::new(condition.clone()));
        }
        let next = self.slots.len();
        *self.slots.entry(aggregate).or_insert(next)
    }

    pub fn into_expressions(self) -> Vec<Expr> {
        self.slots.into_iter().map(|(aggregate, slot)| aggregate.alias(format!("a{slot}"))).collect()
    }
}

/// Where the parts of one answer will be.
pub struct Plan {
    of: Slot,
    kept: Slot,
    funnel: Vec<Slot>,
    /// The records of which the condition cannot be told.
    undecided: Option<Unread>,
    value: Value,
}

enum Value {
    Count,
    Distinct { of: Slot, unread: Option<Unread> },
    Number { measure: Number, units: Option<Units>, unread: Option<Unread> },
    TooWide,
}

enum Number {
    Sum(Slot),
    /// The sum and how many cells it is of.
    Mean(Slot, Slot),
    Extreme(Slot),
}

/// How many cells could not be read, and the row of the first.
#[derive(Clone, Copy)]
struct Unread {
    count: Slot,
    first: Slot,
}

/// Of a column with several units: the least and the greatest that counts, by their place among the known.
struct Units {
    least: Slot,
    greatest: Slot,
    known: Vec<Unit>,
}

fn rows() -> Expr {
    count(lit(1i64))
}

pub fn plan(query: &mut Query, table: &Table, prepared: &Prepared, aggregate: &Aggregate) -> Result<Plan, DataError> {
    let predicates = Predicates { dataset: &table.schema, prepared };
    let condition = predicates.expression(&aggregate.filter)?;
    let of = query.ask(rows(), &lit(true));
    let kept = query.ask(rows(), &condition);
    let mut funnel = Vec::new();
    if let Filter::And(parts) = &aggregate.filter {
        let mut left: Option<Expr> = None;
        for part in parts {
            let part = predicates.expression(part)?;
            let next = match left {
                None => part,
                Some(before) => before.and(part),
            };
            funnel.push(query.ask(rows(), &next));
            left = Some(next);
        }
    }
    let undecided = if predicates.may_be_undecided(&aggregate.filter)? {
        Some(unread(query, &condition.clone().is_null()))
    } else {
        None
    };
    let value = measure(query, &predicates, &aggregate.measure, &condition)?;
    Ok(Plan { of, kept, funnel, undecided, value })
}

fn unread(query: &mut Query, which: &Expr) -> Unread {
    Unread { count: query.ask(rows(), which), first: query.ask(min(field("row")), which) }
}

fn measure(query: &mut Query, predicates: &Predicates<'_>, measure: &Measure, kept: &Expr) -> Result<Value, DataError> {
    let Some(column) = measure.column() else { return Ok(Value::Count) };
    let (index, holds) = predicates.holds(column)?;
    let cell = || field(index.to_string());
    let unread = if predicates.has_failed(index) {
        let failed = field(format!("{index} failed"));
        let both = if *kept == lit(true) { failed } else { kept.clone().and(failed) };
        Some(unread(query, &both))
    } else {
        None
    };
    let units = match (holds, measure) {
        (Holds::TooWide, _) => return Ok(Value::TooWide),
        (_, Measure::CountDistinct(_)) => {
            return Ok(Value::Distinct { of: query.ask(count_distinct(cell()), kept), unread });
        }
        (Holds::Number { units, .. }, _) if units.len() > 1 => {
            let unit = || field(format!("{index} unit"));
            let (least, greatest) = (query.ask(min(unit()), kept), query.ask(max(unit()), kept));
            Some(Units { least, greatest, known: units.clone() })
        }
        (Holds::Number { .. } | Holds::Rank, _) => None,
        _ => return Err(predicates.refuse(column, "calculated with")),
    };
    let measure = match measure {
        Measure::Mean(_) => Number::Mean(query.ask(sum(cell()), kept), query.ask(count(cell()), kept)),
        Measure::Sum(_) => Number::Sum(query.ask(sum(cell()), kept)),
        Measure::Min(_) => Number::Extreme(query.ask(min(cell()), kept)),
        Measure::Max(_) => Number::Extreme(query.ask(max(cell()), kept)),
        Measure::Count | Measure::CountDistinct(_) => return Ok(Value::Count),
    };
    Ok(Value::Number { measure, units, unread })
}

impl Plan {
    pub fn answer(&self, table: &Table, aggregate: &Aggregate, values: &[ScalarValue]) -> Answer {
        Answer {
            value: self.value(aggregate, values),
            kept: whole(values, self.kept),
            of: whole(values, self.of),
            funnel: self.funnel.iter().map(|slot| whole(values, *slot)).collect(),
            place: table.origin.whole(),
        }
    }

    fn value(&self, aggregate: &Aggregate, values: &[ScalarValue]) -> Result<Exact, Missing> {
        let failed = |detail: String| Missing::new(Reason::Failed, detail);
        if let Some((count, first)) = self.undecided.and_then(|unread| unread.of(values)) {
            let what =
                if count == 1 { "1 record has a cell".to_owned() } else { format!("{count} records have cells") };
            let unread = "that the condition needs and that could not be read";
            return Err(failed(format!("{what} {unread}, the first in row {first}")));
        }
        let column = aggregate.measure.column().unwrap_or_default();
        let readable = |unread: &Option<Unread>| match unread.and_then(|unread| unread.of(values)) {
            None => Ok(()),
            Some((count, first)) => {
                let what = if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
                Err(failed(format!("{what} of \"{column}\" could not be read, the first in row {first}")))
            }
        };
        let kept = whole(values, self.kept);
        match &self.value {
            Value::Count => Ok(exact_count(kept)),
            Value::TooWide => Err(failed(format!("the numbers of \"{column}\" have too many digits to be added up"))),
            Value::Distinct { of, unread } => readable(unread).map(|()| exact_count(whole(values, *of))),
            Value::Number { measure, units, unread } => {
                readable(unread)?;
                if let Some(words) = units.as_ref().and_then(|units| units.differ(values)) {
                    return Err(failed(format!("the cells of \"{column}\" have different units: {words}")));
                }
                let nothing = || Missing::new(Reason::NoCases, format!("no record has a value in \"{column}\""));
                match measure {
                    // Nothing added up is 0; but not where there are records, and none of them says how much.
                    Number::Sum(_) if kept == 0 => Ok(Exact::zero()),
                    Number::Sum(slot) | Number::Extreme(slot) => number(values.get(*slot)).ok_or_else(nothing),
                    Number::Mean(sum, count) => {
                        let sum = number(values.get(*sum)).ok_or_else(nothing)?;
                        let mean = sum.div(&exact_count(whole(values, *count)));
                        mean.map_err(|error| Missing::new(Reason::Failed, error.to_string()))?.ok_or_else(nothing)
                    }
                }
            }
        }
    }
}

impl Unread {
    fn of(self, values: &[ScalarValue]) -> Option<(u64, u64)> {
        let count = whole(values, self.count);
        (count > 0).then(|| (count, whole(values, self.first)))
    }
}

impl Units {
    fn differ(&self, values: &[ScalarValue]) -> Option<String> {
        let words: Vec<String> = self.known.iter().map(ToString::to_string).collect();
        (values.get(self.least) != values.get(self.greatest)).then(|| suggest::list(&words, "and"))
    }
}

fn whole(values: &[ScalarValue], slot: Slot) -> u64 {
    match values.get(slot) {
        Some(ScalarValue::Int64(Some(count))) => u64::try_from(*count).unwrap_or_default(),
        Some(ScalarValue::UInt64(Some(count))) => *count,
        _ => 0,
    }
}

fn exact_count(count: u64) -> Exact {
    Exact::from(i64::try_from(count).unwrap_or(i64::MAX))
}

fn number(value: Option<&ScalarValue>) -> Option<Exact> {
    match value? {
        ScalarValue::Int64(Some(value)) => Some(Exact::from(*value)),
        ScalarValue::Decimal128(Some(value), _, scale) => exact(&value.to_string(), u32::try_from(*scale).ok()?),
        ScalarValue::Decimal256(Some(value), _, scale) => exact(&value.to_string(), u32::try_from(*scale).ok()?),
        _ => None,
    }
}
