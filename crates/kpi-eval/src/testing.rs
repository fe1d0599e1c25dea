//! Running the tests that stand beside the rules.

use crate::interpret::{Given, Interpreter, Scope, arithmetic, order};
use crate::outturn::{Figure, Outturn};
use crate::slice::Slice;
use crate::trace::Step;
use crate::value::Value;
use crate::{Ask, History, evaluate_given};
use kpi_core::facts::{Compare, Facts, Made, Request};
use kpi_core::{Exact, Judgement, Missing, Quantity, Reason, Span, Unit};
use kpi_model::Catalogue;
use kpi_model::catalogue::{Expectation, ExpectedFact, Test};
use kpi_model::formula::{Arithmetic, Formula};

/// How often facts may be asked for in one test.
const MAX_ROUNDS: usize = 8;

/// What came of a test.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub name: String,
    pub span: Span,
    pub failures: Vec<Failure>,
    /// The period it reports, where it says one.
    pub at: Option<kpi_core::Period>,
    /// The outturns the test looked at, for whoever wants to see how they came about.
    pub outturns: Vec<Outturn>,
    /// The codes of what the run found, by name.
    pub findings: Vec<String>,
    /// How the rows of the cohorts that were counted came about.
    pub cohorts: Vec<Vec<Made>>,
}

/// An expectation that did not hold, with what was found instead and how that came about.
#[derive(Debug, Clone)]
pub struct Failure {
    pub span: Span,
    /// `rating is Red, expected Amber`
    pub message: String,
    pub because: Option<String>,
    /// The steps of the figure that it rests on, outer ones first.
    pub worked_out: Vec<Worked>,
}

/// A step on the way to a figure: how deep it stands, what it is, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Worked {
    pub depth: usize,
    pub label: String,
    pub result: String,
}

/// Of one failure so many steps are shown at most; `kpi explain` shows them all.
const MOST_STEPS: usize = 12;

/// Runs one test. `answer` gives facts, reading the test's own tables ([`Test::tables`]) in place of the datasets of
/// the same name; it is asked until nothing is wanted.
pub fn run(catalogue: &Catalogue, test: &Test, answer: &mut dyn FnMut(&[Request]) -> Facts) -> Outcome {
    let mut outcome = Outcome {
        name: test.name.clone(),
        span: test.span,
        failures: Vec::new(),
        at: test.at,
        outturns: Vec::new(),
        findings: Vec::new(),
        cohorts: Vec::new(),
    };
    let Some(period) = test.at else {
        let message = "the test does not say at which period".to_owned();
        outcome.failures.push(Failure { span: test.span, message, because: None, worked_out: Vec::new() });
        return outcome;
    };
    let mut indicators: Vec<String> = test.indicator.iter().cloned().collect();
    for expectation in &test.expect {
        if !indicators.contains(&expectation.indicator) {
            indicators.push(expectation.indicator.clone());
        }
    }
    let ask = Ask { period, indicators, history: History::default() };
    let given = given(catalogue, test);
    let mut facts = Facts::default();
    for _ in 0..MAX_ROUNDS {
        let (run, wanted) = evaluate_given(catalogue, &facts, &ask, given.as_ref());
        outcome.outturns = run.outturns;
        outcome.findings = run.diagnostics.iter().map(|diagnostic| diagnostic.code.name()).collect();
        if wanted.is_empty() {
            break;
        }
        facts.extend(answer(&wanted));
    }
    // Those of other periods were made for what the figure is compared with, which no test has looked at.
    let looked_at = |period: &kpi_core::Period| outcome.outturns.iter().any(|outturn| outturn.period == *period);
    let made = facts.cohorts.iter().filter(|((_, period), _)| period.as_ref().is_none_or(looked_at));
    outcome.cohorts = made.map(|(_, stages)| stages.clone()).collect();
    for expectation in &test.expect {
        let outturn = outcome.outturns.iter().find(|outturn| outturn.indicator == expectation.indicator);
        let failure = match outturn {
            Some(outturn) => {
                let on = On { catalogue, facts: &facts, period, findings: &outcome.findings, given: given.as_ref() };
                expect(&on, outturn, expectation)
            }
            None => {
                let message = format!("{} has no figure at {period}", expectation.indicator);
                Some(Failure { span: expectation.span, message, because: None, worked_out: Vec::new() })
            }
        };
        outcome.failures.extend(failure);
    }
    outcome
}

