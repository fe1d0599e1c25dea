//! Figures that a dataset holds by a key.

use super::numbers::arithmetic;
use super::{Interpreter, Scope};
use crate::slice;
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::facts::{self, Cell, KeyValue, KeyedRow, Request, TableRequest};
use kpi_core::schema::Dataset;
use kpi_core::{Missing, Period, Reason, Unit};
use kpi_model::formula::{Arithmetic, KeyPart, Lookup};
use std::rc::Rc;

impl<'a> Interpreter<'a> {
    /// Where the slice takes all values of a key column together and no row is named as their total: the sum of the
    /// parts, of what can be added up.
    fn added_up(&self, lookup: &Lookup, label: &str, scope: Scope<'_>) -> Option<Traced> {
        let (dimension, column) = lookup.key.iter().find_map(|part| match part {
            KeyPart::Slice(column) => match scope.slice.dimension(column)? {
                (dimension, None) if dimension.total.is_none() => Some((Rc::clone(dimension), column)),
                _ => None,
            },
            _ => None,
        })?;
        let label = format!("{label} of all by {column}");
        let holds = self.catalogue.column(&lookup.dataset, &lookup.column).map(|column| column.holds.unit());
        if !holds.is_some_and(|unit| matches!(unit, Unit::Count | Unit::Number | Unit::Money)) {
            let detail = format!(
                "figures by {column} that are no counts cannot be added up: name the row that is the total, \
                 `by: {column} total \"…\"`"
            );
            return Some(Traced::new(label, Value::Missing(Missing::new(Reason::NotSupplied, detail))));
        }
        let mut sum: Result<Value, Missing> = Err(Missing::new(Reason::NotSupplied, "there is nothing to add up"));
        let mut steps = Vec::new();
        for (at, member) in dimension.values.iter().enumerate() {
            let slice = scope.slice.with(column, Some(at));
            let part = self.lookup(lookup, Scope { slice: &slice, ..scope });
            sum = match (sum, part.value) {
                (_, Value::Missing(missing)) if at == 0 => Err(lacking(&missing, &member.text)),
                (_, first) if at == 0 => Ok(first),
                (Ok(_), Value::Missing(missing)) => Err(lacking(&missing, &member.text)),
                (Ok(sum), part) => arithmetic(Arithmetic::Add, sum, part),
                (Err(missing), _) => Err(missing),
            };
            steps.push(Step { label: member.text.clone(), ..part.step });
        }
        let mut traced = Traced::new(label, sum.unwrap_or_else(Value::Missing));
        traced.step.note = traced.step.note.or_else(|| Some(format!("the sum of {} figures", dimension.values.len())));
        if steps.len() <= SHOWN_PARTS {
            traced.step.steps = steps;
        }
        Some(traced)
    }

    pub(super) fn lookup(&self, lookup: &Lookup, scope: Scope<'_>) -> Traced {
        let label = if lookup.latest {
            format!("latest {}.{}", lookup.dataset, lookup.column)
        } else {
            format!("{}.{}", lookup.dataset, lookup.column)
        };
        if let Some(total) = self.added_up(lookup, &label, scope) {
            return total;
        }
        match self.row(lookup, scope) {
            Ok(Row { row, column, period, steps }) => self.cell(lookup, row, column, label, period, steps),
            Err(missing) => Traced::new(label, Value::Missing(missing)),
        }
    }

