//! Reading a file: its items each on its own, and of an item that does not parse, each statement on its own.

use crate::again::{Known, Reread, taken_over};
use crate::ast::{
    Bands, BandsField, Cohort, CohortField, Comparator, ComparatorField, Dataset, DatasetField, Field, File, Indicator,
    IndicatorField, Item, Name, Scorecard, ScorecardField, Spanned, Template, Test, Use,
};
use crate::build::{Cx, bands, cohort, dataset, indicator, item, scorecard, test};
use crate::errors::{Reading, unexpected};
use crate::fields::{self, Head, KeySign, Segment};
use crate::grammar::{self, Node, Rule, Stuck};
use crate::lex::{past_blanks, past_word};
use crate::slip;
use crate::split::{self, ItemKind, RawItem};
use kpi_core::codes::syntax::{NEAR_MISS, NESTING, UNEXPECTED, UNKNOWN_FIELD};
use kpi_core::{Diagnostic, FileId, Span, suggest};
use rayon::prelude::*;

/// Larger texts are refused: nobody writes them by hand.
pub(crate) const MAX_BYTES: usize = 16 * 1024 * 1024;

/// From so many items on they are read in parallel.
const MANY: usize = 64;

pub(crate) fn file(id: FileId, text: &str) -> (File, Vec<Diagnostic>, Reread) {
    again(id, text, None)
}

/// Reads a file of which an older text was read: what has not changed is taken over. `before` is that text, its tree and
/// how it was read.
pub(crate) fn again(id: FileId, text: &str, before: Option<(&str, File, Reread)>) -> (File, Vec<Diagnostic>, Reread) {
    if text.len() > MAX_BYTES {
        let diagnostic = Diagnostic::at(NESTING, Span::new(id, 0, 0), "this file is larger than 16 MiB")
            .saying("not read")
            .help("split it into several files");
        return (File { id, items: Vec::new(), comments: Vec::new() }, vec![diagnostic], Reread::default());
    }
    let split = split::split(id, text);
    let slips = !split.slips.is_empty();
    let mended;
    let mended: &str = if slips {
        mended = slip::mend(text, &split.slips);
        &mended
    } else {
        text
    };
    let plain = split.plain(mended);
    let mut diagnostics = split.diagnostics;
    diagnostics.extend(split.slips.iter().filter(|slip| slip.told).map(|slip| slip.diagnostic(id)));
    let known: Vec<Known> = match before {
        Some((old, tree, reading)) if !slips && !reading.slips => taken_over(old, tree, reading, text, &split.items),
        _ => split.items.iter().map(|_| None).collect(),
    };
    let read = |(raw, known): (&RawItem, Known)| {
        if let Some(known) = known {
            return known;
        }
        let mut cx =
            Cx { file: id, text: mended, plain: &plain, written: text, base: 0, out: Vec::new(), oversized: false };
        (read_item(&mut cx, raw), cx.out)
    };
    let fresh = known.iter().filter(|known| known.is_none()).count();
    let items: Vec<(Item, Vec<Diagnostic>)> = if fresh >= MANY {
        split.items.par_iter().zip(known).with_min_len(16).map(read).collect()
    } else {
        split.items.iter().zip(known).map(read).collect()
    };
    let mut tree = File { id, items: Vec::with_capacity(items.len()), comments: Vec::new() };
    let mut reading = Reread { items: Vec::with_capacity(items.len()), slips };
    for ((item, found), raw) in items.into_iter().zip(split.items) {
        tree.items.push(item);
        diagnostics.extend(found.iter().cloned());
        reading.items.push((raw, found));
    }
    // The comments are shown as they were written.
    let comment = |(start, end): &(usize, usize)| {
        let span = Span::new(id, *start as u32, *end as u32);
        Spanned::new(text.get(*start..*end).unwrap_or_default().to_owned(), span)
    };
    tree.comments = split.comments.iter().map(comment).collect();
    kpi_core::diagnostic::sort(&mut diagnostics);
    (tree, diagnostics, reading)
}

/// Lets pest read a stretch of the text and hands the one node to `build`.
fn with<T>(
    cx: &mut Cx<'_>,
    rule: Rule,
    (start, end): (usize, usize),
    build: impl FnOnce(&mut Cx<'_>, Node<'_>) -> Option<T>,
) -> Result<Option<T>, Stuck> {
    cx.base = start;
    let plain = cx.plain;
    let mut nodes = grammar::read(rule, plain.get(start..end).unwrap_or_default())?;
    Ok(nodes.next().and_then(|node| build(cx, node)))
}

