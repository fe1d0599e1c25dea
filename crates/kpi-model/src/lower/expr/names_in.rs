//! The names an expression mentions, before anything is known of them.

use kpi_syntax::ast::{Expr, ExprKind};

/// Calls `found` with every bare name, column names in conditions included.
pub fn names_in<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a str)) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Quantity(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Period(_)
            | ExprKind::YesNo(_)
            | ExprKind::Broken => {}
            ExprKind::Name(name) => found(name),
            ExprKind::Column { dataset, column, condition, .. } => {
                found(&dataset.node);
                found(&column.node);
                todo.extend(condition.as_deref());
            }
            ExprKind::Aggregate { dataset, column, condition, .. } => {
                found(&dataset.node);
                if let Some(column) = column {
                    found(&column.node);
                }
                todo.extend(condition.as_deref());
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
            ExprKind::InWindow { value, .. } | ExprKind::Is { value, .. } | ExprKind::At { value, .. } => {
                todo.push(value);
            }
        }
    }
}
