//! The fields of an item of which something does not parse.

use super::examples::example;
use super::with;
use crate::ast::{
    BandsField, CohortField, ComparatorField, DatasetField, Field, IndicatorField, Name, ScorecardField, Spanned, Test,
};
use crate::build::{Cx, bands, cohort, dataset, indicator, scorecard, test};
use crate::errors::{Reading, unexpected};
use crate::fields::{self, Head, KeySign, Segment};
use crate::grammar::{self, Node, Rule, Stuck};
use crate::lex::past_word;
use crate::split::{self, ItemKind, RawItem};
use kpi_core::codes::syntax::{NEAR_MISS, UNEXPECTED, UNKNOWN_FIELD};
use kpi_core::{Diagnostic, suggest};

/// A field's value, as each kind of item has its own.
pub(super) trait Value: Sized {
    const UNKNOWN: Self;
    const BROKEN: Self;
    fn build(cx: &mut Cx<'_>, key: &Name, node: Node<'_>) -> Self;
}

impl Value for DatasetField {
    const UNKNOWN: Self = Self::Unknown;
    const BROKEN: Self = Self::Broken;
    fn build(cx: &mut Cx<'_>, _: &Name, node: Node<'_>) -> Self {
        dataset::dataset_field(cx, node)
    }
}

impl Value for CohortField {
    const UNKNOWN: Self = Self::Unknown;
    const BROKEN: Self = Self::Broken;
    fn build(cx: &mut Cx<'_>, key: &Name, node: Node<'_>) -> Self {
        cohort::field(cx, key, node)
    }
}

impl Value for ComparatorField {
    const UNKNOWN: Self = Self::Unknown;
    const BROKEN: Self = Self::Broken;
    fn build(cx: &mut Cx<'_>, key: &Name, node: Node<'_>) -> Self {
        dataset::comparator_field(cx, key, node)
    }
}

impl Value for ScorecardField {
    const UNKNOWN: Self = Self::Unknown;
    const BROKEN: Self = Self::Broken;
    fn build(cx: &mut Cx<'_>, _: &Name, node: Node<'_>) -> Self {
        scorecard::field(cx, node)
    }
}

impl Value for IndicatorField {
    const UNKNOWN: Self = Self::Unknown;
    const BROKEN: Self = Self::Broken;
    fn build(cx: &mut Cx<'_>, key: &Name, node: Node<'_>) -> Self {
        if node.as_rule() == Rule::let_field { indicator::let_field(cx, node) } else { indicator::field(cx, key, node) }
    }
}

pub(super) struct Fields<'a> {
    pub(super) raw: &'a RawItem,
    pub(super) kind: ItemKind,
}