/// A change may be expected as `improved`, `unchanged` or `worsened`, whatever the council calls it.
fn in_the_words_of(wanted: &str, outturn: &Outturn) -> Option<Value> {
    let plain = Judgement::ALL.into_iter().any(|judgement| judgement.word().eq_ignore_ascii_case(wanted.trim()));
    let judgement = outturn.change.judgement.filter(|_| plain)?;
    Some(Value::Text(judgement.word().to_owned()))
}

/// The facts a test sets. They are constants, so any scope will do.
fn given(catalogue: &Catalogue, test: &Test) -> Option<Given> {
    let id = test.indicator.as_ref()?;
    let facts = test.facts.iter().map(|(fact, formula)| (fact.clone(), constant(catalogue, id, formula)));
    let absent = test
        .absent
        .iter()
        .map(|(fact, reason)| (fact.clone(), Value::Missing(Missing::new(*reason, "the test says so"))));
    Some(Given { indicator: id.clone(), facts: facts.chain(absent).collect() })
}

fn constant(catalogue: &Catalogue, id: &str, formula: &Formula) -> Value {
    let Some(indicator) = catalogue.indicators.get(id) else {
        return Value::failed(format!("there is no indicator `{id}`"));
    };
    let (facts, calendar) = (Facts::default(), catalogue.calendar);
    let any = kpi_core::Period::month_of(chrono::NaiveDate::default(), calendar);
    let interpreter = Interpreter::new(catalogue, &facts, any, None);
    interpreter.eval(formula, Scope { indicator, period: any, depth: 0, slice: &Slice::default() }).value
}

/// What an expectation is held against.
struct On<'a> {
    catalogue: &'a Catalogue,
    facts: &'a Facts,
    period: kpi_core::Period,
    findings: &'a [String],
    given: Option<&'a Given>,
}

fn expect(on: &On<'_>, outturn: &Outturn, expectation: &Expectation) -> Option<Failure> {
    let catalogue = on.catalogue;
    let wanted = expectation.value.as_ref().map(|formula| constant(catalogue, &outturn.indicator, formula));
    let found = match (&expectation.fact, &wanted) {
        (ExpectedFact::Change, Some(Value::Text(word))) => {
            in_the_words_of(word, outturn).or_else(|| fact(on, outturn, &expectation.fact))
        }
        (ExpectedFact::Step(label), wanted) => step(&outturn.trace, label).map(|step| said(step, wanted.as_ref())),
        (other, _) => fact(on, outturn, other),
    };
    let holds = match (&found, &wanted) {
        (Some(found), Some(wanted)) => {
            let within = expectation.within.as_ref().map(|w| constant(catalogue, &outturn.indicator, w));
            agrees(found, wanted, expectation.op, within)
        }
        // `= none` asks for absence; anything is different from what is absent.
        (None, None) => expectation.op == Compare::Equal,
        (Some(_), None) | (None, Some(_)) => expectation.op == Compare::NotEqual,
    };
    if holds {
        return None;
    }
    let name = name(&expectation.fact);
    let is_exact = expectation.op == Compare::Equal && expectation.within.is_none();
    let both = found.as_ref().zip(wanted.as_ref()).filter(|_| is_exact);
    let rounded = both.and_then(|(found, wanted)| as_printed(found, wanted));
    let found = found.map_or_else(|| "none".to_owned(), |found| found.plain());
    let wanted = wanted.map_or_else(|| "none".to_owned(), |wanted| wanted.plain());
    let expected = match expectation.op {
        Compare::Equal => wanted,
        op => format!("{} {wanted}", op.sign()),
    };
    let because = match expectation.fact {
        ExpectedFact::Rating => Some(outturn.rating.reason.clone()),
        ExpectedFact::Change | ExpectedFact::Movement | ExpectedFact::Amount => outturn.change.reason.clone(),
        _ => rounded.or_else(|| outturn.value.missing().map(ToString::to_string)),
    };
    let message = format!("{name} of {} is {found}, expected {expected}", outturn.indicator);
    let worked_out = worked_out(outturn, &expectation.fact);
    Some(Failure { span: expectation.span, message, because, worked_out })
}

