//! Expressions. The grammar gives a flat run of operands and signs; which binds tighter is settled here, without
//! recursion, and no tree is deeper than [`MAX_STEPS`].

mod calls;
mod operators;
mod times;

pub(crate) use operators::infix;
pub(crate) use times::{period_kind, when};

use super::{Cx, cohort, words};
use crate::ast::{CalendarTime, Expr, ExprKind, Is, Related, Spanned, UnaryOp, Which};
use crate::grammar::{Node, Rule};
use calls::{condition, reference};
use chrono::NaiveDate;
use kpi_core::codes::syntax::{BAD_LITERAL, NESTING};
use kpi_core::{Diagnostic, Quantity, Span};
use operators::{COMPARISON, Op, prefix, strength};
use times::{at, at_a_date, elapsed, window};

/// How many steps may hang on one another. Later passes walk the tree by recursion.
pub(crate) const MAX_STEPS: u32 = 256;

/// An expression in the making.
struct Part {
    expr: Expr,
    steps: u32,
    /// With the brackets around it.
    outer: Span,
}

impl Part {
    fn leaf(kind: ExprKind, span: Span) -> Self {
        Self { expr: Expr { kind, span }, steps: 1, outer: span }
    }

    fn boxed(self) -> Box<Expr> {
        Box::new(self.expr)
    }
}

/// Builds the expression of an `expr` or `disjunction`.
pub(crate) fn expr(cx: &mut Cx<'_>, node: Node<'_>) -> Expr {
    cx.oversized = false;
    part(cx, node).expr
}

/// The expressions of a `list`.
pub(crate) fn list(cx: &mut Cx<'_>, node: Node<'_>) -> Vec<Expr> {
    node.into_inner().filter(|n| n.as_rule() == Rule::expr).map(|n| part(cx, n).expr).collect()
}

fn broken(cx: &Cx<'_>, node: &Node<'_>) -> Part {
    Part::leaf(ExprKind::Broken, cx.span(node))
}

/// Puts a step on top of others, unless there would be too many.
fn step(cx: &mut Cx<'_>, kind: ExprKind, span: Span, below: u32) -> Part {
    let steps = below + 1;
    if steps <= MAX_STEPS {
        return Part { expr: Expr { kind, span }, steps, outer: span };
    }
    if !cx.oversized {
        cx.oversized = true;
        cx.report(
            Diagnostic::at(
                NESTING,
                span,
                format!("more than {MAX_STEPS} steps of this expression hang on one another"),
            )
            .saying("this is too long for one expression")
            .help("give parts of it names with `let`, and use the names"),
        );
    }
    Part::leaf(ExprKind::Broken, span)
}

fn part(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    match node.as_rule() {
        Rule::expr => {
            let mut parts = Vec::new();
            for child in node.into_inner() {
                if child.as_rule() == Rule::conditional {
                    parts.push(part(cx, child));
                }
            }
            // `a else b else c` is a, or else (b, or else c).
            let mut parts = parts.into_iter().rev();
            let Some(mut last) = parts.next() else { return Part::leaf(ExprKind::Broken, cx.at(cx.base, cx.base)) };
            for value in parts {
                let span = value.outer.to(last.outer);
                let below = value.steps.max(last.steps);
                let kind = ExprKind::Else { value: value.boxed(), otherwise: last.boxed() };
                last = step(cx, kind, span, below);
            }
            last
        }
        Rule::conditional => conditional(cx, node),
        Rule::disjunction => run(cx, node),
        Rule::group => {
            let outer = cx.span(&node);
            match node.into_inner().find(|n| n.as_rule() == Rule::expr) {
                Some(inner) => {
                    let inner = part(cx, inner);
                    Part { outer, ..inner }
                }
                None => Part::leaf(ExprKind::Broken, outer),
            }
        }
        _ => primary(cx, node),
    }
}

fn conditional(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    let mut branches = Vec::new();
    let mut last = broken(cx, &node);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::branch => {
                let start = cx.span(&child);
                let mut sides = Vec::new();
                for side in child.into_inner() {
                    if side.as_rule() == Rule::disjunction {
                        sides.push(part(cx, side));
                    }
                }
                let mut sides = sides.into_iter();
                if let (Some(condition), Some(then)) = (sides.next(), sides.next()) {
                    branches.push((start, condition, then));
                }
            }
            Rule::disjunction => last = part(cx, child),
            _ => {}
        }
    }
    for (start, condition, then) in branches.into_iter().rev() {
        let span = start.to(last.outer);
        let below = condition.steps.max(then.steps).max(last.steps);
        let kind = ExprKind::If { condition: condition.boxed(), then: then.boxed(), otherwise: last.boxed() };
        last = step(cx, kind, span, below);
    }
    last
}

