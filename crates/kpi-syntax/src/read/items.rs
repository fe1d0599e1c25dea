//! An item: whole, or where it does not parse, its head and each of its statements on its own.

use super::examples::head_example;
use super::fields::Fields;
use super::with;
use crate::ast::{Bands, Cohort, Comparator, Dataset, Indicator, Item, Name, Scorecard, Spanned, Template, Use};
use crate::build::{Cx, item};
use crate::errors::{Reading, unexpected};
use crate::fields;
use crate::grammar::{Rule, Stuck};
use crate::lex::{past_blanks, past_word};
use crate::split::{ItemKind, RawItem};
use kpi_core::codes::syntax::{NEAR_MISS, UNEXPECTED};
use kpi_core::{Diagnostic, Span};

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

pub(super) fn read_item(cx: &mut Cx<'_>, raw: &RawItem) -> Item {
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
    // Some capitals have small letters of two signs.
    let mended: String = mended.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
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