/// Is the figure expected as it is printed? Then how to say so.
fn as_printed(found: &Value, wanted: &Value) -> Option<String> {
    let (Value::Number(found), Value::Number(wanted)) = (found, wanted) else { return None };
    let written = wanted.value.to_decimal()?;
    // 40% is 0.4, and was rounded to hundredths.
    let least = if wanted.unit == Unit::Percent { 2 } else { 0 };
    let decimals = written.split_once('.').map_or(0, |(_, fraction)| fraction.len()).max(least);
    let rounded = found.value.round(u8::try_from(decimals).ok()?, kpi_core::Rounding::HalfUp);
    if found.value == wanted.value || rounded != wanted.value {
        return None;
    }
    let unit = if wanted.unit == Unit::Percent { Unit::Points } else { wanted.unit };
    let half = Quantity::new(Exact::decimal(5, u32::try_from(decimals).ok()? + 1), unit).in_full();
    Some(format!("figures are expected exactly; for one that was rounded: `{} within {half}`", wanted.in_full()))
}

/// The steps that a fact rests on, down to the cells.
fn worked_out(outturn: &Outturn, fact: &ExpectedFact) -> Vec<Worked> {
    let wanted: &[&str] = match fact {
        ExpectedFact::Rating | ExpectedFact::Deviation | ExpectedFact::Gap => &["value", "target"],
        ExpectedFact::Change | ExpectedFact::Movement | ExpectedFact::Amount | ExpectedFact::Previous => {
            &["value", "change"]
        }
        ExpectedFact::Target | ExpectedFact::YearEndTarget => &["target"],
        ExpectedFact::Forecast => &["value", "forecast"],
        ExpectedFact::Numerator => &["numerator"],
        ExpectedFact::Denominator => &["denominator"],
        ExpectedFact::Rank => &["rank"],
        _ => &["value"],
    };
    let mut found = Vec::new();
    for step in outturn.trace.steps.iter().filter(|step| wanted.contains(&step.label.as_str())) {
        within(step, 0, &mut found);
    }
    found.truncate(MOST_STEPS);
    found
}

/// What is written in the rules themselves, such as a number, has no label and is seen there.
fn within(step: &Step, depth: usize, found: &mut Vec<Worked>) {
    if !step.label.is_empty() {
        found.push(Worked { depth, label: step.label.clone(), result: step.result.clone() });
    }
    step.steps.iter().for_each(|part| within(part, depth + 1, found));
}

impl Value {
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Missing(missing) => missing.reason.to_string(),
            other => other.display(),
        }
    }
}

fn agrees(found: &Value, wanted: &Value, op: Compare, within: Option<Value>) -> bool {
    if let Value::Codes(codes) = found {
        let Value::Text(wanted) = wanted else { return false };
        let has = codes.iter().any(|code| code.eq_ignore_ascii_case(wanted));
        return has == (op == Compare::Equal);
    }
    if let Some(Value::Number(tolerance)) = within {
        let Ok(Value::Number(difference)) = arithmetic(Arithmetic::Subtract, found.clone(), wanted.clone()) else {
            return false;
        };
        return difference.value.abs() <= tolerance.value.abs();
    }
    order(found, wanted).is_ok_and(|order| op.holds(order))
}

fn number(figure: Option<&Figure>) -> Option<Value> {
    let figure = figure?;
    let value = figure.value()?;
    Some(Value::Number(Quantity::new(value.clone(), figure.unit)))
}

/// The step of this name that stands nearest to what it explains.
fn step<'a>(trace: &'a Step, label: &str) -> Option<&'a Step> {
    let mut level = vec![trace];
    while !level.is_empty() {
        let is_it = |step: &&&Step| step.label.split_whitespace().eq(label.split(' '));
        if let Some(found) = level.iter().find(is_it) {
            return Some(found);
        }
        level = level.into_iter().flat_map(|step| &step.steps).collect();
    }
    None
}

/// What came of a step: its exact number where a number is wanted, else what is told of it.
fn said(step: &Step, wanted: Option<&Value>) -> Value {
    let exact = step.exact.as_deref().and_then(fraction);
    match (wanted, exact) {
        (Some(Value::Number(wanted)), Some(exact)) => Value::Number(Quantity::new(exact, wanted.unit)),
        _ => Value::Text(step.result.clone()),
    }
}

/// A number as a step has it: `24/25`.
fn fraction(text: &str) -> Option<Exact> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    above.parse::<Exact>().ok()?.div(&below.parse().ok()?).ok()?
}

