//! Finding the items of a file without parsing them, so that a broken one never hides the next. Total, and the place
//! where brackets are matched and their depth is bounded: nothing behind it meets more than [`MAX_DEPTH`].

use crate::lex::{Kind, Lexer, Token, byte, indent, line_end, past_blanks, past_word, rest};
use kpi_core::codes::syntax::{NESTING, UNCLOSED, UNEXPECTED, UNKNOWN_ITEM};
use kpi_core::{Diagnostic, FileId, Span, suggest};
use std::borrow::Cow;

/// How deep brackets, and conditions within conditions, may go.
pub(crate) const MAX_DEPTH: usize = 64;

/// So many open brackets are told apart. A closing one is looked for among them, so their number bounds its cost; what
/// lies deeper has been refused already.
const KEPT: usize = 4 * MAX_DEPTH;

/// How far the head of an item is looked at, in bytes.
const MAX_HEAD: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Use,
    Dataset,
    Cohort,
    Comparator,
    Bands,
    Template,
    Indicator,
    Scorecard,
    Test,
}

impl ItemKind {
    pub(crate) const KEYWORDS: [&'static str; 9] =
        ["use", "dataset", "cohort", "comparator", "bands", "template", "indicator", "scorecard", "test"];

    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "use" => Self::Use,
            "dataset" => Self::Dataset,
            "cohort" => Self::Cohort,
            "comparator" => Self::Comparator,
            "bands" => Self::Bands,
            "template" => Self::Template,
            "indicator" => Self::Indicator,
            "scorecard" => Self::Scorecard,
            "test" => Self::Test,
            _ => return None,
        })
    }

    pub(crate) const fn keyword(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Dataset => "dataset",
            Self::Cohort => "cohort",
            Self::Comparator => "comparator",
            Self::Bands => "bands",
            Self::Template => "template",
            Self::Indicator => "indicator",
            Self::Scorecard => "scorecard",
            Self::Test => "test",
        }
    }
}

/// An item as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawItem {
    /// `None` where the keyword is none, nor near one.
    pub(crate) kind: Option<ItemKind>,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) keyword_end: usize,
    /// Where the head ends: at the body's brace.
    pub(crate) head_end: usize,
    /// What stands between the braces.
    pub(crate) body: Option<(usize, usize)>,
    /// Where something was reported already, in order: whatever does not parse around here stays silent.
    pub(crate) faults: Vec<usize>,
    /// Where the nesting goes too deep to be parsed, in order.
    pub(crate) deep: Vec<usize>,
}

impl RawItem {
    /// The same, so many bytes on.
    pub(crate) fn moved(&self, by: i64) -> Self {
        let on = |at: usize| at.saturating_add_signed(by as isize);
        Self {
            kind: self.kind,
            start: on(self.start),
            end: on(self.end),
            keyword_end: on(self.keyword_end),
            head_end: on(self.head_end),
            body: self.body.map(|(start, end)| (on(start), on(end))),
            faults: self.faults.iter().map(|at| on(*at)).collect(),
            deep: self.deep.iter().map(|at| on(*at)).collect(),
        }
    }

    pub(crate) fn is_reported(&self, start: usize, end: usize) -> bool {
        self.faults.get(self.faults.partition_point(|at| *at < start)).is_some_and(|at| *at <= end)
    }

    pub(crate) fn is_deep(&self, start: usize, end: usize) -> bool {
        self.deep.get(self.deep.partition_point(|at| *at < start)).is_some_and(|at| *at < end)
    }
}

#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) items: Vec<RawItem>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) comments: Vec<(usize, usize)>,
    /// What the grammar does not take: see [`Split::plain`].
    pub(crate) spaces: Vec<(usize, usize)>,
    pub(crate) slips: Vec<crate::slip::Slip>,
}

