//! Expressions with their columns at hand, and what they are for a row.

use super::set::{Column, Index, Set};
use super::value::{self, Texts, Value};
use crate::DataError;
use crate::cohort::view::View;
use crate::columns::days;
use crate::decimal::Decimal;
use kpi_core::Period;
use kpi_core::cohort::{Elapsed, Expr, Order, Related, Shift};
use kpi_core::facts::Compare;
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::sync::Arc;

/// No such row.
pub const NO_ROW: u32 = u32::MAX;
/// Which row cannot be known, since a cell could not be read.
pub const FAILED_ROW: u32 = u32::MAX - 1;

pub enum Code {
    Value(Value),
    /// A column of the rows that came in.
    Taken(Arc<Column>),
    /// A column that a stage made.
    Made(usize),
    Of(usize, Arc<Column>),
    NoRow(usize),
    And(Vec<Code>),
    Or(Vec<Code>),
    Not(Box<Code>),
    Compare(Compare, Box<Code>, Box<Code>),
    In(Box<Code>, Vec<Code>),
    Within(Box<Code>, i32, i32),
    StartsWith(Box<Code>, String),
    IsEmpty(Box<Code>),
    Add(Box<Code>, Box<Code>),
    Subtract(Box<Code>, Box<Code>),
    Multiply(Box<Code>, Box<Code>),
    Shift(Box<Code>, Shift),
    Elapsed(Elapsed, Box<Code>, Box<Code>),
    If(Box<Code>, Box<Code>, Box<Code>),
    Else(Box<Code>, Box<Code>),
    /// The least of them, or the greatest.
    Extreme(Ordering, Vec<Code>),
    Some(Box<RelatedRows>),
    NumberOf(Box<RelatedRows>),
    First(Box<RelatedRows>, Arc<Column>),
}

pub struct RelatedRows {
    pub row: usize,
    index: Arc<Index>,
    shared: Vec<Code>,
    condition: Code,
    order: Vec<Term>,
}

pub struct Term {
    value: Code,
    descending: bool,
    ranked: Option<Vec<Value>>,
    empty_first: bool,
}

/// Where one is: the row at hand, and the rows that have names.
pub struct At<'a> {
    pub texts: &'a Texts,
    pub view: &'a View,
    pub i: Cell<usize>,
    pub rows: Vec<Cell<u32>>,
    key: Cell<Vec<u64>>,
}

impl<'a> At<'a> {
    pub fn new(texts: &'a Texts, view: &'a View, names: usize) -> Self {
        let rows = (0..names).map(|_| Cell::new(NO_ROW)).collect();
        Self { texts, view, i: Cell::new(0), rows, key: Cell::default() }
    }

    /// Turns to a row of the cohort, and to the rows found for it.
    pub fn go(&self, i: usize) {
        self.i.set(i);
        for (row, found) in &self.view.found {
            if let (Some(slot), Some(found)) = (self.rows.get(*row), found.get(i)) {
                slot.set(*found);
            }
        }
    }

    pub fn row(&self, name: usize) -> u32 {
        self.rows.get(name).map_or(NO_ROW, Cell::get)
    }
}

/// What compiling needs: the sets by the names of rows, and the period that windows are seen from.
pub struct Compiler<'a> {
    pub sets: &'a [Arc<Set>],
    pub period: Option<Period>,
    /// Lists that have two rows where one is looked up.
    pub twins: RefCell<Vec<Twins>>,
}

/// Two rows of a list that are alike.
pub struct Twins {
    pub set: Arc<Set>,
    pub rows: (u32, u32),
}

