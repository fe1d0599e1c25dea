//! What may be told of a figure whose small counts are suppressed (R46).
//!
//! It is settled where figures are made, so that whatever is made of them (a change, a rank, a chart, another indicator) is made
//! of what may be told.

use crate::indicator::Counts;
use crate::interpret::{Interpreter, Scope};
use crate::outturn::Figure;
use crate::slice::{Dimension, SliceKey, grid};
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::disclosure::{self, Cell};
use kpi_core::{Exact, Missing, Period, Quantity, Reason, Rounding, Unit};
use kpi_model::catalogue::Suppress;
use std::collections::HashMap;
use std::rc::Rc;

/// A table of more cells than this is no table of areas and groups; its figures stand for themselves.
const MOST_CELLS: usize = 50_000;

/// What may be told of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Told,
    Hidden,
}

/// For each table of an indicator, period and columns, what may be told of each of its cells.
pub type Verdicts = HashMap<(String, Period, Vec<usize>), Rc<HashMap<SliceKey, Verdict>>>;

impl<'a> Scope<'a> {
    /// The rule for small counts in force at a report.
    pub fn suppress(self, report: Period) -> Option<&'a Suppress> {
        self.indicator.suppress.as_ref()?.at(report)
    }
}

impl Interpreter<'_> {
    /// The figure as it may be told.
    pub fn protected(&self, told: Traced, scope: Scope<'_>) -> Traced {
        let Some(rule) = scope.suppress(self.report) else { return told };
        if matches!(told.value, Value::Missing(_)) {
            return told;
        }
        if self.verdict(rule, scope) == Verdict::Hidden {
            let traced = Traced::new(told.step.label, Value::Missing(hidden(rule)));
            return Traced { step: Step { rule: Some(rule.span), period: told.step.period, ..traced.step }, ..traced };
        }
        let Some(to) = &rule.rounded else { return told };
        let value = self.rounded(&told.value, to, scope);
        let mut traced = Traced::new(told.step.label, value);
        let note = format!("made of counts that are rounded to the nearest {to}");
        traced.step.note = Some(traced.step.note.map_or(note.clone(), |own| format!("{own}; {note}")));
        traced.step.rule = Some(rule.span);
        traced.step.period = told.step.period;
        traced
    }

    /// Numerator and denominator as they may be told.
    pub fn protected_counts(&self, counts: Counts, scope: Scope<'_>) -> Counts {
        let Some(rule) = scope.suppress(self.report) else { return counts };
        let is_hidden = self.verdict(rule, scope) == Verdict::Hidden;
        let side = |side: Option<(Figure, Step)>| {
            let (figure, step) = side?;
            let result = match (figure.result, &rule.rounded) {
                (Ok(_), _) if is_hidden => Err(hidden(rule)),
                (Ok(count), Some(to)) => nearest(&count, to),
                (result, _) => result,
            };
            let figure = Figure { result, ..figure };
            let plain = Step::new(step.label.clone(), figure.display()).rule(rule.span);
            let step = if is_hidden || rule.rounded.is_some() { plain } else { step };
            Some((figure, step))
        };
        Counts { numerator: side(counts.numerator), denominator: side(counts.denominator) }
    }

    /// A count to the nearest multiple; a proportion or a rate of counts so rounded.
    fn rounded(&self, value: &Value, to: &Exact, scope: Scope<'_>) -> Value {
        let Value::Number(quantity) = value else { return value.clone() };
        if quantity.unit == Unit::Count {
            let count = nearest(&quantity.value, to);
            return count.map_or_else(Value::Missing, |count| Value::Number(Quantity::new(count, quantity.unit)));
        }
        let factor = match quantity.unit {
            Unit::Percent => Exact::one(),
            Unit::Rate(base) => Exact::from(i64::from(base)),
            _ => return value.clone(),
        };
        let counts = crate::indicator::raw_counts(self, scope);
        let count = |side: Option<(Figure, Step)>| nearest(&side?.0.result.ok()?, to).ok();
        let (Some(above), Some(below)) = (count(counts.numerator), count(counts.denominator)) else {
            return Value::Missing(Missing::new(Reason::Suppressed, "the counts it is made of are not known"));
        };
        match above.mul(&factor).and_then(|above| above.div(&below)) {
            Ok(Some(value)) => Value::Number(Quantity::new(value, quantity.unit)),
            Ok(None) => Value::Missing(Missing::new(Reason::NoCases, "the denominator is zero")),
            Err(too_large) => Value::failed(too_large.to_string()),
        }
    }

    fn verdict(&self, rule: &Suppress, scope: Scope<'_>) -> Verdict {
        let dimensions: Vec<Rc<Dimension>> = scope.slice.parts().map(|(dimension, _)| Rc::clone(dimension)).collect();
        let ids = dimensions.iter().map(|dimension| dimension.id).collect();
        let table = (scope.indicator.id.clone(), scope.period, ids);
        if let Some(known) = self.verdicts.borrow().get(&table) {
            return known.get(&scope.slice.key()).copied().unwrap_or(Verdict::Hidden);
        }
        let size = dimensions.iter().fold(1usize, |cells, d| cells.saturating_mul(d.values.len() + 1));
        if size > MOST_CELLS {
            let (cell, alone) = self.counted(rule, scope, Vec::new());
            let small = alone || disclosure::is_small(&cell, &rule.below);
            return if small { Verdict::Hidden } else { Verdict::Told };
        }
        let slices = grid(&dimensions);
        let counted = slices.iter().map(|slice| {
            let at = slice.key().into_iter().map(|(_, at)| at).collect();
            self.counted(rule, Scope { slice, ..scope }, at)
        });
        let (cells, alone): (Vec<Cell>, Vec<bool>) = counted.unzip();
        // Rounded counts do not give a hidden one back.
        let hidden = match &rule.rounded {
            Some(_) => Some(cells.iter().map(|cell| disclosure::is_small(cell, &rule.below)).collect()),
            None => disclosure::hidden(&cells, &rule.below),
        };
        // Where it cannot be said what is safe, nothing is told.
        let hidden = hidden.unwrap_or_else(|| vec![true; cells.len()]);
        let verdicts = slices.iter().zip(hidden.into_iter().zip(alone)).map(|(slice, (hidden, alone))| {
            (slice.key(), if hidden || alone { Verdict::Hidden } else { Verdict::Told })
        });
        let known: Rc<HashMap<SliceKey, Verdict>> = Rc::new(verdicts.collect());
        let verdict = known.get(&scope.slice.key()).copied().unwrap_or(Verdict::Hidden);
        self.verdicts.borrow_mut().insert(table, known);
        verdict
    }

    /// All that is counted in a figure. Where that is not known whole the figure is no part of its table, and it is said whether
    /// it has to be hidden all the same: because what is known is small, or because there is a figure and nobody knows of how many.
    fn counted(&self, rule: &Suppress, scope: Scope<'_>, at: Vec<Option<usize>>) -> (Cell, bool) {
        let value = self.raw_value(scope).value;
        let counts = crate::indicator::raw_counts(self, scope);
        let is_count = scope.indicator.unit.at(self.report).is_some_and(|spec| spec.unit == Unit::Count);
        let has_figure = matches!(value, Value::Number(_));
        let own = is_count.then(|| value.number().map(|quantity| quantity.value).ok());
        let sides = [counts.numerator, counts.denominator].into_iter().flatten().map(|(figure, _)| figure.result.ok());
        let counts: Vec<Option<Exact>> = own.into_iter().chain(sides).collect();
        let known: Vec<Exact> = counts.iter().flatten().cloned().collect();
        if known.len() == counts.len() && !known.is_empty() {
            return (Cell { at, counts: known }, false);
        }
        let known = Cell { at: Vec::new(), counts: known };
        let alone = has_figure || disclosure::is_small(&known, &rule.below);
        (Cell { at, counts: Vec::new() }, alone)
    }
}

/// One text for all: whoever could tell a small count from one that is hidden beside it would know more of it.
fn hidden(rule: &Suppress) -> Missing {
    let detail = match rule.rounded {
        Some(_) => format!("a count below {}", rule.below),
        None => format!("a count below {}, or one from which such a count would follow", rule.below),
    };
    Missing::new(Reason::Suppressed, detail)
}

fn nearest(count: &Exact, to: &Exact) -> Result<Exact, Missing> {
    let large = |error: kpi_core::exact::TooLarge| Missing::new(Reason::Failed, error.to_string());
    let Some(times) = count.div(to).map_err(large)? else { return Ok(count.clone()) };
    times.round(0, Rounding::HalfUp).mul(to).map_err(large)
}
