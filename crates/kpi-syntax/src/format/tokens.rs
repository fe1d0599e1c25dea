//! The words and signs of a file with the comments and line breaks before them, as the grammar has cut them.

use super::role::{Role, role};
use super::table::Table;
use crate::grammar::{Node, Rule};
use pest::iterators::Pairs;
use std::borrow::Cow;

/// A comment without the blanks behind it.
#[derive(Debug, Clone)]
pub(super) struct Comment<'a> {
    pub(super) text: &'a str,
    /// Line breaks between what stands before it and it.
    pub(super) breaks: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// Which word of the grammar it is; signs are `None`.
    pub(super) rule: Option<Rule>,
    pub(super) role: Role,
    pub(super) text: Cow<'a, str>,
    pub(super) start: usize,
    pub(super) comments: Vec<Comment<'a>>,
    /// Line breaks between what stands before it, be it a comment, and it.
    pub(super) breaks: usize,
    /// Does it open a group, rather than what a name is given?
    pub(super) groups: bool,
    pub(super) table: Option<Box<Table>>,
}

impl Token<'_> {
    pub(super) fn is(&self, sign: &str) -> bool {
        self.text == sign && self.rule != Some(Rule::text)
    }
}

/// A file's tokens, and where its statements start.
#[derive(Debug, Default)]
pub(super) struct Tokens<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) starts: Starts,
    /// Those behind the last token.
    pub(super) rest: Vec<Comment<'a>>,
}

/// The statements that start at a place, the innermost of them. They are found in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Starts(Vec<(usize, Rule)>);

impl Starts {
    fn insert(&mut self, start: usize, rule: Rule) {
        match self.0.last_mut() {
            Some(last) if last.0 == start => last.1 = rule,
            _ => self.0.push((start, rule)),
        }
    }

    pub(super) fn at(&self, start: usize) -> Option<Rule> {
        let found = self.0.binary_search_by_key(&start, |(at, _)| *at).ok()?;
        self.0.get(found).map(|(_, rule)| *rule)
    }
}

const fn is_statement(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::use_item
            | Rule::dataset
            | Rule::cohort
            | Rule::comparator
            | Rule::bands
            | Rule::template
            | Rule::indicator
            | Rule::scorecard
            | Rule::test
            | Rule::dataset_field
            | Rule::columns
            | Rule::column_def
            | Rule::cohort_field
            | Rule::cascade
            | Rule::cascade_rule
            | Rule::comparator_field
            | Rule::judge
            | Rule::band
            | Rule::at_zero_target
            | Rule::require_actions
            | Rule::status_word
            | Rule::change_words
            | Rule::change_word
            | Rule::indicator_field
            | Rule::let_field
            | Rule::text_entry
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
            | Rule::target_entry
            | Rule::scorecard_field
            | Rule::theme
            | Rule::setting
            | Rule::test_subject
            | Rule::given
            | Rule::expect
            | Rule::cases
    )
}

struct Reader<'a> {
    text: &'a str,
    /// Where in the text the part begins that the grammar has read.
    base: usize,
    at: usize,
    comments: Vec<Comment<'a>>,
    breaks: usize,
    /// Where groups start, in the order of the text.
    groups: Vec<usize>,
    out: Tokens<'a>,
}

/// The tokens of a part of a text, with what stands before it from `from` on and behind it up to `until`.
pub(super) fn tokens<'a>(
    text: &'a str,
    from: usize,
    base: usize,
    part: Option<Pairs<'_, Rule>>,
    until: usize,
) -> Tokens<'a> {
    let mut reader =
        Reader { text, base, at: from, comments: Vec::new(), breaks: 0, groups: Vec::new(), out: Tokens::default() };
    let mut table_ends = 0;
    for node in part.into_iter().flat_map(Pairs::flatten) {
        let rule = node.as_rule();
        let (start, end) = (base + node.as_span().start(), base + node.as_span().end());
        // The cells of a table were read with it.
        if start < table_ends {
            continue;
        }
        if is_statement(rule) {
            reader.out.starts.insert(start, rule);
        }
        match rule {
            Rule::group => {
                reader.groups.push(start);
            }
            Rule::given_table | Rule::cases => {
                table_ends = end;
                reader.table(node);
            }
            Rule::EOI => {}
            _ if node.clone().into_inner().next().is_none() => {
                reader.between(start);
                reader.words(rule, text.get(start..end).unwrap_or_default());
                reader.at = end;
            }
            _ => {}
        }
    }
    reader.between(until);
    reader.out.rest = reader.comments;
    reader.out
}

