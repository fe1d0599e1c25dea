//! Scorecards.

use super::{Cx, dataset, indicator};
use crate::ast::{Name, ScorecardField};
use crate::grammar::{Node, Rule};

/// The value of a scorecard's field.
pub(crate) fn field(cx: &mut Cx<'_>, value: Node<'_>) -> ScorecardField {
    match value.as_rule() {
        Rule::text_or_number => {
            dataset::text_or_number(cx, value, false).map_or(ScorecardField::Broken, ScorecardField::Text)
        }
        Rule::names => ScorecardField::Indicators(cx.names(value)),
        Rule::name => ScorecardField::Layout(cx.name(&value)),
        Rule::active_value => ScorecardField::Active(indicator::active(cx, value)),
        Rule::theme => theme(cx, value),
        _ => ScorecardField::Broken,
    }
}

fn theme(cx: &mut Cx<'_>, node: Node<'_>) -> ScorecardField {
    let mut title = None;
    let mut indicators: Vec<Name> = Vec::new();
    for child in node.into_inner() {
        match child.as_rule() {
            Rule::text => title = Some(cx.quoted(&child)),
            Rule::names => indicators = cx.names(child),
            _ => {}
        }
    }
    title.map_or(ScorecardField::Broken, |title| ScorecardField::Theme { title, indicators })
}
