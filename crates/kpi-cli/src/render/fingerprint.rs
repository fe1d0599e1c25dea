//! What tells one finding from another, whichever line it has moved to.

use super::findings::Told;
use kpi_core::Diagnostic;
use kpi_core::diagnostic::Place;
use kpi_plugin::Digest;
use std::collections::HashMap;

/// One for each finding, in their order: of its code, file and message, of the text it is about, and of how many like it
/// stand before it.
pub fn fingerprints(told: &Told) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let one = |diagnostic: &Diagnostic| {
        let (file, text) = match diagnostic.place() {
            Some(Place::Rule(span)) => (told.places.file(span.file), told.places.sources.slice(*span).to_owned()),
            Some(Place::Data(place)) => (told.places.data(place).to_string(), String::new()),
            None => (String::new(), String::new()),
        };
        let words: Vec<&str> = text.split_whitespace().collect();
        format!("{}\n{file}\n{}\n{}", diagnostic.code, diagnostic.message, words.join(" "))
    };
    told.found
        .iter()
        .map(|diagnostic| {
            let said = one(diagnostic);
            let before = seen.entry(said.clone()).or_insert(0);
            let digest = Digest::of(format!("{said}\n{before}").as_bytes());
            *before += 1;
            digest.to_string()
        })
        .collect()
}
