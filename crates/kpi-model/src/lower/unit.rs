//! Units, polarity and frequency of an indicator.

use super::expr::{Scope, unit_word, with_article};
use crate::catalogue::UnitSpec;
use kpi_core::codes::{judging, periods};
use kpi_core::period::{Every, FigureSpan};
use kpi_core::{Diagnostic, Frequency, PeriodKind, Polarity, Rounding, Unit};
use kpi_syntax::ast::{self, EverySpec, PolarityKind};

pub fn unit(spec: &ast::UnitSpec) -> UnitSpec {
    UnitSpec {
        unit: spec.unit.node,
        decimals: spec.decimals.as_ref().map_or(0, |decimals| decimals.node),
        rounding: spec.rounding.unwrap_or(Rounding::HalfUp),
        span: spec.span,
    }
}

impl<'a> Scope<'a, '_> {
    pub fn polarity(&mut self, spec: &'a ast::PolaritySpec, units: &[Unit]) -> Option<Polarity> {
        let mut limit = |edge: &ast::Edge| {
            let fits = units.is_empty() || units.iter().any(|unit| edge.node.unit.agrees(*unit));
            if !fits {
                let unit = units.first().copied().unwrap_or(Unit::Number);
                let diagnostic = Diagnostic::at(
                    judging::POLARITY_LIMITS,
                    edge.span,
                    format!("the limit is {}, and the figure {}", with_article(edge.node.unit), with_article(unit)),
                )
                .saying(unit_word(edge.node.unit));
                let diagnostic = match super::target::signed(&edge.node, unit) {
                    Some(text) => {
                        diagnostic.help(format!("write `{text}`")).fix(format!("write `{text}`"), edge.span, text)
                    }
                    None => diagnostic.help("write the limit in the indicator's unit"),
                };
                self.tell(diagnostic);
            }
            fits.then(|| edge.node.value.clone())
        };
        Some(match &spec.kind {
            PolarityKind::Higher => Polarity::Higher,
            PolarityKind::Lower => Polarity::Lower,
            PolarityKind::None => Polarity::None,
            PolarityKind::Midpoint(middle) => Polarity::Midpoint(limit(middle)?),
            PolarityKind::Range(low, high) => {
                let (from, to) = (limit(low), limit(high));
                let (from, to) = (from?, to?);
                if from > to {
                    let text = |edge: &ast::Edge| self.project.sources.slice(edge.span).to_owned();
                    let (a, b) = (text(low), text(high));
                    self.tell(
                        Diagnostic::at(
                            judging::POLARITY_LIMITS,
                            low.span.to(high.span),
                            "the range ends before it begins",
                        )
                        .note("no figure is within it, so every figure would count as off target")
                        .help(format!("write `range {b} to {a}`"))
                        .fix("swap the limits", low.span.to(high.span), format!("{b} to {a}")),
                    );
                    return None;
                }
                if from == to {
                    let text = self.project.sources.slice(low.span).to_owned();
                    self.tell(
                        Diagnostic::at(
                            judging::POLARITY_LIMITS,
                            low.span.to(high.span),
                            "both limits of the range are the same",
                        )
                        .help(format!("write `midpoint {text}` for a figure that should be close to it")),
                    );
                    return None;
                }
                Polarity::Range(from, to)
            }
        })
    }

    pub fn frequency(&mut self, spec: &'a ast::FrequencySpec) -> Option<Frequency> {
        let mut whole = true;
        let mut conflict = |scope: &mut Self, span, message: String, help: &str| {
            scope.tell(Diagnostic::at(periods::FREQUENCY_CONFLICT, span, message).help(help));
            whole = false;
        };
        let every = match &spec.every {
            EverySpec::One(kind) => Some(Every::One(*kind)),
            EverySpec::Years(count, from) => {
                if count.node == 0 {
                    conflict(self, count.span, "every 0 years is never".to_owned(), "write `every 2 years from …`");
                }
                for (span, what) in [
                    (spec.to_date, "a figure made every few years has no year to date"),
                    (spec.rolling.as_ref().map(|r| r.span), "a figure made every few years is of one year"),
                ] {
                    if let Some(span) = span {
                        conflict(self, span, what.to_owned(), "leave it out");
                    }
                }
                let base = self.period(&from.node, from.span)?;
                if base.kind() != PeriodKind::Year {
                    conflict(
                        self,
                        from.span,
                        format!("`{base}` is no year"),
                        "name a year in which the figure was made: `from 2014/15`",
                    );
                }
                Some(Every::Years(count.node.max(1), base))
            }
        };
        let span = match (spec.to_date, &spec.rolling) {
            (Some(to_date), Some(rolling)) => {
                self.tell(
                    Diagnostic::at(
                        periods::FREQUENCY_CONFLICT,
                        rolling.span,
                        "a figure cannot both start with the year and roll on",
                    )
                    .label(to_date, "`to date` starts anew each year")
                    .help("leave one of the two out"),
                );
                return None;
            }
            (Some(_), None) => FigureSpan::ToDate,
            (None, Some(rolling)) => {
                let kind = match spec.every {
                    EverySpec::One(kind) => kind,
                    EverySpec::Years(..) => PeriodKind::Year,
                };
                if rolling.node == 0 || rolling.node > 1200 {
                    conflict(
                        self,
                        rolling.span,
                        format!("{} months cannot be looked back on", rolling.node),
                        "write `rolling 12 months`",
                    );
                } else if i64::from(rolling.node) < i64::from(kind.months()) {
                    conflict(
                        self,
                        rolling.span,
                        format!("{} months are less than the {} a figure is for", rolling.node, kind.word()),
                        "roll over several periods, or leave `rolling` out",
                    );
                }
                FigureSpan::Rolling(rolling.node)
            }
            (None, None) => FigureSpan::Period,
        };
        let lag = spec.late.as_ref().map(|(count, kind)| (count.node, *kind));
        if let Some((count, _)) = &spec.late
            && count.node == 0
        {
            conflict(self, count.span, "0 late is not late".to_owned(), "leave it out");
        }
        match every {
            Some(every) if whole => Some(Frequency { every, span, lag }),
            _ => None,
        }
    }

    pub fn active(&mut self, spec: &'a ast::ActiveSpec) -> Option<crate::catalogue::Active> {
        let from = match &spec.from {
            Some(text) => Some(self.period(&text.node, text.span)?),
            None => None,
        };
        let until = match &spec.until {
            Some(text) => Some(self.period(&text.node, text.span)?),
            None => None,
        };
        if let (Some(from), Some(until)) = (from, until)
            && until.end() < from.start()
        {
            self.tell(
                Diagnostic::at(periods::ACTIVE_REVERSED, spec.span, "this ends before it begins")
                    .note("it would never be reported")
                    .help(format!("write `{until} to {from}`")),
            );
            return None;
        }
        Some(crate::catalogue::Active { from, until })
    }
}