/// A flat run of operands and signs.
fn run(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    let mut operands: Vec<Part> = Vec::new();
    let mut ops: Vec<Op> = Vec::new();
    let whole = cx.span(&node);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::prefix => {
                let op = prefix(cx, &child);
                ops.push(op);
            }
            Rule::infix => {
                let span = cx.token(&child);
                let op = infix(cx, &child);
                reduce_down_to(cx, &mut operands, &mut ops, strength(op));
                ops.push(Op::Infix(op, span));
            }
            Rule::in_test | Rule::is_test => {
                reduce_down_to(cx, &mut operands, &mut ops, COMPARISON);
                if let Some(value) = operands.pop() {
                    let tested = test(cx, value, child);
                    operands.push(tested);
                }
            }
            Rule::starts_test => {
                reduce_down_to(cx, &mut operands, &mut ops, COMPARISON);
                if let Some(value) = operands.pop() {
                    let tested = starts(cx, value, child);
                    operands.push(tested);
                }
            }
            Rule::at_suffix => {
                if let Some(value) = operands.pop() {
                    let moved = at(cx, value, child);
                    operands.push(moved);
                }
            }
            _ => {
                let operand = part(cx, child);
                operands.push(operand);
            }
        }
    }
    reduce_down_to(cx, &mut operands, &mut ops, 0);
    operands.pop().unwrap_or(Part::leaf(ExprKind::Broken, whole))
}

/// Applies the waiting signs that bind at least as tightly.
fn reduce_down_to(cx: &mut Cx<'_>, operands: &mut Vec<Part>, ops: &mut Vec<Op>, least: u8) {
    while let Some(op) = ops.pop_if(|op| op.strength() >= least) {
        match op {
            Op::Prefix(op, place) => {
                let Some(operand) = operands.pop() else { return };
                let span = place.to(operand.outer);
                let applied = match (op, operand.expr.kind) {
                    // The sign of a number belongs to it, with blanks between them or without: `-0.5`, `- £500`.
                    (UnaryOp::Negate, ExprKind::Quantity(quantity))
                        if operand.outer == operand.expr.span && !quantity.value.is_negative() =>
                    {
                        let negative = Quantity::new(quantity.value.neg(), quantity.unit);
                        Part::leaf(ExprKind::Quantity(negative), span)
                    }
                    (op, kind) => {
                        let operand_expr = Box::new(Expr { kind, span: operand.expr.span });
                        let kind = ExprKind::Unary { op: Spanned::new(op, place), operand: operand_expr };
                        step(cx, kind, span, operand.steps)
                    }
                };
                operands.push(applied);
            }
            Op::Infix(op, place) => {
                let (Some(right), Some(left)) = (operands.pop(), operands.pop()) else { return };
                let span = left.outer.to(right.outer);
                let below = left.steps.max(right.steps);
                let kind = ExprKind::Binary { op: Spanned::new(op, place), left: left.boxed(), right: right.boxed() };
                operands.push(step(cx, kind, span, below));
            }
        }
    }
}

fn test(cx: &mut Cx<'_>, value: Part, node: Node<'_>) -> Part {
    let span = value.outer.to(cx.span(&node));
    let mut negated = false;
    let mut below = value.steps;
    let is_list = node.as_rule() == Rule::in_test;
    let mut kind = None;
    let mut tested = Some(value);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::kw_not => negated = true,
            Rule::list => {
                let mut list = Vec::new();
                for item in child.into_inner().filter(|n| n.as_rule() == Rule::expr) {
                    let item = part(cx, item);
                    below = below.max(item.steps);
                    list.push(item.expr);
                }
                kind = tested.take().map(|value| ExprKind::In { value: value.boxed(), negated, list });
            }
            Rule::window => {
                let place = cx.span(&child);
                kind = match window(cx, child) {
                    Some(window) => tested.take().map(|value| ExprKind::InWindow {
                        value: value.boxed(),
                        negated,
                        window: Spanned::new(window, place),
                    }),
                    None => Some(ExprKind::Broken),
                };
            }
            Rule::kw_missing | Rule::kw_empty if !is_list => {
                let what = if child.as_rule() == Rule::kw_missing { Is::Missing } else { Is::Empty };
                let what = Spanned::new(what, cx.token(&child));
                kind = tested.take().map(|value| ExprKind::Is { value: value.boxed(), negated, what });
            }
            _ => {}
        }
    }
    step(cx, kind.unwrap_or(ExprKind::Broken), span, below)
}

