//! Formulas to values, each step traced.

mod lookup;
mod numbers;
mod rows;

pub use numbers::{arithmetic, order};
pub(crate) use rows::rows;

use crate::peers::Known;
use crate::protect::Verdicts;
use crate::slice::{Dimension, Slice, SliceKey};
use crate::tables::Tables;
use crate::trace::Step;
use crate::value::{Traced, Value};
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{Facts, Request, TableRequest};
use kpi_core::{Exact, Flag, Missing, Period, Quantity, Reason};
use kpi_model::Catalogue;
use kpi_model::catalogue::{GivenFact, Indicator};
use kpi_model::formula::{Formula, FormulaKind, Function, When};
use numbers::{call, wrong_unit};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

/// How deep indicators may rest on one another.
const MAX_DEPTH: usize = 64;

/// Whose figure, of which period, in which report.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub indicator: &'a Indicator,
    pub period: Period,
    pub depth: usize,
    pub slice: &'a Slice,
}

impl<'a> Scope<'a> {
    pub fn at(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// What is meant, as a message names it.
    pub fn name(self) -> String {
        let parts: Vec<String> =
            self.slice.named().into_iter().map(|(column, value)| format!("{column} {value}")).collect();
        if parts.is_empty() {
            self.indicator.id.clone()
        } else {
            format!("{} ({})", self.indicator.id, parts.join(", "))
        }
    }
}

/// Facts that a test sets for one indicator.
#[derive(Debug, Clone, Default)]
pub struct Given {
    pub indicator: String,
    pub facts: HashMap<GivenFact, Value>,
}

pub struct Interpreter<'a> {
    pub catalogue: &'a Catalogue,
    pub report: Period,
    pub given: Option<&'a Given>,
    pub facts: &'a Facts,
    pub tables: Tables<'a>,
    wanted: RefCell<IndexSet<Request>>,
    values: RefCell<HashMap<(String, Period, SliceKey), Traced>>,
    /// The columns each indicator is cut by.
    pub grids: RefCell<HashMap<String, Rc<Vec<Rc<Dimension>>>>>,
    pub peers: Known,
    pub verdicts: RefCell<Verdicts>,
    /// Indicators that are reported before they begin, and when they do.
    pub announced: HashMap<String, Period>,
}

impl<'a> Interpreter<'a> {
    pub fn new(catalogue: &'a Catalogue, facts: &'a Facts, report: Period, given: Option<&'a Given>) -> Self {
        Self {
            catalogue,
            report,
            given,
            facts,
            tables: Tables::new(facts),
            wanted: RefCell::default(),
            values: RefCell::default(),
            grids: RefCell::default(),
            peers: Known::default(),
            verdicts: RefCell::default(),
            announced: HashMap::new(),
        }
    }

    /// The questions the facts did not answer, those for one table put together.
    pub fn into_wanted(self) -> Vec<Request> {
        let mut tables: IndexMap<String, Vec<String>> = IndexMap::new();
        let mut rest = Vec::new();
        for request in self.wanted.into_inner() {
            match request {
                Request::Table(table) => {
                    let columns = tables.entry(table.dataset).or_default();
                    columns.extend(table.columns.into_iter().filter(|c| !columns.contains(c)).collect::<Vec<_>>());
                }
                other @ (Request::Aggregate(_) | Request::Values(_) | Request::Measure(_)) => rest.push(other),
            }
        }
        // A table is answered whole, so what it already holds is asked again with what is new.
        let tables = tables.into_iter().map(|(dataset, columns)| {
            let mut all = self.facts.tables.get(&dataset).map_or_else(Vec::new, |table| table.columns.clone());
            all.extend(columns);
            Request::Table(TableRequest { dataset, columns: all })
        });
        tables.chain(rest).collect()
    }

    /// Notes a question that the facts do not answer.
    pub fn want(&self, request: Request) {
        self.wanted.borrow_mut().insert(request);
    }

