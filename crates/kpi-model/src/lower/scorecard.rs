//! Scorecards.

use super::expr::Scope;
use super::fields;
use crate::catalogue::{Active, Group, Scorecard};
use crate::project::{Kind, Project};
use indexmap::IndexMap;
use kpi_core::{Diagnostic, Span};
use kpi_syntax::ast::{self, ScorecardField};

pub fn lower<'a>(project: &Project<'a>, item: &'a ast::Scorecard, out: &mut Vec<Diagnostic>) -> Option<Scorecard> {
    let listed = fields::distinct(&item.fields, |key| key == "theme", out);
    let mut scope = Scope::new(project);
    let mut title = None;
    let mut texts = IndexMap::new();
    let mut layout = None;
    let mut active = Active::default();
    let mut groups = Vec::new();
    let mut all: Vec<(&str, Span)> = Vec::new();
    for field in &listed {
        match &field.value {
            ScorecardField::Text(text) if field.key.node == "title" => title = Some(text.node.clone()),
            ScorecardField::Text(text) => {
                texts.insert(field.key.node.clone(), text.node.clone());
            }
            ScorecardField::Layout(name) => layout = Some(name.node.clone()),
            ScorecardField::Active(spec) => active = scope.active(spec).unwrap_or_default(),
            ScorecardField::Indicators(list) => {
                all.extend(list.iter().map(|name| (name.node.as_str(), name.span)));
                groups.push(Group { theme: None, indicators: known(&mut scope, list) });
            }
            ScorecardField::Theme { title, indicators } => {
                all.extend(indicators.iter().map(|name| (name.node.as_str(), name.span)));
                groups.push(Group { theme: Some(title.node.clone()), indicators: known(&mut scope, indicators) });
            }
            ScorecardField::Unknown | ScorecardField::Broken => {}
        }
    }
    out.append(&mut scope.out);
    out.extend(fields::repeated(all));
    if title.is_none() && fields::get(&listed, "title").is_none() {
        out.extend(fields::missing("scorecard", &item.name, &["title"]));
    }
    Some(Scorecard { id: item.name.node.clone(), span: item.span, title: title?, texts, layout, active, groups })
}

fn known<'a>(scope: &mut Scope<'a, '_>, list: &'a [ast::Name]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(list.len());
    for name in list {
        match scope.project.indicators.get(name.node.as_str()) {
            Some(entry) => {
                entry.mark();
                if !kept.contains(&name.node) {
                    kept.push(name.node.clone());
                }
            }
            None => {
                if let Some(diagnostic) = scope.project.not_a(Kind::Indicator, &name.node, name.span) {
                    scope.tell(diagnostic);
                }
            }
        }
    }
    kept
}
