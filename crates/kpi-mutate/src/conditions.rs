//! Conditions, dropped and turned.

use crate::mutant::{Mutants, Operator};
use crate::thresholds;
use kpi_core::Span;
use kpi_syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};

/// The faults of an expression and of all that it is made of.
pub fn within(found: &mut Mutants<'_>, expr: &Expr) {
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if matches!(op.node, BinaryOp::And | BinaryOp::Or) => {
                let operands = operands(expr, op.node);
                dropped(found, &operands);
                todo.extend(operands);
                let _ = (left, right);
            }
            ExprKind::Binary { op, left, right } => {
                if let Some(other) = other(op.node) {
                    found.replace(Operator::Comparison, op.span, other);
                    for side in [left, right] {
                        if matches!(side.kind, ExprKind::Quantity(_)) {
                            thresholds::shifted(found, side.span);
                        }
                    }
                }
                todo.extend([&**left, &**right]);
            }
            ExprKind::Unary { op, operand } => {
                if op.node == UnaryOp::Not {
                    found.replace(Operator::Condition, expr.span, found.text(operand.span));
                }
                todo.push(operand);
            }
            ExprKind::If { condition, then, otherwise } => {
                found.replace(Operator::Condition, expr.span, &bracketed(found, then.span));
                found.replace(Operator::Condition, expr.span, &bracketed(found, otherwise.span));
                todo.extend([&**condition, &**then, &**otherwise]);
            }
            ExprKind::Else { value, otherwise } => {
                found.replace(Operator::Condition, expr.span, found.text(value.span));
                todo.extend([&**value, &**otherwise]);
            }
            ExprKind::Column { condition, .. } => {
                // A key of a lookup is no condition that could be left out: it says which cell.
                todo.extend(condition.as_deref());
            }
            ExprKind::Aggregate { condition, share, .. } => {
                condition.iter().for_each(|condition| without(found, condition));
                todo.extend(condition.as_deref());
                todo.extend(share.as_deref());
            }
            ExprKind::Measure { condition, settings, .. } => {
                condition.iter().for_each(|condition| without(found, condition));
                todo.extend(condition.as_deref());
                todo.extend(settings.iter().map(|setting| &setting.value));
            }
            ExprKind::Related(related) => todo.push(&related.condition),
            ExprKind::Call { arguments, .. } => todo.extend(arguments),
            ExprKind::In { value, list, .. } => {
                todo.push(value);
                if list.len() > 1 {
                    listed(found, list);
                }
            }
            ExprKind::InWindow { value, .. }
            | ExprKind::Is { value, .. }
            | ExprKind::At { value, .. }
            | ExprKind::StartsWith { value, .. }
            | ExprKind::AgeAt(value)
            | ExprKind::OpenAt(value) => todo.push(value),
            ExprKind::Elapsed { from, to, .. } => todo.extend([&**from, &**to]),
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
        }
    }
}

/// Is it one condition, of which no part can be dropped?
pub fn is_single(expr: &Expr) -> bool {
    !matches!(&expr.kind, ExprKind::Binary { op, .. } if matches!(op.node, BinaryOp::And | BinaryOp::Or))
}

const fn other(op: BinaryOp) -> Option<&'static str> {
    Some(match op {
        BinaryOp::Less => "<=",
        BinaryOp::LessOrEqual => "<",
        BinaryOp::Greater => ">=",
        BinaryOp::GreaterOrEqual => ">",
        BinaryOp::Equal => "!=",
        BinaryOp::NotEqual => "=",
        _ => return None,
    })
}

/// What `a and b and c` joins.
fn operands(expr: &Expr, joined: BinaryOp) -> Vec<&Expr> {
    let mut found = Vec::new();
    let mut todo = vec![expr];
    while let Some(expr) = todo.pop() {
        match &expr.kind {
            ExprKind::Binary { op, left, right } if op.node == joined => todo.extend([&**right, &**left]),
            _ => found.push(expr),
        }
    }
    found
}

/// Each of several conditions left out, with the word that joins it.
fn dropped(found: &mut Mutants<'_>, operands: &[&Expr]) {
    for (i, operand) in operands.iter().enumerate() {
        let span = match (operands.get(i + 1), i.checked_sub(1).and_then(|i| operands.get(i))) {
            (Some(next), _) => {
                Span { start: whole(found, operand.span).start, end: whole(found, next.span).start, ..operand.span }
            }
            (None, Some(before)) => {
                Span { start: whole(found, before.span).end, end: whole(found, operand.span).end, ..operand.span }
            }
            (None, None) => continue,
        };
        found.replace(Operator::Condition, span, "");
    }
}

/// One of a list of values left out.
fn listed(found: &mut Mutants<'_>, list: &[Expr]) {
    for (i, value) in list.iter().enumerate() {
        let span = match (list.get(i + 1), i.checked_sub(1).and_then(|i| list.get(i))) {
            (Some(next), _) => Span { end: next.span.start, ..value.span },
            (None, Some(before)) => Span { start: before.span.end, ..value.span },
            (None, None) => continue,
        };
        found.replace(Operator::Condition, span, "");
    }
}

/// A span with the brackets around it.
fn whole(found: &Mutants<'_>, span: Span) -> Span {
    let text = found.file(span);
    let (mut start, mut end) = (span.start as usize, span.end as usize);
    loop {
        let before = text.get(..start).unwrap_or_default().trim_end();
        let behind = text.get(end..).unwrap_or_default();
        let blanks = behind.len() - behind.trim_start().len();
        let is_group = before.ends_with('(') && behind.trim_start().starts_with(')') && !is_call(before);
        if !is_group {
            return Span { start: start as u32, end: end as u32, ..span };
        }
        (start, end) = (before.len() - 1, end + blanks + 1);
    }
}

/// Does the bracket at the end belong to a call?
fn is_call(before: &str) -> bool {
    let head = before.trim_end_matches('(');
    head.ends_with(|c: char| c.is_alphanumeric() || c == '_')
        && !["and", "or", "not", "if", "where", "then", "else"].iter().any(|word| head.ends_with(word))
}

fn bracketed(found: &Mutants<'_>, span: Span) -> String {
    format!("({})", found.text(span))
}

/// `count(rows where condition)` over all rows.
fn without(found: &mut Mutants<'_>, condition: &Expr) {
    if !is_single(condition) {
        return;
    }
    let span = whole(found, condition.span);
    let before = found.file(span).get(..span.start as usize).unwrap_or_default().trim_end();
    if let Some(head) = before.strip_suffix("where") {
        found.replace(Operator::Condition, Span { start: head.trim_end().len() as u32, ..span }, "");
    }
}
