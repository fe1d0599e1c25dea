//! Direction of travel: which way a figure moved against its baseline, and whether that is good (R12, R14, R31, R32).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{Change, Figure};
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::{Exact, Judgement, Missing, Movement, Period, Polarity, Reason, Unit};
use kpi_model::catalogue::{self, Baseline, ChangeWords, GivenFact, Indicator, Tolerance, UnitSpec, Vintage};

pub struct Comparison<'a> {
    pub on: &'a Interpreter<'a>,
    pub scope: Scope<'a>,
    pub spec: UnitSpec,
    pub polarity: &'a Polarity,
    pub value: &'a Figure,
    pub words: &'a ChangeWords,
}

/// The baseline's figures and what is said of the change.
pub struct Compared {
    /// The number the change is counted from.
    pub baseline: Option<Exact>,
    pub previous: Option<Figure>,
    pub recalculated: Option<Figure>,
    pub change: Change,
    pub step: Step,
}

/// The period a figure is compared with. Where the rules say nothing it is the one before it, and for a figure that
/// accumulates the same time last year.
pub fn against(indicator: &Indicator, report: Period, figure: Period) -> Option<Period> {
    let frequency = indicator.frequency.at(report)?;
    let baseline = match indicator.change.as_ref().and_then(|change| change.at(report)) {
        Some(rule) => rule.baseline,
        None if frequency.is_cumulative() => Baseline::SamePeriodLastYear,
        None => Baseline::Previous,
    };
    match baseline {
        Baseline::Previous => Some(frequency.previous(figure)),
        Baseline::PreviousYear => Some(figure.previous_year()),
        Baseline::SamePeriodLastYear => Some(figure.same_last_year()),
        Baseline::Named(period) => Some(period),
        Baseline::None => None,
    }
}