    /// What a test sets, which is of the whole.
    pub fn given(&self, scope: Scope<'_>, fact: &GivenFact) -> Option<Value> {
        let given = self.given.filter(|given| given.indicator == scope.indicator.id && scope.slice.is_whole())?;
        given.facts.get(fact).cloned()
    }

    pub fn eval(&self, formula: &Formula, scope: Scope<'_>) -> Traced {
        let mut traced = self.kind(formula, scope);
        traced.step.rule.get_or_insert(formula.span);
        traced
    }

    fn kind(&self, formula: &Formula, scope: Scope<'_>) -> Traced {
        match &formula.kind {
            FormulaKind::Number(quantity) => Traced::new("", Value::Number(quantity.clone())),
            FormulaKind::Text(text) => Traced::new("", Value::Text(text.clone())),
            FormulaKind::Date(date) => Traced::new("", Value::Date(*date)),
            FormulaKind::Period(period) => Traced::new("", Value::Period(*period)),
            FormulaKind::YesNo(truth) => Traced::new("", Value::YesNo(*truth)),
            FormulaKind::Let { index, name } => self.let_value(*index, name, scope),
            // What was counted for another indicator is told of there.
            FormulaKind::Indicator(id) => {
                let Traced { value, step } = self.indicator_value(id, scope);
                Traced { value, step: step.counting_nothing() }
            }
            FormulaKind::Comparator(id) => self.comparator(id, scope),
            FormulaKind::RankAmong(id) => self.place_among(id, scope).0,
            FormulaKind::Lookup(lookup) => self.lookup(lookup, scope),
            FormulaKind::Aggregate(aggregate) => self.aggregate(aggregate, formula.unit, scope),
            FormulaKind::Measure(measure) => self.measure(measure, formula.unit, scope),
            FormulaKind::Flagged(flag) => self.flagged(*flag, scope),
            FormulaKind::Call { function, arguments } => self.call(*function, arguments, scope),
            FormulaKind::Negate(operand) => self.map(operand, scope, "-", |value| {
                value.number().map(|q| Value::Number(Quantity::new(q.value.neg(), q.unit)))
            }),
            FormulaKind::Not(operand) => {
                self.map(operand, scope, "not", |value| value.truth().map(|truth| Value::YesNo(!truth)))
            }
            FormulaKind::And(left, right) => self.logic(left, right, scope, "and", false),
            FormulaKind::Or(left, right) => self.logic(left, right, scope, "or", true),
            FormulaKind::Arithmetic { op, left, right } => {
                let (left, right) = (self.eval(left, scope), self.eval(right, scope));
                let value = arithmetic(*op, left.value, right.value).unwrap_or_else(Value::Missing);
                Traced::new(op.sign(), value).with(vec![left.step, right.step])
            }
            FormulaKind::Compare { op, left, right } => {
                let (left, right) = (self.eval(left, scope), self.eval(right, scope));
                let value = match order(&left.value, &right.value) {
                    Ok(order) => Value::YesNo(op.holds(order)),
                    Err(missing) => Value::Missing(missing),
                };
                Traced::new(op.sign(), value).with(vec![left.step, right.step])
            }
            FormulaKind::In { value, negated, list } => {
                let value = self.eval(value, scope);
                let mut steps = vec![value.step];
                let mut found = Ok(false);
                for entry in list {
                    let entry = self.eval(entry, scope);
                    if found == Ok(false) {
                        found = order(&value.value, &entry.value).map(Ordering::is_eq);
                    }
                    steps.push(entry.step);
                }
                let value = found.map_or_else(Value::Missing, |found| Value::YesNo(found != *negated));
                Traced::new(if *negated { "not in" } else { "in" }, value).with(steps)
            }
            FormulaKind::IsMissing { value, negated } => {
                let value = self.eval(value, scope);
                let missing = matches!(value.value, Value::Missing(_));
                let label = if *negated { "is not missing" } else { "is missing" };
                Traced::new(label, Value::YesNo(missing != *negated)).with(vec![value.step])
            }
            FormulaKind::If { condition, then, otherwise } => self.branch(condition, then, otherwise, scope),
            FormulaKind::Else { value, otherwise } => {
                let value = self.eval(value, scope);
                if !matches!(value.value, Value::Missing(_)) {
                    return Traced::new("else", value.value).with(vec![value.step]);
                }
                let otherwise = self.eval(otherwise, scope);
                Traced::new("else", otherwise.value).with(vec![value.step, otherwise.step])
            }
            FormulaKind::At { value, when } => {
                let Some(period) = self.when(*when, scope.indicator, scope.period) else {
                    return Traced::new("at", Value::failed("the indicator has no frequency at this report"));
                };
                let mut traced = self.eval(value, scope.at(period));
                traced.step.period = Some(period);
                traced
            }
            FormulaKind::Broken => Traced::new("", Value::failed("the formula has an error")),
        }
    }