fn starts(cx: &mut Cx<'_>, value: Part, node: Node<'_>) -> Part {
    let span = value.outer.to(cx.span(&node));
    let below = value.steps;
    let prefix = node.into_inner().find(|n| n.as_rule() == Rule::text).map(|n| cx.quoted(&n));
    let kind = prefix.map_or(ExprKind::Broken, |prefix| ExprKind::StartsWith { value: value.boxed(), prefix });
    step(cx, kind, span, below)
}

fn primary(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    let span = cx.span(&node);
    let kind = match node.as_rule() {
        Rule::quantity => cx.quantity(&node).map_or(ExprKind::Broken, ExprKind::Quantity),
        Rule::text => ExprKind::Text(cx.quoted(&node).node),
        Rule::date => match NaiveDate::parse_from_str(node.as_str(), "%Y-%m-%d") {
            Ok(date) => ExprKind::Date(date),
            Err(_) => {
                cx.report(
                    Diagnostic::at(BAD_LITERAL, span, format!("there is no day `{}`", node.as_str()))
                        .saying("expected a date")
                        .help("a date is written year-month-day: `2024-01-31`"),
                );
                ExprKind::Broken
            }
        },
        Rule::period_literal => ExprKind::Period(words(node.as_str())),
        Rule::fact_words => ExprKind::Name(words(node.as_str())),
        Rule::related => return related(cx, node),
        Rule::same => {
            let mut names = Vec::new();
            for child in node.into_inner() {
                match child.as_rule() {
                    Rule::names => names = cx.names(child),
                    Rule::value_name => names.push(cx.name(&child)),
                    _ => {}
                }
            }
            ExprKind::Same(names)
        }
        Rule::calendar_time => {
            let (mut number, mut unit) = (None, "");
            for child in node.into_inner() {
                match child.as_rule() {
                    Rule::number => number = cx.whole(&child, "number of working days, months or years", 1200),
                    _ => unit = child.as_str(),
                }
            }
            number.map_or(ExprKind::Broken, |number| {
                ExprKind::CalendarTime(match unit {
                    _ if unit.starts_with("working") => CalendarTime::WorkingDays(number.node),
                    _ if unit.starts_with("year") => CalendarTime::Months(number.node * 12),
                    _ => CalendarTime::Months(number.node),
                })
            })
        }
        Rule::elapsed => return elapsed(cx, node),
        Rule::age_at => return at_a_date(cx, node, ExprKind::AgeAt),
        Rule::open_test => {
            return match node.clone().into_inner().find(|n| n.as_rule() == Rule::window) {
                Some(inner) => {
                    let place = cx.span(&inner);
                    let kind = window(cx, inner)
                        .map_or(ExprKind::Broken, |window| ExprKind::OpenIn(Spanned::new(window, place)));
                    Part::leaf(kind, span)
                }
                None => at_a_date(cx, node, ExprKind::OpenAt),
            };
        }
        Rule::edge_of => {
            let mut end = false;
            let mut kind = ExprKind::Broken;
            for child in node.into_inner() {
                match child.as_rule() {
                    Rule::edge_word => end = child.as_str() == "end",
                    Rule::window => {
                        let place = cx.span(&child);
                        if let Some(window) = window(cx, child) {
                            kind = ExprKind::EdgeOf { end, window: Spanned::new(window, place) };
                        }
                    }
                    _ => {}
                }
            }
            kind
        }
        Rule::reference => return reference(cx, node, false),
        Rule::latest => return reference(cx, node, true),
        _ => ExprKind::Broken,
    };
    Part::leaf(kind, span)
}

fn related(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
    let span = cx.span(&node);
    let (mut which, mut row, mut rows, mut filter, mut order) = (None, None, None, None, Vec::new());
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::related_word => {
                let word = match child.as_str() {
                    "no" => Which::No,
                    "some" => Which::Some,
                    "first" => Which::First,
                    _ => Which::NumberOf,
                };
                which = Some(Spanned::new(word, cx.token(&child)));
            }
            Rule::value_name => row = Some(cx.name(&child)),
            Rule::name => rows = Some(cx.name(&child)),
            Rule::where_clause => filter = condition(cx, child),
            Rule::order => order = cohort::order(cx, child),
            _ => {}
        }
    }
    let (Some(which), Some(row), Some(rows), Some(filter)) = (which, row, rows, filter) else {
        return Part::leaf(ExprKind::Broken, span);
    };
    let below = filter.steps;
    let related = Related { which, row, rows, condition: filter.expr, order };
    step(cx, ExprKind::Related(Box::new(related)), span, below)
}

/// What a fact is said to be: an expression, or words such as `not yet due`, which count as one name.
pub(crate) fn fact(cx: &mut Cx<'_>, node: Node<'_>) -> Expr {
    match node.as_rule() {
        Rule::fact_words => primary(cx, node).expr,
        _ => expr(cx, node),
    }
}
