//! Tests.

use super::{Cx, expr};
use crate::ast::{BinaryOp, Case, Expect, Given, Name, PeriodText, Spanned, TableRow, Test, Text};
use crate::errors::{Reading, unexpected};
use crate::grammar::{self, Node, Rule};
use crate::split::plain;
use kpi_core::Diagnostic;
use kpi_core::codes::testing::TEST_TABLE;

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
        Rule::cases => cases(cx, node, test),
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
    let (mut value, mut within, mut step) = (None, None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => names.push(cx.name(&child)),
            Rule::text => step = Some(cx.quoted(&child)),
            Rule::comparison => op = Some(Spanned::new(expr::infix(cx, &child), cx.token(&child))),
            Rule::kw_within => {}
            _ if value.is_none() => value = Some(expr::fact(cx, child)),
            _ => within = Some(expr::expr(cx, child)),
        }
    }
    let fact = names.pop()?;
    Some(Expect { span, indicator: names.pop(), fact, step, op: op?, value: value?, within })
}

/// What a column of `cases` says.
enum Column {
    Name,
    Given(Name),
    Expect {
        indicator: Option<Name>,
        fact: Name,
        step: Option<Text>,
    },
    /// Reported already.
    Broken,
}

fn cases(cx: &mut Cx<'_>, node: Node<'_>, test: &mut Test) {
    let mut rows = Vec::new();
    for row in node.into_inner().filter(|n| n.as_rule() == Rule::table_row) {
        rows.push(table_row(cx, row));
    }
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return };
    let columns: Vec<Column> = header.cells.iter().map(|cell| column(cx, cell)).collect();
    let readable = !columns.iter().any(|column| matches!(column, Column::Broken));
    for (i, row) in rows.enumerate() {
        let unnamed = Spanned::new(format!("case {}", i + 1), row.span);
        let mut case = Case { span: row.span, whole: readable, name: unnamed, given: Vec::new(), expect: Vec::new() };
        if row.cells.len() != columns.len() {
            let (has, wants) = (row.cells.len(), columns.len());
            cx.report(
                Diagnostic::at(TEST_TABLE, row.span, format!("the row has {has} cells, and the table {wants} columns"))
                    .help("separate cells with `|`; an empty cell is nothing between two of them"),
            );
            case.whole = false;
            test.cases.push(case);
            continue;
        }
        for (column, cell) in columns.iter().zip(row.cells) {
            match column {
                Column::Name if !cell.node.is_empty() => case.name = cell,
                Column::Given(name) => {
                    let value = value(cx, &cell, &mut case.whole);
                    case.given.extend(value.map(|value| Given::Fact { span: cell.span, name: name.clone(), value }));
                }
                Column::Expect { indicator, fact, step } => {
                    let op = Spanned::new(BinaryOp::Equal, cell.span);
                    let value = value(cx, &cell, &mut case.whole);
                    let (indicator, fact, step) = (indicator.clone(), fact.clone(), step.clone());
                    case.expect.extend(value.map(|value| Expect {
                        span: cell.span,
                        indicator,
                        fact,
                        step,
                        op,
                        value,
                        within: None,
                    }));
                }
                Column::Name | Column::Broken => {}
            }
        }
        test.cases.push(case);
    }
}

fn column(cx: &mut Cx<'_>, cell: &Text) -> Column {
    if cell.node == "case" {
        return Column::Name;
    }
    let range = cell.span.range();
    let text = plain(cx.text.get(range.clone()).unwrap_or_default());
    cx.base = range.start;
    let read = grammar::read(Rule::only_case_header, &text).ok().and_then(|mut nodes| nodes.next());
    let Some(node) = read else {
        cx.report(
            Diagnostic::at(
                TEST_TABLE,
                cell.span,
                format!("`{}` is nothing that a column of cases can hold", cell.node),
            )
            .help("a column is `case`, `given FACT`, `expect FACT` or `expect INDICATOR FACT`"),
        );
        return Column::Broken;
    };
    let mut is_given = false;
    let mut names: Vec<Name> = Vec::new();
    let mut step = None;
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::kw_given => is_given = true,
            Rule::name => names.push(cx.name(&child)),
            Rule::text => step = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    match (names.pop(), names.pop()) {
        (Some(fact), _) if is_given => Column::Given(fact),
        (Some(fact), indicator) => Column::Expect { indicator, fact, step },
        _ => Column::Broken,
    }
}

/// The value of a cell; nothing where it is empty.
fn value(cx: &mut Cx<'_>, cell: &Text, whole: &mut bool) -> Option<crate::ast::Expr> {
    let range = cell.span.range();
    let text = plain(cx.text.get(range.clone()).unwrap_or_default());
    if text.trim().is_empty() {
        return None;
    }
    cx.base = range.start;
    match grammar::read(Rule::only_fact, &text) {
        Ok(mut nodes) => nodes.next().map(|node| expr::fact(cx, node)),
        Err(stuck) => {
            let reading = Reading { what: "this case", example: Some("at the edge | 81% | Amber"), end: range.end };
            let diagnostic = unexpected(cx, &stuck, &reading);
            cx.report(diagnostic);
            *whole = false;
            None
        }
    }
}
