//! The fields of a block: each once, each known.

use crate::project::{HelpIfNone, listed, suggesting};
use kpi_core::codes::names;
use kpi_core::{Diagnostic, Span, suggest};
use kpi_syntax::ast::{Field, Name};
use std::collections::HashMap;

/// The fields of a block without repeats; of two the first counts.
pub fn distinct<'a, V>(
    fields: &'a [Field<V>],
    repeats: impl Fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) -> Vec<&'a Field<V>> {
    let mut kept: Vec<&'a Field<V>> = Vec::with_capacity(fields.len());
    for field in fields {
        let first = kept.iter().find(|before| before.key.node == field.key.node);
        match first {
            Some(first) if !repeats(&field.key.node) => out.push(
                Diagnostic::at(names::DUPLICATE_FIELD, field.key.span, format!("`{}` is said twice", field.key.node))
                    .saying("this one is ignored")
                    .label(first.key.span, "the first one")
                    .help("remove one of the two"),
            ),
            _ => kept.push(field),
        }
    }
    kept
}

pub fn get<'a, V>(fields: &[&'a Field<V>], key: &str) -> Option<&'a Field<V>> {
    fields.iter().find(|field| field.key.node == key).copied()
}

/// That an item says too little; nothing where it says enough.
pub fn missing(what: &str, name: &Name, absent: &[&str]) -> Option<Diagnostic> {
    if absent.is_empty() {
        return None;
    }
    let keys: Vec<String> = absent.iter().map(|key| format!("`{key}`")).collect();
    Some(
        Diagnostic::at(
            names::MISSING_FIELD,
            name.span,
            format!("the {what} `{}` does not say its {}", name.node, suggest::list(&keys, "and")),
        )
        .help(format!(
            "add {}",
            suggest::list(&absent.iter().map(|key| format!("`{key}: …`")).collect::<Vec<_>>(), "and")
        )),
    )
}

/// The words that in an expression are something else than a name.
const HELD: [&str; 9] = ["if", "then", "else", "and", "or", "not", "where", "yes", "no"];

/// That a column cannot be named in a condition.
pub fn held(name: &Name, header: Option<&str>) -> Option<Diagnostic> {
    let word = name.node.as_str();
    if !HELD.contains(&word) {
        return None;
    }
    let (is, free) =
        (if matches!(word, "yes" | "no") { "a value" } else { "a word of conditions" }, format!("is_{word}"));
    let message = format!("a condition cannot name the column `{word}`");
    let diagnostic = Diagnostic::at(names::HELD_NAME, name.span, message).note(format!("there `{word}` is {is}"));
    Some(match header {
        Some(_) => diagnostic.help(format!("give the column another name: `{free}: …`")).fix(
            format!("call it `{free}`"),
            name.span,
            free,
        ),
        None => {
            diagnostic.help(format!("give it another name, and say how the file heads it: `{free}: … from \"{word}\"`"))
        }
    })
}

/// Names that stand twice in one list.
pub fn repeated<'a>(list: impl IntoIterator<Item = (&'a str, Span)>) -> Vec<Diagnostic> {
    let mut first: HashMap<&str, Span> = HashMap::new();
    let mut found = Vec::new();
    for (name, span) in list {
        match first.get(name) {
            Some(before) => found.push(
                Diagnostic::at(names::REPEATED, span, format!("`{name}` stands here twice"))
                    .label(*before, "the first one")
                    .help("remove one of the two"),
            ),
            None => {
                first.insert(name, span);
            }
        }
    }
    found
}

/// A word that is none of those allowed.
pub fn unknown_word(what: &str, word: &str, span: Span, known: &[&str]) -> Diagnostic {
    suggesting(
        Diagnostic::at(names::UNKNOWN_KIND, span, format!("`{word}` is no {what}")),
        word,
        span,
        known.iter().copied(),
    )
    .help_if_none(|| format!("write {}", listed(known, "or")))
}