impl Compiler<'_> {
    pub fn expr(&self, expr: &Expr, view: &View, texts: &mut Texts) -> Result<Code, DataError> {
        let one = |part: &Expr, texts: &mut Texts| self.expr(part, view, texts).map(Box::new);
        Ok(match expr {
            Expr::Empty => Code::Value(Value::Empty),
            Expr::Text(text) => Code::Value(texts.number(text).map_or(Value::Failed, Value::Text)),
            Expr::Number(number) => Code::Value(Decimal::of(number).map_or(Value::Failed, Value::Number)),
            Expr::Date(date) => Code::Value(Value::Date(days(*date))),
            Expr::YesNo(truth) => Code::Value(Value::YesNo(*truth)),
            Expr::Column(place) => view.code(*place, texts)?,
            Expr::Of { row, column } => Code::Of(*row, self.set(*row)?.column(*column, texts)?),
            Expr::NoRow(row) => Code::NoRow(*row),
            Expr::Edge { end, window } => {
                let (first, last) = self.days(*window)?;
                Code::Value(Value::Date(if *end { last } else { first }))
            }
            Expr::And(parts) => Code::And(self.list(parts, view, texts)?),
            Expr::Or(parts) => Code::Or(self.list(parts, view, texts)?),
            Expr::Not(part) => Code::Not(one(part, texts)?),
            Expr::Compare { op, left, right } => Code::Compare(*op, one(left, texts)?, one(right, texts)?),
            Expr::In { value, list } => Code::In(one(value, texts)?, self.list(list, view, texts)?),
            Expr::Within { value, window } => {
                let (first, last) = self.days(*window)?;
                Code::Within(one(value, texts)?, first, last)
            }
            Expr::StartsWith { value, prefix } => Code::StartsWith(one(value, texts)?, prefix.clone()),
            Expr::IsEmpty(part) => Code::IsEmpty(one(part, texts)?),
            Expr::Add(left, right) => Code::Add(one(left, texts)?, one(right, texts)?),
            Expr::Subtract(left, right) => Code::Subtract(one(left, texts)?, one(right, texts)?),
            Expr::Multiply(left, right) => Code::Multiply(one(left, texts)?, one(right, texts)?),
            Expr::Shift { date, by } => Code::Shift(one(date, texts)?, *by),
            Expr::Elapsed { unit, from, to } => Code::Elapsed(unit.clone(), one(from, texts)?, one(to, texts)?),
            Expr::If { condition, then, otherwise } => {
                Code::If(one(condition, texts)?, one(then, texts)?, one(otherwise, texts)?)
            }
            Expr::Else(value, otherwise) => Code::Else(one(value, texts)?, one(otherwise, texts)?),
            Expr::Least(parts) => Code::Extreme(Ordering::Less, self.list(parts, view, texts)?),
            Expr::Greatest(parts) => Code::Extreme(Ordering::Greater, self.list(parts, view, texts)?),
            Expr::Some(related) => Code::Some(Box::new(self.related(related, view, texts)?)),
            Expr::NumberOf(related) => Code::NumberOf(Box::new(self.related(related, view, texts)?)),
            Expr::First { related, column } => {
                let column = self.set(related.row)?.column(*column, texts)?;
                Code::First(Box::new(self.related(related, view, texts)?), column)
            }
        })
    }

    fn list(&self, parts: &[Expr], view: &View, texts: &mut Texts) -> Result<Vec<Code>, DataError> {
        parts.iter().map(|part| self.expr(part, view, texts)).collect()
    }

    fn set(&self, row: usize) -> Result<&Set, DataError> {
        self.sets.get(row).map(Arc::as_ref).ok_or_else(|| crate::engine::failed("a row has a name that is not known"))
    }

    fn days(&self, window: kpi_core::Window) -> Result<(i32, i32), DataError> {
        let (first, last) = match (window, self.period) {
            (kpi_core::Window::Named(period), _) => (period.start(), period.end()),
            (window, Some(period)) => window.days(period),
            (_, None) => return Err(crate::engine::failed("a cohort of a period was asked for without one")),
        };
        Ok((days(first), days(last)))
    }

    pub fn related(&self, related: &Related, view: &View, texts: &mut Texts) -> Result<RelatedRows, DataError> {
        let set = self.set(related.row)?;
        let by: Vec<usize> = related.shared.iter().map(|(column, _)| *column).collect();
        let shared: Vec<&Expr> = related.shared.iter().map(|(_, value)| value).collect();
        let index = set.index(&by, texts)?;
        if let (true, Some(rows), Some(set)) = (related.unique, index.twins, self.sets.get(related.row)) {
            self.twins.borrow_mut().push(Twins { set: set.clone(), rows });
        }
        Ok(RelatedRows {
            row: related.row,
            index,
            shared: shared.into_iter().map(|value| self.expr(value, view, texts)).collect::<Result<_, _>>()?,
            condition: self.expr(&related.condition, view, texts)?,
            order: self.order(&related.order, view, texts)?,
        })
    }

    pub fn order(&self, order: &[Order], view: &View, texts: &mut Texts) -> Result<Vec<Term>, DataError> {
        let mut terms = Vec::with_capacity(order.len());
        for term in order {
            let ranked = match &term.ranked {
                None => None,
                Some(list) => {
                    let list = self.list(list, view, texts)?;
                    let fixed = |code: Code| if let Code::Value(value) = code { value } else { Value::Failed };
                    Some(list.into_iter().map(fixed).collect())
                }
            };
            terms.push(Term {
                value: self.expr(&term.value, view, texts)?,
                descending: term.descending,
                ranked,
                empty_first: term.empty_first,
            });
        }
        Ok(terms)
    }
}