pub(crate) const fn whole_rule(kind: ItemKind) -> Rule {
    match kind {
        ItemKind::Use => Rule::only_use,
        ItemKind::Dataset => Rule::only_dataset,
        ItemKind::Cohort => Rule::only_cohort,
        ItemKind::Comparator => Rule::only_comparator,
        ItemKind::Bands => Rule::only_bands,
        ItemKind::Template => Rule::only_template,
        ItemKind::Indicator => Rule::only_indicator,
        ItemKind::Scorecard => Rule::only_scorecard,
        ItemKind::Test => Rule::only_test,
    }
}

const fn head_rule(kind: ItemKind) -> Rule {
    match kind {
        ItemKind::Use => Rule::only_use,
        ItemKind::Dataset => Rule::only_dataset_head,
        ItemKind::Cohort => Rule::only_cohort_head,
        ItemKind::Comparator => Rule::only_comparator_head,
        ItemKind::Bands => Rule::only_bands_head,
        ItemKind::Template => Rule::only_template_head,
        ItemKind::Indicator => Rule::only_indicator_head,
        ItemKind::Scorecard => Rule::only_scorecard_head,
        ItemKind::Test => Rule::only_test_head,
    }
}

const fn head_example(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Use => "use \"../shared/bands.kpi\"",
        ItemKind::Dataset => "dataset figures { … }",
        ItemKind::Cohort => "cohort admissions { … }",
        ItemKind::Comparator => "comparator england { … }",
        ItemKind::Bands => "bands council from 2020/21 { … }",
        ItemKind::Template => "template survey(question, base = 100) { … }",
        ItemKind::Indicator => "indicator asc_105 from survey(question: \"q1\") { … }",
        ItemKind::Scorecard => "scorecard adults { … }",
        ItemKind::Test => "test \"ten per cent under target is amber\" { … }",
    }
}

fn read_item(cx: &mut Cx<'_>, raw: &RawItem) -> Item {
    let span = cx.at(raw.start, raw.end);
    let Some(kind) = raw.kind else { return Item::Broken(span) };
    let mut stuck = None;
    if raw.faults.is_empty() {
        match with(cx, whole_rule(kind), (raw.start, raw.end), item::item) {
            Ok(Some(item)) => return item,
            Ok(None) => {}
            Err(at) => stuck = Some(at),
        }
    }
    let before = cx.out.len();
    let item = recover(cx, raw, kind, span);
    if raw.faults.is_empty() && cx.out.len() == before {
        // The pieces are fine and the whole is not: say where, rather than nothing.
        let stuck = stuck.unwrap_or(Stuck { at: 0, wanted: Vec::new() });
        cx.base = raw.start;
        let what = format!("this {}", kind.keyword());
        let reading = Reading { what: &what, example: Some(head_example(kind)), end: raw.end };
        let diagnostic = unexpected(cx, &stuck, &reading);
        cx.report(diagnostic);
    }
    item
}

/// What to say where the name holds what no name may.
fn not_a_name(cx: &Cx<'_>, raw: &RawItem, kind: ItemKind) -> Option<Diagnostic> {
    if matches!(kind, ItemKind::Use | ItemKind::Test) {
        return None;
    }
    let start = past_blanks(cx.text, raw.keyword_end);
    if let Some(diagnostic) = several_words(cx, (start, raw.head_end)) {
        return Some(diagnostic);
    }
    let written = cx.text.get(start..raw.head_end)?.split(|c: char| c.is_whitespace() || c == '(').next()?;
    let sound = |c: char| c.is_alphanumeric() || c == '_';
    if !written.starts_with(sound) || past_word(cx.text, start) == start + written.len() {
        return None;
    }
    let place = cx.at(start, start + written.len());
    let diagnostic = Diagnostic::at(UNEXPECTED, place, format!("`{written}` is no name"))
        .saying("expected a name")
        .help("a name is a letter or `_`, then letters, digits and `_`");
    let mended: String = written.chars().map(|c| if sound(c) { c } else { '_' }).collect();
    let mended = if mended.starts_with(|c: char| c.is_numeric()) { format!("_{mended}") } else { mended };
    Some(diagnostic.fix(format!("write `{mended}`"), place, mended))
}

/// A title where a name is wanted: `indicator missed bin rate`, `indicator "Missed bin rate"`.
fn several_words(cx: &Cx<'_>, (start, end): (usize, usize)) -> Option<Diagnostic> {
    let written = cx.text.get(start..end)?.trim_end();
    let bare = written.trim_matches('"');
    let words: Vec<&str> = bare.split_whitespace().collect();
    let plain = words.iter().all(|word| word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'')));
    let titled = bare.len() < written.len() || words.len() > 1;
    if !plain || !titled || words.is_empty() || words.contains(&"from") {
        return None;
    }
    let mended = words.join("_").replace('-', "_").replace('\'', "").to_lowercase();
    let place = cx.at(start, start + written.len());
    Some(
        Diagnostic::at(UNEXPECTED, place, format!("`{bare}` is no name"))
            .saying("expected one word")
            .help("a name is one word, without quotes; what people read is the `title:`")
            .fix(format!("write `{mended}`"), place, mended),
    )
}

