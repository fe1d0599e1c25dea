//! Cutting an item's body into its statements, so that a broken one costs only itself. Also the fields there are.

use crate::grammar::Rule;
use crate::lex::{Kind, Lexer, Token, byte, past_blanks};
use crate::split::{Brackets, ItemKind};

/// The fields of an item and the rule of each one's value.
pub(crate) fn keys(kind: ItemKind) -> &'static [(&'static str, Rule)] {
    match kind {
        ItemKind::Dataset => DATASET,
        ItemKind::Cohort => COHORT,
        ItemKind::Comparator => COMPARATOR,
        ItemKind::Bands => BANDS,
        ItemKind::Template | ItemKind::Indicator => INDICATOR,
        ItemKind::Scorecard => SCORECARD,
        ItemKind::Use | ItemKind::Test => &[],
    }
}

pub(crate) fn value_rule(kind: ItemKind, key: &str) -> Option<Rule> {
    keys(kind).iter().find(|(word, _)| *word == key).map(|(_, rule)| *rule)
}

const DATASET: &[(&str, Rule)] = &[
    ("source", Rule::only_source),
    ("header", Rule::only_header),
    ("key", Rule::only_names),
    ("birth", Rule::only_birth),
    ("interval", Rule::only_interval),
    ("columns", Rule::only_columns),
];

const COHORT: &[(&str, Rule)] = &[
    ("title", Rule::only_text),
    ("description", Rule::only_text),
    ("source", Rule::only_text),
    ("from", Rule::only_name),
    ("where", Rule::only_expr),
    ("birth", Rule::only_birth),
    ("interval", Rule::only_interval),
    ("keep", Rule::only_keep),
    ("episodes", Rule::only_episodes),
    ("require", Rule::only_assertion),
    ("cascade", Rule::only_cascade),
];

const COMPARATOR: &[(&str, Rule)] = &[
    ("title", Rule::only_text),
    ("figure", Rule::only_expr),
    ("year", Rule::only_expr),
    ("source", Rule::only_text),
    ("model", Rule::only_text),
    ("kind", Rule::only_phrase),
    ("by", Rule::only_names),
    ("across", Rule::only_name),
    ("among", Rule::only_expr),
    ("same", Rule::only_expr),
    ("where", Rule::only_expr),
];

const BANDS: &[(&str, Rule)] = &[("judge", Rule::only_judge)];

const SCORECARD: &[(&str, Rule)] = &[
    ("title", Rule::only_text),
    ("subtitle", Rule::only_text),
    ("committee", Rule::only_text),
    ("description", Rule::only_text),
    ("active", Rule::only_active_value),
    ("layout", Rule::only_name),
    ("indicators", Rule::only_names),
    ("theme", Rule::only_theme),
];

const INDICATOR: &[(&str, Rule)] = &[
    ("title", Rule::only_text_value),
    ("unit", Rule::only_unit_value),
    ("polarity", Rule::only_polarity_value),
    ("formula", Rule::only_expr_value),
    ("frequency", Rule::only_frequency_value),
    ("number", Rule::only_text_value),
    ("short", Rule::only_text_value),
    ("theme", Rule::only_text_value),
    ("priority", Rule::only_text_value),
    ("committee", Rule::only_text_value),
    ("owner", Rule::only_text_value),
    ("officer", Rule::only_text_value),
    ("source", Rule::only_text_value),
    ("description", Rule::only_text_value),
    ("calculation", Rule::only_text_value),
    ("note", Rule::only_text_value),
    ("next_release", Rule::only_text_value),
    ("links", Rule::only_texts),
    ("related", Rule::only_names),
    ("parts", Rule::only_names),
    ("measure", Rule::only_measure_value),
    ("numerator", Rule::only_counted_value),
    ("denominator", Rule::only_counted_value),
    ("published", Rule::only_expr_value),
    ("flags", Rule::only_expr_value),
    ("target", Rule::only_target_value),
    ("bands", Rule::only_name_value),
    ("compare", Rule::only_names_value),
    ("change", Rule::only_change_value),
    ("forecast", Rule::only_forecast_value),
    ("interval", Rule::only_confidence_value),
    ("control", Rule::only_control),
    ("suppress", Rule::only_suppress_value),
    ("rank", Rule::only_expr_value),
    ("require", Rule::only_require_value),
    ("variant", Rule::only_variant_value),
    ("by", Rule::only_by_value),
    ("active", Rule::only_active_value),
];

