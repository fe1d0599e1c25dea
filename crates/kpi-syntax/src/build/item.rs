//! Whole items, and the heads of those whose bodies are read piece by piece.

use super::{Cx, bands, cohort, dataset, expr, indicator, scorecard, test};
use crate::ast::{
    Bands, Cohort, Comparator, ComparatorField, Dataset, Field, Indicator, IndicatorField, Item, Name, Parameter,
    PeriodText, Scorecard, Spanned, Template, TemplateUse, Test, Text, Use,
};
use crate::grammar::{Node, Rule};
use kpi_core::Span;

/// What stands before the brace of an item.
#[derive(Default)]
pub(crate) struct ItemHead {
    pub(crate) name: Option<Name>,
    pub(crate) title: Option<Text>,
    pub(crate) from: Option<PeriodText>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) template: Option<TemplateUse>,
}

pub(crate) fn head(cx: &mut Cx<'_>, node: Node<'_>) -> ItemHead {
    let mut head = ItemHead::default();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => head.name = Some(cx.name(&child)),
            Rule::text => head.title = Some(cx.quoted(&child)),
            Rule::period => head.from = Some(cx.period(&child)),
            Rule::parameters => {
                for node in child.into_inner().filter(|n| n.as_rule() == Rule::parameter) {
                    head.parameters.extend(parameter(cx, node));
                }
            }
            Rule::template_use => head.template = template_use(cx, child),
            _ => {}
        }
    }
    head
}

fn parameter(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Parameter> {
    let (mut name, mut default) = (None, None);
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => name = Some(cx.name(&child)),
            Rule::expr => default = Some(expr::expr(cx, child)),
            _ => {}
        }
    }
    Some(Parameter { name: name?, default })
}

fn template_use(cx: &mut Cx<'_>, node: Node<'_>) -> Option<TemplateUse> {
    let span = cx.span(&node);
    let mut template = None;
    let mut arguments = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::name => template = Some(cx.name(&child)),
            Rule::template_arguments => {
                for argument in child.into_inner().filter(|n| n.as_rule() == Rule::template_argument) {
                    let mut name = None;
                    for part in argument.into_inner() {
                        match part.as_rule() {
                            Rule::name => name = Some(cx.name(&part)),
                            _ => arguments.push((name.take(), expr::expr(cx, part))),
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Some(TemplateUse { span, template: template?, arguments })
}

/// `None` where the node is not the item it should be.
pub(crate) fn item(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Item> {
    let span = cx.span(&node);
    let rule = node.as_rule();
    let mut inner = node.into_inner();
    // The keyword.
    inner.next()?;
    if rule == Rule::use_item {
        return Some(Item::Use(Use { span, path: cx.quoted(&inner.next()?) }));
    }
    let head = head(cx, inner.next()?);
    Some(match rule {
        Rule::dataset => {
            let fields = inner.map(|node| field(cx, node, |cx, _, value| dataset::dataset_field(cx, value)));
            Item::Dataset(Dataset { span, name: head.name?, fields: fields.collect::<Option<_>>()? })
        }
        Rule::cohort => {
            let fields = inner.map(|node| field(cx, node, cohort::field));
            Item::Cohort(Cohort { span, name: head.name?, fields: fields.collect::<Option<_>>()? })
        }
        Rule::comparator => {
            let fields = inner.map(|node| field::<ComparatorField>(cx, node, dataset::comparator_field));
            Item::Comparator(Comparator { span, name: head.name?, fields: fields.collect::<Option<_>>()? })
        }
        Rule::bands => {
            let fields = inner.map(|node| bands::statement(cx, node)).collect();
            Item::Bands(Bands { span, name: head.name?, from: head.from, fields })
        }
        Rule::template => {
            let fields = inner.map(|node| indicator_field(cx, node)).collect::<Option<_>>()?;
            Item::Template(Template { span, name: head.name?, parameters: head.parameters, fields })
        }
        Rule::indicator => {
            let fields = inner.map(|node| indicator_field(cx, node)).collect::<Option<_>>()?;
            Item::Indicator(Indicator { span, name: head.name?, from: head.template, fields })
        }
        Rule::scorecard => {
            let fields = inner.map(|node| field(cx, node, |cx, _, value| scorecard::field(cx, value)));
            Item::Scorecard(Scorecard { span, name: head.name?, fields: fields.collect::<Option<_>>()? })
        }
        Rule::test => {
            let mut test = empty_test(span, head.title?);
            for node in inner {
                test::statement(cx, node, &mut test);
            }
            Item::Test(test)
        }
        _ => return None,
    })
}

pub(crate) const fn empty_test(span: Span, name: Text) -> Test {
    Test {
        span,
        whole: true,
        name,
        indicator: None,
        at: None,
        given: Vec::new(),
        expect: Vec::new(),
        cases: Vec::new(),
    }
}

/// `key: value`, or a block that is its own value.
fn field<V>(cx: &mut Cx<'_>, node: Node<'_>, value: impl Fn(&mut Cx<'_>, &Name, Node<'_>) -> V) -> Option<Field<V>> {
    let span = cx.span(&node);
    let mut inner = node.into_inner();
    let first = inner.next()?;
    if matches!(first.as_rule(), Rule::columns | Rule::theme | Rule::let_field | Rule::cascade) {
        let key = block_key(cx, &first);
        return Some(Field { value: value(cx, &key, first), key, span });
    }
    let key = cx.name(&first);
    Some(Field { value: value(cx, &key, inner.next()?), key, span })
}

/// The keyword that a block begins with.
pub(crate) fn block_key(cx: &Cx<'_>, node: &Node<'_>) -> Name {
    node.clone().into_inner().next().map_or_else(|| Spanned::new(String::new(), cx.span(node)), |key| cx.name(&key))
}

fn indicator_field(cx: &mut Cx<'_>, node: Node<'_>) -> Option<Field<IndicatorField>> {
    let span = cx.span(&node);
    let mut inner = node.into_inner();
    let first = inner.next()?;
    if first.as_rule() == Rule::let_field {
        let key = block_key(cx, &first);
        return Some(Field { value: indicator::let_field(cx, first), key, span });
    }
    let key = cx.name(&first);
    Some(Field { value: indicator::field(cx, &key, inner.next()?), key, span })
}