impl Code {
    pub fn eval(&self, at: &At<'_>) -> Value {
        match self {
            Self::Value(value) => *value,
            Self::Taken(column) => column.get(at.view.base(at.i.get())),
            Self::Made(place) => at.view.made(*place, at.i.get()),
            Self::Of(row, column) => match at.row(*row) {
                NO_ROW => Value::Empty,
                FAILED_ROW => Value::Failed,
                row => column.get(row),
            },
            Self::NoRow(row) => match at.row(*row) {
                FAILED_ROW => Value::Failed,
                row => Value::YesNo(row == NO_ROW),
            },
            Self::And(parts) => Value::of_truth(all(parts, at, false).map(|any| !any)),
            Self::Or(parts) => Value::of_truth(all(parts, at, true)),
            Self::Not(part) => Value::of_truth(part.eval(at).truth().map(|truth| !truth)),
            Self::Compare(op, left, right) => compare(at, left.eval(at), right.eval(at), |order| op.holds(order)),
            Self::In(value, list) => {
                let value = value.eval(at);
                let mut found = Some(false);
                for entry in list {
                    match compare(at, value, entry.eval(at), Ordering::is_eq).truth() {
                        Some(true) => return Value::YesNo(true),
                        Some(false) => {}
                        None => found = None,
                    }
                }
                Value::of_truth(found)
            }
            Self::Within(value, first, last) => match value.eval(at) {
                Value::Date(day) => Value::YesNo(*first <= day && day <= *last),
                Value::Failed => Value::Failed,
                _ => Value::YesNo(false),
            },
            Self::StartsWith(value, prefix) => match value.eval(at) {
                Value::Text(text) => Value::YesNo(at.texts.get(text).starts_with(prefix.as_str())),
                Value::Failed => Value::Failed,
                _ => Value::YesNo(false),
            },
            Self::IsEmpty(value) => match value.eval(at) {
                Value::Failed => Value::Failed,
                value => Value::YesNo(value == Value::Empty),
            },
            Self::Add(left, right) => match (left.eval(at), right.eval(at)) {
                (Value::Date(day), Value::Number(days)) => moved(day, days, 1),
                (Value::Number(a), Value::Number(b)) => value::add(a, b),
                (a, b) => neither(a, b),
            },
            Self::Subtract(left, right) => match (left.eval(at), right.eval(at)) {
                (Value::Date(day), Value::Number(days)) => moved(day, days, -1),
                (Value::Date(a), Value::Date(b)) => Value::whole(i64::from(a) - i64::from(b)),
                (Value::Number(a), Value::Number(b)) => value::subtract(a, b),
                (a, b) => neither(a, b),
            },
            Self::Multiply(left, right) => match (left.eval(at), right.eval(at)) {
                (Value::Number(a), Value::Number(b)) => value::multiply(a, b),
                (a, b) => neither(a, b),
            },
            Self::Shift(date, by) => match date.eval(at) {
                Value::Date(day) => value::shift(day, *by).map_or(Value::Failed, Value::Date),
                Value::Failed => Value::Failed,
                _ => Value::Empty,
            },
            Self::Elapsed(unit, from, to) => match (from.eval(at), to.eval(at)) {
                (Value::Date(from), Value::Date(to)) => {
                    let time = match unit {
                        Elapsed::Days => Some(i64::from(to) - i64::from(from)),
                        Elapsed::WorkingDays => value::working_days(from, to),
                        Elapsed::Months => value::months(from, to),
                        Elapsed::Years => value::years(from, to),
                        Elapsed::YearsOf(days) => value::years_of(days, from, to),
                    };
                    time.map_or(Value::Failed, Value::whole)
                }
                (a, b) => neither(a, b),
            },
            Self::If(condition, then, otherwise) => match condition.eval(at).truth() {
                Some(true) => then.eval(at),
                Some(false) => otherwise.eval(at),
                None => Value::Failed,
            },
            Self::Else(value, otherwise) => match value.eval(at) {
                Value::Empty => otherwise.eval(at),
                value => value,
            },
            Self::Extreme(wanted, parts) => {
                let mut best = Value::Empty;
                for part in parts {
                    let value = part.eval(at);
                    if value == Value::Failed {
                        return Value::Failed;
                    }
                    let better = best == Value::Empty || at.texts.order(value, best) == Some(*wanted);
                    if value != Value::Empty && better {
                        best = value;
                    }
                }
                best
            }
            Self::Some(related) => Value::of_truth(related.any(at)),
            Self::NumberOf(related) => related.number(at).map_or(Value::Failed, Value::whole),
            Self::First(related, column) => match related.first(at) {
                NO_ROW => Value::Empty,
                FAILED_ROW => Value::Failed,
                row => column.get(row),
            },
        }
    }
}

/// Does a part hold (`wanted`), or not? Unknown where only what could not be read may.
fn all(parts: &[Code], at: &At<'_>, wanted: bool) -> Option<bool> {
    let mut found = Some(false);
    for part in parts {
        match part.eval(at).truth() {
            Some(truth) if truth == wanted => return Some(true),
            Some(_) => {}
            None => found = None,
        }
    }
    found
}

