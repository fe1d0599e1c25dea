//! An XmR chart of the figures up to this one: chance, or change (R36).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{ControlOutturn, ControlPoint, Figure, ProcessOutturn, SignalOutturn};
use crate::trace::Step;
use kpi_core::statistics::xmr::{NoProcess, Process, Signal, signals};
use kpi_core::statistics::{Assurance, Variation};
use kpi_core::{Exact, Missing, Period, Polarity, Reason};
use kpi_model::catalogue::{Control, Indicator, Segment, UnitSpec};

/// Fifty years of months.
const MOST: usize = 600;

pub struct Charting<'a> {
    pub on: &'a Interpreter<'a>,
    pub scope: Scope<'a>,
    pub spec: UnitSpec,
    pub polarity: &'a Polarity,
    /// The target of the figure itself.
    pub target: Option<&'a Exact>,
}

/// A stretch of the series with limits of its own.
struct Stretch<'a> {
    segment: &'a Segment,
    figures: Vec<(Period, Figure)>,
    process: Result<Process, Missing>,
    signals: Vec<Vec<Signal>>,
}

/// The periods of the chart that ends with a figure, the earliest first.
pub fn periods(
    indicator: &Indicator,
    control: &Control,
    report: Period,
    figure: Period,
) -> Result<Vec<Period>, Missing> {
    let Some(first) = control.segments.first() else { return Ok(Vec::new()) };
    let Some(frequency) = indicator.frequency.at(report) else { return Ok(Vec::new()) };
    let mut periods = Vec::new();
    let mut period = figure;
    while period.start() >= first.from.start() {
        if periods.len() == MOST {
            let detail = format!("more than {MOST} figures from {} on: begin the chart later", first.from);
            return Err(Missing::new(Reason::Failed, detail));
        }
        periods.push(period);
        period = frequency.previous(period);
    }
    periods.reverse();
    Ok(periods)
}

impl<'a> Charting<'a> {
    pub fn run(&self) -> Option<(ControlOutturn, Step)> {
        let control = self.scope.indicator.control.as_ref()?;
        let stretches: Vec<Stretch<'a>> =
            match periods(self.scope.indicator, control, self.on.report, self.scope.period) {
                Ok(periods) => self.stretches(control, &periods),
                Err(missing) => return Some(self.none(control, missing)),
            };
        let Some(last) = stretches.last() else {
            let from = control.segments.first().map(|segment| segment.from.to_string()).unwrap_or_default();
            let missing = Missing::new(Reason::NotYetDue, format!("the chart begins with {from}"));
            return Some(self.none(control, missing));
        };
        let now = last.signals.last().map_or(&[][..], Vec::as_slice);
        let latest = last.figures.last().map(|(_, figure)| &figure.result);
        let variation = match (&last.process, latest) {
            (Err(missing), _) | (Ok(_), Some(Err(missing))) => Err(missing.clone()),
            (Ok(_), _) => Ok(self.variation(now.first())),
        };
        let assurance = last.process.as_ref().ok().and_then(|process| self.assurance(process));
        let outturn = ControlOutturn {
            from: last.segment.from,
            reason: last.segment.reason.clone(),
            baseline: last.segment.baseline,
            process: last.process.as_ref().map(|process| self.told(process)).map_err(Missing::clone),
            signals: now.iter().filter_map(|signal| last.told(*signal)).collect(),
            variation,
            assurance,
            points: stretches.iter().flat_map(|stretch| self.points(stretch)).collect(),
        };
        let step = self.step(control, &outturn);
        Some((outturn, step))
    }

    fn none(&self, control: &Control, missing: Missing) -> (ControlOutturn, Step) {
        let outturn = ControlOutturn {
            from: control.segments.first().map_or(self.scope.period, |segment| segment.from),
            reason: None,
            baseline: None,
            process: Err(missing.clone()),
            signals: Vec::new(),
            variation: Err(missing),
            assurance: None,
            points: Vec::new(),
        };
        let step = self.step(control, &outturn);
        (outturn, step)
    }

