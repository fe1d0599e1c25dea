//! Closed choices: a word out of a few.

use super::{Cx, words};
use crate::grammar::Node;
use kpi_core::codes::syntax::{NEAR_MISS, UNKNOWN_WORD};
use kpi_core::{Diagnostic, Span, suggest};

/// Words that people use for ours.
const SYNONYMS: [(&str, &str); 32] = [
    ("annual", "yearly"),
    ("annually", "yearly"),
    ("year", "yearly"),
    ("biannual", "half-yearly"),
    ("half yearly", "half-yearly"),
    ("quarter", "quarterly"),
    ("month", "monthly"),
    ("percentage", "percent"),
    ("ratio", "percent"),
    ("pp", "percentage points"),
    ("points", "percentage points"),
    ("pounds", "money"),
    ("currency", "money"),
    ("day", "days"),
    ("integer", "count"),
    ("boolean", "yes/no"),
    ("string", "text"),
    ("dp", "decimal"),
    ("place", "decimal"),
    ("places", "decimals"),
    ("increase", "higher"),
    ("up", "higher"),
    ("high", "higher"),
    ("bigger is better", "higher"),
    ("bigger", "higher"),
    ("decrease", "lower"),
    ("down", "lower"),
    ("low", "lower"),
    ("smaller is better", "lower"),
    ("neutral", "none"),
    ("stock", "snapshot"),
    ("average of neighbours", "neighbours"),
];

/// Words beside those that say it: `the higher the better`, `each month`.
const SAY_NOTHING: [&str; 10] = ["a", "the", "is", "are", "good", "better", "best", "every", "each", "per"];

/// The one of `table` that the node spells. A word in other case counts, with a report; any other is reported.
pub(crate) fn choose<T: Copy>(cx: &mut Cx<'_>, node: &Node<'_>, what: &str, table: &[(&str, T)]) -> Option<T> {
    let span = cx.token(node);
    choose_word(cx, &words(node.as_str()), span, what, table)
}

pub(crate) fn choose_word<T: Copy>(
    cx: &mut Cx<'_>,
    word: &str,
    span: Span,
    what: &str,
    table: &[(&str, T)],
) -> Option<T> {
    if let Some((_, value)) = table.iter().find(|(ours, _)| *ours == word) {
        return Some(*value);
    }
    if let Some((ours, value)) = table.iter().find(|(ours, _)| ours.eq_ignore_ascii_case(word)) {
        cx.report(
            Diagnostic::at(NEAR_MISS, span, format!("`{word}` is written `{ours}`"))
                .saying("capitals matter here")
                .fix(format!("write `{ours}`"), span, *ours),
        );
        return Some(*value);
    }
    let all: Vec<&str> = table.iter().map(|(word, _)| *word).collect();
    cx.report(unknown(word, span, what, &all));
    None
}

/// What to say of a word that is none of `all`.
pub(crate) fn unknown(word: &str, span: Span, what: &str, all: &[&str]) -> Diagnostic {
    let lower = word.to_lowercase();
    let of = |lower: &str| SYNONYMS.iter().find(|(theirs, ours)| *theirs == lower && all.contains(ours));
    let similar = suggest::similar(word, all.iter().copied());
    // `every quarter`, `high is good`: one of the words says it, where the others say nothing.
    let only_word = || {
        let mut words = lower.split(' ').filter(|word| !SAY_NOTHING.contains(word));
        words.next().filter(|_| words.next().is_none()).and_then(of)
    };
    let synonym = of(&lower).or_else(|| if similar.is_empty() { only_word() } else { None }).map(|(_, ours)| *ours);
    let meant = synonym.or_else(|| similar.first().copied());
    let listed: Vec<String> = all.iter().map(|word| format!("`{word}`")).collect();
    let mut diagnostic = Diagnostic::at(UNKNOWN_WORD, span, format!("`{word}` is no {what}"))
        .saying(format!("expected {}", suggest::list(&listed, "or")));
    match (synonym, suggest::did_you_mean(word, all.iter().copied())) {
        (Some(ours), _) => diagnostic = diagnostic.help(format!("did you mean `{ours}`?")),
        (None, Some(hint)) => diagnostic = diagnostic.help(hint),
        (None, None) => diagnostic = diagnostic.help(format!("write one of {}", suggest::list(&listed, "and"))),
    }
    match meant {
        Some(meant) => diagnostic.fix(format!("write `{meant}`"), span, meant),
        None => diagnostic,
    }
}