/// How a statement begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    /// `key:`, or `key =` or just `key` where `:` was forgotten: the key's end, and the value's start.
    Key {
        end: usize,
        value: usize,
        sign: KeySign,
    },
    Let,
    /// `columns {` and `theme "…" {`
    Block,
    /// A statement of bands or of a test.
    Statement,
    /// What stands before the first statement.
    Junk,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeySign {
    Colon,
    Equals,
    None,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) start: usize,
    /// After the last token.
    pub(crate) end: usize,
    pub(crate) head: Head,
}

/// The statements between `start` and `end`. With `loose`, a line that begins with a known key and no `:` begins one.
pub(crate) fn split(text: &str, (start, end): (usize, usize), kind: ItemKind, loose: bool) -> Vec<Segment> {
    let text = text.get(..end).unwrap_or_default();
    let body = text.get(start..).unwrap_or_default();
    let mut brackets = Brackets::default();
    let mut segments: Vec<Segment> = Vec::new();
    let mut previous: Option<Token> = None;
    for mut token in Lexer::new(body) {
        token.start += start;
        token.end += start;
        token.first |= previous.is_none();
        let _ = brackets.statement(text, token, 0);
        if brackets.stack.is_empty()
            && let Some(head) = head(text, token, previous, kind, loose)
        {
            segments.push(Segment { start: token.start, end: token.end, head });
        } else if segments.is_empty() {
            segments.push(Segment { start: token.start, end: token.end, head: Head::Junk });
        }
        let _ = brackets.step(text, token, &mut None);
        if let Some(segment) = segments.last_mut() {
            segment.end = token.end;
        }
        previous = Some(token);
    }
    segments
}

fn head(text: &str, token: Token, previous: Option<Token>, kind: ItemKind, loose: bool) -> Option<Head> {
    let word = text.get(token.start..token.end)?;
    let after = past_blanks(text, token.end);
    let next = byte(text, after);
    if kind == ItemKind::Bands && token.kind == Kind::Text && token.first {
        // A line that begins with a text continues the band above, unless it is a label: a condition follows it.
        return None;
    }
    if token.kind != Kind::Word {
        return None;
    }
    let statement = |starts: bool| starts.then_some(Head::Statement);
    match kind {
        ItemKind::Use => None,
        ItemKind::Test => statement(
            matches!(word, "given" | "expect")
                || word == "cases" && next == b'=' && token.first
                || token.first
                    && matches!(word, "indicator" | "at")
                    && previous.is_none_or(|p| p.kind != Kind::Sign(b',')),
        ),
        ItemKind::Bands if word == "judge" && matches!(next, b':' | b'=') => {
            let sign = if next == b':' { KeySign::Colon } else { KeySign::Equals };
            Some(Head::Key { end: token.end, value: after + 1, sign })
        }
        ItemKind::Bands if word == "judge" && token.first && byte(text, after).is_ascii_alphabetic() => {
            Some(Head::Key { end: token.end, value: token.end, sign: KeySign::None })
        }
        ItemKind::Bands if next == b':' && token.first => {
            Some(Head::Key { end: token.end, value: after + 1, sign: KeySign::Colon })
        }
        ItemKind::Bands => statement(
            token.first && !matches!(word, "below" | "up" | "from" | "above" | "if" | "colour" | "to" | "for"),
        ),
        _ => {
            let known = value_rule(kind, word).is_some();
            let after_let = previous.is_some_and(|p| text.get(p.start..p.end) == Some("let"));
            let lets = matches!(kind, ItemKind::Indicator | ItemKind::Template | ItemKind::Cohort);
            if after_let {
                None
            } else if next == b':' {
                (token.first || known).then_some(Head::Key { end: token.end, value: after + 1, sign: KeySign::Colon })
            } else if lets && word == "let" && (token.first || byte(text, after).is_ascii_alphabetic()) {
                Some(Head::Let)
            } else if kind == ItemKind::Dataset && word == "columns" && next == b'{'
                || kind == ItemKind::Scorecard && word == "theme" && next == b'"'
                || kind == ItemKind::Cohort && token.first && word == "cascade" && next.is_ascii_alphabetic()
            {
                Some(Head::Block)
            } else if token.first && known && next == b'=' {
                Some(Head::Key { end: token.end, value: after + 1, sign: KeySign::Equals })
            } else if loose && token.first && known {
                Some(Head::Key { end: token.end, value: token.end, sign: KeySign::None })
            } else {
                None
            }
        }
    }
}