    /// The row a lookup means.
    fn row(&self, lookup: &Lookup, scope: Scope<'_>) -> Result<Row<'a>, Missing> {
        let (key, steps) = self.key(lookup, scope)?;
        let (table, column) = self.column(lookup)?;
        if let Some(failed) = &table.failed {
            return Err(Missing::new(Reason::Failed, format!("{} could not be read: {failed}", lookup.dataset)));
        }
        let found = if lookup.latest {
            let end = self.report.end();
            let series = self.tables.series(&lookup.dataset, &key);
            series.iter().find(|(period, _)| period.end() <= end).map(|(period, row)| (Some(*period), *row))
        } else {
            self.tables.row(&lookup.dataset, &key).map(|row| (None, row))
        };
        let Some((period, row)) = found else {
            let key: Vec<String> = key.iter().map(key_text).collect();
            return Err(Missing::new(
                Reason::NotSupplied,
                format!("{} has no row for {}", lookup.dataset, key.join(", ")),
            ));
        };
        Ok(Row { row, column, period: period.or(Some(scope.period)), steps })
    }

    /// For a rank and the like: the cell a lookup means, its period, and that of the row before it in time.
    pub fn with_predecessor(
        &self,
        lookup: &Lookup,
        scope: Scope<'_>,
    ) -> (Traced, Option<Period>, Option<(Value, Period)>) {
        let traced = self.lookup(lookup, scope);
        let Ok(row) = self.row(lookup, scope) else { return (traced, None, None) };
        let before = self.key(lookup, scope).ok().and_then(|(key, _)| {
            let series = self.tables.series(&lookup.dataset, &key);
            let (period, earlier) = series.iter().find(|(period, _)| Some(*period) < row.period)?;
            let cell = self.cell(lookup, earlier, row.column, String::new(), Some(*period), Vec::new());
            Some((cell.value, *period))
        });
        (traced, row.period, before)
    }

    fn column(&self, lookup: &Lookup) -> Result<(&'a facts::KeyedTable, usize), Missing> {
        let asked = || {
            let columns = vec![lookup.column.clone()];
            self.wanted.borrow_mut().insert(Request::Table(TableRequest { dataset: lookup.dataset.clone(), columns }));
            Missing::new(Reason::Failed, "the data has not been read yet")
        };
        let table = self.tables.table(&lookup.dataset).ok_or_else(asked)?;
        let column = table.columns.iter().position(|column| *column == lookup.column).ok_or_else(asked)?;
        Ok((table, column))
    }

    fn key(&self, lookup: &Lookup, scope: Scope<'_>) -> Result<(Vec<KeyValue>, Vec<Step>), Missing> {
        let mut steps = Vec::new();
        let mut key = Vec::with_capacity(lookup.key.len());
        for part in &lookup.key {
            key.push(match part {
                KeyPart::Indicator => KeyValue::text(&scope.indicator.id),
                KeyPart::Period => KeyValue::Period(scope.period),
                KeyPart::Slice(column) => self.slice_key(lookup, column, scope)?,
                KeyPart::Any => return Err(Missing::new(Reason::Failed, "many rows are meant where one is wanted")),
                KeyPart::Given(formula) => {
                    let given = self.eval(formula, scope);
                    let value = match (given.value.key(), given.value) {
                        (Some(value), _) => value,
                        (None, Value::Missing(missing)) => return Err(missing),
                        (None, other) => {
                            return Err(Missing::new(Reason::Failed, format!("{} cannot be a key", other.display())));
                        }
                    };
                    if !given.step.steps.is_empty() {
                        steps.push(given.step);
                    }
                    value
                }
            });
        }
        Ok((key, steps))
    }

    /// The value of a key column in the slice at hand.
    pub fn slice_key(&self, lookup: &Lookup, column: &str, scope: Scope<'_>) -> Result<KeyValue, Missing> {
        let Some((dimension, at)) = scope.slice.dimension(column) else {
            return Err(Missing::new(Reason::NotApplicable, format!("the figure is not cut by {column}")));
        };
        if let Some(member) = at.and_then(|at| dimension.values.get(at)) {
            return Ok(member.key.clone());
        }
        let holds = self.catalogue.column(&lookup.dataset, column).map(|column| &column.holds);
        match dimension.total.as_ref().zip(holds) {
            Some((total, holds)) => Ok(slice::key(&slice::typed(total, holds))),
            None => Err(Missing::new(Reason::NotSupplied, format!("no row is the total of all by {column}"))),
        }
    }

    fn cell(
        &self,
        lookup: &Lookup,
        row: &KeyedRow,
        column: usize,
        label: String,
        period: Option<Period>,
        steps: Vec<Step>,
    ) -> Traced {
        let Some(found) = row.cells.get(column) else {
            return Traced::new(label, Value::failed("the row has no such column"));
        };
        let value = match (&row.duplicate_of, &found.cell) {
            (Some(other), _) => {
                Value::failed(format!("row {} and {other} have the same key", found.place.row.unwrap_or_default()))
            }
            (None, Cell::Empty) => Value::Missing(
                self.catalogue
                    .datasets
                    .get(&lookup.dataset)
                    .and_then(|dataset: &Dataset| dataset.column(&lookup.column))
                    .map_or_else(|| Missing::new(Reason::NotSupplied, "the cell is empty"), |c| c.missing_when_empty()),
            ),
            (None, cell) => Value::of(cell).unwrap_or_else(|| Value::failed("the cell is empty")),
        };
        let mut traced = Traced::new(label, value).with(steps);
        traced.step.period = period;
        traced.step.data = Some((found.place.clone(), found.raw.clone()));
        traced
    }
}

struct Row<'a> {
    row: &'a KeyedRow,
    column: usize,
    period: Option<Period>,
    steps: Vec<Step>,
}

/// So many parts of a sum are shown one by one.
const SHOWN_PARTS: usize = 20;

/// Why a sum cannot be had: one of its parts is not there.
fn lacking(missing: &Missing, part: &str) -> Missing {
    Missing::new(missing.reason, format!("{part} has no figure: {missing}"))
}

fn key_text(key: &KeyValue) -> String {
    match key {
        KeyValue::Text(text) => text.clone(),
        KeyValue::Number(number) => number.to_string(),
        KeyValue::Date(date) => date.to_string(),
        KeyValue::Period(period) => period.to_string(),
        KeyValue::YesNo(truth) => if *truth { "yes" } else { "no" }.to_owned(),
    }
}
