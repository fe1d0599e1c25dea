//! The interval and the control chart of a figure, for programs and in words.

use super::json::{NumberJson, number};
use kpi_core::statistics::{Assurance, Rule, Significance, Variation};
use kpi_core::{Exact, Missing, Period, Reason};
use kpi_eval::interval::in_words;
use kpi_eval::outturn::{
    BenchmarkOutturn, ControlOutturn, ControlPoint, Figure, IntervalOutturn, Outturn, SignalOutturn,
};
use serde::Serialize;

#[derive(Serialize)]
pub struct IntervalJson<'a> {
    method: &'static str,
    level: Exact,
    lower: Option<NumberJson>,
    upper: Option<NumberJson>,
    missing: Option<Reason>,
    missing_detail: Option<&'a str>,
    against: Option<AgainstJson<'a>>,
}

#[derive(Serialize)]
struct AgainstJson<'a> {
    name: &'a str,
    value: Option<NumberJson>,
    significance: Option<Significance>,
    reason: &'a str,
}

#[derive(Serialize)]
pub struct ControlJson<'a> {
    from: Period,
    rebased_because: Option<&'a str>,
    baseline_to: Option<Period>,
    centre: Option<NumberJson>,
    lower: Option<NumberJson>,
    upper: Option<NumberJson>,
    mean_moving_range: Option<NumberJson>,
    figures: Option<usize>,
    variation: Option<Variation>,
    missing: Option<Reason>,
    missing_detail: Option<&'a str>,
    signals: Vec<SignalJson>,
    assurance: Option<Assurance>,
    points: Vec<PointJson<'a>>,
}

#[derive(Serialize)]
struct SignalJson {
    rule: Rule,
    side: &'static str,
    since: Period,
}

#[derive(Serialize)]
struct PointJson<'a> {
    period: Period,
    value: Option<NumberJson>,
    missing: Option<Reason>,
    centre: Option<Exact>,
    lower: Option<Exact>,
    upper: Option<Exact>,
    signals: &'a [Rule],
}

fn detail(missing: &Missing) -> Option<&str> {
    Some(missing.detail.as_str()).filter(|detail| !detail.is_empty())
}

pub fn interval(interval: &IntervalOutturn) -> IntervalJson<'_> {
    let missing = interval.lower.missing();
    IntervalJson {
        method: interval.method.word(),
        level: interval.level.share(),
        lower: number(&interval.lower),
        upper: number(&interval.upper),
        missing: missing.map(|missing| missing.reason),
        missing_detail: missing.and_then(detail),
        against: interval.against.as_ref().map(against),
    }
}

fn against(against: &BenchmarkOutturn) -> AgainstJson<'_> {
    AgainstJson {
        name: &against.name,
        value: number(&against.figure),
        significance: against.significance.as_ref().ok().copied(),
        reason: &against.reason,
    }
}

pub fn control(control: &ControlOutturn) -> ControlJson<'_> {
    let process = control.process.as_ref().ok();
    let missing = control.variation.as_ref().err();
    ControlJson {
        from: control.from,
        rebased_because: control.reason.as_deref(),
        baseline_to: control.baseline,
        centre: process.and_then(|process| number(&process.centre)),
        lower: process.and_then(|process| number(&process.lower)),
        upper: process.and_then(|process| number(&process.upper)),
        mean_moving_range: process.and_then(|process| number(&process.mean_range)),
        figures: process.map(|process| process.figures),
        variation: control.variation.as_ref().ok().copied(),
        missing: missing.map(|missing| missing.reason),
        missing_detail: missing.and_then(detail),
        signals: control.signals.iter().map(signal).collect(),
        assurance: control.assurance,
        points: control.points.iter().map(point).collect(),
    }
}

fn signal(signal: &SignalOutturn) -> SignalJson {
    SignalJson { rule: signal.rule, side: side(signal), since: signal.since }
}

const fn side(signal: &SignalOutturn) -> &'static str {
    if signal.high { "high" } else { "low" }
}

fn point(point: &ControlPoint) -> PointJson<'_> {
    let exact = |figure: &Option<Figure>| figure.as_ref().and_then(Figure::value).cloned();
    PointJson {
        period: point.period,
        value: number(&point.figure),
        missing: point.figure.missing().map(|missing| missing.reason),
        centre: exact(&point.centre),
        lower: exact(&point.lower),
        upper: exact(&point.upper),
        signals: &point.rules,
    }
}

/// Both as they stand below a figure. Where the figure itself is missing its reason is told already.
pub fn details(outturn: &Outturn) -> Vec<String> {
    if outturn.value.missing().is_some() {
        return Vec::new();
    }
    let mut details = Vec::new();
    if let Some(interval) = &outturn.interval {
        details.push(match interval.lower.missing() {
            Some(missing) => format!("no interval: {missing}"),
            None => {
                let (lower, upper) = (interval.lower.display(), interval.upper.display());
                format!("{} interval {lower} to {upper}", interval.level)
            }
        });
        if let Some(against) = &interval.against
            && let Ok(significance) = against.significance
        {
            let than = if significance == Significance::Similar { "to" } else { "than" };
            details.push(format!("{} {than} {}", in_words(significance), against.name));
        }
    }
    if let Some(control) = &outturn.control {
        details.push(match (&control.variation, control.signals.first()) {
            (Err(missing), _) => format!("no control chart: {missing}"),
            (Ok(variation), Some(signal)) => {
                format!("{}: {}, {}, since {}", variation.word(), signal.rule.word(), side(signal), signal.since)
            }
            (Ok(variation), None) => format!("{} variation", variation.word()),
        });
        if let Ok(process) = &control.process {
            details.push(format!("process limits {} to {}", process.lower.display(), process.upper.display()));
        }
        details.extend(control.assurance.map(|assurance| told(assurance).to_owned()));
    }
    details
}

const fn told(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Passing => "consistently meets its target",
        Assurance::Failing => "consistently misses its target",
        Assurance::Inconsistent => "meets its target or not by chance",
    }
}
