//! Chains of `or` where a list would do.

use crate::context::Context;
use crate::rule::Fixes;
use crate::rule::Rule;
use crate::walk::{expressions, parts};
use kpi_core::Diagnostic;
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind};
use std::collections::HashSet;

kpi_core::code! {
    /// A column is compared with one value after another.
    ///
    /// ## Why
    /// A list says the same once, and the next value is added where the others are.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and (kind = "Home" or kind = "Day"))
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind in ["Home", "Day"])
    /// }
    /// ```
    KPI2602 CHAIN_OF_EQUALS "style" Warning
}

pub const RULE: Rule = Rule::stable(CHAIN_OF_EQUALS, check).mended(Fixes::Safe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    // Of a chain only the whole is told.
    let mut inner = HashSet::new();
    let mut chains = Vec::new();
    expressions(context.files, &mut |expr| {
        if is_or(expr) {
            inner.extend(parts(expr).into_iter().filter(|part| is_or(part)).map(|part| part.span));
            chains.push(expr);
        }
    });
    for expr in chains.into_iter().filter(|expr| !inner.contains(&expr.span)) {
        let mut terms = Vec::new();
        let Some(column) = equals(context, expr, &mut terms).filter(|_| terms.len() > 1) else { continue };
        let text = format!("{column} in [{}]", terms.join(", "));
        out.push(
            Diagnostic::at(CHAIN_OF_EQUALS, expr.span, format!("`{column}` is compared {} times", terms.len()))
                .safe_fix(format!("write `{text}`"), expr.span, text),
        );
    }
}

fn is_or(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Binary { op, .. } if op.node == BinaryOp::Or)
}

/// The column that every part of a chain compares with a value.
fn equals<'a>(context: &Context<'a>, expr: &'a Expr, terms: &mut Vec<&'a str>) -> Option<&'a str> {
    let ExprKind::Binary { op, left, right } = &expr.kind else { return None };
    match op.node {
        BinaryOp::Or => {
            let (one, other) = (equals(context, left, terms)?, equals(context, right, terms)?);
            (one == other).then_some(one)
        }
        BinaryOp::Equal if matches!(left.kind, ExprKind::Name(_)) && matches!(right.kind, ExprKind::Text(_)) => {
            terms.push(context.source(right.span));
            Some(context.source(left.span))
        }
        _ => None,
    }
}
