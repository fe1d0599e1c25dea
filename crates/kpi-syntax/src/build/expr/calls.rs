//! Names, columns of records, and what is made of them.

use super::{Part, broken, part, step};
use crate::ast::{AggregateFunction, Expr, ExprKind, Name, Setting, Spanned};
use crate::build::Cx;
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::UNEXPECTED;
use kpi_core::{Diagnostic, Span};

pub(super) fn reference(cx: &mut Cx<'_>, node: Node<'_>, latest: bool) -> Part {
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

pub(super) fn condition(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Part> {
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