impl Fields<'_> {
    fn reported(&self, segment: &Segment) -> bool {
        self.raw.is_reported(segment.start, segment.end)
    }

    fn deep(&self, segment: &Segment) -> bool {
        self.raw.is_deep(segment.start, segment.end)
    }

    pub(super) fn all<V: Value>(&mut self, cx: &mut Cx<'_>, segments: &[Segment]) -> Vec<Field<V>> {
        let mut fields = Vec::new();
        for segment in segments {
            self.field(cx, segment, &mut fields);
        }
        fields
    }

    fn field<V: Value>(&mut self, cx: &mut Cx<'_>, segment: &Segment, fields: &mut Vec<Field<V>>) {
        let span = cx.at(segment.start, segment.end);
        let (key_end, rule, range) = match segment.head {
            Head::Key { end, value, .. } => {
                let word = cx.text.get(segment.start..end).unwrap_or_default();
                match fields::value_rule(self.kind, word) {
                    Some(Rule::only_columns | Rule::only_theme | Rule::only_cascade) | None => {
                        (end, None, (value, segment.end))
                    }
                    rule => (end, rule, (value, segment.end)),
                }
            }
            Head::Let => (segment.start + 3, Some(Rule::only_let), (segment.start, segment.end)),
            Head::Block => {
                let end = past_word(cx.text, segment.start);
                let rule = fields::value_rule(self.kind, cx.text.get(segment.start..end).unwrap_or_default());
                (end, rule, (segment.start, segment.end))
            }
            Head::Statement | Head::Junk => {
                // The first line may begin a field and have lost its `:`.
                let pieces = fields::split(cx.text, (segment.start, segment.end), self.kind, true);
                if pieces.iter().all(|piece| piece.head == Head::Junk) {
                    return self.junk(cx, segment);
                }
                for piece in &pieces {
                    self.field(cx, piece, fields);
                }
                return;
            }
        };
        let word = cx.text.get(segment.start..key_end).unwrap_or_default().to_owned();
        let key = Spanned::new(word, cx.at(segment.start, key_end));
        let Some(rule) = rule else {
            self.unknown(cx, segment, &key);
            return fields.push(Field { key, value: V::UNKNOWN, span });
        };
        if self.deep(segment) {
            return fields.push(Field { key, value: V::BROKEN, span });
        }
        let read = with(cx, rule, range, |cx, node| Some(V::build(cx, &key, node)));
        let stuck = match read {
            Ok(value) => {
                self.sign(cx, segment, &key);
                return fields.push(Field { key, value: value.unwrap_or(V::BROKEN), span });
            }
            Err(stuck) => stuck,
        };
        if self.reported(segment) {
            return fields.push(Field { key, value: V::BROKEN, span });
        }
        // A line further down may begin a field and have lost its `:`.
        let pieces = fields::split(cx.text, (segment.start, segment.end), self.kind, true);
        if pieces.len() > 1 {
            for piece in &pieces {
                self.field(cx, piece, fields);
            }
            return;
        }
        if let Some(value) = self.mended(cx, rule, range, &key) {
            self.sign(cx, segment, &key);
            return fields.push(Field { key, value, span });
        }
        cx.base = range.0;
        let what = format!("`{}`", key.node);
        let reading = Reading { what: &what, example: example(self.kind, &key.node), end: range.1 };
        let diagnostic = unexpected(cx, &stuck, &reading);
        cx.report(diagnostic);
        fields.push(Field { key, value: V::BROKEN, span });
    }

    /// Says so where `:` was written otherwise.
    fn sign(&self, cx: &mut Cx<'_>, segment: &Segment, key: &Name) {
        let Head::Key { end, value, sign } = segment.head else { return };
        let after = cx.at(end, value);
        match sign {
            KeySign::Colon => {}
            KeySign::Equals => cx.report(
                Diagnostic::at(NEAR_MISS, after, format!("`{}` is followed by `:`", key.node))
                    .saying("expected `:`, not `=`")
                    .help(format!("write `{}: …`; `=` gives a value to a `let`", key.node))
                    .fix("write `:`", after, ":"),
            ),
            KeySign::None => cx.report(
                Diagnostic::at(NEAR_MISS, key.span, format!("`:` is missing after `{}`", key.node))
                    .saying("expected `:` after this")
                    .fix("add `:`", key.span.after(), ":"),
            ),
        }
    }

    /// The value after mending what is commonly written otherwise: a comma at the end, a text without quotes, a list
    /// without brackets.
    fn mended<V: Value>(&self, cx: &mut Cx<'_>, rule: Rule, range: (usize, usize), key: &Name) -> Option<V> {
        let start = range.0 + cx.text.get(range.0..range.1)?.len() - cx.text.get(range.0..range.1)?.trim_start().len();
        let end = cx.trimmed(range.0, range.1);
        let written = cx.text.get(start..end)?;
        if let Some(without) = written.strip_suffix(',') {
            let cut = start + without.len();
            if let Ok(value) = with(cx, rule, (start, cut), |cx, node| Some(V::build(cx, key, node))) {
                let comma = cx.at(cut, end);
                cx.report(
                    Diagnostic::at(NEAR_MISS, comma, "nothing stands between two fields")
                        .saying("this `,` is not needed")
                        .fix("leave out the `,`", comma, ""),
                );
                return value;
            }
        }
        let place = cx.at(start, end);
        let one_line = !written.is_empty() && !written.contains(['\n', '"', '{', '}', '#']);
        let words = written.starts_with(char::is_alphanumeric);
        if one_line && words && matches!(rule, Rule::only_text | Rule::only_text_value) {
            let quoted = format!("\"{}\"", written.replace('\\', "\\\\"));
            let value = built_from(cx, rule, &quoted, key, start);
            cx.report(
                Diagnostic::at(NEAR_MISS, place, format!("the text of `{}` stands in quotes", key.node))
                    .saying("expected a text in quotes")
                    .help("put the text in `\"…\"`")
                    .fix("put it in quotes", place, quoted),
            );
            return Some(value.unwrap_or(V::BROKEN));
        }
        let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty() && !inner.contains(['"', '\n', '\\']))
            && let Ok(value) = with(cx, rule, (start + 1, end - 1), |cx, node| Some(V::build(cx, key, node)))
        {
            cx.report(
                Diagnostic::at(NEAR_MISS, place, format!("`{}` takes no quotes", key.node))
                    .saying("only texts stand in quotes")
                    .fix("leave out the quotes", place, inner),
            );
            return value;
        }
        if one_line && matches!(rule, Rule::only_names | Rule::only_names_value)
            || rule == Rule::only_texts && written.starts_with('"')
        {
            let listed = format!("[{written}]");
            if let Some(value) = built_from(cx, rule, &listed, key, start) {
                cx.report(
                    Diagnostic::at(NEAR_MISS, place, format!("`{}` is a list", key.node))
                        .saying("expected a list in `[ ]`")
                        .fix("put it in brackets", place, listed),
                );
                return Some(value);
            }
        }
        None
    }

    fn unknown(&self, cx: &mut Cx<'_>, segment: &Segment, key: &Name) {
        if self.kind == ItemKind::Dataset && key.node == "columns"
            || self.kind == ItemKind::Scorecard && key.node == "theme"
            || self.kind == ItemKind::Cohort && key.node == "cascade"
        {
            if self.reported(segment) {
                return;
            }
            let example = example(self.kind, &key.node).unwrap_or_default();
            return cx.report(
                Diagnostic::at(UNEXPECTED, key.span, format!("`{}` is a block, not a field", key.node))
                    .saying("no `:` stands after this")
                    .help(format!("write `{example}`")),
            );
        }
        let keys: Vec<&str> = fields::keys(self.kind).iter().map(|(key, _)| *key).collect();
        let kind = self.kind.keyword();
        let mut diagnostic =
            Diagnostic::at(UNKNOWN_FIELD, key.span, format!("{} `{kind}` has no field `{}`", article(kind), key.node))
                .saying("no such field here");
        let similar = suggest::similar(&key.node, keys.iter().copied());
        if let Some(hint) = suggest::did_you_mean(&key.node, keys.iter().copied()) {
            diagnostic = diagnostic.help(hint);
        } else {
            let listed: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            diagnostic = diagnostic.help(format!("the fields are {}", suggest::list(&listed, "and")));
        }
        if let Some(meant) = similar.first() {
            diagnostic = diagnostic.fix(format!("write `{meant}`"), key.span, *meant);
        }
        cx.report(diagnostic);
    }

    fn junk(&self, cx: &mut Cx<'_>, segment: &Segment) {
        if self.reported(segment) {
            return;
        }
        let line = cx.text.get(segment.start..segment.end).unwrap_or_default().lines().next().unwrap_or_default();
        let place = cx.at(segment.start, segment.start + line.trim_end().len());
        let kind = self.kind.keyword();
        let example = match self.kind {
            ItemKind::Test => "given value = 78%".to_owned(),
            ItemKind::Bands => "judge: deviation".to_owned(),
            ItemKind::Dataset => "source: csv \"figures.csv\"".to_owned(),
            ItemKind::Cohort => "where: started in period".to_owned(),
            _ => "title: \"…\"".to_owned(),
        };
        cx.report(
            Diagnostic::at(UNEXPECTED, place, format!("this is no field of {} {kind}", article(kind)))
                .saying("expected a field")
                .help(format!("a field is written `{example}`")),
        );
    }

    pub(super) fn bands(&mut self, cx: &mut Cx<'_>, segments: &[Segment]) -> Vec<BandsField> {
        let mut fields = Vec::new();
        for segment in segments {
            let span = cx.at(segment.start, segment.end);
            if self.deep(segment) {
                fields.push(BandsField::Broken(span));
                continue;
            }
            if let Head::Key { end, value, .. } = segment.head {
                let word = cx.text.get(segment.start..end).unwrap_or_default().to_owned();
                let key = Spanned::new(word, cx.at(segment.start, end));
                if key.node != "judge" {
                    self.unknown(cx, segment, &key);
                    fields.push(BandsField::Unknown(key));
                    continue;
                }
                match with(cx, Rule::only_judge, (value, segment.end), |cx, node| Some(bands::statement(cx, node))) {
                    Ok(field) => {
                        self.sign(cx, segment, &key);
                        fields.push(match field {
                            Some(BandsField::Judge(judge)) => BandsField::Judge(crate::ast::Judge { span, ..judge }),
                            other => other.unwrap_or(BandsField::Broken(span)),
                        });
                    }
                    // The bands may stand on the same line.
                    Err(_) => self.band_statements(cx, segment, &mut fields),
                }
                continue;
            }
            self.band_statements(cx, segment, &mut fields);
        }
        fields
    }

    fn band_statements(&self, cx: &mut Cx<'_>, segment: &Segment, fields: &mut Vec<BandsField>) {
        let range = (segment.start, segment.end);
        let mut read = Vec::new();
        let stuck =
            self.statements(cx, Rule::only_bands_statements, range, |cx, node| read.push(bands::statement(cx, node)));
        let Err(stuck) = stuck else { return fields.extend(read) };
        let words = cx.text.get(segment.start..segment.end).unwrap_or_default();
        let mut words = words.split_whitespace();
        let (what, example) = match (words.next(), words.next()) {
            (Some("at"), Some("zero")) => ("`at zero target`", "at zero target { Green if equal   Red if worse }"),
            (Some("require"), _) => ("`require actions`", "require actions for Red"),
            (Some("word"), _) => ("`word`", "word \"Baseline\" for baseline"),
            (Some("change"), _) => ("`change`", "change { improved \"Improving\"   worsened \"Declining\" }"),
            (Some(first), _) if first.starts_with("judge") => ("`judge`", "judge: deviation"),
            _ => ("this band", "Amber \"close to target\" from -10% below 0%"),
        };
        self.stuck(cx, segment, range, &stuck, what, example);
        fields.push(BandsField::Broken(cx.at(segment.start, segment.end)));
    }

    pub(super) fn test(&mut self, cx: &mut Cx<'_>, segments: &[Segment], read: &mut Test) {
        for segment in segments {
            if self.deep(segment) {
                read.whole = false;
                continue;
            }
            if segment.head == Head::Junk {
                read.whole = false;
                self.junk(cx, segment);
                continue;
            }
            let range = (segment.start, segment.end);
            let stuck =
                self.statements(cx, Rule::only_test_statements, range, |cx, node| test::statement(cx, node, read));
            if let Err(stuck) = stuck {
                read.whole = false;
                let line = cx.text.get(segment.start..segment.end).unwrap_or_default();
                let (what, example) = match line.split_whitespace().next() {
                    Some("given") => ("`given`", "given value = 78.3%, target = 87%"),
                    Some("expect") => ("`expect`", "expect rating = Amber, deviation = -10%"),
                    Some("cases") => ("`cases`", "cases = [ and a row a line: case | given value | expect rating"),
                    _ => ("this test", "indicator asc_105 at 2020/21 Q2"),
                };
                self.stuck(cx, segment, range, &stuck, what, example);
            }
        }
    }

    fn statements(
        &self,
        cx: &mut Cx<'_>,
        rule: Rule,
        (start, end): (usize, usize),
        mut each: impl FnMut(&mut Cx<'_>, Node<'_>),
    ) -> Result<(), Stuck> {
        cx.base = start;
        let plain = cx.plain;
        for node in grammar::read(rule, plain.get(start..end).unwrap_or_default())? {
            if node.as_rule() != Rule::EOI {
                each(cx, node);
            }
        }
        Ok(())
    }

    fn stuck(
        &self,
        cx: &mut Cx<'_>,
        segment: &Segment,
        range: (usize, usize),
        stuck: &Stuck,
        what: &str,
        example: &'static str,
    ) {
        if !self.reported(segment) {
            cx.base = range.0;
            let diagnostic = unexpected(cx, stuck, &Reading { what, example: Some(example), end: range.1 });
            cx.report(diagnostic);
        }
    }
}

/// Builds a value from a text that stands for the one in the file. Its spans are those of the mended text, so they are
/// kept within the file's.
fn built_from<V: Value>(cx: &mut Cx<'_>, rule: Rule, text: &str, key: &Name, start: usize) -> Option<V> {
    let plain = split::plain(text);
    let mut nodes = grammar::read(rule, &plain).ok()?;
    // One byte was added in front.
    cx.base = start.saturating_sub(1);
    let node = nodes.next()?;
    let mut scratch = Cx { out: Vec::new(), ..*cx };
    Some(V::build(&mut scratch, key, node))
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}
