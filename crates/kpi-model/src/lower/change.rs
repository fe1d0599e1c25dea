//! What a figure is compared with, and how much of a difference counts.

use super::expr::{Scope, plural, unit_word, with_article};
use crate::catalogue::{Baseline, Change, Tolerance, Vintage};
use kpi_core::codes::{names, units};
use kpi_core::{Diagnostic, Span, Unit};
use kpi_syntax::ast::{self, BaselineSpec, ChangeOption};

impl<'a> Scope<'a, '_> {
    pub fn change(&mut self, spec: &'a ast::ChangeSpec, wanted: &[Unit]) -> Option<Change> {
        let mut not_judged = None;
        let baseline = match &spec.baseline {
            BaselineSpec::Previous => Baseline::Previous,
            BaselineSpec::PreviousYear => Baseline::PreviousYear,
            BaselineSpec::SamePeriodLastYear => Baseline::SamePeriodLastYear,
            BaselineSpec::Named(text) => Baseline::Named(self.period(&text.node, text.span)?),
            BaselineSpec::None(reason) => {
                not_judged = reason.as_ref().map(|reason| self.text(&reason.node, reason.span));
                Baseline::None
            }
        };
        let mut change = Change {
            span: spec.span,
            baseline,
            tolerance: None,
            vintage: Vintage::default(),
            recorded: None,
            not_judged,
            although_cumulative: None,
        };
        let mut said: Vec<(&str, Span)> = Vec::new();
        for option in &spec.options {
            let (key, span) = match option {
                ChangeOption::Tolerance(edge) => {
                    change.tolerance = self.tolerance(edge, wanted);
                    ("tolerance", edge.span)
                }
                ChangeOption::AsPublished(span) => {
                    change.vintage = Vintage::AsPublished;
                    ("vintage", *span)
                }
                ChangeOption::AsRecalculated(span) => {
                    change.vintage = Vintage::AsRecalculated;
                    ("vintage", *span)
                }
                ChangeOption::ElseRecorded(expr) => {
                    let formula = self.expr(expr);
                    if !formula.is_broken() && formula.unit != Unit::Text {
                        self.tell(
                            Diagnostic::at(
                                units::FIELD_UNIT,
                                expr.span,
                                format!("a recorded direction is a word, and this is {}", with_article(formula.unit)),
                            )
                            .saying(unit_word(formula.unit))
                            .help("name a column of the words `improved`, `unchanged` and `worsened`"),
                        );
                    } else if !formula.is_broken() {
                        change.recorded = Some(formula);
                    }
                    ("else recorded", expr.span)
                }
                ChangeOption::NotJudged(text) => {
                    change.not_judged = Some(self.text(&text.node, text.span));
                    ("not judged", text.span)
                }
                ChangeOption::AlthoughCumulative(text) => {
                    change.although_cumulative = Some(self.text(&text.node, text.span));
                    ("although cumulative", text.span)
                }
            };
            match said.iter().find(|(before, _)| *before == key) {
                Some((_, first)) => {
                    let first = *first;
                    let what = if key == "vintage" {
                        "which of the baseline's figures counts".to_owned()
                    } else {
                        format!("`{key}`")
                    };
                    self.tell(
                        Diagnostic::at(names::DUPLICATE_FIELD, span, format!("{what} is said twice"))
                            .label(first, "the first one")
                            .help("remove one of the two"),
                    );
                }
                None => said.push((key, span)),
            }
        }
        Some(change)
    }

    fn tolerance(&mut self, edge: &ast::Edge, wanted: &[Unit]) -> Option<Tolerance> {
        let unit = wanted.first().copied().unwrap_or(edge.node.unit);
        let value = edge.node.value.clone();
        let share = matches!(unit, Unit::Percent | Unit::Points);
        let tolerance = match edge.node.unit {
            Unit::Points if share => Tolerance::Absolute(value),
            Unit::Percent if !share => Tolerance::Relative(value),
            written if !share && written.agrees(unit) => Tolerance::Absolute(value),
            written => {
                let fix = share.then(|| crate::checks::bands::typed(&edge.node.value, Unit::Points));
                let text = match (written, fix) {
                    (Unit::Percent, Some(text)) => Some(text),
                    (Unit::Number, Some(_)) => edge.node.value.to_decimal().map(|digits| format!("{digits} pp")),
                    _ => None,
                };
                let diagnostic = Diagnostic::at(
                    units::FIELD_UNIT,
                    edge.span,
                    format!(
                        "the tolerance is {}, and the change is in {}",
                        with_article(written),
                        plural(unit.difference())
                    ),
                )
                .saying(unit_word(written));
                self.tell(match text {
                    Some(text) => diagnostic.help(format!("write `tolerance {text}`")).fix(
                        format!("write `{text}`"),
                        edge.span,
                        text,
                    ),
                    None => diagnostic.help("write it in the indicator's unit, or in percent of the baseline"),
                });
                return None;
            }
        };
        if edge.node.value.is_negative() {
            self.tell(
                Diagnostic::at(units::FIELD_UNIT, edge.span, "a tolerance is not negative")
                    .help("write it without the minus: it holds for both directions"),
            );
            return None;
        }
        Some(tolerance)
    }
}