    /// The period that `at` names, seen from the figure's.
    pub fn when(&self, when: When, indicator: &Indicator, figure: Period) -> Option<Period> {
        Some(match when {
            When::Previous => indicator.frequency.at(self.report)?.previous(figure),
            When::PreviousYear => figure.previous_year(),
            When::SamePeriodLastYear => figure.same_last_year(),
            When::Named(period) => period,
        })
    }

    fn map(
        &self,
        operand: &Formula,
        scope: Scope<'_>,
        label: &str,
        apply: impl FnOnce(Value) -> Result<Value, Missing>,
    ) -> Traced {
        let operand = self.eval(operand, scope);
        Traced::new(label, apply(operand.value).unwrap_or_else(Value::Missing)).with(vec![operand.step])
    }

    /// `and` (`deciding` no) and `or` (`deciding` yes): a side that decides settles the matter whatever the other is.
    fn logic(&self, left: &Formula, right: &Formula, scope: Scope<'_>, label: &str, deciding: bool) -> Traced {
        let (left, right) = (self.eval(left, scope), self.eval(right, scope));
        let value = match (left.value.truth(), right.value.truth()) {
            (Ok(truth), _) | (_, Ok(truth)) if truth == deciding => Value::YesNo(deciding),
            (Ok(_), Ok(_)) => Value::YesNo(!deciding),
            (Err(missing), _) | (_, Err(missing)) => Value::Missing(missing),
        };
        Traced::new(label, value).with(vec![left.step, right.step])
    }

    fn branch(&self, condition: &Formula, then: &Formula, otherwise: &Formula, scope: Scope<'_>) -> Traced {
        let condition = self.eval(condition, scope);
        match condition.value.truth() {
            Ok(truth) => {
                let taken = self.eval(if truth { then } else { otherwise }, scope);
                Traced::new(if truth { "if: then" } else { "if: else" }, taken.value)
                    .with(vec![condition.step.counting_nothing(), taken.step])
            }
            Err(missing) => {
                // While facts are still wanted either branch may be the one: asking for both now saves a pass over
                // the data later.
                if !self.wanted.borrow().is_empty() {
                    self.eval(then, scope);
                    self.eval(otherwise, scope);
                }
                Traced::new("if", Value::Missing(missing)).with(vec![condition.step])
            }
        }
    }

    fn let_value(&self, index: usize, name: &str, scope: Scope<'_>) -> Traced {
        if let Some(value) = self.given(scope, &GivenFact::Let(name.to_owned())) {
            return Traced::new(name, value);
        }
        let Some(named) = scope.indicator.lets.get(index) else {
            return Traced::new(name, Value::failed(format!("`{name}` is not known here")));
        };
        let value = self.eval(&named.value, scope);
        let mut traced = Traced::new(name, value.value).with(vec![value.step]);
        traced.step.rule = Some(named.span);
        traced
    }

