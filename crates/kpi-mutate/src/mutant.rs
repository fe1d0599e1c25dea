//! One fault.

use kpi_core::{SourceMap, Span};

/// What kind of slip it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// A number by one in its last digit.
    Threshold,
    /// Whether an edge belongs: `<` for `<=`, `below` for `up to`; and `=` for `!=`.
    Comparison,
    Polarity,
    /// One of several conditions, a branch, a requirement.
    Condition,
}

impl Operator {
    pub const ALL: [Self; 4] = [Self::Threshold, Self::Comparison, Self::Polarity, Self::Condition];

    /// As a table heads them.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Threshold => "thresholds",
            Self::Comparison => "comparisons",
            Self::Polarity => "polarities",
            Self::Condition => "conditions",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    pub operator: Operator,
    /// `indicator`, `bands`, …
    pub keyword: &'static str,
    /// The item it is in.
    pub item: String,
    pub span: Span,
    pub before: String,
    pub after: String,
    /// What else has to change with it: the other side of an edge that two bands name.
    pub also: Vec<(Span, String)>,
}

impl Mutant {
    /// The text of its file with the fault in it.
    #[must_use]
    pub fn put_into(&self, text: &str) -> String {
        let mut edits: Vec<(Span, &str)> = self.also.iter().map(|(span, after)| (*span, after.as_str())).collect();
        edits.push((self.span, &self.after));
        edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
        let mut text = text.to_owned();
        for (span, after) in edits {
            text.replace_range(span.range(), after);
        }
        text
    }
}

pub struct Mutants<'a> {
    sources: &'a SourceMap,
    keyword: &'static str,
    item: String,
    found: Vec<Mutant>,
}

impl<'a> Mutants<'a> {
    pub fn new(sources: &'a SourceMap) -> Self {
        Self { sources, keyword: "", item: String::new(), found: Vec::new() }
    }

    /// What comes is of this item.
    pub fn of(&mut self, keyword: &'static str, item: &str) {
        (self.keyword, self.item) = (keyword, item.to_owned());
    }

    pub fn text(&self, span: Span) -> &'a str {
        self.sources.slice(span)
    }

    /// All text of the file that a place is in.
    pub fn file(&self, span: Span) -> &'a str {
        self.sources.file(span.file).map_or("", |file| file.text.as_str())
    }

    pub fn replace(&mut self, operator: Operator, span: Span, after: &str) {
        self.replace_all(operator, span, after, Vec::new());
    }

    /// `also` are in the same file.
    pub fn replace_all(&mut self, operator: Operator, span: Span, after: &str, also: Vec<(Span, String)>) {
        let before = self.text(span);
        if before.is_empty() || before == after {
            return;
        }
        self.found.push(Mutant {
            operator,
            keyword: self.keyword,
            item: self.item.clone(),
            span,
            before: before.to_owned(),
            after: after.to_owned(),
            also,
        });
    }

    pub fn done(mut self) -> Vec<Mutant> {
        self.found.sort_by(|a, b| (a.span, a.operator, &a.after).cmp(&(b.span, b.operator, &b.after)));
        self.found.dedup();
        self.found
    }
}
