//! Items that nothing refers to.

use crate::lower::names_in;
use crate::project::{Kind, Project};
use kpi_core::codes::names;
use kpi_core::{Diagnostic, Span};
use kpi_syntax::ast::{
    ChangeOption, ControlOption, Dated, Expr, Field, ForecastSpec, IndicatorField, Name, Target, TargetHow,
    TargetTable, TargetValue, Template,
};
use std::collections::HashSet;

pub fn unused(project: &Project<'_>, out: &mut Vec<Diagnostic>) {
    let mut idle: Vec<(Kind, &Name)> = Vec::new();
    for entry in project.datasets.values().filter(|entry| !entry.is_used()) {
        idle.push((Kind::Dataset, &entry.item.name));
    }
    for entry in project.cohorts.values().filter(|entry| !entry.is_used()) {
        idle.push((Kind::Cohort, &entry.item.name));
    }
    for entry in project.comparators.values().filter(|entry| !entry.is_used()) {
        idle.push((Kind::Comparator, &entry.item.name));
    }
    for entry in project.bands.values().filter(|entry| !entry.is_used()) {
        if let Some(first) = entry.item.first() {
            idle.push((Kind::Bands, &first.name));
        }
    }
    for entry in project.templates.values() {
        if entry.is_used() {
            parameters(entry.item, out);
        } else {
            idle.push((Kind::Template, &entry.item.name));
        }
    }
    // What only broken text mentions, or what a misspelt name most likely means, is not idle.
    let meant: HashSet<String> =
        out.iter().flat_map(|diagnostic| &diagnostic.fixes).map(|fix| fix.replacement.clone()).collect();
    idle.retain(|(_, name)| {
        !is_shared(project, name.span) && !meant.contains(&name.node) && !project.is_mentioned(&name.node)
    });
    for (kind, name) in idle {
        out.push(
            Diagnostic::at(names::UNUSED, name.span, format!("nothing uses the {} `{}`", kind.word(), name.node))
                .help("use it, or remove it"),
        );
    }
}

/// A pack that several projects use may hold what this one has no use for.
fn is_shared(project: &Project<'_>, span: Span) -> bool {
    project.sources.file(span.file).is_some_and(|file| file.name.starts_with("..") || file.name.starts_with('/'))
}

fn parameters(template: &Template, out: &mut Vec<Diagnostic>) {
    let mut mentioned: HashSet<&str> = HashSet::new();
    for field in &template.fields {
        mentions(field, &mut |name| {
            mentioned.insert(name);
        });
    }
    for parameter in &template.parameters {
        if !mentioned.contains(parameter.name.node.as_str()) {
            out.push(
                Diagnostic::at(
                    names::UNUSED,
                    parameter.name.span,
                    format!("the template has no use for `{}`", parameter.name.node),
                )
                .help(format!("use it, in a text as `{{{}}}`, or remove it", parameter.name.node)),
            );
        }
    }
}

fn each<'a, T>(dated: &'a Dated<T>, mut f: impl FnMut(&'a T)) {
    match dated {
        Dated::Always(value) => f(value),
        Dated::From(entries) => entries.iter().for_each(|entry| f(&entry.value)),
    }
}

/// Every name in a field, and every word in braces in its texts.
fn mentions<'a>(field: &'a Field<IndicatorField>, found: &mut impl FnMut(&'a str)) {
    let text = |text: &'a str, found: &mut dyn FnMut(&'a str)| {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            if let Some((word, _)) = after.split_once('}') {
                found(word);
            }
            rest = after;
        }
    };
    let expr = |expr: &'a Expr, found: &mut dyn FnMut(&'a str)| names_in(expr, &mut |name| found(name));
    match &field.value {
        IndicatorField::Text(dated) => each(dated, |value| text(&value.node, found)),
        IndicatorField::Measure(dated) | IndicatorField::Bands(dated) => each(dated, |name| found(&name.node)),
        IndicatorField::Formula(dated) | IndicatorField::Expression(dated) => each(dated, |value| expr(value, found)),
        IndicatorField::Let { value, .. } => expr(value, found),
        IndicatorField::Counted(dated) => each(dated, |counted| {
            expr(&counted.value, found);
            if let Some(noun) = &counted.noun {
                text(&noun.node, found);
            }
        }),
        IndicatorField::Target(TargetTable::Always(one)) => target(one, found),
        IndicatorField::Target(TargetTable::ByPeriod { entries, .. }) => {
            entries.iter().for_each(|entry| target(&entry.target, found));
        }
        IndicatorField::Compare(dated) => each(dated, |list| list.iter().for_each(|name| found(&name.node))),
        IndicatorField::Related(list) => list.iter().for_each(|name| found(&name.node)),
        IndicatorField::Links(list) => list.iter().for_each(|link| text(&link.node, found)),
        IndicatorField::Change(dated) => each(dated, |change| {
            for option in &change.options {
                match option {
                    ChangeOption::ElseRecorded(value) => expr(value, found),
                    ChangeOption::NotJudged(words) | ChangeOption::AlthoughCumulative(words) => {
                        text(&words.node, found);
                    }
                    _ => {}
                }
            }
            if let kpi_syntax::ast::BaselineSpec::None(Some(words)) = &change.baseline {
                text(&words.node, found);
            }
        }),
        IndicatorField::Forecast(dated) => each(dated, |forecast| match forecast {
            ForecastSpec::Expr(value) => expr(value, found),
            ForecastSpec::Profile { shares, .. } => shares.iter().for_each(|share| expr(share, found)),
            _ => {}
        }),
        IndicatorField::Require(spec) => {
            expr(&spec.condition, found);
            text(&spec.reason.node, found);
        }
        IndicatorField::By(columns) => columns.iter().for_each(|spec| {
            found(&spec.column.node);
            if let Some(from) = &spec.from {
                found(&from.node);
            }
            if let Some(total) = &spec.total {
                text(&total.node, found);
            }
        }),
        IndicatorField::Variant(spec) => {
            text(&spec.label.node, found);
            text(&spec.of.node, found);
        }
        IndicatorField::Control(spec) => spec.options.iter().for_each(|option| {
            if let ControlOption::Rebased(_, reason) = option {
                text(&reason.node, found);
            }
        }),
        IndicatorField::Confidence(_)
        | IndicatorField::Suppress(_)
        | IndicatorField::Unit(_)
        | IndicatorField::Polarity(_)
        | IndicatorField::Frequency(_)
        | IndicatorField::Active(_)
        | IndicatorField::Unknown
        | IndicatorField::Broken => {}
    }
}

fn target<'a>(target: &'a Target, found: &mut impl FnMut(&'a str)) {
    if let TargetValue::Expr(value) = &target.value {
        names_in(value, found);
    }
    if let Some(how) = &target.how
        && let TargetHow::Profiled(list) = &how.node
    {
        list.iter().for_each(|value| names_in(value, found));
    }
    if let Some(name) = &target.copied_from {
        found(&name.node);
    }
    if let Some(note) = &target.note {
        let mut rest = note.node.as_str();
        while let Some((_, after)) = rest.split_once('{') {
            if let Some((word, _)) = after.split_once('}') {
                found(word);
            }
            rest = after;
        }
    }
}
