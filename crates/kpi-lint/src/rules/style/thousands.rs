//! Noughts that cannot be counted at a glance.

use crate::context::Context;
use crate::rule::Fixes;
use crate::rule::Rule;
use crate::walk::expressions;
use kpi_core::Diagnostic;
use kpi_syntax::ast::ExprKind;

kpi_core::code! {
    /// A large number is written without separators.
    ///
    /// ## Why
    /// 250000 and 2500000 look alike; 250,000 and 2,500,000 do not. A nought too many in a target is one of the errors that councils have
    /// published (R25).
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed {
    ///   title:     "Cases closed"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   figures.value
    ///   target:    250000
    ///   bands:     council
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
    ///   formula:   figures.value
    ///   target:    250,000
    ///   bands:     council
    /// }
    /// ```
    KPI2603 THOUSANDS "style" Warning
}

pub const RULE: Rule = Rule::stable(THOUSANDS, check).mended(Fixes::Safe);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    expressions(context.files, &mut |expr| {
        let ExprKind::Quantity(_) = &expr.kind else { return };
        let written = context.source(expr.span);
        let digits = written.trim_start_matches('£');
        let whole: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let rest = digits.get(whole.len()..).unwrap_or_default();
        if whole.len() < 5 || rest.starts_with(',') {
            return;
        }
        let sign = if written.starts_with('£') { "£" } else { "" };
        let text = format!("{sign}{}{rest}", grouped(&whole));
        out.push(Diagnostic::at(THOUSANDS, expr.span, format!("{written} is written without separators")).safe_fix(
            format!("write `{text}`"),
            expr.span,
            text,
        ));
    });
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