impl Split {
    /// The text as the grammar takes it: with spaces in the places of comments, and of blanks that keyboards do not have.
    pub(crate) fn plain<'a>(&self, text: &'a str) -> Cow<'a, str> {
        spaced(text, &self.spaces)
    }
}

/// A piece of rule as the grammar takes it.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    // The first bytes of `#`, of a blank that does not break, and of a mark of byte order.
    if !text.bytes().any(|byte| matches!(byte, b'#' | 0xC2 | 0xEF)) {
        return Cow::Borrowed(text);
    }
    let mut lexer = Lexer::new(text);
    lexer.by_ref().for_each(drop);
    // What is no comment of ours is for the grammar to refuse.
    if lexer.slips.is_empty() { spaced(text, &lexer.spaces) } else { Cow::Borrowed(text) }
}

/// With spaces in these places, each of whole characters; every other stays where it is.
fn spaced<'a>(text: &'a str, places: &[(usize, usize)]) -> Cow<'a, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in places {
        if let Some(place) = bytes.get_mut(*start..*end) {
            place.fill(b' ');
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Does an item start with the word at `start..end`? `strict` within a body, where only a whole head will do.
pub(crate) fn starts_item(text: &str, start: usize, end: usize, strict: bool) -> Option<ItemKind> {
    let kind = ItemKind::of(text.get(start..end)?)?;
    let next = past_blanks(text, end);
    // The head of an item is not that long; without a bound, words on one endless line would be looked at each to its end.
    let bound = text.floor_char_boundary((next + MAX_HEAD).min(text.len()));
    let line = text.get(next..bound)?.split('\n').next()?;
    let first = line.chars().next().unwrap_or('\n');
    let quoted = matches!(first, '"' | '\'' | '“' | '”' | '‘' | '’');
    if matches!(first, ':' | '=' | '|' | ',' | '.' | ')' | ']') {
        return None;
    }
    let starts = match kind {
        ItemKind::Use => quoted || !strict && first.is_alphanumeric(),
        ItemKind::Test => quoted || !strict && line.contains('{'),
        _ if first == '{' => true,
        _ => {
            let after = past_word(text, next);
            let follows = rest(text, past_blanks(text, after));
            let whole = after > next
                && (follows.starts_with(['{', '('])
                    || follows.strip_prefix("from").is_some_and(|f| f.starts_with([' ', '\t', '\r', '\n'])));
            whole
                || !strict && line.contains('{')
                || !strict && after > next && (follows.is_empty() || follows.starts_with(['\n', '\r', '#']))
        }
    };
    starts.then_some(kind)
}

/// Does something like an item, with a keyword that is none, start here?
fn starts_unknown_item(text: &str, token: Token) -> bool {
    let next = past_blanks(text, token.end);
    let after = match byte(text, next) {
        b'"' => rest(text, next + 1).find(['"', '\n']).map_or(next, |offset| next + offset + 2),
        _ => past_word(text, next),
    };
    let follows = rest(text, past_blanks(text, after));
    after > next
        && (follows.starts_with(['{', '('])
            || follows.starts_with("from ") && follows.lines().next().is_some_and(|l| l.contains('{')))
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    pub(crate) bracket: u8,
    pub(crate) at: usize,
    /// Does it open a field's value: `key: {`?
    value: bool,
    /// What nests without a bracket so far, as `where` does: each may hold what follows it.
    nested: usize,
}

/// The open brackets of an item's body.
#[derive(Debug, Default)]
pub(crate) struct Brackets {
    pub(crate) stack: Vec<Open>,
    nested: usize,
    previous: Option<Kind>,
    /// The token before, where it is a word.
    word: (usize, usize),
    /// Open brackets beyond [`KEPT`], of which only the number is known.
    beyond: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    On,
    Closed(Open),
    /// Closes nothing.
    Stray,
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Open {}

impl Brackets {
    fn pop(&mut self) -> Option<Open> {
        let open = self.stack.pop();
        self.nested -= open.map_or(0, |o| o.nested).min(self.nested);
        open
    }

    fn end_nested(&mut self) {
        if let Some(open) = self.stack.last_mut() {
            self.nested -= open.nested.min(self.nested);
            open.nested = 0;
        }
    }

    pub(crate) fn depth(&self) -> usize {
        self.stack.len() + self.beyond + self.nested
    }

    /// A line that begins like a statement ends every bracket that can hold none. Gives the outermost of them.
    pub(crate) fn statement(&mut self, text: &str, token: Token, base: usize) -> Option<Open> {
        if token.kind != Kind::Word || !token.first || self.stack.len() <= base {
            return None;
        }
        let after = past_blanks(text, token.end);
        let word = text.get(token.start..token.end).unwrap_or_default();
        let begins = byte(text, after) == b':'
            || word == "let" && past_word(text, after) > after
            || matches!(word, "given" | "expect") && past_word(text, after) > after
            || word == "cases" && byte(text, after) == b'=';
        if !begins {
            return None;
        }
        let mut outermost = None;
        while self.stack.len() > base && self.stack.last().is_some_and(|open| open.bracket != b'{' || open.value) {
            outermost = self.pop();
        }
        outermost
    }

    /// Takes the token in; `unclosed` is told of the outermost bracket that a closing one has ended on its way.
    pub(crate) fn step(&mut self, text: &str, token: Token, unclosed: &mut Option<Open>) -> Step {
        let mut step = Step::On;
        match token.kind {
            Kind::Open(_) if self.stack.len() >= KEPT => self.beyond += 1,
            Kind::Close(_) if self.beyond > 0 => self.beyond -= 1,
            Kind::Open(bracket) => {
                let value = self.previous == Some(Kind::Sign(b':'));
                self.stack.push(Open { bracket, at: token.start, value, nested: 0 });
            }
            Kind::Close(bracket) => {
                let wanted = match bracket {
                    b'}' => b'{',
                    b')' => b'(',
                    _ => b'[',
                };
                let reachable = if wanted == b'{' {
                    self.stack.iter().rposition(|open| open.bracket == wanted)
                } else {
                    let block = self.stack.iter().rposition(|open| open.bracket == b'{').map_or(0, |i| i + 1);
                    self.stack.iter().rposition(|open| open.bracket == wanted).filter(|i| *i >= block)
                };
                match reachable {
                    None => step = Step::Stray,
                    Some(index) => {
                        while self.stack.len() > index + 1 {
                            *unclosed = self.pop();
                        }
                        if let Some(open) = self.pop() {
                            step = Step::Closed(open);
                        }
                    }
                }
            }
            Kind::Sign(b':') => self.end_nested(),
            Kind::Word if token.first && opens_statement(text, token) => self.end_nested(),
            Kind::Word if nests(text.get(self.word.0..self.word.1), text.get(token.start..token.end)) => {
                if let Some(open) = self.stack.last_mut() {
                    open.nested += 1;
                    self.nested += 1;
                }
            }
            _ => {}
        }
        self.previous = Some(token.kind);
        self.word = if token.kind == Kind::Word { (token.start, token.end) } else { (0, 0) };
        step
    }
}

/// Does a statement begin here that has no colon: `let x = …`, `given …`, `expect …`? Such a word may be a name, too.
fn opens_statement(text: &str, token: Token) -> bool {
    let follows = || text.get(past_blanks(text, token.end)..).and_then(|rest| rest.chars().next());
    matches!(text.get(token.start..token.end), Some("let" | "given" | "expect"))
        && follows().is_some_and(|next| next.is_alphabetic() || next == '_')
}

/// Does what follows the word stand within what it stands in, without a bracket: a condition in a condition, a time in a time?
fn nests(before: Option<&str>, word: Option<&str>) -> bool {
    match word {
        Some("where") => true,
        Some("at") => matches!(before, Some("age" | "open")),
        Some("from") => matches!(before, Some("days" | "months" | "years")),
        _ => false,
    }
}

struct Splitter<'a> {
    file: FileId,
    text: &'a str,
    items: Vec<RawItem>,
    diagnostics: Vec<Diagnostic>,
    item: Option<RawItem>,
    brackets: Brackets,
    /// A brace that was closed by one that seems to belong further out.
    suspect: Option<usize>,
    junk: Option<(usize, usize)>,
    /// Where the last token ended.
    last_end: usize,
    /// Where the last text ended that has no end of its own.
    unended_until: Option<usize>,
}

pub(crate) fn split(file: FileId, text: &str) -> Split {
    let mut lexer = Lexer::new(text);
    let mut splitter = Splitter {
        file,
        text,
        items: Vec::new(),
        diagnostics: Vec::new(),
        item: None,
        brackets: Brackets::default(),
        suspect: None,
        junk: None,
        last_end: 0,
        unended_until: None,
    };
    while let Some(token) = lexer.next() {
        splitter.take(token);
        for unended in lexer.unended.drain(..) {
            splitter.unended(unended, token);
        }
        splitter.last_end = token.end;
    }
    splitter.finish(None);
    splitter.flush_junk();
    let (comments, spaces, slips) = (lexer.comments, lexer.spaces, lexer.slips);
    Split { items: splitter.items, diagnostics: splitter.diagnostics, comments, spaces, slips }
}

/// Does a text before this place on its line end in the middle of a word? Then it is another quote that is too many.
fn is_out_of_step(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.split('"').skip(2).step_by(2).any(|behind| behind.starts_with(char::is_alphanumeric))
}

impl Splitter<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    fn fault(&mut self, at: usize, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
        if let Some(item) = &mut self.item {
            item.faults.push(at);
        }
    }

    fn unended(&mut self, unended: crate::lex::Unended, token: Token) {
        let span = self.span(unended.start, unended.start + unended.quotes);
        self.unended_until = Some(token.end);
        let quotes = "\"".repeat(unended.quotes);
        let diagnostic = Diagnostic::at(UNCLOSED, span, "the text has no end")
            .saying("the text starts here")
            .help(format!("close it with `{quotes}`"));
        let diagnostic = if unended.quotes == 1 && !is_out_of_step(self.text, unended.start) {
            diagnostic.fix("close the text at the end of the line", self.span(token.end, token.end), quotes)
        } else {
            diagnostic
        };
        self.fault(unended.start, diagnostic);
    }

    fn unclosed(&mut self, open: Open) {
        let (bracket, closer) = match open.bracket {
            b'{' => ('{', '}'),
            b'(' => ('(', ')'),
            _ => ('[', ']'),
        };
        let span = self.span(open.at, open.at + 1);
        let diagnostic = Diagnostic::at(UNCLOSED, span, format!("`{bracket}` is not closed"))
            .saying("opened here")
            .help(format!("add the `{closer}` that belongs to it"));
        // Behind a text without an end everything is text; and lines further down may belong to something else.
        let in_text = self.unended_until == Some(self.last_end);
        let far = self.text.get(open.at..self.last_end).is_some_and(|between| between.contains('\n'));
        // A brace that is open within it would have to be closed first.
        let holds = self.brackets.stack.iter().any(|inner| inner.at > open.at && inner.bracket == b'{');
        let diagnostic = if bracket == '{' && !open.value || in_text || far || holds {
            diagnostic
        } else {
            let end = self.last_end;
            diagnostic.fix(format!("add `{closer}`"), self.span(end, end), closer.to_string())
        };
        self.fault(open.at, diagnostic);
    }

    fn flush_junk(&mut self) {
        if let Some((start, end)) = self.junk.take() {
            let first_line = line_end(self.text, start).min(end);
            let shown = self.text.get(start..first_line).unwrap_or_default().trim_end();
            let diagnostic =
                Diagnostic::at(UNEXPECTED, self.span(start, start + shown.len()), "this belongs to no item")
                    .saying("expected an item here")
                    .help(format!(
                        "an item starts with {}",
                        suggest::list(&ItemKind::KEYWORDS.map(|k| format!("`{k}`")), "or")
                    ));
            self.diagnostics.push(diagnostic);
        }
    }

    fn begin(&mut self, kind: Option<ItemKind>, token: Token) {
        self.flush_junk();
        self.brackets = Brackets::default();
        self.suspect = None;
        self.item = Some(RawItem {
            kind,
            start: token.start,
            end: token.end,
            keyword_end: token.end,
            head_end: token.end,
            body: None,
            faults: Vec::new(),
            deep: Vec::new(),
        });
    }

    /// Ends the item: at its closing brace, or without one.
    fn finish(&mut self, close: Option<Token>) {
        if self.item.is_none() {
            return;
        }
        if close.is_none() {
            let inner = self.brackets.stack.get(1).copied();
            let outer = self.brackets.stack.first().copied();
            let suspect = self.suspect.map(|at| Open { bracket: b'{', at, value: false, nested: 0 });
            if let Some(open) = suspect.filter(|_| outer.is_some()).or(inner).or(outer) {
                self.unclosed(open);
            }
        }
        let (file, last_end) = (self.file, self.last_end);
        let Some(mut item) = self.item.take() else { return };
        item.end = close.map_or(last_end.max(item.keyword_end), |token| token.end);
        let body_end = close.map_or(item.end, |token| token.start);
        if let Some((start, end)) = &mut item.body {
            *end = body_end.max(*start);
        } else {
            item.head_end = if close.is_some() { body_end } else { item.end };
            if let Some(kind) = item.kind
                && kind != ItemKind::Use
                && item.faults.is_empty()
            {
                let end = item.head_end;
                let span = Span::new(file, item.start as u32, end.max(item.start) as u32);
                item.faults.push(item.start);
                self.diagnostics.push(
                    Diagnostic::at(UNCLOSED, span, format!("this `{}` has no body", kind.keyword()))
                        .saying("expected `{` after this")
                        .help("put its fields between `{` and `}`"),
                );
            }
        }
        item.faults.sort_unstable();
        self.items.push(item);
    }

    fn take(&mut self, token: Token) {
        let column0 = token.start == 0 || byte(self.text, token.start - 1) == b'\n';
        if token.kind == Kind::Word
            && column0
            && self.item.is_some()
            && let Some(kind) = starts_item(self.text, token.start, token.end, true)
        {
            self.finish(None);
            return self.begin(Some(kind), token);
        }
        let Some(item) = &mut self.item else { return self.outside(token, column0) };
        if item.kind == Some(ItemKind::Use) {
            if token.kind == Kind::Text {
                item.end = token.end;
                return self.finish(Some(Token { start: token.end, ..token }));
            }
            if token.first {
                self.finish(None);
                return self.outside(token, column0);
            }
            return;
        }
        if item.body.is_some() { self.inside(token) } else { self.head(token, column0) }
    }

    fn outside(&mut self, token: Token, column0: bool) {
        if token.kind == Kind::Word {
            if let Some(kind) = starts_item(self.text, token.start, token.end, false) {
                return self.begin(Some(kind), token);
            }
            if column0 && starts_unknown_item(self.text, token) {
                let word = self.text.get(token.start..token.end).unwrap_or_default();
                let span = self.span(token.start, token.end);
                let meant = suggest::similar(word, ItemKind::KEYWORDS).first().copied();
                let mut diagnostic = Diagnostic::at(UNKNOWN_ITEM, span, format!("there is no item `{word}`"))
                    .saying("expected the kind of an item");
                if let Some(hint) = suggest::did_you_mean(word, ItemKind::KEYWORDS) {
                    diagnostic = diagnostic.help(hint);
                }
                diagnostic = diagnostic.help(format!(
                    "the items are {}",
                    suggest::list(&ItemKind::KEYWORDS.map(|k| format!("`{k}`")), "and")
                ));
                if let Some(meant) = meant {
                    diagnostic = diagnostic.fix(format!("write `{meant}`"), span, meant);
                }
                self.begin(meant.and_then(ItemKind::of), token);
                return self.fault(token.start, diagnostic);
            }
        }
        let start = self.junk.map_or(token.start, |(start, _)| start);
        self.junk = Some((start, token.end));
    }

    fn head(&mut self, token: Token, column0: bool) {
        let outermost = self.brackets.stack.is_empty();
        if outermost && token.kind == Kind::Open(b'{') {
            if let Some(item) = &mut self.item {
                item.head_end = token.start;
                item.body = Some((token.end, token.end));
            }
        } else if outermost && token.kind == Kind::Word && token.first {
            if byte(self.text, past_blanks(self.text, token.end)) == b':' {
                let at = self.last_end;
                let span = self.span(at, at);
                let missing = Diagnostic::at(UNCLOSED, span, "the fields of this item stand in no braces")
                    .saying("expected `{` here")
                    .help("put the fields between `{` and `}`")
                    .fix("add `{`", span, " {");
                self.fault(at, missing);
                if let Some(item) = &mut self.item {
                    item.head_end = at;
                    item.body = Some((token.start, token.start));
                }
                self.brackets.stack.push(Open { bracket: b'{', at, value: false, nested: 0 });
                return self.inside(token);
            }
            if starts_item(self.text, token.start, token.end, false).is_some() {
                self.finish(None);
                return self.outside(token, column0);
            }
        } else if outermost && token.kind == Kind::Close(b'}') {
            return self.finish(Some(token));
        }
        let mut unclosed = None;
        // What closes nothing in a head is for the parser of the head to refuse.
        let _ = self.brackets.step(self.text, token, &mut unclosed);
        if let Some(open) = unclosed {
            self.unclosed(open);
        }
        self.bound(token);
    }

    fn inside(&mut self, token: Token) {
        if let Some(open) = self.brackets.statement(self.text, token, 1) {
            self.unclosed(open);
        }
        let mut unclosed = None;
        let step = self.brackets.step(self.text, token, &mut unclosed);
        if let Some(open) = unclosed {
            self.unclosed(open);
        }
        match step {
            Step::On => {}
            Step::Stray => {
                let found = self.text.get(token.start..token.end).unwrap_or_default();
                let span = self.span(token.start, token.end);
                let stray = Diagnostic::at(UNEXPECTED, span, format!("`{found}` closes nothing"))
                    .saying("no bracket is open here that it could close")
                    .help("leave it out, or open the bracket before it")
                    .fix(format!("leave out `{found}`"), span, "");
                self.fault(token.start, stray);
            }
            Step::Closed(_) if self.brackets.stack.is_empty() => return self.finish(Some(token)),
            Step::Closed(open) => {
                if self.suspect.is_none()
                    && open.bracket == b'{'
                    && token.first
                    && indent(self.text, token.start) < indent(self.text, open.at)
                {
                    self.suspect = Some(open.at);
                }
            }
        }
        self.bound(token);
    }

    fn bound(&mut self, token: Token) {
        if self.brackets.depth() > MAX_DEPTH && self.item.as_ref().is_some_and(|item| item.deep.is_empty()) {
            let diagnostic = Diagnostic::at(
                NESTING,
                self.span(token.start, token.end),
                format!("more than {MAX_DEPTH} brackets or conditions stand in one another"),
            )
            .saying("this one is too deep")
            .help("give the inner parts a name with `let`, and use the name");
            self.fault(token.start, diagnostic);
        }
        if self.brackets.depth() > MAX_DEPTH
            && let Some(item) = &mut self.item
        {
            item.deep.push(token.start);
        }
    }
}
