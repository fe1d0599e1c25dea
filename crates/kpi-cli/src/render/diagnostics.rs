//! Findings for people: with the lines they are about, or one line each.

use crate::failure::Failure;
use crate::output::Look;
use crate::project::Places;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use anstyle::AnsiColor;
use kpi_core::diagnostic::{Alike, DataPlace, Place};
use kpi_core::{Diagnostic, FileId, Severity, Span, thousands};
use std::collections::HashMap;

/// `   = help: ` and what is before it.
const MESSAGE_INDENT: usize = 14;

/// So many cells of a column that are wrong alike are told one by one.
const ALIKE: usize = 3;

/// Findings with the lines they are about, a blank line between them. Of cells of a column that are wrong in the same way,
/// the first are told, and how many more there are.
pub fn human(diagnostics: &[Diagnostic], places: &Places, look: Look) -> String {
    let mut alike: HashMap<Alike<'_>, usize> = HashMap::new();
    for diagnostic in told(diagnostics) {
        if let Some(cells) = Alike::of(diagnostic) {
            *alike.entry(cells).or_default() += 1;
        }
    }
    let mut seen: HashMap<Alike<'_>, usize> = HashMap::new();
    let mut out = String::new();
    // What is said of a column as a whole goes on from what is said of its cells.
    let (cells, columns): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        told(diagnostics).partition(|diagnostic| !is_of_column(diagnostic));
    for diagnostic in cells.into_iter().chain(columns) {
        let cells = Alike::of(diagnostic);
        let (count, all) = match cells {
            Some(cells) => {
                let count = seen.entry(cells).or_default();
                *count += 1;
                (*count, alike.get(&cells).copied().unwrap_or_default())
            }
            None => (0, 0),
        };
        if count > ALIKE {
            continue;
        }
        out.push_str(&one(diagnostic, places, look));
        if count == ALIKE && all > ALIKE {
            let more = thousands((all - ALIKE) as u64);
            let said = format!("{more} more in this column are wrong in the same way; `--format json` lists them");
            out.push_str(&format!(
                "  = {}: {}\n",
                look.bold("note"),
                wrapped(&said, look).replace('\n', "\n          ")
            ));
        }
        out.push('\n');
    }
    out
}

fn is_of_column(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.place(), Some(Place::Data(DataPlace { row: None, column: Some(_), .. })))
}

/// Those that the rules do not say may stand.
pub fn told(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.allowed.is_none())
}

/// Why a command could not do its work.
pub fn failure(failure: &Failure, look: Look) -> String {
    one(failure.diagnostic(), &Places::default(), look)
}

fn one(diagnostic: &Diagnostic, places: &Places, look: Look) -> String {
    if !diagnostic.labels.iter().any(|label| matches!(label.place, Place::Rule(_))) {
        return without_lines(diagnostic, places, look);
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(title(diagnostic, look)).id(diagnostic.code.id());
    let notes = diagnostic.notes.iter().map(|note| Level::NOTE.message(wrapped(note, look)).into());
    let help = diagnostic.help.iter().map(|help| Level::HELP.message(wrapped(help, look)).into());
    // A fix says what to do as well; where there are words for it already, those are better.
    let fixes = diagnostic.fixes.iter().filter(|_| diagnostic.help.is_empty());
    let fixes = fixes.map(|fix| Level::HELP.message(wrapped(&fix.title, look)).into());
    let elements: Vec<Element<'_>> =
        snippets(diagnostic, places).into_iter().chain(notes).chain(help).chain(fixes).collect();
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width).decor_style(DecorStyle::Ascii);
    let mut text = renderer.render(&[Group::with_title(title).elements(elements)]);
    text.push('\n');
    text
}

/// A finding about no line of a rule file: about a cell, or about nothing that has a place.
fn without_lines(diagnostic: &Diagnostic, places: &Places, look: Look) -> String {
    let style = match diagnostic.severity {
        Severity::Error => AnsiColor::BrightRed.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
    };
    let head = format!("{}[{}]", severity(diagnostic.severity), diagnostic.code);
    let message = title(diagnostic, look).replace('\n', &format!("\n{}", " ".repeat(head.len() + 2)));
    let mut text = format!("{}{}\n", look.paint(style, &head), look.bold(&format!(": {message}")));
    for label in &diagnostic.labels {
        if let Place::Data(place) = &label.place {
            let arrow = look.paint(AnsiColor::BrightBlue.on_default().bold(), "-->");
            text.push_str(&format!("  {arrow} {}\n", data_line(&places.data(place), &label.text)));
        }
    }
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    let help = diagnostic.help.iter().map(|help| ("help", help));
    for (word, said) in notes.chain(help) {
        let indent = " ".repeat(word.len() + "  = : ".len());
        let said = wrapped(said, look).replace('\n', &format!("\n{indent}"));
        text.push_str(&format!("  = {}: {said}\n", look.bold(word)));
    }
    text
}

