//! The names an expression mentions, before anything is known of them.

use kpi_syntax::ast::{BinaryOp, Expr, ExprKind};

/// Calls `found` with every name: of values, datasets, columns, codes.
pub fn names_in<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a str)) {
    walk(expr, true, found);
}

/// Calls `found` with every name that stands for a value. The `where` of records has none: it compares columns with
/// fixed values.
pub fn values_in<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a str)) {
    walk(expr, false, found);
}

fn walk<'a>(expr: &'a Expr, all: bool, found: &mut impl FnMut(&'a str)) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Name(name) => found(name),
            ExprKind::Column { dataset, column, condition, .. } => {
                if all {
                    found(&dataset.node);
                    found(&column.node);
                } else if let Some(condition) = condition {
                    todo.extend(given_values(condition));
                    continue;
                }
            }
            ExprKind::Aggregate { dataset, columns, share, .. } => {
                if !all {
                    todo.extend(share.as_deref());
                    continue;
                }
                found(&dataset.node);
                columns.iter().for_each(|column| found(&column.node));
            }
            ExprKind::Measure { rows, .. } => {
                if !all {
                    continue;
                }
                found(&rows.node);
            }
            ExprKind::Related(related) => found(&related.rows.node),
            ExprKind::Same(columns) => columns.iter().for_each(|column| found(&column.node)),
            _ => {}
        }
        parts(expr, &mut todo);
    }
}

/// Calls `found` with the expression and with all it is made of.
pub fn each_part<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a Expr)) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        found(expr);
        parts(expr, &mut todo);
    }
}

/// Adds the expressions it is made of.
fn parts<'a>(expr: &'a Expr, todo: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::Quantity(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::Period(_)
        | ExprKind::YesNo(_)
        | ExprKind::Name(_)
        | ExprKind::Same(_)
        | ExprKind::CalendarTime(_)
        | ExprKind::OpenIn(_)
        | ExprKind::EdgeOf { .. }
        | ExprKind::Broken => {}
        ExprKind::Column { condition, .. } => todo.extend(condition.as_deref()),
        ExprKind::Aggregate { condition, share, .. } => {
            todo.extend(condition.as_deref());
            todo.extend(share.as_deref());
        }
        ExprKind::Measure { condition, settings, .. } => {
            todo.extend(condition.as_deref());
            todo.extend(settings.iter().map(|setting| &setting.value));
        }
        ExprKind::Call { arguments, .. } => todo.extend(arguments),
        ExprKind::Unary { operand, .. } => todo.push(operand),
        ExprKind::Binary { left, right, .. } => todo.extend([left.as_ref(), right.as_ref()]),
        ExprKind::If { condition, then, otherwise } => {
            todo.extend([condition.as_ref(), then.as_ref(), otherwise.as_ref()]);
        }
        ExprKind::Else { value, otherwise } => todo.extend([value.as_ref(), otherwise.as_ref()]),
        ExprKind::In { value, list, .. } => {
            todo.push(value);
            todo.extend(list);
        }
        ExprKind::InWindow { value, .. }
        | ExprKind::Is { value, .. }
        | ExprKind::At { value, .. }
        | ExprKind::StartsWith { value, .. }
        | ExprKind::AgeAt(value)
        | ExprKind::OpenAt(value) => todo.push(value),
        ExprKind::Elapsed { from, to, .. } => todo.extend([from.as_ref(), to.as_ref()]),
        ExprKind::Related(related) => {
            todo.push(&related.condition);
            for term in &related.order {
                todo.push(&term.value);
                todo.extend(term.ranked.iter().flatten());
            }
        }
    }
}

/// The right-hand sides of `column = value and …`.
fn given_values(condition: &Expr) -> Vec<&Expr> {
    let mut values = Vec::new();
    let mut todo = vec![condition];
    while let Some(expr) = todo.pop() {
        if let ExprKind::Binary { op, left, right } = &expr.kind {
            if op.node == BinaryOp::And {
                todo.extend([left.as_ref(), right.as_ref()]);
            } else {
                values.push(right.as_ref());
            }
        }
    }
    values
}
