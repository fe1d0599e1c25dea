//! Uses of templates: arguments bound to parameters.

use crate::project::{HelpIfNone, Kind, Project, suggesting};
use kpi_core::codes::names;
use kpi_core::{Diagnostic, SourceMap, Span, suggest};
use kpi_syntax::ast::{Expr, ExprKind, Parameter, Template, TemplateUse};
use std::collections::HashMap;

/// What the parameters of a template stand for in one use of it.
#[derive(Debug, Clone)]
pub struct Parameters<'a> {
    pub indicator: &'a str,
    /// The use.
    pub span: Span,
    /// `None` where no argument was given: that was said already.
    values: HashMap<&'a str, Option<&'a Expr>>,
}

impl<'a> Parameters<'a> {
    pub fn get(&self, name: &str) -> Option<Option<&'a Expr>> {
        self.values.get(name).copied()
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.values.keys().copied()
    }

    /// The text with `{parameter}` filled in, and the words in braces that are no parameter.
    pub fn fill(&self, text: &str, sources: &SourceMap) -> (String, Vec<String>) {
        let mut filled = String::with_capacity(text.len());
        let mut strangers = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((word, tail)) if crate::project::is_word(word) => {
                    match self.get(word) {
                        Some(argument) => filled.push_str(&argument.map_or_else(String::new, |e| spoken(e, sources))),
                        None => {
                            strangers.push(word.to_owned());
                            filled.push_str(&format!("{{{word}}}"));
                        }
                    }
                    rest = tail;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        (filled, strangers)
    }
}

/// An argument as it stands in a text.
fn spoken(expr: &Expr, sources: &SourceMap) -> String {
    match &expr.kind {
        ExprKind::Text(text) | ExprKind::Name(text) | ExprKind::Period(text) => text.clone(),
        _ => sources.slice(expr.span).to_owned(),
    }
}

/// The template that is used, and what its parameters stand for.
pub fn bind<'a>(
    project: &Project<'a>,
    indicator: &'a str,
    used: &'a TemplateUse,
    out: &mut Vec<Diagnostic>,
) -> Option<(&'a Template, Parameters<'a>)> {
    let Some(entry) = project.templates.get(used.template.node.as_str()) else {
        out.extend(project.not_a(Kind::Template, &used.template.node, used.template.span));
        return None;
    };
    entry.mark();
    let template = entry.item;
    let mut values: HashMap<&'a str, Option<&'a Expr>> = HashMap::with_capacity(template.parameters.len());
    let listed: Vec<&str> = template.parameters.iter().map(|p| p.name.node.as_str()).collect();
    let mut next = 0;
    let mut extra: Option<Span> = None;
    let mut misnamed = false;
    for (name, value) in &used.arguments {
        let parameter: Option<&'a Parameter> = match name {
            None => {
                let parameter = template.parameters.get(next);
                next += 1;
                if parameter.is_none() {
                    extra = extra.or(Some(value.span));
                }
                parameter
            }
            Some(name) => {
                let parameter = template.parameters.iter().find(|p| p.name.node == name.node);
                if parameter.is_none() {
                    misnamed = true;
                    out.push(
                        suggesting(
                            Diagnostic::at(
                                names::TEMPLATE_ARGUMENTS,
                                name.span,
                                format!("the template `{}` has no parameter `{}`", template.name.node, name.node),
                            )
                            .label(template.name.span, "the template"),
                            &name.node,
                            name.span,
                            listed.iter().copied(),
                        )
                        .help_if_none(|| parameters_are(&listed)),
                    );
                }
                parameter
            }
        };
        if let Some(parameter) = parameter
            && values.insert(&parameter.name.node, Some(value)).is_some()
        {
            out.push(
                Diagnostic::at(
                    names::TEMPLATE_ARGUMENTS,
                    value.span,
                    format!("`{}` is given twice", parameter.name.node),
                )
                .label(parameter.name.span, "the parameter")
                .help("leave one of the two out"),
            );
        }
    }
    if let Some(span) = extra {
        out.push(
            Diagnostic::at(
                names::TEMPLATE_ARGUMENTS,
                span,
                format!("`{}` takes {}", template.name.node, so_many(listed.len())),
            )
            .saying(format!("{} given", used.arguments.len()))
            .label(template.name.span, "the template")
            .help(parameters_are(&listed)),
        );
    }
    let mut wanting = Vec::new();
    for parameter in &template.parameters {
        values.entry(&parameter.name.node).or_insert_with(|| {
            if parameter.default.is_none() {
                wanting.push(format!("`{}`", parameter.name.node));
            }
            parameter.default.as_ref()
        });
    }
    // An argument under a wrong name is most likely the one that is wanting.
    if !wanting.is_empty() && !misnamed {
        out.push(
            Diagnostic::at(
                names::TEMPLATE_ARGUMENTS,
                used.span,
                format!("`{}` needs {}", template.name.node, suggest::list(&wanting, "and")),
            )
            .label(template.name.span, "the template")
            .help(format!("write `from {}({})`", template.name.node, listed.join(", "))),
        );
    }
    Some((template, Parameters { indicator, span: used.span, values }))
}

fn so_many(count: usize) -> String {
    match count {
        0 => "no arguments".to_owned(),
        1 => "one argument".to_owned(),
        n => format!("{n} arguments"),
    }
}

fn parameters_are(listed: &[&str]) -> String {
    if listed.is_empty() {
        "leave the arguments out".to_owned()
    } else {
        format!("its parameters are {}", crate::project::listed(listed, "and"))
    }
}