/// The message, wrapped behind `error[KPI0207]: `.
fn title(diagnostic: &Diagnostic, look: Look) -> String {
    let head = severity(diagnostic.severity).len() + diagnostic.code.id().len() + "[]: ".len();
    textwrap::fill(&diagnostic.message, look.width.saturating_sub(head))
}

/// Prose is wrapped; what is drawn or laid out over several lines stays as it is.
fn wrapped(text: &str, look: Look) -> String {
    if text.contains('\n') { text.to_owned() } else { textwrap::fill(text, look.width.saturating_sub(MESSAGE_INDENT)) }
}

/// One part for each file, the one with the primary label first.
fn snippets<'a>(diagnostic: &'a Diagnostic, places: &'a Places) -> Vec<Element<'a>> {
    /// What of a file is marked, how, and with which words.
    type Marked<'a> = (Span, AnnotationKind, Option<&'a str>);
    let mut files: Vec<(FileId, Vec<Marked<'_>>)> = Vec::new();
    let mut data: Vec<Element<'a>> = Vec::new();
    let first_is_data = matches!(diagnostic.labels.first().map(|label| &label.place), Some(Place::Data(_)));
    for (i, label) in diagnostic.labels.iter().enumerate() {
        match &label.place {
            Place::Rule(span) => {
                let kind = if i == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let text = (!label.text.is_empty()).then_some(label.text.as_str());
                match files.iter_mut().find(|(file, _)| *file == span.file) {
                    Some((_, marks)) => marks.push((*span, kind, text)),
                    None => files.push((span.file, vec![(*span, kind, text)])),
                }
            }
            Place::Data(place) => {
                data.push(Origin::path(data_line(&places.data(place), &label.text)).into());
            }
        }
    }
    let rules = files.into_iter().filter_map(|(id, marks)| {
        let file = places.sources.file(id)?;
        // Lines are counted anew for each finding: of a long file with many that would be most of the work.
        let start = marks.iter().map(|(span, ..)| span.start).min()?;
        let end = marks.iter().map(|(span, ..)| span.end).max()?;
        let (line, from, text) = file.around(start, end);
        let annotations = marks.into_iter().map(|(span, kind, label)| {
            let range = span.range();
            kind.span(range.start.saturating_sub(from)..range.end.saturating_sub(from)).label(label)
        });
        let snippet = Snippet::source(text).line_start(line).path(places.file(id));
        Some(Element::from(snippet.annotations(annotations)))
    });
    if first_is_data { data.into_iter().chain(rules).collect() } else { rules.chain(data).collect() }
}

fn data_line(place: &DataPlace, text: &str) -> String {
    if text.is_empty() { place.to_string() } else { format!("{place}: {text}") }
}

/// `indicators.kpi:3:1: error[KPI0207] message`
pub fn concise(diagnostics: &[Diagnostic], places: &Places) -> String {
    told(diagnostics)
        .map(|diagnostic| {
            let place = match diagnostic.place() {
                Some(Place::Rule(span)) => {
                    let at = places.sources.file(span.file).map(|file| file.position(span.start));
                    at.map(|at| format!("{}:{}:{}: ", places.file(span.file), at.line, at.column))
                }
                Some(Place::Data(place)) => Some(format!("{}: ", places.data(place))),
                None => None,
            };
            let place = place.unwrap_or_default();
            // One line, whatever the message holds.
            let message = diagnostic.message.replace('\n', " ");
            format!("{place}{}[{}] {message}\n", severity(diagnostic.severity), diagnostic.code)
        })
        .collect()
}

pub const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `3 errors, 2 warnings in 12 files`
pub fn summary(diagnostics: &[Diagnostic], files: usize) -> String {
    let errors = told(diagnostics).filter(|d| d.is_error()).count();
    let warnings = told(diagnostics).count() - errors;
    let found: Vec<String> = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    let found = if found.is_empty() { "nothing to report".to_owned() } else { found.join(", ") };
    // Where no file could be read, what was found is not in any.
    let found = if files == 0 { found } else { format!("{found} in {}", counted(files, "file")) };
    match diagnostics.len() - told(diagnostics).count() {
        0 => found,
        allowed => format!("{found}; {allowed} allowed"),
    }
}

/// `1 file`, `2 files`
pub fn counted(count: usize, word: &str) -> String {
    if count == 1 { format!("{count} {word}") } else { format!("{count} {word}s") }
}
