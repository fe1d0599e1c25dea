//! The file of a narrative: `## Commentary`, `## Actions`, each with its text.

use crate::words::Words;
use kpi_core::FileId;

/// A narrative as it was written, with the file it stands in.
#[derive(Debug, Clone)]
pub struct Written {
    /// What it is about: the name of an indicator or of a scorecard.
    pub about: String,
    pub file: FileId,
    pub text: String,
}

/// A narrative cut at its second-level headings.
#[derive(Debug, Clone, Default)]
pub struct Narrative {
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone)]
pub struct Part {
    /// Empty for what stands before the first heading.
    pub title: String,
    /// Where its text begins, in bytes.
    pub at: usize,
    pub text: String,
}

impl Narrative {
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut parts: Vec<Part> = vec![Part { title: String::new(), at: 0, text: String::new() }];
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("## ") {
                Some(title) => {
                    parts.push(Part { title: title.trim().to_owned(), at: at + line.len(), text: String::new() });
                }
                None => {
                    if let Some(part) = parts.last_mut() {
                        part.text.push_str(line);
                    }
                }
            }
            at += line.len();
        }
        parts.retain(|part| !part.title.is_empty() || !part.text.trim().is_empty());
        Self { parts }
    }

    /// The commentary, in the words of either language: what stands first belongs to it.
    #[must_use]
    pub fn commentary(&self, words: &Words) -> Vec<&Part> {
        self.parts
            .iter()
            .filter(|part| part.title.is_empty() || is(part, words.get("commentary"), "commentary"))
            .collect()
    }

    #[must_use]
    pub fn actions(&self, words: &Words) -> Vec<&Part> {
        self.parts.iter().filter(|part| is(part, words.get("actions"), "actions")).collect()
    }

    /// The headings that are none of an indicator's.
    #[must_use]
    pub fn others(&self, words: &Words) -> Vec<&Part> {
        let known = |part: &&Part| {
            part.title.is_empty()
                || is(part, words.get("commentary"), "commentary")
                || is(part, words.get("actions"), "actions")
        };
        self.parts.iter().filter(|part| !known(part)).collect()
    }
}

fn is(part: &Part, word: &str, english: &str) -> bool {
    let title = part.title.to_lowercase();
    title == word.to_lowercase() || title == english
}
