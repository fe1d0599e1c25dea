//! From what pest has matched to the tree. Every function is total: what a node does not hold is reported or left
//! out, never assumed.

pub(crate) mod bands;
pub(crate) mod choice;
pub(crate) mod cohort;
pub(crate) mod dataset;
pub(crate) mod expr;
pub(crate) mod indicator;
pub(crate) mod item;
pub(crate) mod scorecard;
pub(crate) mod target;
pub(crate) mod test;

use crate::ast::{Dated, DatedEntry, Edge, Name, PeriodText, Spanned, Text};
use crate::grammar::{Node, Rule};
use kpi_core::codes::syntax::{BAD_ESCAPE, BAD_LITERAL};
use kpi_core::{Diagnostic, FileId, Quantity, Span};

/// What the builders of one item share.
pub(crate) struct Cx<'a> {
    pub(crate) file: FileId,
    /// The whole file, mended.
    pub(crate) text: &'a str,
    /// The same as the grammar takes it: without comments.
    pub(crate) plain: &'a str,
    /// The same as it was written: of the same length, though a character of it may be several in the mended text.
    pub(crate) written: &'a str,
    /// Where in the file the text given to pest begins.
    pub(crate) base: usize,
    pub(crate) out: Vec<Diagnostic>,
    /// Has the size of the expression at hand been reported?
    pub(crate) oversized: bool,
}

impl Cx<'_> {
    /// A stretch of the mended text as one of the written text, widened to whole characters.
    pub(crate) fn at(&self, start: usize, end: usize) -> Span {
        let length = self.written.len();
        let start = self.written.floor_char_boundary(start.min(length));
        let end = self.written.ceil_char_boundary(end.min(length)).max(start);
        Span::new(self.file, start as u32, end as u32)
    }

    /// Where a token stands: a node of an atomic rule.
    pub(crate) fn token(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        self.at(self.base + span.start(), self.base + span.end())
    }

    /// Where any other node stands; pest counts the blanks and comments after it as its own.
    pub(crate) fn span(&self, node: &Node<'_>) -> Span {
        let span = node.as_span();
        let start = self.base + span.start();
        self.at(start, self.trimmed(start, self.base + span.end()))
    }

    /// `end`, moved before the blanks and comments that stand there.
    pub(crate) fn trimmed(&self, start: usize, end: usize) -> usize {
        self.plain.get(start..end).map_or(start, |text| start + text.trim_end().len())
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    pub(crate) fn name(&self, node: &Node<'_>) -> Name {
        Spanned::new(node.as_str().to_owned(), self.token(node))
    }

    /// Several words as one, with single blanks between.
    pub(crate) fn words(&self, node: &Node<'_>) -> Name {
        Spanned::new(words(node.as_str()), self.token(node))
    }

    pub(crate) fn period(&self, node: &Node<'_>) -> PeriodText {
        self.words(node)
    }

    pub(crate) fn quoted(&mut self, node: &Node<'_>) -> Text {
        let span = self.token(node);
        let (text, bad) = crate::text::read(node.as_str());
        for escape in bad {
            let start = span.start as usize + escape.at;
            let place = self.at(start, start + escape.length);
            let found = self.text.get(start..start + escape.length).unwrap_or_default().to_owned();
            self.report(
                Diagnostic::at(BAD_ESCAPE, place, format!("`{found}` means nothing in a text"))
                    .saying("a backslash stands before `\"`, `\\` or `n` only")
                    .help("for a backslash write `\\\\`; in a path write `/`")
                    .fix("write the backslash twice", place, format!("\\{found}")),
            );
        }
        Spanned::new(text, span)
    }

    pub(crate) fn names(&self, node: Node<'_>) -> Vec<Name> {
        node.into_inner().filter(|n| n.as_rule() == Rule::name).map(|n| self.name(&n)).collect()
    }

    pub(crate) fn texts(&mut self, node: Node<'_>) -> Vec<Text> {
        node.into_inner().filter(|n| n.as_rule() == Rule::text).map(|n| self.quoted(&n)).collect()
    }

    pub(crate) fn quantity(&mut self, node: &Node<'_>) -> Option<Quantity> {
        let quantity = Quantity::parse(node.as_str());
        if quantity.is_none() {
            let span = self.token(node);
            self.report(
                Diagnostic::at(BAD_LITERAL, span, format!("`{}` is not a number", node.as_str().trim()))
                    .saying("expected a number")
                    .help("numbers are written `251`, `100,000`, `3.6m`, `87%`, `2 pp`, `£3.6m`, `14 days`"),
            );
        }
        quantity
    }

    pub(crate) fn edge(&mut self, node: &Node<'_>) -> Option<Edge> {
        let span = self.token(node);
        self.quantity(node).map(|quantity| Spanned::new(quantity, span))
    }

    /// A whole number of at most `most`.
    pub(crate) fn whole(&mut self, node: &Node<'_>, what: &str, most: u32) -> Option<Spanned<u32>> {
        let span = self.token(node);
        match node.as_str().replace(',', "").parse::<u32>() {
            Ok(number) if number <= most => Some(Spanned::new(number, span)),
            _ => {
                self.report(
                    Diagnostic::at(BAD_LITERAL, span, format!("`{}` is no {what}", node.as_str()))
                        .saying(format!("expected a whole number, at most {most}")),
                );
                None
            }
        }
    }
}

/// With single blanks between the words.
pub(crate) fn words(text: &str) -> String {
    if text.contains(['\t', '\n', '\r']) || text.contains("  ") {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    }
}

/// One value, or the entries of a table by date. `None` where a value could not be read, and was reported.
pub(crate) fn dated<T>(
    cx: &mut Cx<'_>,
    node: Node<'_>,
    read: &mut dyn FnMut(&mut Cx<'_>, Node<'_>) -> Option<T>,
) -> Option<Dated<T>> {
    let mut entries = Vec::new();
    for child in node.into_inner() {
        if child.as_rule() == Rule::end_table {
            continue;
        }
        if !is_entry(child.as_rule()) {
            return read(cx, child).map(Dated::Always);
        }
        let span = cx.span(&child);
        let mut from = None;
        for part in child.into_inner() {
            match part.as_rule() {
                Rule::kw_from | Rule::colon => {}
                Rule::period => from = Some(cx.period(&part)),
                _ => {
                    let value = read(cx, part);
                    if let Some(from) = from.take() {
                        entries.push(value.map(|value| DatedEntry { from, value, span }));
                    }
                }
            }
        }
    }
    entries.into_iter().collect::<Option<Vec<_>>>().map(Dated::From)
}

const fn is_entry(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::text_entry
            | Rule::expr_entry
            | Rule::unit_entry
            | Rule::polarity_entry
            | Rule::frequency_entry
            | Rule::measure_entry
            | Rule::name_entry
            | Rule::names_entry
            | Rule::counted_entry
            | Rule::change_entry
            | Rule::forecast_entry
            | Rule::confidence_entry
            | Rule::suppress_entry
    )
}
