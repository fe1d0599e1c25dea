//! Formulas to values, each step traced.

use crate::peers::Known;
use crate::protect::Verdicts;
use crate::slice::{self, Dimension, Slice, SliceKey};
use crate::tables::Tables;
use crate::trace::{Counted, Step};
use crate::value::{Traced, Value};
use crate::window::filter;
use indexmap::{IndexMap, IndexSet};
use kpi_core::facts::{self, Cell, Facts, KeyValue, KeyedRow, Request, TableRequest};
use kpi_core::schema::Dataset;
use kpi_core::{Exact, Flag, Missing, Period, Quantity, Reason, Rounding, Unit, counted, thousands};
use kpi_model::Catalogue;
use kpi_model::catalogue::{GivenFact, Indicator};
use kpi_model::formula::{Aggregate, Arithmetic, Condition, Formula, FormulaKind, Function, KeyPart, Lookup, When};
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

    // ------------------------------------------------------------------------------------------------ data

    /// The question that an aggregate is for a figure.
    pub(crate) fn asked(&self, aggregate: &Aggregate, scope: Scope<'_>) -> facts::Aggregate {
        facts::Aggregate {
            dataset: aggregate.dataset.clone(),
            period: self.catalogue.cohorts.get(&aggregate.dataset).filter(|c| c.windowed).map(|_| scope.period),
            measure: aggregate.measure.clone(),
            filter: self.cut(aggregate, filter(&aggregate.condition, scope.period), scope),
        }
    }

    /// How the rows of a cohort came about that were asked for.
    pub(crate) fn made(&self, asked: &facts::Aggregate) -> Option<Step> {
        cohort(&asked.dataset, self.facts.cohorts.get(&(asked.dataset.clone(), asked.period))?)
    }

    fn aggregate(&self, aggregate: &Aggregate, unit: Unit, scope: Scope<'_>) -> Traced {
        let asked = self.asked(aggregate, scope);
        let label = match &aggregate.measure {
            facts::Measure::Count => format!("count({})", aggregate.dataset),
            facts::Measure::CountDistinct(columns) => {
                let columns = match columns.as_slice() {
                    [column] => column.clone(),
                    several => format!("[{}]", several.join(", ")),
                };
                format!("count distinct {columns}({})", aggregate.dataset)
            }
            facts::Measure::Sum(column) => format!("sum({}.{column})", aggregate.dataset),
            facts::Measure::Mean(column) => format!("mean({}.{column})", aggregate.dataset),
            facts::Measure::Median(column) => format!("median({}.{column})", aggregate.dataset),
            facts::Measure::Percentile(column, share) => {
                let share = Quantity::new(share.as_ref().clone(), Unit::Percent).in_full();
                format!("percentile({}.{column}, {share})", aggregate.dataset)
            }
            facts::Measure::Min(column) => format!("min({}.{column})", aggregate.dataset),
            facts::Measure::Max(column) => format!("max({}.{column})", aggregate.dataset),
        };
        let Some(answer) = self.facts.aggregates.get(&asked) else {
            self.wanted.borrow_mut().insert(Request::Aggregate(asked));
            return Traced::new(label, unanswered());
        };
        let value = match &answer.value {
            Ok(value) => Value::Number(Quantity::new(value.clone(), unit)),
            Err(missing) => Value::Missing(missing.clone()),
        };
        let mut traced = Traced::new(label, value);
        traced.step.period = Some(scope.period);
        let column = match aggregate.measure.columns() {
            [column] => Some(column.clone()),
            _ => None,
        };
        let mut note = format!("{} of {}", thousands(answer.kept), rows(answer.of));
        if let Some(column) = column.as_ref().filter(|_| answer.empty > 0) {
            note = format!("{note}, {} of them without a value in \"{column}\"", thousands(answer.empty));
        }
        traced.step.note = Some(note);
        traced.step.data = Some((answer.place.clone(), String::new()));
        traced.step.counted = Some(Box::new(Counted {
            dataset: asked.dataset.clone(),
            column,
            filter: asked.filter.clone(),
            kept: answer.kept,
            empty: answer.empty,
        }));
        traced.step.steps.extend(self.made(&asked));
        if let facts::Filter::And(parts) = &asked.filter {
            traced.step.steps.extend(funnel(parts, answer));
        }
        traced
    }

    /// The filter with the values of the slice, for the columns that the rows have and the condition does not fix.
    fn cut(&self, aggregate: &Aggregate, filter: facts::Filter, scope: Scope<'_>) -> facts::Filter {
        let mut cuts = Vec::new();
        for (dimension, at) in scope.slice.parts() {
            let Some(column) = self.catalogue.column(&aggregate.dataset, &dimension.column) else { continue };
            if fixes(&aggregate.condition, &dimension.column) {
                continue;
            }
            // Records are counted whole; of figures, the one that is the total is named.
            let figures =
                self.catalogue.datasets.get(&aggregate.dataset).is_some_and(|d| d.key.contains(&dimension.column));
            let value = match (at, &dimension.total) {
                (Some(member), _) => member.scalar.clone(),
                (None, Some(total)) if figures => slice::typed(total, &column.holds),
                (None, _) => continue,
            };
            let column = dimension.column.clone();
            cuts.push(facts::Filter::Compare { column, op: facts::Compare::Equal, value });
        }
        if cuts.is_empty() {
            return filter;
        }
        match filter {
            facts::Filter::All => {}
            facts::Filter::And(parts) => cuts.extend(parts),
            other => cuts.push(other),
        }
        facts::Filter::And(cuts)
    }

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

    fn lookup(&self, lookup: &Lookup, scope: Scope<'_>) -> Traced {
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

/// So many parts of a sum are shown one by one.
const SHOWN_PARTS: usize = 20;

/// Why a sum cannot be had: one of its parts is not there.
fn lacking(missing: &Missing, part: &str) -> Missing {
    Missing::new(missing.reason, format!("{part} has no figure: {missing}"))
}

/// Does the condition say which value of the column it is?
fn fixes(condition: &Condition, wanted: &str) -> bool {
    match condition {
        Condition::Compare { column, op: facts::Compare::Equal, .. } => column == wanted,
        Condition::And(parts) => parts.iter().any(|part| fixes(part, wanted)),
        _ => false,
    }
}

/// How many rows each condition left of those that the ones before it left.
fn funnel(parts: &[facts::Filter], answer: &facts::Answer) -> Vec<Step> {
    let before = std::iter::once(answer.of).chain(answer.funnel.iter().copied());
    let left = parts.iter().zip(answer.funnel.iter().zip(before));
    left.map(|(part, (left, before))| {
        let dropped = match before.saturating_sub(*left) {
            0 => "none".to_owned(),
            dropped => thousands(dropped),
        };
        Step::new(part.to_string(), format!("{} left, {dropped} dropped", thousands(*left)))
    })
    .collect()
}

/// How the rows of a cohort came about.
fn cohort(name: &str, made: &[facts::Made]) -> Option<Step> {
    let left = made.last()?.left;
    let mut before = None;
    let mut steps = Vec::with_capacity(made.len());
    for stage in made {
        let dropped = match before.map_or(0, |before: u64| before.saturating_sub(stage.left)) {
            _ if before.is_none() => String::new(),
            0 => ", none dropped".to_owned(),
            dropped => format!(", {} dropped", thousands(dropped)),
        };
        before = Some(stage.left);
        let (text, result) = (stage.text.clone(), format!("{} left{dropped}", thousands(stage.left)));
        let result = if dropped.is_empty() { rows(stage.left) } else { result };
        steps.push(Step::new(text, result).rule(stage.span));
    }
    Some(Step::new(name, rows(left)).with(steps))
}

pub(crate) fn rows(count: u64) -> String {
    counted(count, "row")
}

pub(crate) fn unanswered() -> Value {
    Value::failed("the data has not been read yet")
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

/// What is wrong with a number of the wrong unit, and what to write instead.
pub fn wrong_unit(quantity: &Quantity, wanted: Unit) -> String {
    let written = quantity.in_full();
    let advice = match (quantity.unit, wanted) {
        (Unit::Number | Unit::Count, Unit::Percent) => {
            format!(": write `{written}%`, or declare the column `percent`")
        }
        (Unit::Percent, _) => ": leave out the % sign, or give the indicator the unit percent".to_owned(),
        _ => String::new(),
    };
    format!("{written} is a {} where the indicator is a {wanted}{advice}", quantity.unit)
}

fn large(too_large: kpi_core::exact::TooLarge) -> Missing {
    Missing::new(Reason::Failed, too_large.to_string())
}

fn unlike(mismatch: &kpi_core::unit::UnitMismatch) -> Missing {
    Missing::new(Reason::Failed, format!("cannot {} {} and {}", mismatch.operation, mismatch.left, mismatch.right))
}

pub fn arithmetic(op: Arithmetic, left: Value, right: Value) -> Result<Value, Missing> {
    // A date less a date is days; a date and days is a date.
    let (left, right) = match (op, left, right) {
        (Arithmetic::Subtract, Value::Date(left), Value::Date(right)) => {
            let days = Exact::from(left.signed_duration_since(right).num_days());
            return Ok(Value::Number(Quantity::new(days, Unit::Days)));
        }
        (Arithmetic::Add | Arithmetic::Subtract, Value::Date(date), right) => {
            let days = right.number()?;
            let days = days.value.to_i64().filter(|_| days.unit.agrees(Unit::Days));
            let days = days.and_then(|days| if op == Arithmetic::Add { Some(days) } else { days.checked_neg() });
            let moved = days.and_then(chrono::TimeDelta::try_days).and_then(|days| date.checked_add_signed(days));
            return moved
                .map(Value::Date)
                .ok_or_else(|| Missing::new(Reason::Failed, "a date can only be moved by a number of days"));
        }
        (_, left, right) => (left.number()?, right.number()?),
    };
    let unit = match op {
        Arithmetic::Add => left.unit.sum(right.unit, false),
        Arithmetic::Subtract => left.unit.sum(right.unit, true),
        Arithmetic::Multiply => left.unit.product(right.unit),
        Arithmetic::Divide => left.unit.quotient(right.unit),
    }
    .map_err(|mismatch| unlike(&mismatch))?;
    let value = match op {
        Arithmetic::Add => left.value.add(&right.value),
        Arithmetic::Subtract => left.value.sub(&right.value),
        Arithmetic::Multiply => left.value.mul(&right.value),
        Arithmetic::Divide => match left.value.div(&right.value).map_err(large)? {
            Some(value) => Ok(value),
            None => return Err(Missing::new(Reason::NoCases, "the denominator is zero")),
        },
    }
    .map_err(large)?;
    Ok(Value::Number(Quantity::new(value, unit)))
}

/// The order of two values of one kind. Texts compare trimmed and ignoring case.
pub fn order(left: &Value, right: &Value) -> Result<Ordering, Missing> {
    match (left, right) {
        (Value::Missing(missing), _) | (_, Value::Missing(missing)) => Err(missing.clone()),
        (Value::Number(a), Value::Number(b)) if a.unit.agrees(b.unit) => Ok(a.value.cmp(&b.value)),
        (Value::Number(a), Value::Number(b)) => {
            Err(Missing::new(Reason::Failed, format!("cannot compare {} and {}", a.in_full(), b.in_full())))
        }
        (Value::Text(a), Value::Text(b)) => Ok(a.trim().to_lowercase().cmp(&b.trim().to_lowercase())),
        (Value::Date(a), Value::Date(b)) => Ok(a.cmp(b)),
        (Value::Period(a), Value::Period(b)) => Ok(a.cmp(b)),
        (Value::YesNo(a), Value::YesNo(b)) => Ok(a.cmp(b)),
        (Value::Rank(a), Value::Rank(b)) => Ok(a.position.cmp(&b.position)),
        (Value::Rank(a), Value::Number(b)) => Ok(Exact::from(i64::from(a.position)).cmp(&b.value)),
        (a, b) => Err(Missing::new(Reason::Failed, format!("cannot compare {} and {}", a.display(), b.display()))),
    }
}

fn call(function: Function, values: Vec<Value>) -> Result<Value, Missing> {
    let mut numbers = values.into_iter().map(Value::number).collect::<Result<Vec<_>, _>>()?.into_iter();
    let Some(first) = numbers.next() else {
        return Err(Missing::new(Reason::NoCases, "there is nothing to choose from"));
    };
    Ok(Value::Number(match function {
        Function::Abs => Quantity::new(first.value.abs(), first.unit),
        Function::Round => {
            let decimals = numbers.next().and_then(|n| n.value.to_i64()).unwrap_or(0);
            let hundredths = if matches!(first.unit, Unit::Percent | Unit::Points | Unit::Ratio) { 2 } else { 0 };
            let decimals = u8::try_from(decimals + hundredths).unwrap_or(u8::MAX).min(100);
            Quantity::new(first.value.round(decimals, Rounding::HalfUp), first.unit)
        }
        Function::Min | Function::Max => {
            let mut best = first;
            for next in numbers {
                if !best.unit.agrees(next.unit) {
                    let detail = format!("cannot compare {} and {}", best.in_full(), next.in_full());
                    return Err(Missing::new(Reason::Failed, detail));
                }
                let better = if function == Function::Min { next.value < best.value } else { next.value > best.value };
                if better {
                    best = next;
                }
            }
            best
        }
    }))
}

/// The other times that a formula looks at.
fn times(formula: &Formula) -> Vec<When> {
    let own = match formula.kind {
        FormulaKind::At { when, .. } => Some(when),
        _ => None,
    };
    own.into_iter().chain(formula.parts().into_iter().flat_map(times)).collect()
}
