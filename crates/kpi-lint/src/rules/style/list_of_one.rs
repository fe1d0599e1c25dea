//! Lists where a value would do.

use crate::context::Context;
use crate::rule::Fixes;
use crate::rule::Rule;
use crate::walk::expressions;
use kpi_core::Diagnostic;
use kpi_syntax::ast::ExprKind;

kpi_core::code! {
    /// A list has one value.
    ///
    /// ## Why
    /// `kind in ["Home"]` asks whether the kind is Home, and `kind = "Home"` says so.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind in ["Home"])
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
    ///   formula:   count(cases where closed in period and kind = "Home")
    /// }
    /// ```
    KPI2601 LIST_OF_ONE "style" Warning
}

pub const RULE: Rule = Rule::stable(LIST_OF_ONE, check).mended(Fixes::Safe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    expressions(context.files, &mut |expr| {
        let ExprKind::In { value, negated: false, list } = &expr.kind else { return };
        let [one] = list.as_slice() else { return };
        // A name may be a list of its own.
        if matches!(one.kind, ExprKind::Text(_) | ExprKind::Quantity(_) | ExprKind::Date(_)) {
            let text = format!("{} = {}", context.source(value.span), context.source(one.span));
            out.push(Diagnostic::at(LIST_OF_ONE, expr.span, "a list has one value").safe_fix(
                format!("write `{text}`"),
                expr.span,
                text,
            ));
        }
    });
}