impl Comparison<'_> {
    pub fn run(&self) -> Compared {
        let rule = self.scope.indicator.change.as_ref().and_then(|change| change.at(self.on.report));
        let Some(period) = against(self.scope.indicator, self.on.report, self.scope.period) else {
            let reason = rule.and_then(|rule| rule.not_judged.clone());
            let reason = reason.unwrap_or_else(|| "the rules compare with nothing".to_owned());
            return self.silent(None, reason, rule);
        };
        let at = self.scope.at(period);
        let calculated = self.on.value(at);
        let published = self.scope.indicator.published.as_ref().and_then(|published| published.at(self.on.report));
        // A figure of small counts was perhaps published before there was a rule for them; it is not told again.
        let is_hidden = matches!(&calculated.value, Value::Missing(missing) if missing.reason == Reason::Suppressed);
        let published = published.filter(|_| !is_hidden);
        let published = published.map(|formula| self.on.in_unit(self.on.eval(formula, at), at));
        let recorded = rule.and_then(|rule| rule.recorded.as_ref()).map(|formula| self.on.eval(formula, self.scope));
        let given = self.on.given(self.scope, &GivenFact::Previous);
        let given = given.map(|value| self.on.in_unit(Traced::new("previous", value), self.scope));

        let vintage = rule.map(|rule| rule.vintage).unwrap_or_default();
        let as_published = published.as_ref().filter(|traced| !matches!(traced.value, Value::Missing(_)));
        let counted = match (given, vintage, as_published) {
            (Some(given), ..) => given,
            (None, Vintage::AsPublished, Some(published)) => published.clone(),
            _ => calculated.clone(),
        };
        let figure = |traced: &Traced| {
            let mut figure = Figure::new(traced.value.clone().number().map(|quantity| quantity.value), self.spec);
            figure.period = Some(period);
            figure
        };
        let previous = as_published.map_or_else(|| figure(&counted), figure);
        let recalculated = as_published.map(|_| figure(&calculated));

        let mut step = Step::new("change", "").at(period);
        step.rule = rule.map(|rule| rule.span);
        step.steps = vec![Step { label: format!("baseline {period}"), ..counted.step.clone() }];
        if let Some(published) = published {
            step.steps.push(Step { label: format!("as published for {period}"), ..published.step });
        }
        let base = counted.value.number().map(|quantity| quantity.value);
        let baseline = base.as_ref().ok().cloned();
        let mut change = self.judge(rule, period, base, recorded.as_ref());
        if let Some(recorded) = recorded {
            step.steps.push(Step { label: "recorded direction".to_owned(), ..recorded.step });
        }
        change.against = Some(period);
        step.result = match (&change.word, &change.amount) {
            (Some(word), Some(amount)) => format!("{word}, {}", amount.display()),
            (Some(word), None) => word.clone(),
            (None, _) => "not judged".to_owned(),
        };
        step.note.clone_from(&change.reason);
        // Without a figure there is nothing to show; the change says why.
        let previous = previous.value().is_some().then_some(previous);
        Compared { baseline, previous, recalculated, change, step }
    }

    fn judge(
        &self,
        rule: Option<&catalogue::Change>,
        period: Period,
        base: Result<Exact, Missing>,
        recorded: Option<&Traced>,
    ) -> Change {
        let mut change = Change {
            movement: None,
            judgement: None,
            word: None,
            amount: None,
            against: Some(period),
            reason: None,
            withheld: false,
            recorded: false,
        };
        let value = match &self.value.result {
            Ok(value) => value,
            Err(missing) => {
                change.reason = Some(format!("no figure: {missing}"));
                return change;
            }
        };
        let base = match base {
            Ok(base) => base,
            Err(missing) => {
                self.as_recorded(&mut change, recorded, &missing, period);
                return change;
            }
        };
        let Ok(difference) = value.sub(&base) else {
            change.reason = Some("the difference is too large a number".to_owned());
            return change;
        };
        let within = rule.and_then(|rule| rule.tolerance.as_ref()).and_then(|tolerance| {
            let allowed = match tolerance {
                Tolerance::Absolute(allowed) => allowed.clone(),
                Tolerance::Relative(share) => base.abs().mul(share).ok()?,
            };
            (difference.abs() <= allowed).then_some(())
        });
        let no_change = within.is_some();
        change.movement = Some(if no_change { Movement::Level } else { Movement::of(&difference) });
        change.amount = Some(large_enough(Figure {
            unit: self.spec.unit.difference(),
            signed: true,
            ..Figure::new(Ok(difference.clone()), self.spec)
        }));
        if let Some(reason) = rule.and_then(|rule| rule.not_judged.clone()) {
            change.reason = Some(reason);
            return change;
        }
        change.judgement =
            if no_change { Some(Judgement::Unchanged) } else { Judgement::of(self.polarity, &base, value) };
        change.word = change.movement.map(|movement| self.words.word(change.judgement, movement));
        change.reason = match (rule, &change.judgement) {
            (_, None) => Some("neither way is good: the movement alone is told".to_owned()),
            (Some(rule), _) if no_change && !difference.is_zero() => {
                rule.tolerance.as_ref().map(|tolerance| match tolerance {
                    Tolerance::Absolute(allowed) => {
                        let allowed = kpi_core::Quantity::new(allowed.clone(), self.spec.unit.difference());
                        format!("within {}", allowed.in_full())
                    }
                    Tolerance::Relative(share) => {
                        let share = kpi_core::Quantity::new(share.clone(), kpi_core::Unit::Percent);
                        format!("within {} of the baseline", share.in_full())
                    }
                })
            }
            (Some(rule), _) => rule.although_cumulative.clone(),
            _ => None,
        };
        change
    }

    /// The direction the council recorded, where the baseline itself is not known.
    fn as_recorded(&self, change: &mut Change, recorded: Option<&Traced>, missing: &Missing, period: Period) {
        let word = recorded.and_then(|recorded| match &recorded.value {
            Value::Text(word) => Judgement::ALL.into_iter().find(|j| j.word().eq_ignore_ascii_case(word.trim())),
            _ => None,
        });
        let Some(judgement) = word else {
            change.reason = Some(match missing.reason {
                Reason::NotSupplied => format!("no figure for {period}"),
                _ => format!("no figure for {period}: {missing}"),
            });
            return;
        };
        change.judgement = Some(judgement);
        change.movement = match (judgement, self.polarity) {
            (Judgement::Unchanged, _) => Some(Movement::Level),
            (Judgement::Improved, Polarity::Higher) | (Judgement::Worsened, Polarity::Lower) => Some(Movement::Up),
            (Judgement::Improved, Polarity::Lower) | (Judgement::Worsened, Polarity::Higher) => Some(Movement::Down),
            _ => None,
        };
        change.word = Some(change.movement.map_or_else(
            || self.words.judgement(judgement).to_owned(),
            |movement| self.words.word(Some(judgement), movement),
        ));
        change.reason = Some(format!("as recorded; the figure for {period} is {}", missing.reason));
        change.recorded = true;
    }

    fn silent(&self, against: Option<Period>, reason: String, rule: Option<&catalogue::Change>) -> Compared {
        let mut step = Step::new("change", "not judged").note(reason.clone());
        step.rule = rule.map(|rule| rule.span);
        let change = Change {
            movement: None,
            judgement: None,
            word: None,
            amount: None,
            against,
            reason: Some(reason),
            withheld: false,
            recorded: false,
        };
        Compared { baseline: None, previous: None, recalculated: None, change, step }
    }
}

/// A difference that takes more decimals than these is shown like one of nothing.
const MOST_DECIMALS: u8 = 12;

/// A difference with as many decimals as it takes to see it: "improving, 0.0 pp" contradicts itself.
fn large_enough(amount: Figure) -> Figure {
    let is_nothing = |amount: &Figure| !amount.display().contains(|c: char| matches!(c, '1'..='9'));
    if amount.value().is_none_or(Exact::is_zero) {
        return amount;
    }
    // There are pence, and no tenths of a pound.
    let step = |decimals: u8| if amount.unit == Unit::Money && decimals == 1 { 2 } else { decimals };
    let shown = (amount.decimals..=MOST_DECIMALS).map(step).map(|decimals| Figure { decimals, ..amount.clone() });
    shown.into_iter().find(|shown| !is_nothing(shown)).unwrap_or(amount)
}
