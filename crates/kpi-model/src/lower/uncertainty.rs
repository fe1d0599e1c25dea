//! What is said of a figure's uncertainty: its interval, and the chart of the figures before it.

use super::expr::{Scope, plural, with_article};
use crate::catalogue::{Confidence, Control, Segment};
use kpi_core::codes::judging;
use kpi_core::statistics::{Level, Method};
use kpi_core::{Diagnostic, Period, Span, Unit};
use kpi_syntax::ast::{ConfidenceSpec, ControlOption, ControlSpec};

impl<'a> Scope<'a, '_> {
    pub fn confidence(&mut self, spec: &'a ConfidenceSpec, units: &[Unit]) -> Option<Confidence> {
        let method = spec.method.node;
        let level = Level::of(&spec.level.node.value).filter(|_| spec.level.node.unit == Unit::Percent);
        if level.is_none() {
            let known: Vec<String> = Level::ALL.iter().map(|level| format!("`{level}`")).collect();
            let text = self.project.sources.slice(spec.level.span).trim().to_owned();
            self.tell(
                Diagnostic::at(
                    judging::CONFIDENCE_LEVEL,
                    spec.level.span,
                    format!("`{text}` is no level an interval is made for"),
                )
                .note("a level says how many standard deviations the limits lie out, and kpi holds those of a few")
                .help(format!("write one of {}", kpi_core::suggest::list(&known, "or"))),
            );
        }
        let fits = |unit: &Unit| match method {
            Method::Wilson => *unit == Unit::Percent,
            Method::Byar => matches!(unit, Unit::Count | Unit::Rate(_)),
        };
        let misfit = units.iter().find(|unit| !fits(unit)).copied();
        if let Some(unit) = misfit {
            let mut diagnostic = Diagnostic::at(
                judging::CONFIDENCE_COUNTS,
                spec.method.span,
                match method {
                    Method::Wilson => {
                        format!("Wilson's interval is of a proportion, and this is {}", with_article(unit))
                    }
                    Method::Byar => {
                        format!("Byar's interval is of a count or a rate, and this is {}", with_article(unit))
                    }
                },
            );
            if let Some((field, _)) = self.unit_field {
                diagnostic = diagnostic.label(field, format!("declared {unit}"));
            }
            self.tell(match unit {
                Unit::Percent => diagnostic.help("write `interval: wilson …`"),
                Unit::Count | Unit::Rate(_) => diagnostic.help("write `interval: byar …`"),
                other => diagnostic
                    .note(format!("for {} no interval follows from counts", plural(other)))
                    .help("leave `interval:` out"),
            });
        }
        Some(Confidence { span: spec.span, method, level: level.filter(|_| misfit.is_none())? })
    }

    pub fn control(&mut self, spec: &'a ControlSpec) -> Option<Control> {
        let from = self.period(&spec.from.node, spec.from.span)?;
        let mut segments = vec![(Segment { from, baseline: None, reason: None }, spec.from.span)];
        let mut whole = true;
        for option in &spec.options {
            match option {
                ControlOption::BaselineTo(text) => {
                    let to = self.period(&text.node, text.span)?;
                    let Some((segment, start)) = segments.last_mut() else { continue };
                    if let Some(before) = segment.baseline {
                        let told = Diagnostic::at(
                            judging::CONTROL_DATES,
                            text.span,
                            format!("the limits have a baseline already, to {before}"),
                        )
                        .help("keep one of them, or say `rebased …` between the two");
                        self.tell(told);
                        whole = false;
                    } else if to.end() < segment.from.start() {
                        let told = ends_early(to, text.span, segment.from, *start);
                        self.tell(told);
                        whole = false;
                    } else {
                        segment.baseline = Some(to);
                    }
                }
                ControlOption::Rebased(text, reason) => {
                    let at = self.period(&text.node, text.span)?;
                    let reason = self.text(&reason.node, reason.span);
                    let before = segments.last().map(|(segment, start)| (segment.clone(), *start));
                    if let Some((segment, start)) = before {
                        let last = segment.baseline.map_or(segment.from.start(), Period::end);
                        if at.start() <= last {
                            self.tell(
                                Diagnostic::at(
                                    judging::CONTROL_DATES,
                                    text.span,
                                    format!(
                                        "the limits are worked out anew from {at}, before those before it are done"
                                    ),
                                )
                                .label(start, format!("these begin with {}", segment.from))
                                .help("put the dates in order, each baseline within its own stretch"),
                            );
                            whole = false;
                        }
                    }
                    segments.push((Segment { from: at, baseline: None, reason: Some(reason) }, text.span));
                }
            }
        }
        let segments = segments.into_iter().map(|(segment, _)| segment).collect();
        whole.then_some(Control { span: spec.span, segments })
    }
}

fn ends_early(to: Period, span: Span, from: Period, start: Span) -> Diagnostic {
    Diagnostic::at(judging::CONTROL_DATES, span, format!("the baseline ends with {to}, before it begins"))
        .label(start, format!("it begins with {from}"))
        .help("say to which period the limits are worked out: `baseline to …`")
}
