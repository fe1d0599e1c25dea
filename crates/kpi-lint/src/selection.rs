//! Which rules apply: all stable ones, unless the project or the command line says otherwise.

use crate::rule::{Rule, Status};
use crate::rules;
use kpi_core::diagnostic::Place;
use kpi_core::{Diagnostic, SourceMap, suggest};

/// Names are codes (`KPI2203`), names (`target_unchanged`), families (`targets`) or `all`.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only these; empty for all stable ones.
    pub select: Vec<String>,
    pub ignore: Vec<String>,
    /// With the rules that are still tried out.
    pub preview: bool,
    /// Files (as `*` and `**` find them) and what is not told of them.
    pub by_file: Vec<(String, Vec<String>)>,
}

impl Selection {
    #[must_use]
    pub fn has(&self, rule: &Rule) -> bool {
        if self.ignore.iter().any(|name| names(name, rule)) {
            return false;
        }
        match rule.status {
            _ if self.select.iter().any(|name| names_alone(name, rule)) => true,
            Status::Deprecated(_) => false,
            Status::Preview if !self.preview => false,
            _ => self.select.is_empty() || self.select.iter().any(|name| names(name, rule)),
        }
    }

    /// Whether what is found in this file is not to be told.
    pub(crate) fn is_ignored_at(&self, diagnostic: &Diagnostic, sources: &SourceMap) -> bool {
        let Some(rule) = crate::find(diagnostic.code) else { return false };
        let Some(Place::Rule(span)) = diagnostic.place() else { return false };
        let Some(file) = sources.file(span.file) else { return false };
        self.by_file
            .iter()
            .any(|(files, ignored)| matches(files, &file.name) && ignored.iter().any(|name| names(name, rule)))
    }

    /// What a name would have to be; `None` where it is one.
    #[must_use]
    pub fn unknown(name: &str) -> Option<String> {
        let all = crate::rules();
        if all.iter().any(|rule| names(name, rule)) {
            return None;
        }
        let known: Vec<String> = all.iter().flat_map(|rule| [rule.code.id().to_owned(), rule.code.name()]).collect();
        let known = known.iter().map(String::as_str).chain(rules::NAMES).chain(["all"]);
        let help = suggest::did_you_mean(name, known);
        Some(
            help.unwrap_or_else(|| {
                format!("`kpi rules` lists them; families are {}", suggest::list(&rules::NAMES, "and"))
            }),
        )
    }
}

fn names(name: &str, rule: &Rule) -> bool {
    name == "all" || name == rule.code.family() || names_alone(name, rule)
}

fn names_alone(name: &str, rule: &Rule) -> bool {
    name.eq_ignore_ascii_case(rule.code.id()) || name == rule.code.name()
}

/// `*` is any text within a folder's or file's name, `**` also across folders.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.find('*') {
        None => pattern == name,
        Some(at) => {
            let (before, rest) = pattern.split_at(at);
            let Some(name) = name.strip_prefix(before) else { return false };
            let (across, rest) = match rest.strip_prefix("**") {
                Some(rest) => (true, rest),
                None => (false, rest.strip_prefix('*').unwrap_or(rest)),
            };
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|end| {
                let (passed, left) = name.split_at(end);
                (across || !passed.contains('/')) && matches(rest, left)
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_names_and_two_for_folders() {
        for (pattern, name, wanted) in [
            ("old.kpi", "old.kpi", true),
            ("old.kpi", "older.kpi", false),
            ("*.kpi", "old.kpi", true),
            ("*.kpi", "archive/old.kpi", false),
            ("archive/**", "archive/2019/old.kpi", true),
            ("**/old.kpi", "archive/2019/old.kpi", true),
            ("*", "old.kpi", true),
        ] {
            assert_eq!(matches(pattern, name), wanted, "{pattern} {name}");
        }
    }

    #[test]
    fn an_unknown_name_is_told_the_likely_one() {
        assert_eq!(Selection::unknown("targets"), None);
        assert_eq!(Selection::unknown("all"), None);
        let help = Selection::unknown("target_unchangd").unwrap_or_default();
        assert!(help.contains("target_unchanged"), "{help}");
    }
}