    pub fn indicator_value(&self, id: &str, scope: Scope<'_>) -> Traced {
        let Some(indicator) = self.catalogue.indicators.get(id) else {
            return Traced::new(id, Value::failed(format!("there is no indicator `{id}`")));
        };
        if scope.depth >= MAX_DEPTH {
            let detail = format!("indicators rest on one another more than {MAX_DEPTH} deep");
            return Traced::new(id, Value::failed(detail));
        }
        let joined = scope.slice.joined(&self.dimensions(indicator));
        let slice = joined.as_ref().unwrap_or(scope.slice);
        let mut traced = self.value(Scope { indicator, period: scope.period, depth: scope.depth + 1, slice });
        traced.step.label = id.to_owned();
        traced
    }

    /// The figure of an indicator in its own unit, as it may be told. With it goes the step that shows how.
    pub fn value(&self, scope: Scope<'_>) -> Traced {
        self.protected(self.raw_value(scope), scope)
    }

    /// The figure as it is, small counts and all.
    pub fn raw_value(&self, scope: Scope<'_>) -> Traced {
        let key = (scope.indicator.id.clone(), scope.period, scope.slice.key());
        if let Some(known) = self.values.borrow().get(&key) {
            return known.clone();
        }
        let figure_period = scope.indicator.frequency.at(self.report).map(|f| f.figure_period(self.report));
        let given = self.given(scope, &GivenFact::Value).filter(|_| figure_period == Some(scope.period));
        if let Some(value) = given {
            return self.in_unit(Traced::new("value", value), scope).labelled("value", scope.period);
        }
        let traced = match scope.indicator.formula.at(self.report) {
            _ if let Some(from) = self.announced.get(&scope.indicator.id) => {
                let missing = Missing::new(Reason::NotYetDue, format!("active from {from}"));
                Traced::new("value", Value::Missing(missing))
            }
            Some(formula) => self.in_unit(self.eval(formula, scope), scope),
            None => Traced::new("value", Value::failed("no formula is in force for this report")),
        };
        let traced = traced.labelled("value", scope.period);
        self.values.borrow_mut().insert(key, traced.clone());
        traced
    }

    /// Brings a number to the indicator's unit, or says why it cannot stand there.
    pub fn in_unit(&self, traced: Traced, scope: Scope<'_>) -> Traced {
        let Some(spec) = scope.indicator.unit.at(self.report) else {
            return Traced::new("", Value::failed("no unit is in force for this report")).with(vec![traced.step]);
        };
        let Value::Number(quantity) = &traced.value else { return traced };
        let factor = quantity.unit.factor_to(spec.unit);
        if factor == Some(1) {
            let value = Value::Number(Quantity::new(quantity.value.clone(), spec.unit));
            let told = Traced::new("", value.clone()).step;
            let step = Step { result: told.result, exact: told.exact, unit: told.unit, ..traced.step };
            return Traced { value, step };
        }
        let value = match factor {
            Some(factor) => match quantity.value.mul(&Exact::from(factor)) {
                Ok(value) => Value::Number(Quantity::new(value, spec.unit)),
                Err(too_large) => Value::failed(too_large.to_string()),
            },
            None => Value::failed(wrong_unit(quantity, spec.unit)),
        };
        Traced::new(format!("as a {}", spec.unit), value).with(vec![traced.step])
    }

    pub fn comparator(&self, id: &str, scope: Scope<'_>) -> Traced {
        self.beside(id, scope).0
    }