impl<'a> Reader<'a> {
    fn push(&mut self, rule: Option<Rule>, text: Cow<'a, str>, start: usize) {
        self.out.tokens.push(Token {
            rule,
            role: role(rule, &text),
            text,
            start,
            comments: std::mem::take(&mut self.comments),
            breaks: std::mem::take(&mut self.breaks),
            groups: self.groups.binary_search(&start).is_ok(),
            table: None,
        });
    }

    /// Signs, comments and line breaks up to the next word.
    fn between(&mut self, end: usize) {
        self.signs(self.at, end);
        self.at = self.at.max(end);
    }

    fn signs(&mut self, from: usize, end: usize) {
        let mut at = from;
        while at < end {
            let rest: &'a str = self.text.get(at..end).unwrap_or_default();
            let Some(next) = rest.chars().next() else { return };
            match next {
                '\n' => self.breaks += 1,
                '#' => {
                    let line = rest.split('\n').next().unwrap_or_default();
                    self.comments.push(Comment { text: line.trim_end(), breaks: std::mem::take(&mut self.breaks) });
                    at += line.len();
                    continue;
                }
                '\u{feff}' => {}
                next if next.is_whitespace() => {}
                next => self.push(None, rest.get(..next.len_utf8()).unwrap_or_default().into(), at),
            }
            at += next.len_utf8();
        }
    }

    /// A word of the grammar, which may be several on paper, with comments between them.
    fn words(&mut self, rule: Rule, text: &'a str) {
        let start = self.at;
        let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        if rule == Rule::text || !text.contains(|c: char| is_blank(c) || c == '#') {
            return self.push(Some(rule), text.into(), start);
        }
        let mut joined = String::new();
        for line in text.split('\n') {
            let (words, comment) = match line.find('#').and_then(|at| line.split_at_checked(at)) {
                Some((words, comment)) => (words, Some(comment)),
                None => (line, None),
            };
            for word in words.split(is_blank).filter(|word| !word.is_empty()) {
                if !joined.is_empty() && joined != "-" {
                    joined.push(' ');
                }
                joined.push_str(word);
            }
            if let Some(comment) = comment {
                if !joined.is_empty() {
                    self.push(Some(rule), std::mem::take(&mut joined).into(), start);
                }
                self.comments.push(Comment { text: comment.trim_end(), breaks: std::mem::take(&mut self.breaks) });
                self.breaks = 1;
            }
        }
        if !joined.is_empty() {
            self.push(Some(rule), joined.into(), start);
        }
    }

    /// `NAME = [`, or `cases = [`, and the rows.
    fn table(&mut self, node: Node<'_>) {
        let end = self.base + node.as_span().end();
        let mut inner = node.into_inner().peekable();
        if let Some(name) = inner.next() {
            let span = name.as_span();
            let (start, end) = (self.base + span.start(), self.base + span.end());
            self.between(start);
            self.words(name.as_rule(), self.text.get(start..end).unwrap_or_default());
            self.at = end;
        }
        let rows: Vec<Node<'_>> = inner.collect();
        // Only blanks, comments and `=` stand before the bracket.
        let mut open = self.at;
        let mut comment = false;
        for (offset, next) in self.text.get(self.at..end).unwrap_or_default().char_indices() {
            match next {
                '\n' => comment = false,
                '#' => comment = true,
                '[' if !comment => {
                    open = self.at + offset;
                    break;
                }
                _ => {}
            }
        }
        self.between(open);
        let table = Table::read(self.text, self.base, open, end, &rows);
        self.push(None, "[".into(), open);
        if let Some(token) = self.out.tokens.last_mut() {
            token.role = Role::Other;
            token.table = Some(Box::new(table));
        }
        self.at = end;
    }
}
