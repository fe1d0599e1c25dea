//! Tests.

use super::{Cx, expr};
use crate::ast::{BinaryOp, Expect, Given, Name, PeriodText, Spanned, TableRow, Test, Text};
use crate::grammar::{Node, Rule};

/// Adds a statement to the test.
pub(crate) fn statement(cx: &mut Cx<'_>, node: Node<'_>, test: &mut Test) {
    match node.as_rule() {
        Rule::test_subject => {
            let (indicator, at) = subject(cx, node);
            test.indicator = indicator.or(test.indicator.take());
            test.at = at.or(test.at.take());
        }
        Rule::given => given(cx, node, test),
        Rule::expect => {
            for child in node.into_inner().filter(|n| n.as_rule() == Rule::expectation) {
                test.expect.extend(expectation(cx, child));
            }
        }
        _ => {}
    }
}

fn subject(cx: &mut Cx<'_>, node: Node<'_>) -> (Option<Name>, Option<PeriodText>) {
    let (mut indicator, mut at) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => indicator = Some(cx.name(&child)),
            Rule::period => at = Some(cx.period(&child)),
            _ => {}
        }
    }
    (indicator, at)
}

fn given(cx: &mut Cx<'_>, node: Node<'_>, test: &mut Test) {
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::given_fact => test.given.extend(given_fact(cx, child)),
            Rule::given_table => test.given.extend(given_table(cx, child)),
            _ => {}
        }
    }
}

fn given_fact(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Given> {
    let span = cx.span(&node);
    let (mut name, mut value) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::given_sign => {
                let _ = expr::infix(cx, &child);
            }
            _ => value = Some(expr::fact(cx, child)),
        }
    }
    Some(Given::Fact { span, name: name?, value: value? })
}

fn given_table(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Given> {
    let span = cx.token(&node);
    let mut dataset = None;
    let mut rows = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => dataset = Some(cx.name(&child)),
            Rule::table_row => rows.push(table_row(cx, child)),
            _ => {}
        }
    }
    let mut rows = rows.into_iter();
    let header = rows.next().map(|row| row.cells).unwrap_or_default();
    Some(Given::Table { span, dataset: dataset?, header, rows: rows.collect() })
}

fn table_row(cx: &mut Cx<'_>, node: Node<'_>) -> TableRow {
    let mut cells: Vec<Text> = Vec::new();
    for cell in node.into_inner().filter(|n| n.as_rule() == Rule::cell) {
        for content in cell.into_inner() {
            cells.push(match content.as_rule() {
                Rule::text => cx.quoted(&content),
                _ => bare_cell(cx, &content),
            });
        }
    }
    let span = match (cells.first(), cells.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => cx.at(cx.base, cx.base),
    };
    TableRow { span, cells }
}

fn bare_cell(cx: &Cx<'_>, node: &Node<'_>) -> Text {
    let written = node.as_str();
    let start = cx.token(node).start as usize + (written.len() - written.trim_start().len());
    let written = written.trim();
    Spanned::new(written.to_owned(), cx.at(start, start + written.len()))
}

fn expectation(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Expect> {
    let span = cx.span(&node);
    let mut names: Vec<Name> = Vec::new();
    let mut op: Option<Spanned<BinaryOp>> = None;
    let (mut value, mut within) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => names.push(cx.name(&child)),
            Rule::comparison => op = Some(Spanned::new(expr::infix(cx, &child), cx.token(&child))),
            Rule::kw_within => {}
            _ if value.is_none() => value = Some(expr::fact(cx, child)),
            _ => within = Some(expr::expr(cx, child)),
        }
    }
    let fact = names.pop()?;
    Some(Expect { span, indicator: names.pop(), fact, op: op?, value: value?, within })
}