    fn stretches(&self, control: &'a Control, periods: &[Period]) -> Vec<Stretch<'a>> {
        let mut found: Vec<(&'a Segment, Vec<(Period, Figure)>)> = Vec::new();
        for period in periods {
            let Some(segment) = control.segments.iter().rfind(|segment| segment.from.start() <= period.start()) else {
                continue;
            };
            let traced = self.on.value(self.scope.at(*period));
            let result = traced.value.number().map(|quantity| quantity.value);
            let figure = Figure { period: Some(*period), ..Figure::new(result, self.spec) };
            match found.last_mut() {
                Some((last, figures)) if last.from == segment.from => figures.push((*period, figure)),
                _ => found.push((segment, vec![(*period, figure)])),
            }
        }
        found.into_iter().map(|(segment, figures)| Stretch::of(segment, figures)).collect()
    }

    fn figure(&self, value: &Exact) -> Figure {
        Figure::new(Ok(value.clone()), self.spec)
    }

    fn told(&self, process: &Process) -> ProcessOutturn {
        ProcessOutturn {
            centre: self.figure(&process.centre),
            lower: self.figure(&process.lower),
            upper: self.figure(&process.upper),
            mean_range: Figure { unit: self.spec.unit.difference(), ..self.figure(&process.mean_range) },
            figures: process.figures,
        }
    }

    fn points(&self, stretch: &Stretch<'_>) -> Vec<ControlPoint> {
        let process = stretch.process.as_ref().ok();
        let limits = |limit: fn(&Process) -> &Exact| process.map(|process| self.figure(limit(process)));
        let told = stretch.figures.iter().zip(&stretch.signals).map(|((period, figure), signals)| ControlPoint {
            period: *period,
            figure: figure.clone(),
            centre: limits(|process| &process.centre),
            lower: limits(|process| &process.lower),
            upper: limits(|process| &process.upper),
            rules: signals.iter().map(|signal| signal.rule).collect(),
        });
        told.collect()
    }

    fn variation(&self, signal: Option<&Signal>) -> Variation {
        let Some(signal) = signal else { return Variation::Common };
        match (self.polarity, signal.high) {
            (Polarity::Higher, true) | (Polarity::Lower, false) => Variation::Improvement,
            (Polarity::Higher, false) | (Polarity::Lower, true) => Variation::Concern,
            (_, true) => Variation::High,
            (_, false) => Variation::Low,
        }
    }

    /// Whether all, nothing, or some of what lies between the limits meets the target.
    fn assurance(&self, process: &Process) -> Option<Assurance> {
        let (all, none) = match (self.polarity, self.target) {
            (Polarity::Higher, Some(target)) => (process.lower >= *target, process.upper < *target),
            (Polarity::Lower, Some(target)) => (process.upper <= *target, process.lower > *target),
            (Polarity::Range(low, high), _) => {
                (process.lower >= *low && process.upper <= *high, process.upper < *low || process.lower > *high)
            }
            _ => return None,
        };
        Some(match (all, none) {
            (true, _) => Assurance::Passing,
            (_, true) => Assurance::Failing,
            _ => Assurance::Inconsistent,
        })
    }

    fn step(&self, control: &Control, outturn: &ControlOutturn) -> Step {
        let result = match &outturn.variation {
            Ok(variation) => variation.word().to_owned(),
            Err(missing) => missing.reason.to_string(),
        };
        let mut step = Step::new("control chart", result).rule(control.span);
        step.note = outturn.variation.as_ref().err().map(|missing| missing.detail.clone());
        if let Ok(process) = &outturn.process {
            let until = outturn.baseline.map_or_else(|| self.scope.period.to_string(), |baseline| baseline.to_string());
            let because = outturn.reason.as_ref().map(|reason| format!("; begun anew: {reason}")).unwrap_or_default();
            let shown = |label: &str, figure: &Figure, note: &str| Step {
                exact: figure.value().map(ToString::to_string),
                unit: Some(figure.unit.to_string()),
                ..Step::new(label, figure.display()).note(note)
            };
            let from = format!("the mean of {} figures, {} to {until}{because}", process.figures, outturn.from);
            step.steps.push(shown("centre", &process.centre, &from));
            step.steps.push(shown(
                "mean moving range",
                &process.mean_range,
                "how much one figure differs from the next",
            ));
            step.steps.push(shown("lower limit", &process.lower, "centre − 2.66 × mean moving range"));
            step.steps.push(shown("upper limit", &process.upper, "centre + 2.66 × mean moving range"));
        }
        step.steps.extend(outturn.signals.iter().map(|signal| {
            let side = if signal.high { "high" } else { "low" };
            Step::new("signal", signal.rule.word()).note(format!("{side}, since {}", signal.since))
        }));
        if let Some(assurance) = outturn.assurance {
            let note = match assurance {
                Assurance::Passing => "all between the limits meets the target",
                Assurance::Failing => "nothing between the limits meets the target",
                Assurance::Inconsistent => "the target lies between the limits: it is met or not by chance",
            };
            step.steps.push(Step::new("assurance", assurance.word()).note(note));
        }
        step
    }
}

impl<'a> Stretch<'a> {
    fn of(segment: &'a Segment, figures: Vec<(Period, Figure)>) -> Self {
        let series: Vec<Option<Exact>> = figures.iter().map(|(_, figure)| figure.value().cloned()).collect();
        let held = match segment.baseline {
            Some(baseline) => figures.iter().filter(|(period, _)| period.end() <= baseline.end()).count(),
            None => figures.len(),
        };
        let process = Process::of(series.get(..held).unwrap_or_default()).map_err(|none| {
            let reason = match none {
                NoProcess::TooFew(_) | NoProcess::NoRange => Reason::LowReliability,
                NoProcess::TooLarge => Reason::Failed,
            };
            Missing::new(reason, none.to_string())
        });
        let signals = match &process {
            Ok(process) => signals(&series, process),
            Err(_) => vec![Vec::new(); series.len()],
        };
        Self { segment, figures, process, signals }
    }

    fn told(&self, signal: Signal) -> Option<SignalOutturn> {
        let (since, _) = self.figures.get(signal.since)?;
        Some(SignalOutturn { rule: signal.rule, high: signal.high, since: *since })
    }
}
