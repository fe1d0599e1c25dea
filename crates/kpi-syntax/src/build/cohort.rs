//! Cohorts: how their rows come from those of a dataset.

use super::{Cx, dataset, expr, indicator};
use crate::ast::{
    Assertion, CascadeRule, CascadeSpec, CohortField, EpisodesSpec, Expr, IndicatorField, KeepSpec, Name, OrderTerm,
};
use crate::grammar::{Node, Rule};

/// The value of a cohort's field; of a `let` and of a cascade the whole of it.
pub(crate) fn field(cx: &mut Cx<'_>, key: &Name, value: Node<'_>) -> CohortField {
    match value.as_rule() {
        Rule::text_or_number => {
            dataset::text_or_number(cx, value, false).map_or(CohortField::Broken, CohortField::Text)
        }
        Rule::name => CohortField::From(cx.name(&value)),
        Rule::expr if key.node == "where" => CohortField::Where(expr::expr(cx, value)),
        Rule::let_field => match indicator::let_field(cx, value) {
            IndicatorField::Let { name, value } => CohortField::Let { name, value },
            _ => CohortField::Broken,
        },
        Rule::birth_value => dataset::birth(cx, value).map_or(CohortField::Broken, CohortField::Birth),
        Rule::interval_value => dataset::interval(cx, value)
            .map_or(CohortField::Broken, |(starts, ends)| CohortField::Interval(starts, ends)),
        Rule::keep_value => CohortField::Keep(keep(cx, value)),
        Rule::episodes_value => episodes(cx, value).map_or(CohortField::Broken, CohortField::Episodes),
        Rule::assertion => assertion(cx, value).map_or(CohortField::Broken, CohortField::Require),
        Rule::cascade => cascade(cx, value).map_or(CohortField::Broken, CohortField::Cascade),
        _ => CohortField::Broken,
    }
}

/// The terms of an `order`.
pub(crate) fn order(cx: &mut Cx<'_>, node: Node<'_>) -> Vec<OrderTerm> {
    let terms = node.into_inner().filter(|n| n.as_rule() == Rule::order_term);
    let mut order = Vec::new();
    for term in terms {
        let span = cx.span(&term);
        let (mut word, mut value, mut ranked, mut empty_first) = (None, None, None, false);
        for child in term.into_inner() {
            match child.as_rule() {
                Rule::order_word => word = Some(cx.name(&child)),
                Rule::disjunction => value = Some(expr::expr(cx, child)),
                Rule::list => ranked = Some(expr::list(cx, child)),
                Rule::empty_first => empty_first = true,
                _ => {}
            }
        }
        if let Some(value) = value {
            order.push(OrderTerm { span, word, value, ranked, empty_first });
        }
    }
    order
}

fn keep(cx: &mut Cx<'_>, node: Node<'_>) -> KeepSpec {
    let mut keep = KeepSpec { per: Vec::new(), order: Vec::new(), tied: Vec::new() };
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::names => keep.per = cx.names(child),
            Rule::name => keep.per = vec![cx.name(&child)],
            Rule::order => keep.order = order(cx, child),
            Rule::tied => {
                let (mut column, mut value) = (None, None);
                for part in child.into_inner() {
                    match part.as_rule() {
                        Rule::name => column = Some(cx.name(&part)),
                        Rule::expr => value = Some(expr::expr(cx, part)),
                        _ => {}
                    }
                }
                keep.tied.extend(column.zip(value));
            }
            _ => {}
        }
    }
    keep
}

fn episodes(cx: &mut Cx<'_>, node: Node<'_>) -> Option<EpisodesSpec> {
    let (mut per, mut dates, mut gap, mut terms, mut count) = (None, Vec::new(), None, Vec::new(), None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::names => per = Some(cx.names(child)),
            Rule::name if per.is_none() => per = Some(vec![cx.name(&child)]),
            Rule::name => dates.push(cx.name(&child)),
            Rule::edge => gap = Some(cx.edge(&child)?),
            Rule::order => terms = order(cx, child),
            Rule::counted_as => {
                count = child.into_inner().find(|part| part.as_rule() == Rule::name).map(|name| cx.name(&name));
            }
            _ => {}
        }
    }
    let mut dates = dates.into_iter();
    Some(EpisodesSpec { per: per?, starts: dates.next()?, ends: dates.next()?, gap: gap?, order: terms, count })
}

fn assertion(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Assertion> {
    let (mut condition, mut message) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::disjunction => condition = Some(expr::expr(cx, child)),
            Rule::text => message = Some(cx.quoted(&child)),
            _ => {}
        }
    }
    Some(Assertion { condition: condition?, message: message? })
}

fn cascade(cx: &mut Cx<'_>, node: Node<'_>) -> Option<CascadeSpec> {
    let mut name = None;
    let mut rules = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::cascade_rule => rules.extend(cascade_rule(cx, child)),
            _ => {}
        }
    }
    Some(CascadeSpec { name: name?, rules })
}

fn cascade_rule(cx: &mut Cx<'_>, node: Node<'_>) -> Option<CascadeRule> {
    let span = cx.span(&node);
    let mut name = None;
    let (mut value, mut condition): (Option<Expr>, Option<Expr>) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::expr => value = Some(expr::expr(cx, child)),
            Rule::disjunction => condition = Some(expr::expr(cx, child)),
            _ => {}
        }
    }
    Some(CascadeRule { span, name: name?, value: value?, condition })
}
