//! `docs/language/grammar.md` is written from `grammar/kpi.pest`: every rule under the heading it stands under there, with
//! its comment, what it is made of and what is made of it.

use super::{read, root, same};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// One rule of the grammar.
struct Rule {
    name: String,
    about: Vec<String>,
    text: String,
    /// The rules that it names, in their order.
    uses: Vec<String>,
}

struct Section {
    title: String,
    about: Vec<String>,
    rules: Vec<Rule>,
}

/// What pest has by itself.
const BUILT_IN: [&str; 9] =
    ["SOI", "EOI", "ANY", "ASCII_ALPHA", "ASCII_ALPHANUMERIC", "ASCII_DIGIT", "ALPHABETIC", "PUSH", "POP"];

fn sections() -> (Vec<String>, Vec<Section>) {
    let text = read("grammar/kpi.pest");
    let mut lines = text.lines().peekable();
    let (mut intro, mut sections, mut about): (Vec<String>, Vec<Section>, Vec<String>) = Default::default();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("// ---").map(|rest| rest.trim_start_matches(['-', ' '])) {
            sections.push(Section { title: title.to_owned(), about: Vec::new(), rules: Vec::new() });
            about.clear();
        } else if let Some(comment) = line.strip_prefix("///") {
            about.push(comment.trim().to_owned());
        } else if let Some(comment) = line.strip_prefix("//") {
            match sections.last_mut() {
                Some(section) => section.about.push(comment.trim().to_owned()),
                None => intro.push(comment.strip_prefix(' ').unwrap_or(comment).to_owned()),
            }
        } else if let Some((name, _)) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_alphabetic())) {
            let mut rule = vec![line.to_owned()];
            // A rule of several lines ends with a brace of its own.
            if line.trim_end().ends_with('{') {
                rule.extend(lines.by_ref().take_while(|line| *line != "}").map(str::to_owned));
                rule.push("}".to_owned());
            }
            let text = rule.join("\n");
            let section = sections.last_mut().expect("rules stand under a heading");
            let uses = names(&text);
            section.rules.push(Rule { name: name.trim().to_owned(), about: std::mem::take(&mut about), text, uses });
        }
    }
    (intro, sections)
}

/// The names in a rule, without its own and without what stands between quotes.
fn names(rule: &str) -> Vec<String> {
    let (own, body) = rule.split_once('=').expect("a rule");
    let (mut plain, mut quote, mut letters) = (String::new(), None, body.chars());
    while let Some(letter) = letters.next() {
        match (letter, quote) {
            ('\\', Some(_)) => drop(letters.next()),
            (letter, Some(open)) if letter == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(letter),
            (letter, None) => plain.push(letter),
        }
    }
    let mut found: Vec<String> = Vec::new();
    for word in plain.split(|c: char| !c.is_alphanumeric() && c != '_') {
        let is_name = word.starts_with(|c: char| c.is_alphabetic()) && word != own.trim();
        if is_name && !BUILT_IN.contains(&word) && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}

fn links(names: &[String]) -> String {
    let links: Vec<String> = names.iter().map(|name| format!("[{name}](#{})", name.to_lowercase())).collect();
    links.join(", ")
}

#[test]
fn the_page_of_the_grammar_is_up_to_date() {
    let (intro, sections) = sections();
    let all: BTreeSet<&str> =
        sections.iter().flat_map(|section| &section.rules).map(|rule| rule.name.as_str()).collect();
    let mut used_by: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for rule in sections.iter().flat_map(|section| &section.rules) {
        for used in &rule.uses {
            assert!(all.contains(used.as_str()), "`{}` names `{used}`, and there is no such rule", rule.name);
            used_by.entry(used).or_default().push(rule.name.clone());
        }
    }
    assert!(all.len() > 200, "{} rules", all.len());
    // Rules that are parsed by themselves are named by the reader, not by another rule.
    let reader: String = ["read/mod.rs", "read/items.rs", "read/fields.rs", "fields.rs"]
        .map(|file| read(&format!("crates/kpi-syntax/src/{file}")))
        .concat();
    for name in all.iter().filter(|name| !used_by.contains_key(*name) && **name != "WHITESPACE") {
        assert!(
            name.starts_with("only_") || reader.contains(&format!("Rule::{name}")) || *name == "file",
            "`{name}` is part of nothing"
        );
    }
    let is_word = |name: &str| name.starts_with("kw_");
    let mut page = String::from(
        "# The grammar of rule files\n\nMade from `grammar/kpi.pest`; what the constructs mean is in `reference.md`.\n\n```text\n",
    );
    for line in &intro {
        let _ = writeln!(page, "{line}");
    }
    page.push_str("```\n");
    for section in &sections {
        let _ = write!(page, "\n## {}\n", section.title);
        if !section.about.is_empty() {
            let _ = write!(page, "\n{}\n", section.about.join("\n"));
        }
        let words: Vec<&Rule> = section.rules.iter().filter(|rule| is_word(&rule.name)).collect();
        if !words.is_empty() {
            page.push_str("\nWords of the language:\n\n```pest\n");
            for rule in words {
                let _ = writeln!(page, "{}", rule.text);
            }
            page.push_str("```\n");
        }
        for rule in section.rules.iter().filter(|rule| !is_word(&rule.name)) {
            let _ = write!(page, "\n### {}\n\n", rule.name);
            if !rule.about.is_empty() {
                let _ = write!(page, "{}\n\n", rule.about.join("\n"));
            }
            let _ = write!(page, "```pest\n{}\n```\n", rule.text);
            let parts: Vec<String> = rule.uses.iter().filter(|name| !is_word(name)).cloned().collect();
            if !parts.is_empty() {
                let _ = write!(page, "\nMade of {}.\n", links(&parts));
            }
            if let Some(users) = used_by.get(rule.name.as_str()) {
                let _ = write!(page, "\nPart of {}.\n", links(users));
            }
        }
    }
    let update = std::env::var("INSTA_UPDATE").is_ok_and(|mode| mode == "always");
    same(&root().join("docs/language/grammar.md"), &page, update);
}
