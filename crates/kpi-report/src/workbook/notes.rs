//! What marks, bands and words mean, and what the council says of single indicators: `[note 1]`, never a star.

use super::entry::Entry;
use super::table::{Columns, Table};
use crate::model::{Band, Indicator, Report};
use crate::words::Words;
use indexmap::IndexSet;

pub struct Notes {
    words: Words,
    /// Each text once, numbered as it comes.
    texts: IndexSet<String>,
}

struct Note {
    name: String,
    kind: String,
    means: String,
}

impl Notes {
    pub fn of(report: &Report, words: Words) -> Self {
        let mut notes = Self { words, texts: IndexSet::new() };
        for indicator in report.indicators.values() {
            notes.texts.extend(notes.said(indicator));
        }
        notes
    }

    /// `[note 1] [note 4]`
    pub fn marks(&self, indicator: &Indicator) -> String {
        let numbers = self.said(indicator).into_iter().filter_map(|text| self.texts.get_index_of(&text));
        numbers.map(|at| self.mark(at)).collect::<Vec<_>>().join(" ")
    }

    fn mark(&self, at: usize) -> String {
        self.words.fill("note_mark", &[("n", &(at + 1).to_string())])
    }

    fn said(&self, indicator: &Indicator) -> Vec<String> {
        let target = |text: &str| self.words.fill("label_text", &[("label", &indicator.target.label), ("text", text)]);
        let proposed = indicator.target.proposed.then(|| target(self.words.get("target_proposed")));
        let of_target = indicator.target.note.as_deref().map(target);
        indicator.note.iter().cloned().chain(proposed).chain(of_target).collect()
    }

    pub fn table(&self, report: &Report) -> Table {
        let words = self.words;
        let mut notes: Vec<Note> = Vec::new();
        let mut add = |name: &str, kind: &str, means: String| {
            notes.push(Note { name: name.to_owned(), kind: kind.to_owned(), means });
        };
        add(words.get("dash"), words.get("key_mark"), words.get("nothing_to_say").to_owned());
        for mark in &report.key.marks {
            add(&mark.mark, words.get("key_mark"), sentences([mark.said.as_str(), &mark.meaning]));
        }
        for field in &report.key.fields {
            add(&field.label, words.get("key_field"), field.text.clone());
        }
        for scheme in &report.key.schemes {
            let kind = match report.key.schemes.len() {
                0 | 1 => words.get("key_bands").to_owned(),
                _ => format!("{}: {}", words.get("key_bands"), scheme.name.replace('_', " ")),
            };
            let band = |band: &Band, judges: &str| {
                let actions = scheme.actions_for.contains(&band.label);
                let actions = if actions { words.get("actions_required") } else { "" };
                sentences([band.meaning.as_deref().unwrap_or_default(), judges, &band.covers, actions])
            };
            for one in &scheme.bands {
                add(&one.label, &kind, band(one, &scheme.judges));
            }
            for one in &scheme.at_zero_target {
                add(&one.label, &kind, band(one, words.get("key_zero")));
            }
            for word in &scheme.words {
                add(&word.word, &kind, sentences([word.meaning.as_deref().unwrap_or_default()]));
            }
        }
        for (at, text) in self.texts.iter().enumerate() {
            add(&self.mark(at), words.get("note"), text.clone());
        }
        let mut columns: Columns<'_, Note> = Columns::new();
        columns.add(words.get("note"), |note| Entry::text(note.name.as_str()));
        columns.add(words.get("note_kind"), |note| Entry::text(note.kind.as_str()));
        columns.add(words.get("key_means"), |note| Entry::text(note.means.as_str()));
        columns.table(notes)
    }
}

/// Those that say something, each with its full stop.
fn sentences<'t>(parts: impl IntoIterator<Item = &'t str>) -> String {
    let mut told = String::new();
    for part in parts.into_iter().map(str::trim).filter(|part| !part.is_empty()) {
        if !told.is_empty() {
            told.push(' ');
        }
        let mut letters = part.chars();
        told.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        told.push_str(letters.as_str());
        if !part.ends_with(['.', '!', '?', ':']) {
            told.push('.');
        }
    }
    told
}