fn compare(at: &At<'_>, left: Value, right: Value, holds: impl Fn(Ordering) -> bool) -> Value {
    match (left, right) {
        (Value::Failed, _) | (_, Value::Failed) => Value::Failed,
        // Texts are told apart by their numbers; their order asks for the texts.
        (Value::Text(a), Value::Text(b)) => {
            Value::YesNo(holds(if a == b { Ordering::Equal } else { at.texts.get(a).cmp(at.texts.get(b)) }))
        }
        (left, right) => Value::YesNo(at.texts.order(left, right).is_some_and(holds)),
    }
}

fn neither(a: Value, b: Value) -> Value {
    if a == Value::Failed || b == Value::Failed { Value::Failed } else { Value::Empty }
}

/// A day so many days on; parts of a day are none.
fn moved(day: i32, days: Decimal, sign: i128) -> Value {
    let power = 10i128.checked_pow(days.scale.into());
    let whole = power.filter(|power| days.mantissa % power == 0).map(|power| days.mantissa / power * sign);
    let moved = whole.and_then(|days| i32::try_from(i128::from(day).checked_add(days)?).ok());
    moved.map_or(Value::Failed, Value::Date)
}

impl RelatedRows {
    /// Calls `found` with each row of whom the condition holds until it has enough; false where it cannot be known.
    fn each(&self, at: &At<'_>, mut found: impl FnMut(u32) -> bool) -> bool {
        let mut key = at.key.take();
        key.clear();
        let mut there = true;
        let mut known = !self.index.failed;
        for value in &self.shared {
            let value = value.eval(at);
            known &= value != Value::Failed;
            there &= value.key(&mut key);
        }
        let rows = if there { self.index.get(&key) } else { &[] };
        at.key.set(key);
        let Some(slot) = at.rows.get(self.row) else { return false };
        let before = slot.get();
        for row in rows {
            slot.set(*row);
            match self.condition.eval(at).truth() {
                Some(true) => {
                    if found(*row) {
                        slot.set(before);
                        return true;
                    }
                }
                Some(false) => {}
                None => known = false,
            }
        }
        slot.set(before);
        known
    }

    fn any(&self, at: &At<'_>) -> Option<bool> {
        let mut any = false;
        let known = self.each(at, |_| {
            any = true;
            true
        });
        if any || known { Some(any) } else { None }
    }

    fn number(&self, at: &At<'_>) -> Option<i64> {
        let mut number = 0;
        let known = self.each(at, |_| {
            number += 1;
            false
        });
        known.then_some(number)
    }

    /// The row that comes first; of those alike the first of the set.
    pub fn first(&self, at: &At<'_>) -> u32 {
        let mut rows: Vec<u32> = Vec::new();
        let known = self.each(at, |row| {
            rows.push(row);
            false
        });
        if !known {
            return FAILED_ROW;
        }
        let Some(slot) = at.rows.get(self.row) else { return FAILED_ROW };
        let before = slot.get();
        let mut best: Option<(u32, Vec<Value>)> = None;
        for row in rows {
            slot.set(row);
            let keys: Vec<Value> = self.order.iter().map(|term| term.value.eval(at)).collect();
            if keys.contains(&Value::Failed) {
                slot.set(before);
                return FAILED_ROW;
            }
            let better = best.as_ref().is_none_or(|(_, best)| before_in(&self.order, at.texts, &keys, best).is_lt());
            if better {
                best = Some((row, keys));
            }
        }
        slot.set(before);
        best.map_or(NO_ROW, |(row, _)| row)
    }
}

impl Term {
    pub fn eval(&self, at: &At<'_>) -> Value {
        self.value.eval(at)
    }

    fn order(&self, texts: &Texts, a: Value, b: Value) -> Ordering {
        let empty = |value: Value| value == Value::Empty;
        match (empty(a), empty(b)) {
            (true, true) => return Ordering::Equal,
            (true, false) => return if self.empty_first { Ordering::Less } else { Ordering::Greater },
            (false, true) => return if self.empty_first { Ordering::Greater } else { Ordering::Less },
            (false, false) => {}
        }
        match &self.ranked {
            Some(ranked) => {
                let place = |value: Value| {
                    let same = |entry: &Value| texts.order(*entry, value) == Some(Ordering::Equal);
                    ranked.iter().position(same).unwrap_or(ranked.len())
                };
                place(a).cmp(&place(b))
            }
            None => {
                let order = texts.order(a, b).unwrap_or(Ordering::Equal);
                if self.descending { order.reverse() } else { order }
            }
        }
    }
}

/// Which of two rows comes first, by the values of their terms.
pub fn before_in(terms: &[Term], texts: &Texts, a: &[Value], b: &[Value]) -> Ordering {
    for ((term, a), b) in terms.iter().zip(a).zip(b) {
        let order = term.order(texts, *a, *b);
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}
