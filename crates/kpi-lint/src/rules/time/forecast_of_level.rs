//! Forecasts that double what does not grow.

use crate::context::Context;
use crate::rule::Rule;
use kpi_core::Diagnostic;
use kpi_model::catalogue::{Forecast, Measure};

kpi_core::code! {
    /// A straight line is drawn through a figure that does not grow with time.
    ///
    /// ## Why
    /// After six of twelve months a count stands at half of the year's. A percentage or a number at a moment does not: a straight line to the
    /// year's end doubles it (R33).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   measure:   snapshot
    ///   formula:   figures.value
    ///   forecast:  straight line
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Children in care"
    ///   unit:      count
    ///   polarity:  lower
    ///   frequency: quarterly
    ///   measure:   snapshot
    ///   formula:   figures.value
    ///   forecast:  last value
    /// }
    /// ```
    KPI2406 FORECAST_OF_LEVEL "time" Warning
}

pub const RULE: Rule = Rule::stable(FORECAST_OF_LEVEL, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for indicator in context.indicators() {
        let level = indicator.measure.values().any(|measure| *measure != Measure::Flow)
            || !indicator.unit.values().all(|spec| spec.unit.is_extensive());
        let line = indicator
            .forecast
            .iter()
            .flat_map(|forecast| forecast.values())
            .any(|forecast| matches!(forecast, Forecast::StraightLine));
        // Where a numerator and a denominator are given each is continued, and the quotient is right.
        if level && line && indicator.numerator.is_none() {
            out.push(
                Diagnostic::at(
                    FORECAST_OF_LEVEL,
                    context.place(indicator, "forecast"),
                    "the figure does not grow with time",
                )
                .help("write `forecast: last value`, or a rule of your own"),
            );
        }
    }
}
