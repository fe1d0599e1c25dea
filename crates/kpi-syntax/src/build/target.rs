//! Targets.

use super::{Cx, expr};
use crate::ast::{Spanned, Target, TargetEntry, TargetHow, TargetTable, TargetValue};
use crate::grammar::{Node, Rule};
use kpi_core::Diagnostic;
use kpi_core::codes::syntax::NEAR_MISS;

pub(crate) fn table(cx: &mut Cx<'_>, node: Node<'_>) -> Option<TargetTable> {
    let span = cx.span(&node);
    let mut entries = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::target => return target(cx, child).map(TargetTable::Always),
            Rule::target_entry => entries.push(entry(cx, child)?),
            Rule::comma => {
                let place = cx.span(&child);
                cx.report(
                    Diagnostic::at(NEAR_MISS, place, "nothing stands between two entries")
                        .saying("this `,` is not needed")
                        .help("leave it out: an entry ends where the next period stands")
                        .fix("leave out the `,`", place, ""),
                );
            }
            _ => {}
        }
    }
    Some(TargetTable::ByPeriod { span, entries })
}

fn entry(cx: &mut Cx<'_>, node: Node<'_>) -> Option<TargetEntry> {
    let span = cx.span(&node);
    let (mut onwards, mut period, mut value) = (false, None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::kw_from => onwards = true,
            Rule::period => period = Some(cx.period(&child)),
            Rule::target => value = target(cx, child),
            _ => {}
        }
    }
    Some(TargetEntry { span, onwards, period: period?, target: value? })
}

fn target(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Target> {
    let span = cx.span(&node);
    let (mut value, mut how, mut copied_from, mut proposed, mut note) = (None, None, None, false, None);
    for child in node.into_inner() {
        let place = cx.span(&child);
        match child.as_rule() {
            Rule::target_none => value = Some(TargetValue::None(place)),
            Rule::target_status => value = Some(TargetValue::Status(cx.words(&child))),
            Rule::expr => value = Some(TargetValue::Expr(expr::expr(cx, child))),
            Rule::at_year_end => how = Some(Spanned::new(TargetHow::AtYearEnd, place)),
            Rule::pro_rata => how = Some(Spanned::new(TargetHow::ProRata, place)),
            Rule::target_each => {
                let word = child.into_inner().find(|n| n.as_rule() == Rule::word)?;
                how = Some(Spanned::new(TargetHow::Each(expr::period_kind(cx, &word)?), place));
            }
            Rule::target_profiled => {
                let list = child.into_inner().find(|n| n.as_rule() == Rule::list)?;
                how = Some(Spanned::new(TargetHow::Profiled(expr::list(cx, list)), place));
            }
            Rule::target_copied => {
                copied_from = child.into_inner().find(|n| n.as_rule() == Rule::name).map(|n| cx.name(&n));
            }
            Rule::kw_proposed => proposed = true,
            Rule::text => note = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    Some(Target { span, value: value?, how, copied_from, proposed, note })
}