/// A `use` whose path is not a text.
fn recover_use(cx: &mut Cx<'_>, raw: &RawItem, span: Span) -> Item {
    let start = past_blanks(cx.text, raw.keyword_end).min(raw.end);
    let path = cx.text.get(start..raw.end).unwrap_or_default().to_owned();
    let place = cx.at(start, raw.end);
    if path.is_empty() || path.contains(['"', '\\', '\n']) {
        let stuck = Stuck { at: 0, wanted: vec![Rule::text] };
        cx.base = start;
        let reading = Reading { what: "this `use`", example: Some(head_example(ItemKind::Use)), end: raw.end };
        let diagnostic = unexpected(cx, &stuck, &reading);
        cx.report(diagnostic);
        return Item::Broken(span);
    }
    cx.report(
        Diagnostic::at(NEAR_MISS, place, "the path stands in quotes")
            .saying("expected a path in quotes")
            .help(format!("write `use \"{path}\"`"))
            .fix("put it in quotes", place, format!("\"{path}\"")),
    );
    Item::Use(Use { span, path: Spanned::new(path, place) })
}

fn recover(cx: &mut Cx<'_>, raw: &RawItem, kind: ItemKind, span: Span) -> Item {
    if kind == ItemKind::Use {
        return if raw.is_reported(raw.start, raw.end) { Item::Broken(span) } else { recover_use(cx, raw, span) };
    }
    let head_range = (raw.keyword_end, raw.head_end);
    let head = if raw.is_deep(head_range.0, head_range.1) {
        Err(Stuck { at: 0, wanted: Vec::new() })
    } else {
        with(cx, head_rule(kind), head_range, |cx, node| Some(item::head(cx, node))).map(Option::unwrap_or_default)
    };
    let head = match head {
        Ok(head) => head,
        Err(stuck) => {
            if !raw.is_reported(head_range.0, head_range.1) {
                cx.base = head_range.0;
                let diagnostic = not_a_name(cx, raw, kind).unwrap_or_else(|| {
                    let what = format!("the head of this {}", kind.keyword());
                    let reading = Reading { what: &what, example: Some(head_example(kind)), end: head_range.1 };
                    unexpected(cx, &stuck, &reading)
                });
                cx.report(diagnostic);
            }
            // The name is worth having even so: others speak of it.
            item::ItemHead { name: first_name(cx, raw), ..item::ItemHead::default() }
        }
    };
    let segments = match raw.body {
        Some(body) => fields::split(cx.text, body, kind, false),
        None => Vec::new(),
    };
    let mut reader = Fields { raw, kind };
    match kind {
        ItemKind::Use => Item::Broken(span),
        ItemKind::Dataset => {
            let fields = reader.all(cx, &segments);
            head.name.map_or(Item::Broken(span), |name| Item::Dataset(Dataset { span, name, fields }))
        }
        ItemKind::Cohort => {
            let fields = reader.all(cx, &segments);
            head.name.map_or(Item::Broken(span), |name| Item::Cohort(Cohort { span, name, fields }))
        }
        ItemKind::Comparator => {
            let fields = reader.all(cx, &segments);
            head.name.map_or(Item::Broken(span), |name| Item::Comparator(Comparator { span, name, fields }))
        }
        ItemKind::Scorecard => {
            let fields = reader.all(cx, &segments);
            head.name.map_or(Item::Broken(span), |name| Item::Scorecard(Scorecard { span, name, fields }))
        }
        ItemKind::Indicator => {
            let fields = reader.all(cx, &segments);
            let from = head.template;
            head.name.map_or(Item::Broken(span), |name| Item::Indicator(Indicator { span, name, from, fields }))
        }
        ItemKind::Template => {
            let fields = reader.all(cx, &segments);
            let parameters = head.parameters;
            head.name.map_or(Item::Broken(span), |name| Item::Template(Template { span, name, parameters, fields }))
        }
        ItemKind::Bands => {
            let fields = reader.bands(cx, &segments);
            let from = head.from;
            head.name.map_or(Item::Broken(span), |name| Item::Bands(Bands { span, name, from, fields }))
        }
        ItemKind::Test => {
            let name = head.title.unwrap_or_else(|| Spanned::new(String::new(), span));
            let mut read = item::empty_test(span, name);
            reader.test(cx, &segments, &mut read);
            Item::Test(read)
        }
    }
}

/// The word after the keyword.
fn first_name(cx: &Cx<'_>, raw: &RawItem) -> Option<Name> {
    let start = past_blanks(cx.text, raw.keyword_end);
    let end = past_word(cx.text, start).min(raw.head_end.max(raw.keyword_end));
    let word = cx.text.get(start..end).filter(|word| !word.is_empty())?;
    Some(Spanned::new(word.to_owned(), cx.at(start, end)))
}

