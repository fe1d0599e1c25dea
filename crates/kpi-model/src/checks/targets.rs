//! Targets that are most likely slips of the pen (R25).

use crate::catalogue::{TargetEntry, TargetValue, TargetWhen};
use crate::lower::Facts;
use kpi_core::codes::judging;
use kpi_core::{Diagnostic, Exact, PeriodKind, Polarity, Quantity, SourceMap, Span, Unit};

pub fn suspicious(entries: &[TargetEntry], facts: &Facts<'_>, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(unit) = facts.unit() else { return found };
    let higher = facts.polarity.is_some_and(|dated| dated.values().all(|polarity| *polarity == Polarity::Higher));
    let mut before: Option<(Quantity, Span)> = None;
    for entry in entries {
        let TargetValue::Amount(formula) = &entry.value else { continue };
        let Some(amount) = formula.constant() else { continue };
        let span = formula.span;
        let warn = |message: String| Diagnostic::at(judging::SUSPICIOUS_TARGET, span, message);
        if amount.value.is_zero() && higher {
            found.push(
                warn("the target is 0, and higher is better".to_owned())
                    .note("every figure would meet it")
                    .help("set the target, or write `target: none` or a status such as `tbc`"),
            );
            before = None;
            continue;
        }
        if unit == Unit::Percent {
            let hundredth = Exact::decimal(1, 2);
            if amount.value > Exact::one() || amount.value.is_negative() {
                found.push(
                    warn(format!("a target of {} is no share", amount.in_full()))
                        .note("a percentage of a whole lies between 0% and 100%")
                        .help("correct the target; for a growth or a difference declare `unit: percentage points`"),
                );
                before = None;
                continue;
            }
            // 0.87% where 87% is meant: the sign was added to a ratio. Low targets are real where low is good.
            if higher && amount.value.is_positive() && amount.value < hundredth {
                let meant = amount.value.mul(&100.into()).map(|value| Quantity::new(value, Unit::Percent).in_full());
                let diagnostic = warn(format!("a target of {} is very low where higher is better", amount.in_full()));
                found.push(match meant {
                    Ok(text) if sources.slice(span).contains('%') => diagnostic
                        .help(format!("write `{text}` if that is meant"))
                        .fix(format!("write `{text}`"), span, text),
                    _ => diagnostic.help("write a ratio of 0.87 as `87%`"),
                });
                before = None;
                continue;
            }
        }
        let by_year = match entry.when {
            TargetWhen::For(period) => period.kind() == PeriodKind::Year,
            TargetWhen::From(_) => true,
            TargetWhen::Always => false,
        };
        if by_year {
            if let Some((last, place)) = &before
                && let Some(factor) = slipped(&last.value, &amount.value)
            {
                found.push(
                    warn(format!("the target goes from {} to {}, about {factor}", last.in_full(), amount.in_full()))
                        .label(*place, "the one before")
                        .note("a zero too many or too few, or a decimal point out of place")
                        .help("correct one of the two, if it is a slip"),
                );
            }
            before = Some((amount, span));
        }
    }
    found
}

/// How a figure that slipped by a decimal place or two looks.
fn slipped(before: &Exact, now: &Exact) -> Option<&'static str> {
    let factor = now.div(before).ok()??;
    let near = |digits: i128, scale: u32| {
        let (low, high) = (Exact::decimal(9 * digits, scale + 1), Exact::decimal(11 * digits, scale + 1));
        factor >= low && factor <= high
    };
    if near(10, 0) {
        Some("ten times as much")
    } else if near(100, 0) {
        Some("a hundred times as much")
    } else if near(1, 1) {
        Some("a tenth")
    } else if near(1, 2) {
        Some("a hundredth")
    } else {
        None
    }
}
