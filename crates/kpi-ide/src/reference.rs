//! What the reference says of a word of the language. The page is the one place where fields are explained.

use std::collections::HashMap;
use std::sync::OnceLock;

const PAGE: &str = include_str!("../../../docs/language/reference.md");

/// A row of a table of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The fields of the row, as they are written there.
    pub written: &'static str,
    pub text: &'static str,
    /// Has to be said.
    pub needed: bool,
}

/// What is said of a field of an item, or of a word of its own (`flow`, `deviation`).
#[must_use]
pub fn field(item: &str, key: &str) -> Option<Entry> {
    // A template has the fields of an indicator.
    let item = if item == "template" { "indicator" } else { item };
    entries().get(item)?.get(key).copied()
}

type Entries = HashMap<&'static str, HashMap<&'static str, Entry>>;

fn entries() -> &'static Entries {
    static ENTRIES: OnceLock<Entries> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut found: Entries = HashMap::new();
        let mut item = "";
        let mut lines = PAGE.lines().peekable();
        while let Some(line) = lines.next() {
            let is_head = lines.peek().is_some_and(|next| next.starts_with("|---"));
            if let Some(title) = line.strip_prefix("### `") {
                item = title.trim_end_matches('`');
            } else if line.starts_with("## ") {
                item = "";
            } else if let Some(row) = line.strip_prefix("| ").filter(|_| !item.is_empty() && !is_head) {
                let mut cells = row.split(" | ");
                let (Some(written), Some(text)) = (cells.next(), cells.next()) else { continue };
                let needed = cells.next().is_some_and(|cell| cell.trim_end_matches('|').trim() == "yes");
                let entry = Entry { written, text: text.trim_end_matches('|').trim(), needed };
                for key in keys(written) {
                    found.entry(item).or_default().entry(key).or_insert(entry);
                }
            }
        }
        found
    })
}

/// The keys that a row is about: each stands in ticks, with a colon, or as a word before a brace or a name.
fn keys(written: &'static str) -> impl Iterator<Item = &'static str> {
    written.split('`').skip(1).step_by(2).filter_map(|code| {
        let word = code.split([':', ' ', '{']).next()?;
        (!word.is_empty()).then_some(word)
    })
}
