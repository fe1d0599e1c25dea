//! Copies that a template would save.

use crate::context::Context;
use crate::rule::Rule;
use crate::walk::within;
use kpi_core::Diagnostic;
use kpi_syntax::ast::{Expr, ExprKind, Indicator, IndicatorField, Item};
use std::collections::HashMap;
use std::fmt::Write as _;

kpi_core::code! {
    /// Several indicators differ in a few words, and could be made from a template.
    ///
    /// ## Why
    /// Sixty copies of a definition are mended fifty-nine times when it changes. A template says once what is the same (R60). From how many
    /// on it is told is `alike` in `[lint]` of `kpi.toml`, 3 where it says nothing.
    ///
    /// ## Example
    /// ```kpi
    /// indicator closed_home {
    ///   title:     "Cases closed, home"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = "Home")
    /// }
    /// indicator closed_day {
    ///   title:     "Cases closed, day"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = "Day")
    /// }
    /// indicator closed_other {
    ///   title:     "Cases closed, other"
    ///   unit:      count
    ///   polarity:  higher
    ///   frequency: quarterly
    ///   formula:   count(cases where closed in period and kind = "Other")
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
    ///   formula:   count(cases where closed in period)
    /// }
    /// ```
    KPI2610 LOOK_ALIKE "style" Warning
}

pub const RULE: Rule = Rule::stable(LOOK_ALIKE, check);

fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let mut groups: HashMap<String, Vec<&Indicator>> = HashMap::new();
    for item in context.items() {
        let Item::Indicator(indicator) = item else { continue };
        // Few lines are no copy, and what comes from a template is none.
        if indicator.from.is_none() && indicator.fields.len() > 4 {
            groups.entry(shape(context, indicator)).or_default().push(indicator);
        }
    }
    for alike in groups.into_values().filter(|alike| alike.len() >= context.options.alike) {
        let [first, .., last] = alike.as_slice() else { continue };
        out.push(
            Diagnostic::at(
                LOOK_ALIKE,
                first.name.span,
                format!("{} indicators are copies of this one but for a few words", alike.len() - 1),
            )
            .label(last.name.span, "such as this")
            .help("write what they share as a `template`, with the words that differ as its parameters"),
        );
    }
}

/// What an indicator says, without its texts, numbers and names.
fn shape(context: &Context<'_>, indicator: &Indicator) -> String {
    let mut out = String::new();
    for field in &indicator.fields {
        let _ = write!(out, "{}:", field.key.node);
        match &field.value {
            IndicatorField::Formula(dated) | IndicatorField::Expression(dated) => {
                dated.values().for_each(|expr| of_expr(expr, &mut out));
            }
            IndicatorField::Let { value, .. } => of_expr(value, &mut out),
            IndicatorField::Text(_)
            | IndicatorField::Target(_)
            | IndicatorField::Links(_)
            | IndicatorField::Related(_) => {}
            _ => out.push_str(context.source(field.span)),
        }
        out.push(';');
    }
    out
}

fn of_expr(expr: &Expr, out: &mut String) {
    within(expr, &mut |part| match &part.kind {
        ExprKind::Text(_) | ExprKind::Quantity(_) => out.push('_'),
        ExprKind::Name(name) => out.push_str(name),
        ExprKind::Column { dataset, column, .. } => drop(write!(out, "{}.{}", dataset.node, column.node)),
        ExprKind::Aggregate { function, dataset, columns, .. } => {
            let columns: Vec<&str> = columns.iter().map(|column| column.node.as_str()).collect();
            let _ = write!(out, "{:?}({} {columns:?})", function.node, dataset.node);
        }
        ExprKind::Binary { op, .. } => out.push_str(op.node.sign()),
        ExprKind::InWindow { window, .. } => drop(write!(out, "{:?}", window.node)),
        other => drop(write!(out, "{:?}", std::mem::discriminant(other))),
    });
}
