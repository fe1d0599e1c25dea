//! Times, and the days between them.

use super::{Part, part, step};
use crate::ast::{Elapsed, Expr, ExprKind, Spanned, When, Window};
use crate::build::{Cx, choice, words};
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::UNKNOWN_WORD;
use kpi_core::{Diagnostic, PeriodKind};

pub(crate) fn period_kind(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<PeriodKind> {
    Some(match node.as_str() {
        "month" | "months" => PeriodKind::Month,
        "quarter" | "quarters" => PeriodKind::Quarter,
        "half" | "halves" => PeriodKind::Half,
        "year" | "years" => PeriodKind::Year,
        _ => {
            let all = [("months", PeriodKind::Month), ("quarters", PeriodKind::Quarter), ("years", PeriodKind::Year)];
            return choice::choose(cx, node, "length of time", &all);
        }
    })
}

pub(super) fn window(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Window> {
    let mut count = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::year_to_date => return Some(Window::YearToDate),
            Rule::number => count = Some(cx.whole(&child, "number of periods", 1200)?.node),
            Rule::period => return Some(Window::Named(words(child.as_str()))),
            Rule::word => {
                if let Some(count) = count {
                    return period_kind(cx, &child).map(|kind| Window::Last { count, kind });
                }
                if child.as_str() == "period" {
                    return Some(Window::Period);
                }
                let span = cx.token(&child);
                let word = child.as_str();
                let diagnostic = Diagnostic::at(UNKNOWN_WORD, span, format!("`{word}` is neither a list nor a time"))
                    .saying("expected a list in brackets, or a time");
                let times = "a time is `period`, `year to date`, `last 12 months` or a period such as `2020/21`";
                let part = part_of_year(word);
                let diagnostic = match part {
                    Some(part) => diagnostic
                        .help(format!("the {part} of the figure is its `period`: write `in period`"))
                        .fix("write `period`", span, "period"),
                    None => diagnostic,
                };
                // A code may be called `Q2`, and hardly `quarter`.
                let diagnostic = match part {
                    Some(part) if part == word => diagnostic,
                    _ => diagnostic.help(format!("write `in [{word}]` for a list of codes")).fix(
                        "put it in brackets",
                        span,
                        format!("[{word}]"),
                    ),
                };
                cx.report(diagnostic.help(times));
                return None;
            }
            _ => {}
        }
    }
    None
}

/// What people call the period of a figure: `quarter`, `Q2`.
fn part_of_year(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "month" => "month",
        "quarter" | "q1" | "q2" | "q3" | "q4" => "quarter",
        "half" | "h1" | "h2" => "half",
        "year" => "year",
        _ => return None,
    })
}

pub(crate) fn when(cx: &Cx<'_>, node: Node<'_>) -> Spanned<When> {
    let span = cx.span(&node);
    let mut when = When::Previous;
    for child in node.into_inner() {
        let text = words(child.as_str());
        when = match child.as_rule() {
            Rule::when_words => match text.as_str() {
                "previous" => When::Previous,
                "previous year" => When::PreviousYear,
                _ => When::SamePeriodLastYear,
            },
            _ => When::Named(text),
        };
    }
    Spanned::new(when, span)
}

pub(super) fn at(cx: &mut Cx<'_>, value: Part, node: Node<'_>) -> Part {
    let span = value.outer.to(cx.span(&node));
    let below = value.steps;
    let kind = match node.into_inner().find(|n| n.as_rule() == Rule::when) {
        Some(node) => ExprKind::At { value: value.boxed(), when: when(cx, node) },
        None => ExprKind::Broken,
    };
    step(cx, kind, span, below)
}

/// `age at …`, `open at …`
pub(super) fn at_a_date(cx: &mut Cx<'_>, node: Node<'_>, kind: fn(Box<Expr>) -> ExprKind) -> Part {
    let span = cx.span(&node);
    let date = node.into_inner().find(|n| !matches!(n.as_rule(), Rule::kw_age | Rule::kw_open | Rule::kw_at));
    let Some(date) = date else { return Part::leaf(ExprKind::Broken, span) };
    let date = part(cx, date);
    let below = date.steps;
    step(cx, kind(date.boxed()), span, below)
}

pub(super) fn elapsed(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    let span = cx.span(&node);
    let mut unit = None;
    let mut ends = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::elapsed_word => {
                let word = match child.as_str() {
                    "days" => Elapsed::Days,
                    "months" => Elapsed::Months,
                    "years" => Elapsed::Years,
                    _ => Elapsed::WorkingDays,
                };
                unit = Some(Spanned::new(word, cx.token(&child)));
            }
            Rule::kw_from | Rule::kw_to => {}
            _ => ends.push(part(cx, child)),
        }
    }
    let mut ends = ends.into_iter();
    let (Some(unit), Some(from), Some(to)) = (unit, ends.next(), ends.next()) else {
        return Part::leaf(ExprKind::Broken, span);
    };
    let below = from.steps.max(to.steps);
    step(cx, ExprKind::Elapsed { unit, from: from.boxed(), to: to.boxed() }, span, below)
}
