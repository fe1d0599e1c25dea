//! Where the year is expected to end (R33).

use crate::interpret::{Interpreter, Scope};
use crate::outturn::{Figure, Forecast};
use crate::target::grows;
use crate::trace::Step;
use crate::value::{Traced, Value};
use kpi_core::{Exact, Missing, Period, Reason};
use kpi_model::catalogue::{self, GivenFact, UnitSpec};

pub struct Forecasting<'a> {
    pub on: &'a Interpreter<'a>,
    pub scope: Scope<'a>,
    pub spec: UnitSpec,
    pub value: &'a Figure,
    pub numerator: Option<&'a Figure>,
}

impl Forecasting<'_> {
    /// The forecast of the report's year, and how it came about.
    pub fn run(&self) -> Option<(Forecast, Step)> {
        let year = self.on.report.year();
        if let Some(given) = self.on.given(self.scope, &GivenFact::Forecast) {
            let traced = self.on.in_unit(Traced::new("forecast", given), self.scope);
            return Some(self.told(year, traced.value, None, "given by the test".to_owned()));
        }
        let rule = self.scope.indicator.forecast.as_ref().and_then(|forecast| forecast.at(self.on.report));
        let cumulative =
            self.scope.indicator.frequency.at(self.on.report).is_some_and(kpi_core::Frequency::is_cumulative);
        let rule = match rule {
            Some(rule) => rule.clone(),
            None if cumulative && grows(self.on, self.scope.indicator, self.spec) => catalogue::Forecast::StraightLine,
            None => catalogue::Forecast::LastValue,
        };
        if matches!(rule, catalogue::Forecast::None) {
            return None;
        }
        if let catalogue::Forecast::Rule(formula) = &rule {
            let traced = self.on.in_unit(self.on.eval(formula, self.scope), self.scope);
            let (forecast, mut step) = self.told(year, traced.value, None, "the indicator's own rule".to_owned());
            step.steps = vec![traced.step];
            return Some((forecast, step));
        }
        if !year.contains(self.scope.period) {
            let detail = format!("nothing of {year} is known yet");
            let missing = Value::Missing(Missing::new(Reason::NotYetDue, detail));
            return Some(self.told(year, missing, None, String::new()));
        }
        let months = self.months_known(year);
        let factor = match &rule {
            catalogue::Forecast::StraightLine => Exact::ratio(12, i128::from(months.max(1))),
            catalogue::Forecast::Profile(shares) => {
                let step = 12 / i32::try_from(shares.len().max(1)).unwrap_or(12);
                let index = usize::try_from(months / step.max(1) - 1).ok();
                let share = index.and_then(|index| shares.get(index));
                share.and_then(|share| Exact::one().div(share).ok().flatten())
            }
            _ => Some(Exact::one()),
        };
        let method = match &rule {
            catalogue::Forecast::StraightLine => format!("straight line: {months} of 12 months"),
            catalogue::Forecast::Profile(_) => format!("profile: {months} of 12 months"),
            _ => "last value".to_owned(),
        };
        let Some(factor) = factor else {
            let missing = Missing::new(Reason::Failed, "the profile has no share for this period");
            return Some(self.told(year, Value::Missing(missing), None, method));
        };
        let scaled = |figure: &Figure| match &figure.result {
            Ok(value) => value.mul(&factor).map_err(|e| Missing::new(Reason::Failed, e.to_string())),
            Err(missing) => Err(missing.clone()),
        };
        let value = match scaled(self.value) {
            Ok(value) => Value::Number(kpi_core::Quantity::new(value, self.spec.unit)),
            Err(missing) => Value::Missing(missing),
        };
        // A count goes on as its figure does; a ratio's last value says nothing of its numerator at year end.
        let numerator = (!matches!(rule, catalogue::Forecast::LastValue))
            .then(|| self.numerator.map(|figure| Figure { result: scaled(figure), ..figure.clone() }))
            .flatten();
        Some(self.told(year, value, numerator, method))
    }

    /// The months of the year up to the end of the figure.
    fn months_known(&self, year: Period) -> i32 {
        self.scope.period.months().1 - year.months().0 + 1
    }

    fn told(&self, year: Period, value: Value, numerator: Option<Figure>, method: String) -> (Forecast, Step) {
        let traced = Traced::new("forecast", value);
        let mut figure = Figure::new(traced.value.number().map(|quantity| quantity.value), self.spec);
        figure.period = Some(year);
        let mut step = traced.step.at(year);
        step.result = figure.display();
        if let Some(numerator) = &numerator {
            step.result = format!("{} ({})", step.result, numerator.display());
        }
        if step.note.is_none() && !method.is_empty() {
            step.note = Some(method.clone());
        }
        (Forecast { period: year, figure, numerator, method }, step)
    }
}
