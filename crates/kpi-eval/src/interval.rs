//! The interval of a figure, and on which side of a benchmark it lies (R37).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{BenchmarkOutturn, Figure, IntervalOutturn};
use crate::target::Found;
use crate::trace::Step;
use kpi_core::statistics::{Limits, Method, NoLimits, Significance, byar, wilson};
use kpi_core::{Enclosure, Exact, Missing, Polarity, Reason, Unit};
use kpi_model::catalogue::{Confidence, Judge, Scheme, UnitSpec};
use std::cmp::Ordering;

/// An interval with its bounds, which the outturn only tells to thirty decimals.
pub struct Made {
    confidence: Confidence,
    limits: Result<Limits, Missing>,
    pub outturn: IntervalOutturn,
    pub step: Step,
}

/// What the interval is made from.
pub struct Making<'a> {
    pub on: &'a Interpreter<'a>,
    pub scope: Scope<'a>,
    pub spec: UnitSpec,
    pub value: &'a Figure,
    pub numerator: Option<&'a Figure>,
    pub denominator: Option<&'a Figure>,
}

impl<'a> Making<'a> {
    pub fn run(&self) -> Option<Made> {
        let confidence = self.scope.indicator.confidence.as_ref()?.at(self.on.report)?;
        let limits = self.limits(confidence);
        let figure = |limit: fn(&Limits) -> &Enclosure| {
            let told = limits.as_ref().map(|limits| limit(limits).told()).map_err(Missing::clone);
            Figure { period: Some(self.scope.period), ..Figure::new(told, self.spec) }
        };
        let (lower, upper) = (figure(|limits| &limits.lower), figure(|limits| &limits.upper));
        let result = match &limits {
            Ok(_) => format!("{} to {}", lower.display(), upper.display()),
            Err(missing) => missing.reason.to_string(),
        };
        let note = match &limits {
            Ok(_) => format!("{} {}: {}", confidence.method.word(), confidence.level, self.told(confidence)),
            Err(missing) => missing.detail.clone(),
        };
        let step = Step::new("interval", result).rule(confidence.span).note(note);
        let outturn =
            IntervalOutturn { method: confidence.method, level: confidence.level, lower, upper, against: None };
        Some(Made { confidence: *confidence, limits, outturn, step })
    }

    fn counts(&self) -> Result<(&Exact, &Exact), Missing> {
        let of = |figure: Option<&'a Figure>, what: &str| match figure {
            Some(figure) => figure.result.as_ref().map_err(Missing::clone),
            None => Err(Missing::new(Reason::NotApplicable, format!("the figure does not come from a {what}"))),
        };
        Ok((of(self.numerator, "numerator")?, of(self.denominator, "denominator")?))
    }

    fn limits(&self, confidence: &Confidence) -> Result<Limits, Missing> {
        let value = self.value.result.as_ref().map_err(Missing::clone)?;
        let level = confidence.level;
        let limits = match (confidence.method, self.spec.unit) {
            (Method::Wilson, _) => {
                let (above, below) = self.counts()?;
                wilson(above, below, level)
            }
            (Method::Byar, Unit::Rate(base)) => {
                let (above, below) = self.counts()?;
                if below.is_negative() {
                    return Err(Missing::new(Reason::NotApplicable, "the denominator is negative"));
                }
                byar(above, level).and_then(|limits| {
                    let per = Exact::from(i64::from(base)).div(below)?.ok_or(NoLimits::NoCases)?;
                    Ok(limits.scaled(&per)?)
                })
            }
            (Method::Byar, _) => byar(value, level),
        };
        limits.map_err(|none| {
            let reason = match none {
                NoLimits::NoCases => Reason::NoCases,
                NoLimits::TooLarge => Reason::Failed,
                NoLimits::NoProportion | NoLimits::Negative | NoLimits::Fractional => Reason::NotApplicable,
            };
            Missing::new(reason, none.to_string())
        })
    }

    fn told(&self, confidence: &Confidence) -> String {
        let from = match (self.numerator, self.denominator) {
            (Some(above), Some(below)) if self.spec.unit != Unit::Count => {
                format!("from {} of {}", above.display(), below.display())
            }
            _ => format!("from {}", self.value.display()),
        };
        let small = confidence.method == Method::Byar
            && self.counted().is_some_and(|count| *count < Exact::from(kpi_core::statistics::BYAR_FROM));
        if small { format!("{from}, the exact limits of a small count") } else { from }
    }

    /// The count that Byar's method looks at.
    fn counted(&self) -> Option<&Exact> {
        match self.spec.unit {
            Unit::Rate(_) => self.numerator.and_then(Figure::value),
            _ => self.value.value(),
        }
    }
}