fn fact(on: &On<'_>, outturn: &Outturn, fact: &ExpectedFact) -> Option<Value> {
    let On { catalogue, facts, period, given, .. } = *on;
    match fact {
        ExpectedFact::Value => number(Some(&outturn.value)),
        ExpectedFact::Numerator => number(outturn.numerator.as_ref()),
        ExpectedFact::Denominator => number(outturn.denominator.as_ref()),
        ExpectedFact::Target => {
            number(outturn.target.figure.as_ref()).or_else(|| outturn.target.word.clone().map(Value::Text))
        }
        ExpectedFact::YearEndTarget => number(outturn.year_end_target.as_ref().and_then(|t| t.figure.as_ref())),
        ExpectedFact::Previous => number(outturn.previous.as_ref()),
        ExpectedFact::Forecast => number(outturn.forecast.as_ref().map(|forecast| &forecast.figure)),
        ExpectedFact::Rank => outturn.rank.as_ref().and_then(|rank| rank.rank.clone().ok()).map(Value::Rank),
        ExpectedFact::Deviation => number(outturn.deviation.as_ref()),
        ExpectedFact::Gap => number(outturn.gap.as_ref()),
        ExpectedFact::Rating => outturn.rating.label.clone().map(Value::Text),
        ExpectedFact::Change => outturn.change.word.clone().map(Value::Text),
        ExpectedFact::Movement => outturn.change.movement.map(|movement| Value::Text(movement.word().to_owned())),
        ExpectedFact::Amount => number(outturn.change.amount.as_ref()),
        ExpectedFact::Missing => outturn.value.missing().map(|missing| Value::Text(missing.reason.to_string())),
        ExpectedFact::Flags => {
            let codes: Vec<String> = outturn.flags.iter().map(ToString::to_string).collect();
            (!codes.is_empty()).then_some(Value::Codes(codes))
        }
        ExpectedFact::Period => Some(Value::Period(outturn.period)),
        ExpectedFact::Lower => number(outturn.interval.as_ref().map(|interval| &interval.lower)),
        ExpectedFact::Upper => number(outturn.interval.as_ref().map(|interval| &interval.upper)),
        ExpectedFact::Significance => outturn
            .interval
            .as_ref()?
            .against
            .as_ref()?
            .significance
            .as_ref()
            .ok()
            .map(|found| Value::Text(found.word().to_owned())),
        ExpectedFact::Variation => {
            outturn.control.as_ref()?.variation.as_ref().ok().map(|found| Value::Text(found.word().to_owned()))
        }
        ExpectedFact::Assurance => {
            outturn.control.as_ref()?.assurance.map(|found| Value::Text(found.word().to_owned()))
        }
        ExpectedFact::Finding => (!on.findings.is_empty()).then(|| Value::Codes(on.findings.to_vec())),
        ExpectedFact::Step(label) => step(&outturn.trace, label).map(|step| said(step, None)),
        ExpectedFact::Comparator(id) => {
            number(outturn.comparators.iter().find(|c| c.id == *id).map(|comparator| &comparator.figure))
        }
        ExpectedFact::Let(name) => {
            let indicator = catalogue.indicators.get(&outturn.indicator)?;
            let named = indicator.lets.iter().find(|named| named.name == *name)?;
            let interpreter = Interpreter::new(catalogue, facts, period, given);
            let slice = Slice::default().joined(&interpreter.dimensions(indicator)).unwrap_or_default();
            let scope = Scope { indicator, period: outturn.period, depth: 0, slice: &slice };
            let value = interpreter.eval(&named.value, scope).value;
            (!matches!(value, Value::Missing(Missing { reason: Reason::NotSupplied, .. }))).then_some(value)
        }
    }
}

fn name(fact: &ExpectedFact) -> String {
    match fact {
        ExpectedFact::Value => "value",
        ExpectedFact::Numerator => "numerator",
        ExpectedFact::Denominator => "denominator",
        ExpectedFact::Target => "target",
        ExpectedFact::YearEndTarget => "year_end_target",
        ExpectedFact::Previous => "previous",
        ExpectedFact::Forecast => "forecast",
        ExpectedFact::Rank => "rank",
        ExpectedFact::Deviation => "deviation",
        ExpectedFact::Gap => "gap",
        ExpectedFact::Rating => "rating",
        ExpectedFact::Change => "change",
        ExpectedFact::Movement => "movement",
        ExpectedFact::Amount => "amount",
        ExpectedFact::Missing => "missing",
        ExpectedFact::Flags => "flags",
        ExpectedFact::Period => "period",
        ExpectedFact::Lower => "lower",
        ExpectedFact::Upper => "upper",
        ExpectedFact::Significance => "significance",
        ExpectedFact::Variation => "variation",
        ExpectedFact::Assurance => "assurance",
        ExpectedFact::Finding => "finding",
        ExpectedFact::Step(label) => return format!("the step `{label}`"),
        ExpectedFact::Let(name) | ExpectedFact::Comparator(name) => return name.clone(),
    }
    .to_owned()
}
