//! What is wrong with a template, as a finding with its place.

use super::Templates;
use kpi_core::codes::project::INTERNAL;
use kpi_core::codes::reporting::BAD_TEMPLATE;
use kpi_core::{Diagnostic, Span};
use minijinja::{Error, ErrorKind};

pub(super) fn told(error: &Error, templates: &Templates) -> Diagnostic {
    // What went wrong in a council's file may have been noticed in one of ours that it extends.
    let mut causes: Vec<&Error> = vec![error];
    while let Some(cause) =
        causes.last().and_then(|last| std::error::Error::source(*last)).and_then(|source| source.downcast_ref())
    {
        causes.push(cause);
    }
    let deepest = causes.last().copied().unwrap_or(error);
    let own = causes.iter().rev().find_map(|cause| Some((*cause, templates.own.get(cause.name()?)?)));
    let why = why(deepest);
    match own {
        Some((cause, template)) => {
            let span = place(cause, template);
            let name = cause.name().unwrap_or_default();
            Diagnostic::at(BAD_TEMPLATE, span, format!("the template `{name}` cannot be used: {why}"))
                .help(help(deepest.kind()))
        }
        None => {
            let place = deepest.name().map(|name| format!(" in {name}, line {}", deepest.line().unwrap_or_default()));
            Diagnostic::new(INTERNAL, format!("a template of kpi cannot be used{}: {why}", place.unwrap_or_default()))
        }
    }
}

fn why(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    let kind = error.kind().to_string();
    if detail.is_empty() { kind } else { format!("{kind}: {detail}") }
}

fn place(error: &Error, template: &super::Template) -> Span {
    let line = error.line().unwrap_or(1).max(1);
    let range = error.range().unwrap_or_else(|| {
        let start: usize = template.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let length = template.text.lines().nth(line - 1).map_or(0, str::len);
        start..start + length
    });
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    // The engine's places may lie within a character.
    let start = template.text.floor_char_boundary(range.start);
    let end = template.text.ceil_char_boundary(range.end).max(start);
    Span::new(template.file, at(start), at(end))
}

const fn help(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UndefinedError => "docs/report/templates.md lists what a template is given",
        ErrorKind::TemplateNotFound => "files of kpi are named from `default/`, the council's own without",
        _ => "docs/report/templates.md says how templates are written",
    }
}