impl Made {
    /// On which side of the benchmark the whole interval lies. The benchmark is taken as it is.
    pub fn against(&self, polarity: &Polarity, benchmark: &Exact) -> Result<Significance, Missing> {
        let limits = self.limits.as_ref().map_err(Missing::clone)?;
        let (higher, lower) = match polarity {
            Polarity::Higher => (Significance::Better, Significance::Worse),
            Polarity::Lower => (Significance::Worse, Significance::Better),
            Polarity::Range(..) | Polarity::Midpoint(_) | Polarity::None => (Significance::Higher, Significance::Lower),
        };
        match (limits.lower.side(benchmark), limits.upper.side(benchmark)) {
            (Some(Ordering::Greater), _) => Ok(higher),
            (_, Some(Ordering::Less)) => Ok(lower),
            (Some(_), Some(_)) => Ok(Significance::Similar),
            (None, _) | (_, None) => Err(Missing::new(
                Reason::Failed,
                "a limit of the interval and the benchmark are the same to forty decimals, so which is the larger is not \
                 decided",
            )),
        }
    }

    /// Why a benchmark is judged as it is.
    pub fn why(&self, significance: Significance, benchmark: &str) -> String {
        let (level, interval) = (self.confidence.level, &self.outturn);
        let (lower, upper) = (interval.lower.display(), interval.upper.display());
        let stands = match significance {
            Significance::Similar => format!("holds {benchmark}"),
            _ => format!("lies wholly on one side of {benchmark}"),
        };
        format!("the {level} interval {lower} to {upper} {stands}: {}", in_words(significance))
    }
}

/// The interval against what the figure is held against: the comparator its bands name, else its target. `None` where
/// there is nothing of the kind, and nothing that asks for it.
pub fn benchmark(
    on: &Interpreter<'_>,
    scope: Scope<'_>,
    polarity: &Polarity,
    made: &Made,
    target: &Found,
    scheme: Option<&Scheme>,
) -> Option<BenchmarkOutturn> {
    let judged = scheme.filter(|scheme| scheme.judge == Judge::Significance);
    let (name, found) = match judged.and_then(|scheme| scheme.against.as_deref()) {
        Some(id) => {
            let title = on.catalogue.comparators.get(id).map_or(id, |comparator| comparator.title.as_str());
            (title.to_owned(), on.comparator(id, scope).value.number().map(|quantity| quantity.value))
        }
        None => {
            let amount = target.amount().cloned();
            if amount.is_none() && judged.is_none() {
                return None;
            }
            let missing = || Missing::new(Reason::NoTarget, target.why_none());
            ("the target".to_owned(), amount.ok_or_else(missing))
        }
    };
    let figure = Figure { result: found, noun: None, ..made.outturn.lower.clone() };
    let significance = match &figure.result {
        Ok(benchmark) => made.against(polarity, benchmark),
        Err(missing) => Err(missing.clone()),
    };
    let reason = match &significance {
        Ok(significance) => made.why(*significance, &format!("{name}, {}", figure.display())),
        Err(missing) => missing.to_string(),
    };
    Some(BenchmarkOutturn { name, figure, significance, reason })
}

/// `significantly worse`, `similar`.
pub fn in_words(significance: Significance) -> String {
    match significance {
        Significance::Similar => significance.word().to_owned(),
        other => format!("significantly {}", other.word()),
    }
}
