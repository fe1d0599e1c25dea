//! Whether a target's span is that of the figures it is held against (R20).

use crate::catalogue::{Measure, TargetEntry, TargetValue, TargetWhen};
use crate::lower::{Facts, plural};
use kpi_core::codes::{judging, periods};
use kpi_core::period::{Every, FigureSpan};
use kpi_core::{Diagnostic, Frequency, Period, PeriodKind, Span};
use kpi_syntax::ast::{self, Spanned};

/// Do the figures grow with the time they cover?
fn grows(facts: &Facts<'_>) -> bool {
    facts.measure == Measure::Flow && facts.unit().is_some_and(kpi_core::Unit::is_extensive)
}

/// That no figure is of a target's period.
pub fn period_fits(period: Period, when: TargetWhen, span: Span, facts: &Facts<'_>) -> Option<Diagnostic> {
    if !matches!(when, TargetWhen::For(_)) {
        return None;
    }
    let frequency = facts.frequency_at(Some(period))?;
    if has_figures(frequency, period) {
        return None;
    }
    let diagnostic =
        Diagnostic::at(periods::PERIOD_UNFIT, span, format!("no figure is of {period} or of a part of it"));
    Some(match (frequency.every, frequency.span) {
        (Every::Years(step, base), _) => diagnostic
            .saying(format!("made every {step} years from {base}"))
            .help("give the target for a year in which the figure is made"),
        (_, FigureSpan::ToDate) if has_figures(frequency, period.to_date()) => {
            let text = period.to_date().to_string();
            diagnostic.saying("the figures run from the start of the year").help(format!("write `{text}`")).fix(
                format!("write `{text}`"),
                span,
                text,
            )
        }
        (Every::One(kind), _) => {
            diagnostic.saying(format!("a figure is of a {}", kind.word())).help(if kind == PeriodKind::Year {
                "give the year's target".to_owned()
            } else {
                format!("give the target of a {}, or the year's", kind.word())
            })
        }
    })
}

fn has_figures(frequency: &Frequency, period: Period) -> bool {
    let whole_year = period == period.year();
    match (frequency.every, frequency.span) {
        (Every::Years(step, base), _) => {
            let years = (period.months().0 - base.months().0).div_euclid(12);
            whole_year && i64::from(years).rem_euclid(i64::from(step.max(1))) == 0
        }
        (Every::One(kind), FigureSpan::ToDate) => {
            let kind_months = if kind == PeriodKind::Year { 1 } else { kind.months() };
            period == period.to_date() && period.length() % kind_months == 0
        }
        (Every::One(kind), _) => {
            whole_year || (!period.is_to_date() && period.length() >= kind.months() && ends_with(period, kind))
        }
    }
}

/// Does a period of this kind end where this one ends?
fn ends_with(period: Period, kind: PeriodKind) -> bool {
    period.latest_complete(kind).months().1 == period.months().1
}

/// That a way of applying a target does not suit the figures.
pub fn how_fits(how: &Spanned<ast::TargetHow>, when: TargetWhen, facts: &Facts<'_>) -> Option<Diagnostic> {
    let unit = facts.unit()?;
    let at = |message: String| Diagnostic::at(judging::TARGET_SPAN, how.span, message);
    let scaled = match &how.node {
        ast::TargetHow::ProRata => "pro rata",
        ast::TargetHow::Each(_) => "each",
        _ => return None,
    };
    if !grows(facts) {
        let what = match facts.measure {
            Measure::Flow => format!("{} do not grow with the time they cover", plural(unit)),
            Measure::Snapshot => "a snapshot does not grow with time".to_owned(),
            Measure::Average => "an average does not grow with time".to_owned(),
        };
        return Some(at(what).note("its target is the same for a quarter and for a year").help("leave this out"));
    }
    let period = match when {
        TargetWhen::Always => None,
        TargetWhen::From(period) | TargetWhen::For(period) => Some(period),
    };
    let frequency = facts.frequency_at(period)?;
    if let FigureSpan::Rolling(months) = frequency.span {
        return Some(
            at(format!("each figure covers {months} months, so there is no part of them to take `{scaled}`"))
                .help("leave this out: the target is for those months"),
        );
    }
    match &how.node {
        ast::TargetHow::ProRata if when == TargetWhen::Always => Some(
            at("a target without a period has no months to take a share of".to_owned())
                .help("give it a period: `{ 2022/23: 1,200 pro rata }`, or write `each month`"),
        ),
        ast::TargetHow::Each(kind) if kind.months() > frequency.kind().months() => Some(
            at(format!("a figure is of a {}, which is less than a {}", frequency.kind().word(), kind.word()))
                .help(format!("write `each {}`", frequency.kind().word())),
        ),
        _ => None,
    }
}

/// That a target is for longer than the figures it is held against, and the rules do not say how.
pub fn spans(entries: &[TargetEntry], facts: &Facts<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (Some(unit), true) = (facts.unit(), grows(facts)) else { return found };
    for entry in entries {
        let (TargetValue::Amount(_), TargetWhen::For(period)) = (&entry.value, entry.when) else { continue };
        let Some(frequency) = facts.frequency_at(Some(period)) else { continue };
        if entry.how.is_some() {
            continue;
        }
        let Some(covered) = covered(frequency, period) else { continue };
        let parts_said = entries
            .iter()
            .any(|other| matches!(other.when, TargetWhen::For(part) if part != period && period.contains(part)));
        if parts_said {
            continue;
        }
        let helps = if matches!(frequency.span, FigureSpan::Rolling(_)) {
            "give a target without a period: it is for every figure, whatever it covers".to_owned()
        } else {
            "say how it applies: `pro rata`, `profiled [a, b, c, d]`, `each month` or `each quarter`; or \
             `at year end` to compare part of the year with all of it, knowingly"
                .to_owned()
        };
        found.push(
            Diagnostic::at(judging::TARGET_SPAN, entry.span, format!("the target is for {period}, and {covered}"))
                .saying(format!("covers {} months", period.length()))
                .note(format!("{} grow with the time they cover", plural(unit)))
                .help(helps),
        );
    }
    found
}

/// What the figures within a period cover, where that is not the period.
fn covered(frequency: &Frequency, period: Period) -> Option<String> {
    match (frequency.every, frequency.span) {
        (Every::Years(..), _) => None,
        (_, FigureSpan::Rolling(months)) => {
            (months as i32 != period.length()).then(|| format!("a figure covers {months} months"))
        }
        (_, FigureSpan::ToDate) => {
            (period == period.year()).then(|| "figures before the year's end cover part of it".to_owned())
        }
        (Every::One(kind), FigureSpan::Period) => {
            (kind.months() < period.length()).then(|| format!("a figure covers a {}", kind.word()))
        }
    }
}
