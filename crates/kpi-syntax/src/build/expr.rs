//! Expressions. The grammar gives a flat run of operands and signs; which binds tighter is settled here, without
//! recursion, and no tree is deeper than [`MAX_STEPS`].

use super::{Cx, cohort, words};
use crate::ast::{
    AggregateFunction, BinaryOp, CalendarTime, Elapsed, Expr, ExprKind, Is, Name, Related, Setting, Spanned, UnaryOp,
    When, Which, Window,
};
use crate::grammar::{Node, Rule};
use chrono::NaiveDate;
use kpi_core::codes::syntax::{BAD_LITERAL, NEAR_MISS, NESTING, UNEXPECTED, UNKNOWN_WORD};
use kpi_core::{Diagnostic, PeriodKind, Quantity, Span};

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

enum Op {
    Prefix(UnaryOp, Span),
    Infix(BinaryOp, Span),
}

impl Op {
    const fn strength(&self) -> u8 {
        match self {
            Self::Prefix(UnaryOp::Not, _) => 3,
            Self::Prefix(UnaryOp::Negate, _) => 7,
            Self::Infix(op, _) => strength(*op),
        }
    }
}

const COMPARISON: u8 = 4;

const fn strength(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Equal
        | BinaryOp::NotEqual
        | BinaryOp::Less
        | BinaryOp::LessOrEqual
        | BinaryOp::Greater
        | BinaryOp::GreaterOrEqual => COMPARISON,
        BinaryOp::Add | BinaryOp::Subtract => 5,
        BinaryOp::Multiply | BinaryOp::Divide => 6,
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

fn prefix(cx: &mut Cx<'_>, node: &Node<'_>) -> Op {
    let span = cx.token(node);
    match node.as_str() {
        "-" => Op::Prefix(UnaryOp::Negate, span),
        sign => {
            if sign == "!" {
                near_sign(cx, span, sign, "not");
            }
            Op::Prefix(UnaryOp::Not, span)
        }
    }
}

fn near_sign(cx: &mut Cx<'_>, span: Span, theirs: &str, ours: &str) {
    // A word wants blanks around it where the sign had none.
    let before =
        cx.text.get(..span.start as usize).unwrap_or_default().ends_with(|c: char| !c.is_whitespace() && c != '(');
    let after = cx.text.get(span.end as usize..).unwrap_or_default().starts_with(|c: char| !c.is_whitespace());
    let word = ours.starts_with(char::is_alphabetic);
    let pad = |wanted: bool| if word && wanted { " " } else { "" };
    let replacement = format!("{}{ours}{}", pad(before), pad(after));
    cx.report(
        Diagnostic::at(NEAR_MISS, span, format!("`{theirs}` is written `{ours}`"))
            .saying("a sign of another language")
            .fix(format!("write `{ours}`"), span, replacement),
    );
}

/// The operator that a sign is, and what to write for it where it is another language's.
pub(crate) fn operator(sign: &str) -> (BinaryOp, Option<&'static str>) {
    match sign {
        "or" => (BinaryOp::Or, None),
        "||" => (BinaryOp::Or, Some("or")),
        "and" => (BinaryOp::And, None),
        "&&" => (BinaryOp::And, Some("and")),
        "!=" => (BinaryOp::NotEqual, None),
        "<>" => (BinaryOp::NotEqual, Some("!=")),
        "<" => (BinaryOp::Less, None),
        "<=" => (BinaryOp::LessOrEqual, None),
        ">" => (BinaryOp::Greater, None),
        ">=" => (BinaryOp::GreaterOrEqual, None),
        "+" => (BinaryOp::Add, None),
        "-" => (BinaryOp::Subtract, None),
        "*" => (BinaryOp::Multiply, None),
        "/" => (BinaryOp::Divide, None),
        "==" => (BinaryOp::Equal, Some("=")),
        _ => (BinaryOp::Equal, None),
    }
}

pub(crate) fn infix(cx: &mut Cx<'_>, node: &Node<'_>) -> BinaryOp {
    let (op, near) = operator(node.as_str());
    if let Some(ours) = near {
        let span = cx.token(node);
        near_sign(cx, span, node.as_str(), ours);
    }
    op
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

pub(crate) fn period_kind(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<PeriodKind> {
    Some(match node.as_str() {
        "month" | "months" => PeriodKind::Month,
        "quarter" | "quarters" => PeriodKind::Quarter,
        "half" | "halves" => PeriodKind::Half,
        "year" | "years" => PeriodKind::Year,
        _ => {
            let all = [("months", PeriodKind::Month), ("quarters", PeriodKind::Quarter), ("years", PeriodKind::Year)];
            return super::choice::choose(cx, node, "length of time", &all);
        }
    })
}

fn window(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Window> {
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
                cx.report(match part_of_year(word) {
                    Some(part) => diagnostic
                        .help(format!("the {part} of the figure is its `period`: write `in period`"))
                        .help(times)
                        .fix("write `period`", span, "period"),
                    None => diagnostic.help(format!("write `in [{word}]` for a list of codes")).help(times).fix(
                        "put it in brackets",
                        span,
                        format!("[{word}]"),
                    ),
                });
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

fn at(cx: &mut Cx<'_>, value: Part, node: Node<'_>) -> Part {
    let span = value.outer.to(cx.span(&node));
    let below = value.steps;
    let kind = match node.into_inner().find(|n| n.as_rule() == Rule::when) {
        Some(node) => ExprKind::At { value: value.boxed(), when: when(cx, node) },
        None => ExprKind::Broken,
    };
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

/// `age at …`, `open at …`
fn at_a_date(cx: &mut Cx<'_>, node: Node<'_>, kind: fn(Box<Expr>) -> ExprKind) -> Part {
    let span = cx.span(&node);
    let date = node.into_inner().find(|n| !matches!(n.as_rule(), Rule::kw_age | Rule::kw_open | Rule::kw_at));
    let Some(date) = date else { return Part::leaf(ExprKind::Broken, span) };
    let date = part(cx, date);
    let below = date.steps;
    step(cx, kind(date.boxed()), span, below)
}

fn elapsed(cx: &mut Cx<'_>, node: Node<'_>) -> Part {
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

fn reference(cx: &mut Cx<'_>, node: Node<'_>, latest: bool) -> Part {
    let span = cx.span(&node);
    let mut name = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::value_name => name = Some(cx.name(&child)),
            Rule::column => {
                let Some(dataset) = name.take() else { break };
                return column(cx, dataset, child, span, latest);
            }
            Rule::arguments => {
                let Some(function) = name.take() else { break };
                return call(cx, function, child, span);
            }
            Rule::distinct => {
                let Some(function) = name.take() else { break };
                return distinct(cx, function, child, span);
            }
            _ => {}
        }
    }
    let kind = match name {
        Some(name) if name.node == "yes" => ExprKind::YesNo(true),
        Some(name) if name.node == "no" => ExprKind::YesNo(false),
        Some(name) => ExprKind::Name(name.node),
        None => ExprKind::Broken,
    };
    Part::leaf(kind, span)
}

fn condition(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Part> {
    node.into_inner().find(|n| n.as_rule() == Rule::disjunction).map(|n| part(cx, n))
}

fn column(cx: &mut Cx<'_>, dataset: Name, node: Node<'_>, span: Span, latest: bool) -> Part {
    let mut column = None;
    let mut filter = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => column = Some(cx.name(&child)),
            Rule::where_clause => filter = condition(cx, child),
            _ => {}
        }
    }
    let below = filter.as_ref().map_or(1, |f| f.steps);
    let kind = match column {
        Some(column) => ExprKind::Column { dataset, column, condition: filter.map(Part::boxed), latest },
        None => ExprKind::Broken,
    };
    step(cx, kind, span, below)
}

struct Argument {
    name: Option<Name>,
    value: Part,
    filter: Option<Part>,
    place: Span,
}

fn arguments(cx: &mut Cx<'_>, node: Node<'_>) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for child in node.into_inner().filter(|n| n.as_rule() == Rule::argument) {
        let place = cx.span(&child);
        let mut value = broken(cx, &child);
        let (mut name, mut filter) = (None, None);
        for piece in child.into_inner() {
            match piece.as_rule() {
                Rule::argument_name => {
                    name = piece.into_inner().find(|n| n.as_rule() == Rule::name).map(|n| cx.name(&n));
                }
                Rule::where_clause => filter = condition(cx, piece),
                _ => value = part(cx, piece),
            }
        }
        arguments.push(Argument { name, value, filter, place });
    }
    arguments
}

fn aggregate_function(name: &str) -> Option<AggregateFunction> {
    Some(match name {
        "count" => AggregateFunction::Count,
        "sum" => AggregateFunction::Sum,
        "mean" => AggregateFunction::Mean,
        "median" => AggregateFunction::Median,
        "percentile" => AggregateFunction::Percentile,
        "min" => AggregateFunction::Min,
        "max" => AggregateFunction::Max,
        _ => return None,
    })
}

/// A call, or an aggregate where the one argument is a dataset or a column of one.
fn call(cx: &mut Cx<'_>, function: Name, node: Node<'_>, span: Span) -> Part {
    let mut arguments = arguments(cx, node);
    let below =
        arguments.iter().map(|a| a.value.steps.max(a.filter.as_ref().map_or(0, |f| f.steps))).max().unwrap_or(1);
    if function.node == "measure" {
        return measure(cx, arguments, span, below);
    }
    for argument in &mut arguments {
        if let Some(name) = argument.name.take() {
            cx.report(
                Diagnostic::at(UNEXPECTED, name.span, format!("what `{}` is given has no names", function.node))
                    .saying("only the settings of `measure(…)` have")
                    .help(format!("leave out `{}:`", name.node)),
            );
            argument.value.expr.kind = ExprKind::Broken;
        }
    }
    if let Some(aggregated) = aggregate_function(&function.node) {
        let takes_share = aggregated == AggregateFunction::Percentile;
        let share =
            if takes_share && arguments.len() == 2 { arguments.pop_if(|share| share.filter.is_none()) } else { None };
        let rows = if arguments.len() == 1 { arguments.pop() } else { None };
        let values_too = matches!(aggregated, AggregateFunction::Min | AggregateFunction::Max);
        match rows.map(|rows| aggregate(rows, !values_too)) {
            Some(Ok((dataset, column, condition))) => {
                let function = Spanned::new(aggregated, function.span);
                let columns = column.into_iter().collect();
                let share = share.map(|share| share.value.boxed());
                let kind = ExprKind::Aggregate { function, dataset, columns, condition, share };
                return step(cx, kind, span, below);
            }
            Some(Err(argument)) => arguments.push(*argument),
            None => {}
        }
        arguments.extend(share);
    }
    for argument in &mut arguments {
        if argument.filter.take().is_some() {
            misplaced_where(cx, argument.place);
            argument.value.expr.kind = ExprKind::Broken;
        }
    }
    let arguments = arguments.into_iter().map(|a| a.value.expr).collect();
    step(cx, ExprKind::Call { function, arguments }, span, below)
}

/// `measure("smr", admissions where …, reference: 0.95)`
fn measure(cx: &mut Cx<'_>, arguments: Vec<Argument>, span: Span, below: u32) -> Part {
    let help = "write `measure(\"plugin\", records where …, setting: value)`";
    let mut arguments = arguments.into_iter();
    let plugin = match arguments.next().map(|argument| (argument.name, argument.filter, argument.value.expr)) {
        Some((None, None, Expr { kind: ExprKind::Text(name), span })) => Spanned::new(name, span),
        first => {
            let place = first.map_or(span, |(_, _, expr)| expr.span);
            cx.report(
                Diagnostic::at(UNEXPECTED, place, "`measure` begins with the name of a plugin")
                    .saying("expected a text in quotes")
                    .help(help),
            );
            return Part::leaf(ExprKind::Broken, span);
        }
    };
    let rows = arguments.next().filter(|argument| argument.name.is_none()).map(|argument| aggregate(argument, true));
    let Some(Ok((rows, None, condition))) = rows else {
        cx.report(
            Diagnostic::at(UNEXPECTED, span, "`measure` takes the rows of a dataset or cohort after the plugin")
                .saying("expected a dataset or cohort, with `where` or without")
                .help(help),
        );
        return Part::leaf(ExprKind::Broken, span);
    };
    let mut settings = Vec::new();
    for argument in arguments {
        let Argument { name, value, filter, place } = argument;
        if filter.is_some() {
            misplaced_where(cx, place);
            continue;
        }
        match name {
            Some(name) => settings.push(Setting { name, value: value.expr }),
            None => cx.report(
                Diagnostic::at(UNEXPECTED, place, "a setting of a plugin has a name")
                    .saying("expected `name: value`")
                    .help(help),
            ),
        }
    }
    step(cx, ExprKind::Measure { plugin, rows, condition, settings }, span, below)
}

fn misplaced_where(cx: &mut Cx<'_>, place: Span) {
    cx.report(
        Diagnostic::at(UNEXPECTED, place, "`where` chooses rows, and this has none")
            .saying("expected a dataset, or a column of one, before `where`")
            .help("write `count(records where …)` or `sum(records.cost where …)`"),
    );
}

type Rows = (Name, Option<Name>, Option<Box<Expr>>);

/// The rows that an argument means, if it means any; a bare name does only where `bare` says so, or with `where`.
fn aggregate(argument: Argument, bare: bool) -> Result<Rows, Box<Argument>> {
    let Argument { name: named, value, filter, place } = argument;
    let span = value.expr.span;
    match value.expr.kind {
        ExprKind::Name(name) if bare || filter.is_some() => {
            Ok((Spanned::new(name, span), None, filter.map(Part::boxed)))
        }
        ExprKind::Column { dataset, column, condition, latest: false } if filter.is_none() => {
            Ok((dataset, Some(column), condition))
        }
        kind => {
            let expr = Expr { kind, span };
            let value = Part { expr, steps: value.steps, outer: value.outer };
            Err(Box::new(Argument { name: named, value, filter, place }))
        }
    }
}

/// `count distinct person(records where …)`, `count distinct [person, service](records where …)`
fn distinct(cx: &mut Cx<'_>, function: Name, node: Node<'_>, span: Span) -> Part {
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => columns.push(cx.name(&child)),
            Rule::names => columns = cx.names(child),
            Rule::arguments => rows = arguments(cx, child),
            _ => {}
        }
    }
    if function.node != "count" {
        let place = function.span;
        cx.report(
            Diagnostic::at(UNEXPECTED, place, format!("`{} distinct` means nothing", function.node))
                .saying("only `count` goes with `distinct`")
                .help("write `count distinct column(records where …)`")
                .fix("write `count`", place, "count"),
        );
    }
    let below = rows.iter().filter_map(|a| a.filter.as_ref()).map(|f| f.steps).max().unwrap_or(1);
    let rows = if rows.len() == 1 { rows.pop() } else { None };
    match rows.map(|argument| aggregate(argument, true)) {
        Some(Ok((dataset, None, condition))) => {
            let function = Spanned::new(AggregateFunction::CountDistinct, function.span);
            step(cx, ExprKind::Aggregate { function, dataset, columns, condition, share: None }, span, below)
        }
        _ => {
            cx.report(
                Diagnostic::at(UNEXPECTED, span, "`count distinct` counts the values of a column over records")
                    .saying("expected one dataset between the brackets")
                    .help("write `count distinct person(records where …)`"),
            );
            Part::leaf(ExprKind::Broken, span)
        }
    }
}
