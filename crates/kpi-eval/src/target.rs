//! Which target a figure is held against (R19–R24).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{Figure, Target};
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::{Exact, Missing, Period, PeriodKind, Quantity, Reason};
use kpi_model::catalogue::{
    GivenFact, Indicator, Measure, Status, TargetEntry, TargetHow, TargetValue, TargetWhen, UnitSpec,
};

/// A target found, with what the rating needs of it.
pub struct Found {
    pub target: Target,
    /// Stands in place of a rating.
    pub status: Option<Status>,
    pub step: Step,
    /// The target is said to be a copy of this comparator.
    pub copied_from: Option<String>,
    entry: Option<TargetEntry>,
}

/// The target of an indicator for a figure of this period.
pub fn find(on: &Interpreter<'_>, scope: Scope<'_>, spec: UnitSpec) -> Found {
    if let Some(given) = on.given(scope, &GivenFact::Target) {
        let traced = on.in_unit(Traced::new("target", given), scope);
        return Found::of(traced, None, Some(scope.period), spec);
    }
    match choose(scope) {
        Some(entry) => read(on, entry, scope, spec),
        None => Found {
            target: Target { figure: None, word: None, period: None, proposed: false, note: None },
            status: None,
            step: Step::new("target", "none").note(match scope.indicator.target.as_slice() {
                [] => "the rules set no target".to_owned(),
                _ => format!("no target is set for {}", scope.period),
            }),
            copied_from: None,
            entry: None,
        },
    }
}

/// The end-of-year target, where the one that is judged is another.
pub fn year_end(on: &Interpreter<'_>, scope: Scope<'_>, judged: &Found, spec: UnitSpec) -> Option<Target> {
    let year = scope.period.year();
    let entry = scope.indicator.target.iter().rfind(|entry| entry.when == TargetWhen::For(year))?;
    let same_entry = judged.entry.as_ref().is_some_and(|judged| judged.span == entry.span);
    let whole = matches!(entry.how, None | Some(TargetHow::AtYearEnd));
    if same_entry && whole || scope.period == year {
        return None;
    }
    // What is set for each month or quarter is no target for the year.
    let TargetValue::Amount(formula) = &entry.value else { return None };
    if matches!(entry.how, Some(TargetHow::Each(_))) {
        return None;
    }
    let year_scope = scope.at(year);
    let traced = on.in_unit(on.eval(formula, year_scope), year_scope);
    Some(Target { period: Some(year), ..Found::of(traced, Some(entry), Some(year), spec).target })
}

/// Is the figure one that grows with the time it covers?
pub fn grows(on: &Interpreter<'_>, indicator: &Indicator, spec: UnitSpec) -> bool {
    let measure = indicator.measure.at(on.report).copied().unwrap_or_default();
    measure == Measure::Flow && spec.unit.is_extensive()
}

/// Among the entries that apply, the shortest period's; then what holds from a date on; then what always holds.
fn choose(scope: Scope<'_>) -> Option<&TargetEntry> {
    let entries = &scope.indicator.target;
    let for_period = entries
        .iter()
        .filter_map(|entry| match entry.when {
            TargetWhen::For(period) if covers(period, scope) => Some((period.length(), entry)),
            _ => None,
        })
        .min_by_key(|(length, _)| *length)
        .map(|(_, entry)| entry);
    let onwards = || {
        entries
            .iter()
            .filter_map(|entry| match entry.when {
                TargetWhen::From(from) if from.start() <= scope.period.end() => Some((from.start(), entry)),
                _ => None,
            })
            .max_by_key(|(start, _)| *start)
            .map(|(_, entry)| entry)
    };
    let always = || entries.iter().find(|entry| entry.when == TargetWhen::Always);
    for_period.or_else(onwards).or_else(always)
}

/// An entry is for the figures of its period and for those within it; one to a date is for just that.
fn covers(period: Period, scope: Scope<'_>) -> bool {
    period == scope.period || (period.contains(scope.period) && !period.is_to_date())
}

fn read(on: &Interpreter<'_>, entry: &TargetEntry, scope: Scope<'_>, spec: UnitSpec) -> Found {
    match &entry.value {
        TargetValue::Status(status) => {
            let mut step = Step::new("target", status.keyword()).rule(entry.span);
            step.note.clone_from(&entry.note);
            Found {
                target: Target {
                    figure: None,
                    word: Some(status.word().to_owned()),
                    period: Some(scope.period),
                    proposed: entry.proposed,
                    note: entry.note.clone(),
                },
                status: Some(*status),
                step,
                copied_from: None,
                entry: Some(entry.clone()),
            }
        }
        TargetValue::None => Found {
            target: Target { figure: None, word: entry.note.clone(), period: None, proposed: false, note: None },
            status: None,
            step: Step::new("target", "none").rule(entry.span).note(entry.note.clone().unwrap_or_default()),
            copied_from: None,
            entry: Some(entry.clone()),
        },
        TargetValue::Amount(formula) => {
            let amount = apportioned(on, entry, formula, scope);
            let mut traced = on.in_unit(amount, scope);
            traced.step.rule = Some(entry.span);
            Found::of(traced, Some(entry), Some(scope.period), spec)
        }
    }
}