    /// The figure of a comparator; across peers also how many of them have one, and how many there are.
    pub fn beside(&self, id: &str, scope: Scope<'_>) -> (Traced, Option<(usize, usize)>) {
        if let Some(value) = self.given(scope, &GivenFact::Comparator(id.to_owned())) {
            return (self.in_unit(Traced::new(id, value), scope), None);
        }
        let Some(comparator) = self.catalogue.comparators.get(id) else {
            return (Traced::new(id, Value::failed(format!("there is no comparator `{id}`"))), None);
        };
        let figure = match (&comparator.peers, &comparator.figure) {
            (Some(peers), _) => {
                let (mut traced, used) = self.across(comparator, peers, scope);
                traced.step.rule = Some(comparator.span);
                return (traced, used);
            }
            (None, Some(figure)) => figure,
            (None, None) => return (Traced::new(id, Value::failed("the comparator has no figure")), None),
        };
        // One's own figure of another time may be told as far as that one may.
        let own: Vec<Period> =
            times(figure).into_iter().filter_map(|when| self.when(when, scope.indicator, scope.period)).collect();
        let mut figure = self.in_unit(self.eval(figure, scope), scope);
        for period in own {
            figure = self.protected(figure, scope.at(period));
        }
        if let Value::Missing(missing) = &mut figure.value {
            // A benchmark that is not there is that, whatever the table calls an absent cell.
            if missing.reason == Reason::NotSupplied {
                missing.reason = Reason::NoBenchmark;
            }
        }
        let mut traced = Traced::new(id, figure.value).with(vec![figure.step]);
        traced.step.rule = Some(comparator.span);
        (traced, None)
    }

    fn flagged(&self, flag: Flag, scope: Scope<'_>) -> Traced {
        let (flags, step) = self.flags(scope);
        let label = format!("flagged {flag}");
        match flags {
            Ok(flags) => Traced::new(label, Value::YesNo(flags.contains(&flag))),
            Err(missing) => Traced::new(label, Value::Missing(missing)),
        }
        .with(step.into_iter().collect())
    }

    /// The flags of the figure. A figure without a flags cell has none.
    pub fn flags(&self, scope: Scope<'_>) -> (Result<Vec<Flag>, Missing>, Option<Step>) {
        let Some(formula) = scope.indicator.flags.as_ref().and_then(|flags| flags.at(self.report)) else {
            return (Ok(Vec::new()), None);
        };
        let traced = self.eval(formula, scope);
        let words = match &traced.value {
            Value::Codes(codes) => codes.clone(),
            Value::Text(text) => text.split(';').map(str::to_owned).collect(),
            Value::Missing(missing) if missing.reason == Reason::Failed => {
                return (Err(missing.clone()), Some(traced.step));
            }
            _ => Vec::new(),
        };
        let mut step = traced.step;
        if matches!(traced.value, Value::Missing(_)) {
            step.result = "none".to_owned();
            step.note = None;
        }
        let mut flags: Vec<Flag> = words.iter().filter_map(|word| Flag::from_word(word)).collect();
        flags.sort();
        flags.dedup();
        (Ok(flags), Some(step))
    }

    fn call(&self, function: Function, arguments: &[Formula], scope: Scope<'_>) -> Traced {
        let arguments: Vec<Traced> = arguments.iter().map(|argument| self.eval(argument, scope)).collect();
        let (values, steps): (Vec<Value>, Vec<Step>) = arguments.into_iter().map(|a| (a.value, a.step)).unzip();
        let label = match function {
            Function::Abs => "abs",
            Function::Round => "round",
            Function::Min => "min",
            Function::Max => "max",
        };
        Traced::new(label, call(function, values).unwrap_or_else(Value::Missing)).with(steps)
    }
}

impl Traced {
    fn labelled(mut self, label: &str, period: Period) -> Self {
        if self.step.label != label {
            let outer = Traced::new(label, self.value.clone());
            let inner = std::mem::replace(&mut self.step, outer.step);
            self.step.steps = vec![inner];
        }
        self.step.period = Some(period);
        self
    }
}

pub(crate) fn unanswered() -> Value {
    Value::failed("the data has not been read yet")
}

/// The other times that a formula looks at.
fn times(formula: &Formula) -> Vec<When> {
    let own = match formula.kind {
        FormulaKind::At { when, .. } => Some(when),
        _ => None,
    };
    own.into_iter().chain(formula.parts().into_iter().flat_map(times)).collect()
}
