//! Targets: what they are, for which figures, and how they stretch over time.

use super::dated::InOrder;
use super::expr::{Scope, unit_word, with_article};
use crate::catalogue::{Dated, Measure, Status, TargetEntry, TargetHow, TargetValue, TargetWhen};
use crate::checks::{spans, targets};
use crate::formula::{Formula, FormulaKind};
use crate::project::Kind;
use kpi_core::codes::{judging, names, units};
use kpi_core::{Diagnostic, Exact, Frequency, Period, Polarity, Quantity, Span, Unit};
use kpi_syntax::ast::{self, Expr, ExprKind, TargetTable};

/// What must be known of an indicator before its targets can be checked.
pub struct Facts<'f> {
    pub units: &'f [Unit],
    pub polarity: Option<&'f Dated<Polarity>>,
    pub frequency: Option<&'f Dated<Frequency>>,
    pub measure: Measure,
}

impl Facts<'_> {
    pub fn unit(&self) -> Option<Unit> {
        self.units.last().copied()
    }

    /// How often the figures of a period are made.
    pub fn frequency_at(&self, period: Option<Period>) -> Option<&Frequency> {
        let dated = self.frequency?;
        period.and_then(|period| dated.at(period)).or_else(|| dated.values().next())
    }
}

impl<'a> Scope<'a, '_> {
    pub fn targets(&mut self, table: &'a TargetTable, facts: &Facts<'_>) -> Vec<TargetEntry> {
        let mut lowered: Vec<TargetEntry> = Vec::new();
        match table {
            TargetTable::Always(target) => lowered.extend(self.target(target, TargetWhen::Always, target.span, facts)),
            TargetTable::ByPeriod { entries, .. } => {
                let mut order = InOrder::default();
                let mut seen: Vec<(Period, Span)> = Vec::new();
                for entry in entries {
                    let Some(period) = self.period(&entry.period.node, entry.period.span) else { continue };
                    let when = if entry.onwards {
                        if let Some(diagnostic) = order.next(period, entry.period.span) {
                            self.tell(diagnostic);
                        }
                        TargetWhen::From(period)
                    } else {
                        if let Some((_, first)) = seen.iter().find(|(before, _)| *before == period) {
                            let first = *first;
                            self.tell(
                                Diagnostic::at(
                                    judging::TARGET_TWICE,
                                    entry.period.span,
                                    format!("{period} has two targets"),
                                )
                                .label(first, "the first one")
                                .help("remove one of the two, or correct its period"),
                            );
                            continue;
                        }
                        seen.push((period, entry.period.span));
                        TargetWhen::For(period)
                    };
                    if let Some(target) = self.target(&entry.target, when, entry.span, facts) {
                        let fits = spans::period_fits(period, when, entry.period.span, facts);
                        if let Some(diagnostic) = fits {
                            self.tell(diagnostic);
                            continue;
                        }
                        lowered.push(target);
                    }
                }
            }
        }
        for diagnostic in spans::spans(&lowered, facts) {
            self.tell(diagnostic);
        }
        for diagnostic in targets::suspicious(&lowered, facts, self.project.sources) {
            self.tell(diagnostic);
        }
        lowered
    }

    fn target(
        &mut self,
        target: &'a ast::Target,
        when: TargetWhen,
        span: Span,
        facts: &Facts<'_>,
    ) -> Option<TargetEntry> {
        let note = target.note.as_ref().map(|note| self.text(&note.node, note.span));
        let copied_from = target.copied_from.as_ref().and_then(|name| {
            let (word, place) = self.word(name);
            match self.project.comparators.get(word) {
                Some(entry) => {
                    entry.mark();
                    Some(word.to_owned())
                }
                None => {
                    if let Some(diagnostic) = self.project.not_a(Kind::Comparator, word, place) {
                        self.tell(diagnostic);
                    }
                    None
                }
            }
        });
        let value = match &target.value {
            ast::TargetValue::None(_) => TargetValue::None,
            ast::TargetValue::Status(word) => TargetValue::Status(self.status(&word.node)?),
            ast::TargetValue::Expr(expr) => self.amount(expr, facts.units)?,
        };
        let how = match &target.how {
            None => None,
            Some(how) => Some(self.how(how, &value, when, facts)?),
        };
        Some(TargetEntry { span, when, value, how, copied_from, proposed: target.proposed, note })
    }

    fn status(&self, word: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.keyword() == word)
    }

    fn amount(&mut self, expr: &'a Expr, wanted: &[Unit]) -> Option<TargetValue> {
        // A template's argument may be a word: `target: target` with `tbc`.
        if let ExprKind::Name(word) | ExprKind::Text(word) = &self.seen_through(expr).kind {
            if let Some(status) = self.status(word) {
                return Some(TargetValue::Status(status));
            }
            if word == "none" {
                return Some(TargetValue::None);
            }
            if matches!(word.to_lowercase().as_str(), "tba" | "tbd") {
                self.tell(
                    Diagnostic::at(names::UNKNOWN_NAME, expr.span, format!("nothing is named `{word}`"))
                        .help("a target that is still to be set is `tbc`")
                        .fix("write `tbc`", expr.span, "tbc"),
                );
                return None;
            }
        }
        let formula = self.expr(expr);
        self.target_unit(formula, wanted).map(TargetValue::Amount)
    }

    fn target_unit(&mut self, formula: Formula, wanted: &[Unit]) -> Option<Formula> {
        if formula.is_broken() {
            return None;
        }
        if wanted.is_empty() || wanted.iter().any(|unit| formula.unit.factor_to(*unit).is_some()) {
            return Some(formula);
        }
        let unit = wanted.first().copied().unwrap_or(Unit::Number);
        let mut diagnostic = Diagnostic::at(
            units::TARGET_UNIT,
            formula.span,
            format!("the target is {}, and the indicator is {}", with_article(formula.unit), with_article(unit)),
        )
        .saying(unit_word(formula.unit));
        if let Some((field, _)) = self.unit_field {
            diagnostic = diagnostic.label(field, format!("declared {unit}"));
        }
        let constant = formula.constant();
        let fixed = constant.and_then(|quantity| signed(&quantity, unit));
        self.tell(match fixed {
            Some(text) => diagnostic
                .note("87 and 87% differ by a factor of a hundred")
                .help(format!("write `{text}`"))
                .fix(format!("write `{text}`"), formula.span, text),
            None => {
                match &formula.kind {
                    FormulaKind::Text(text) if is_number(text) => diagnostic
                        .help("a number stands without quotes")
                        .fix(format!("write `{text}`"), formula.span, text.clone()),
                    _ => diagnostic.help(format!("set the target as {}", with_article(unit))),
                }
            }
        });
        None
    }

    fn how(
        &mut self,
        how: &'a ast::Spanned<ast::TargetHow>,
        value: &TargetValue,
        when: TargetWhen,
        facts: &Facts<'_>,
    ) -> Option<TargetHow> {
        if let Some(diagnostic) = spans::how_fits(how, when, facts) {
            self.tell(diagnostic);
            return None;
        }
        Some(match &how.node {
            ast::TargetHow::ProRata => TargetHow::ProRata,
            ast::TargetHow::AtYearEnd => TargetHow::AtYearEnd,
            ast::TargetHow::Each(kind) => TargetHow::Each(*kind),
            ast::TargetHow::Profiled(list) => {
                let formulas: Vec<Formula> = list.iter().map(|expr| self.expr(expr)).collect();
                let mut kept = Vec::with_capacity(formulas.len());
                for formula in formulas {
                    kept.push(self.target_unit(formula, facts.units)?);
                }
                if !matches!(kept.len(), 4 | 12) {
                    self.tell(super::forecast::length(how.span, kept.len()));
                    return None;
                }
                if let (TargetValue::Amount(year), Some(last)) = (value, kept.last())
                    && let (Some(whole), Some(end)) = (year.constant(), last.constant())
                    && whole.value != end.value
                {
                    let text = whole.in_full();
                    self.tell(
                        Diagnostic::at(
                            judging::PROFILE,
                            last.span,
                            format!("the profile ends at {}, and the year's target is {text}", end.in_full()),
                        )
                        .label(year.span, "the year's target")
                        .note("a profile gives the target to date, so its last figure is the whole year's")
                        .help(format!("end the profile with {text}, or correct the year's target")),
                    );
                    return None;
                }
                TargetHow::Profiled(kept)
            }
        })
    }
}

