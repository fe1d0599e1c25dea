//! The figure expected at the year's end.

use super::expr::Scope;
use super::indicator::fitting;
use crate::catalogue::Forecast;
use kpi_core::codes::{judging, units};
use kpi_core::{Diagnostic, Exact, Span, Unit};
use kpi_syntax::ast::{Expr, ForecastSpec};

impl<'a> Scope<'a, '_> {
    pub fn forecast(&mut self, spec: &'a ForecastSpec, wanted: &[Unit]) -> Option<Forecast> {
        match spec {
            ForecastSpec::StraightLine(_) => Some(Forecast::StraightLine),
            ForecastSpec::LastValue(_) => Some(Forecast::LastValue),
            ForecastSpec::None(_) => Some(Forecast::None),
            ForecastSpec::Expr(expr) => {
                let formula = self.expr(expr);
                fitting(self, formula, wanted, units::FIELD_UNIT, "the forecast is").map(Forecast::Rule)
            }
            ForecastSpec::Profile { span, shares } => self.shares(*span, shares).map(Forecast::Profile),
        }
    }

    fn shares(&mut self, span: Span, shares: &'a [Expr]) -> Option<Vec<Exact>> {
        let mut values: Vec<(Exact, Span)> = Vec::with_capacity(shares.len());
        for share in shares {
            let formula = self.expr(share);
            if formula.is_broken() {
                return None;
            }
            match formula.constant() {
                Some(quantity) if matches!(quantity.unit, Unit::Percent | Unit::Ratio) => {
                    values.push((quantity.value, share.span));
                }
                _ => {
                    self.tell(
                        Diagnostic::at(judging::PROFILE, share.span, "a share of the year is a percentage")
                            .help("write `profile [20%, 50%, 80%, 100%]`"),
                    );
                    return None;
                }
            }
        }
        if !matches!(values.len(), 4 | 12) {
            self.tell(length(span, values.len()));
            return None;
        }
        for ((before, _), (after, place)) in values.iter().zip(values.iter().skip(1)) {
            if after < before {
                self.tell(
                    Diagnostic::at(judging::PROFILE, *place, "the profile falls here")
                        .note("the share of a year that is reached can only rise")
                        .help("give the shares to date, not those of each quarter alone"),
                );
                return None;
            }
        }
        if let Some((last, place)) = values.last()
            && *last != Exact::one()
        {
            self.tell(
                Diagnostic::at(judging::PROFILE, *place, "the profile does not end at 100%")
                    .note("at the year's end the whole year is reached")
                    .help("end it with `100%`")
                    .fix("write `100%`", *place, "100%"),
            );
            return None;
        }
        if let Some((_, place)) = values.iter().find(|(share, _)| !share.is_positive()) {
            self.tell(
                Diagnostic::at(judging::PROFILE, *place, "nothing can be forecast from a share of 0%")
                    .help("give the share that is usually reached by then"),
            );
            return None;
        }
        Some(values.into_iter().map(|(share, _)| share).collect())
    }
}

pub fn length(span: Span, found: usize) -> Diagnostic {
    Diagnostic::at(judging::PROFILE, span, "a profile has four figures, or twelve")
        .saying(format!("{found} given"))
        .note("one for the end of each quarter, or one for the end of each month")
        .help("give the figure to date at the end of each quarter")
}