/// The share of the entry's target that falls to the figure's months, as the entry says.
fn apportioned(
    on: &Interpreter<'_>,
    entry: &TargetEntry,
    formula: &kpi_model::formula::Formula,
    scope: Scope<'_>,
) -> Traced {
    let months = i64::from(scope.period.length());
    let whole = match entry.when {
        TargetWhen::For(period) => i64::from(period.length()),
        // What holds from a date on, or always, is a year's where it is to be shared out.
        TargetWhen::From(_) | TargetWhen::Always => 12,
    };
    match &entry.how {
        None | Some(TargetHow::AtYearEnd) => on.eval(formula, scope),
        Some(TargetHow::ProRata) => times(on.eval(formula, scope), months, whole),
        Some(TargetHow::Each(kind)) => times(on.eval(formula, scope), months, i64::from(kind.months())),
        Some(TargetHow::Profiled(steps)) => {
            let kind = if steps.len() == 12 { PeriodKind::Month } else { PeriodKind::Quarter };
            let year = scope.period.year();
            let (year_first, _) = year.months();
            let (first, last) = scope.period.months();
            let to = (last + 1 - year_first).div_euclid(kind.months());
            let before = (first - year_first).div_euclid(kind.months());
            let at = |count: i32| {
                let index = usize::try_from(count - 1).ok()?;
                steps.get(index).map(|step| on.eval(step, scope))
            };
            let Some(end) = at(to) else {
                return Traced::new("profile", Value::failed("the profile has no step for this period"));
            };
            match at(before) {
                Some(start) if before > 0 => {
                    let value = crate::interpret::arithmetic(
                        kpi_model::formula::Arithmetic::Subtract,
                        end.value.clone(),
                        start.value.clone(),
                    );
                    let value = value.unwrap_or_else(Value::Missing);
                    Traced::new("profile", value).with(vec![end.step, start.step])
                }
                _ => end,
            }
        }
    }
}

/// `value × part ÷ whole`.
fn times(traced: Traced, part: i64, whole: i64) -> Traced {
    if part == whole {
        return traced;
    }
    let label = format!("× {part}/{whole}");
    let value = traced.value.clone().number().and_then(|quantity| {
        let share = Exact::ratio(i128::from(part), i128::from(whole)).unwrap_or_else(Exact::one);
        let value = quantity.value.mul(&share).map_err(|e| Missing::new(Reason::Failed, e.to_string()))?;
        Ok(Quantity::new(value, quantity.unit))
    });
    Traced::new(label, value.map_or_else(Value::Missing, Value::Number)).with(vec![traced.step])
}

impl Found {
    fn of(traced: Traced, entry: Option<&TargetEntry>, period: Option<Period>, spec: UnitSpec) -> Self {
        let mut step = Step { label: "target".to_owned(), ..traced.step.clone() };
        let rule = traced.step.rule;
        let trivial = traced.step.steps.is_empty() && traced.step.data.is_none();
        step.steps = if trivial { Vec::new() } else { vec![traced.step] };
        step.data = None;
        step.rule = entry.map(|entry| entry.span).or(rule);
        let note = entry.and_then(|entry| entry.note.clone());
        step.note = step.note.or_else(|| note.clone());
        let mut figure = Figure::new(traced.value.number().map(|quantity| quantity.value), spec);
        figure.period = period;
        Self {
            target: Target {
                figure: Some(figure),
                word: None,
                period: entry.map_or(period, |entry| match entry.when {
                    TargetWhen::For(period) => Some(period),
                    _ => period,
                }),
                proposed: entry.is_some_and(|entry| entry.proposed),
                note,
            },
            status: None,
            copied_from: entry.and_then(|entry| entry.copied_from.clone()),
            step,
            entry: entry.cloned(),
        }
    }

    pub fn amount(&self) -> Option<&Exact> {
        self.target.figure.as_ref().and_then(Figure::value)
    }

    /// Why there is no number to judge against.
    pub fn why_none(&self) -> String {
        match (&self.target.figure, &self.target.word) {
            (Some(figure), _) => figure.missing().map(ToString::to_string).unwrap_or_default(),
            (None, Some(word)) => format!("no target: {word}"),
            (None, None) => self.step.note.clone().unwrap_or_else(|| "no target".to_owned()),
        }
    }
}
