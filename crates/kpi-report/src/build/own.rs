//! The project's own words in the language of the report.

use crate::words::{Language, Words};
use indexmap::{IndexMap, IndexSet};
use kpi_core::codes::reporting::NO_TRANSLATION;
use kpi_core::{Diagnostic, FileId, Span};
use std::sync::{Mutex, PoisonError};

const COMMON: &str = include_str!("../words/common.toml");

/// What the words of a project are in another language: `strings/cy.toml`.
#[derive(Debug, Clone)]
pub struct Strings {
    pub file: FileId,
    /// The words of the rules, and what they are.
    pub texts: IndexMap<String, String>,
}

pub struct Own<'a> {
    words: Words,
    strings: Option<&'a Strings>,
    common: IndexMap<String, String>,
    /// Indicators are built beside each other, so in no order.
    missing: Mutex<IndexSet<(String, Option<Span>)>>,
}

impl<'a> Own<'a> {
    pub fn new(words: Words, strings: Option<&'a Strings>) -> Self {
        let common = match words.language {
            Language::English => IndexMap::new(),
            Language::Welsh => toml::from_str(COMMON).unwrap_or_default(),
        };
        Self { words, strings, common, missing: Mutex::default() }
    }

    /// A text of the project. Where it has no translation it is noted, and stands as it is.
    pub fn say(&self, text: &str, from: Option<Span>) -> String {
        let Some(strings) = self.strings else { return text.to_owned() };
        // A text over several lines is one text, however its lines are broken.
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if folded.is_empty() || !folded.chars().any(char::is_alphabetic) {
            return text.to_owned();
        }
        let known = strings.texts.get(&folded).or_else(|| self.common.get(&folded));
        match known.filter(|known| !known.trim().is_empty()) {
            Some(known) => known.clone(),
            None => {
                self.missing.lock().unwrap_or_else(PoisonError::into_inner).insert((folded, from));
                text.to_owned()
            }
        }
    }

    /// A finding for each text without a translation, once.
    pub fn missing(&self) -> Vec<Diagnostic> {
        let Some(strings) = self.strings else { return Vec::new() };
        let mut told: IndexSet<String> = IndexSet::new();
        let mut found = Vec::new();
        let mut missing: Vec<(String, Option<Span>)> =
            self.missing.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
        missing.sort_by_key(|(text, from)| (from.map(|from| (from.file, from.start)), text.clone()));
        for (text, from) in &missing {
            if !told.insert(text.clone()) {
                continue;
            }
            let language = self.words.language;
            let message = format!("there is no {} for \"{}\"", english_name(language), short(text));
            let mut diagnostic = Diagnostic::new(NO_TRANSLATION, message);
            if let Some(from) = from {
                diagnostic = diagnostic.label(*from, "a text of this");
            }
            diagnostic = diagnostic.label(Span::new(strings.file, 0, 0), "the words of the project are here");
            let line = format!("{} = \"…\"", toml::Value::String(text.clone()));
            found.push(diagnostic.help(format!("add the line `{line}` below `[texts]`")));
        }
        found
    }
}

const fn english_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Welsh => "Welsh",
    }
}

fn short(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