/// A field's value, as each kind of item has its own.
trait Value: Sized {
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

struct Fields<'a> {
    raw: &'a RawItem,
    kind: ItemKind,
}

impl Fields<'_> {
    fn reported(&self, segment: &Segment) -> bool {
        self.raw.is_reported(segment.start, segment.end)
    }

    fn deep(&self, segment: &Segment) -> bool {
        self.raw.is_deep(segment.start, segment.end)
    }

    fn all<V: Value>(&mut self, cx: &mut Cx<'_>, segments: &[Segment]) -> Vec<Field<V>> {
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

    fn bands(&mut self, cx: &mut Cx<'_>, segments: &[Segment]) -> Vec<BandsField> {
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

    fn test(&mut self, cx: &mut Cx<'_>, segments: &[Segment], read: &mut Test) {
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

/// A field as it is written, for the help of a diagnostic.
fn example(kind: ItemKind, key: &str) -> Option<&'static str> {
    Some(match (kind, key) {
        (ItemKind::Dataset, "source") => "source: csv \"data/figures.csv\"",
        (ItemKind::Dataset, "header") => "header: row 3",
        (ItemKind::Dataset, "key") => "key: [indicator, period]",
        (ItemKind::Dataset, "columns") => "columns { period: period   value: number or \"N/A\" as not supplied }",
        (_, "birth") => "birth: birth_date",
        (ItemKind::Indicator | ItemKind::Template, "interval") => "interval: wilson 95%",
        (_, "interval") => "interval: started to ended",
        (ItemKind::Cohort, "from") => "from: services",
        (ItemKind::Cohort, "where") => "where: started in period and age at started >= 18",
        (ItemKind::Cohort, "let") => "let band = if age at started < 65 then \"18 to 64\" else \"65 and above\"",
        (ItemKind::Cohort, "keep") => "keep: one per [council, person] by latest ended",
        (ItemKind::Cohort, "episodes") => "episodes: per [council, person] from started to ended within 7 days",
        (ItemKind::Cohort, "require") => {
            "require: ended is empty or ended >= started else \"a service ends before it starts\""
        }
        (ItemKind::Cohort, "cascade") => {
            "cascade sequel { died: \"Deceased\" when died <= ended   otherwise: outcome }"
        }
        (ItemKind::Comparator, "figure") => "figure: benchmarks.value where area = \"England\"",
        (ItemKind::Comparator, "year") => "year: 2019/20",
        (ItemKind::Comparator, "kind") => "kind: published",
        (ItemKind::Comparator, "by") => "by: [council]",
        (ItemKind::Comparator, "across") => "across: council",
        (ItemKind::Comparator, "among") => "among: neighbours.neighbour where model = \"2025\"",
        (ItemKind::Comparator, "same") => "same: areas.region",
        (ItemKind::Comparator, "where") => "where: areas.kind = \"unitary\"",
        (ItemKind::Scorecard, "indicators") => "indicators: [asc_105, asc_106]",
        (ItemKind::Scorecard, "theme") => "theme \"Adults\" { indicators: [asc_105] }",
        (ItemKind::Scorecard, "layout") => "layout: table",
        (_, "unit") => "unit: percent, 1 decimal",
        (_, "polarity") => "polarity: range 40% to 60%",
        (_, "formula") => "formula: X / Y",
        (_, "by") => "by: [council total \"England\", age_band]",
        (_, "frequency") => "frequency: quarterly, to date",
        (_, "measure") => "measure: snapshot",
        (_, "let") => "let X = count(records where ended in period)",
        (_, "numerator" | "denominator") => "numerator: X, \"admissions\"",
        (_, "published" | "flags" | "rank") => "rank: latest ranks.rank",
        (_, "target") => "target: { 2020/21: 87%   2022/23: tbc }",
        (_, "bands") => "bands: council",
        (_, "compare") => "compare: [england, neighbours]",
        (_, "change") => "change: against previous, tolerance 0.5 pp",
        (_, "forecast") => "forecast: straight line",
        (_, "suppress") => "suppress: below 5",
        (_, "control") => "control: xmr from 2018/19 Q1, baseline to 2020/21 Q4",
        (_, "require") => "require: Y >= 30 else withhold rating \"fewer than 30 people\"",
        (_, "variant") => "variant: \"Local\" of \"2Bi\", counts once",
        (_, "active") => "active: from 2020/21",
        (_, "links") => "links: [\"https://www.gov.uk\"]",
        (_, "parts") => "parts: [fully_met, partly_met]",
        (_, "related") => "related: [asc_106]",
        (ItemKind::Use | ItemKind::Bands | ItemKind::Test, _) => return None,
        _ => "title: \"People in work\"",
    })
}