/// A number as it would be written in another unit, where it most likely just lacks its sign.
pub fn signed(quantity: &Quantity, unit: Unit) -> Option<String> {
    let digits = quantity.value.to_decimal();
    let is_share = !quantity.value.is_zero() && quantity.value.abs() <= Exact::one();
    match (quantity.unit, unit) {
        // In a spreadsheet 0.75 is what it shows as 75%.
        (Unit::Number, Unit::Percent) if is_share => {
            quantity.value.mul(&100.into()).ok()?.to_decimal().map(|digits| format!("{digits}%"))
        }
        (Unit::Number, Unit::Percent) => digits.map(|digits| format!("{digits}%")),
        (Unit::Number, Unit::Points) => digits.map(|digits| format!("{digits} pp")),
        (Unit::Percent, Unit::Points) => Some(Quantity::new(quantity.value.clone(), Unit::Points).in_full()),
        (Unit::Points, Unit::Percent) => Some(Quantity::new(quantity.value.clone(), Unit::Percent).in_full()),
        (Unit::Percent, Unit::Number | Unit::Rate(_) | Unit::Score | Unit::Count) => {
            quantity.value.mul(&100.into()).ok()?.to_decimal()
        }
        _ => None,
    }
}

/// `75%`, `1,200`, `0.5`
fn is_number(text: &str) -> bool {
    let digits = text.strip_suffix('%').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}
