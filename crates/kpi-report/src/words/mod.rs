//! The words of the interface, in the languages a report can be in.

mod charts;
mod time;

pub use time::slug;

use indexmap::IndexMap;
use std::sync::LazyLock;

const ENGLISH: &str = include_str!("en.toml");
const WELSH: &str = include_str!("cy.toml");

/// The language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    English,
    Welsh,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Welsh];

    /// As `kpi.toml` and a page name it: `en`, `cy`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Welsh => "cy",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What it calls itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Welsh => "Cymraeg",
        }
    }
}

static TABLES: LazyLock<[IndexMap<String, String>; 2]> = LazyLock::new(|| [read(ENGLISH), read(WELSH)]);

/// Both files are part of this crate, and a test reads them.
fn read(text: &str) -> IndexMap<String, String> {
    let table: IndexMap<String, String> = toml::from_str(text).unwrap_or_default();
    table
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    pub language: Language,
    table: &'static IndexMap<String, String>,
}

impl Words {
    #[must_use]
    pub fn of(language: Language) -> Self {
        let [english, welsh] = &*TABLES;
        let table = match language {
            Language::English => english,
            Language::Welsh => welsh,
        };
        Self { language, table }
    }

    /// The words for a key; nothing where there are none, which the tests do not let happen.
    #[must_use]
    pub fn get(&self, key: &str) -> &'static str {
        self.table.get(key).map_or("", String::as_str)
    }

    /// The words for a key with what is to be filled in.
    #[must_use]
    pub fn fill(&self, key: &str, given: &[(&str, &str)]) -> String {
        fill(self.get(key), given)
    }

    #[must_use]
    pub fn all(&self) -> IndexMap<String, String> {
        self.table.clone()
    }
}

/// Puts what is given in place of `{name}`. What is filled in is not looked at again.
#[must_use]
pub fn fill(text: &str, given: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match given.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn blanks(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let english: IndexMap<String, String> = toml::from_str(ENGLISH).unwrap();
        let welsh: IndexMap<String, String> = toml::from_str(WELSH).unwrap();
        let keys = |table: &IndexMap<String, String>| table.keys().cloned().collect::<BTreeSet<String>>();
        assert_eq!(keys(&english), keys(&welsh));
        for (key, text) in &english {
            assert_eq!(blanks(text), blanks(&welsh[key]), "{key}");
            assert_eq!(text.is_empty(), welsh[key].is_empty(), "{key}");
        }
    }

    /// A line that was copied and never translated would be English in a Welsh report.
    #[test]
    fn welsh_is_welsh() {
        const ALIKE: [&str; 14] = [
            "half_short",
            "day",
            "indicator_numbered",
            "report_for",
            "unit_other",
            "data_title",
            "dash",
            "calc_divide",
            "calc_multiply",
            "calc_add",
            "calc_subtract",
            "calc_indicator",
            "ck_comma",
            "covers_both",
        ];
        let wordless = |text: &str| text.is_empty() || text.starts_with('{') && text.ends_with(['}', '.']);
        for (key, text) in &Words::of(Language::Welsh).all() {
            let same = Words::of(Language::English).get(key) == text;
            assert!(!same || ALIKE.contains(&key.as_str()) || wordless(text), "{key}: {text}");
        }
    }

    #[test]
    fn words_that_rules_often_use_are_told_apart_from_their_english() {
        let common: IndexMap<String, String> = toml::from_str(include_str!("common.toml")).unwrap();
        for (english, welsh) in &common {
            assert!(!welsh.trim().is_empty(), "{english}");
        }
    }

    #[test]
    fn periods_are_said_in_the_language() {
        let welsh = Words::of(Language::Welsh);
        let period = |text: &str| kpi_core::Period::parse(text, kpi_core::Calendar::APRIL).unwrap();
        assert_eq!(welsh.period(period("2022/23 Q2")), "2022/23 Ch2");
        assert_eq!(welsh.period(period("2022/23 to Q2")), "2022/23 hyd at ddiwedd Ch2");
        assert_eq!(welsh.period(period("2022-11")), "Tachwedd 2022");
        assert_eq!(welsh.ticks(period("2022-11")).0, "Tach");
        assert_eq!(welsh.day(period("2022/23").end()), "31 Mawrth 2023");
        assert_eq!(Words::of(Language::English).ticks(period("2022-11")).0, "Nov");
    }

    fn is_template(path: &std::path::Path) -> bool {
        path.extension().is_some_and(|ending| ending == "html" || ending == "typ")
    }

    /// A key that is written in the code or in a template and has no words would leave a hole in a page.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test reads the sources")]
    fn every_key_that_is_used_has_words() {
        let english: IndexMap<String, String> = toml::from_str(ENGLISH).unwrap();
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut found = 0;
        let mut folders = vec![root.join("src"), root.join("templates"), root.join("../kpi-pdf/templates")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let calls = text.split("words.get(\"").skip(1).chain(text.split("words.fill(\"").skip(1));
                let calls = calls.filter_map(|rest| rest.split_once('"')).map(|(key, _)| key);
                let dotted = text.split("words.").skip(1).filter(|_| is_template(&path)).map(|rest| {
                    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                    let (key, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
                    // What is called is a method: `words.at("…")`.
                    if behind.starts_with('(') { "" } else { key }
                });
                for key in calls.chain(dotted).filter(|key| !["", "typ", "json"].contains(key)) {
                    found += 1;
                    assert!(english.contains_key(key), "{}: `{key}`", path.display());
                }
            }
        }
        assert!(found > 50, "{found} keys are looked at");
    }

    #[test]
    fn filled_in_text_is_not_filled_in_again() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "c")]), "{b} and c");
        assert_eq!(fill("{unknown} {", &[]), "{unknown} {");
    }
}
