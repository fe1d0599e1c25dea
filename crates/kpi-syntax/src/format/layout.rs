//! The lines of one statement.

use super::page::is_item;
use super::role::Role;
use super::tokens::Token;
use super::{STEP, WIDEST, wide};
use crate::grammar::Rule;
use crate::text;

/// How tightly signs bind: `or`, `and`, comparisons, sums, products; then what they stand between.
const LEVELS: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Base,
    /// `hanging` where its contents begin on a line of their own.
    Bracket {
        hanging: bool,
        close: usize,
    },
    Where,
    By,
    If,
}

#[derive(Debug, Clone, Copy)]
struct Scope {
    kind: Kind,
    /// Where a line begins that continues it.
    column: usize,
    /// Where what a sign of each level joins has begun.
    begun: [usize; LEVELS],
}

/// Where a token has come to stand.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    line: usize,
    column: usize,
    end: usize,
    /// Where it would stand if it began a line.
    would: usize,
    depth: usize,
    /// The bracket it stands in, if nothing else lies between.
    bracket: Option<usize>,
}

fn spaced(before: &Token<'_>, token: &Token<'_>) -> bool {
    let (left, right) = (before.role, token.role);
    match (left, right) {
        (Role::Open | Role::Dot, _) | (_, Role::Close | Role::Comma | Role::Colon | Role::Dot) => false,
        (Role::Prefix, _) => before.text == "not",
        (_, Role::Open) if token.text == "(" => token.groups || before.rule.is_none(),
        _ => true,
    }
}

/// How wide the tokens are on one line.
pub(super) fn flat_width(tokens: &[Token<'_>]) -> usize {
    let blanks = tokens.iter().zip(tokens.iter().skip(1)).filter(|(before, token)| spaced(before, token)).count();
    blanks + tokens.iter().map(|token| wide(&token.text)).sum::<usize>()
}

/// How many tokens stand before the value.
pub(super) fn key(kind: Rule, tokens: &[Token<'_>]) -> usize {
    match kind {
        Rule::let_field => 3,
        Rule::given | Rule::expect | Rule::test_subject => 1,
        Rule::template | Rule::indicator | Rule::test | Rule::theme | Rule::use_item | Rule::band => 0,
        _ => tokens.iter().take(3).position(|token| token.role == Role::Colon).map_or(0, |at| at + 1),
    }
}

pub(super) struct Layout<'a> {
    kind: Rule,
    tokens: &'a [Token<'a>],
    indent: usize,
    /// From which column on some tokens stand, so that they stand under others.
    pads: &'a [(usize, usize)],
    value: usize,
    breaks: Vec<bool>,
    closes: Vec<Option<usize>>,
    lines: Vec<String>,
    /// How wide the last line is.
    column: usize,
    /// Up to where there is no comment, for each line.
    ends: Vec<usize>,
    places: Vec<Place>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(kind: Rule, tokens: &'a [Token<'a>], indent: usize, pads: &'a [(usize, usize)]) -> Self {
        let value = key(kind, tokens);
        let mut layout = Self {
            kind,
            tokens,
            indent,
            pads,
            value,
            breaks: written(kind, tokens, value),
            closes: vec![None; tokens.len()],
            lines: Vec::new(),
            column: 0,
            ends: Vec::new(),
            places: Vec::with_capacity(tokens.len()),
        };
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate() {
            match token.role {
                Role::Open => open.push(i),
                Role::Close => {
                    if let Some(place) = open.pop().and_then(|at| layout.closes.get_mut(at)) {
                        *place = Some(i);
                    }
                }
                _ => {}
            }
        }
        layout
    }

    pub(super) fn lines(mut self) -> Vec<String> {
        // Each round breaks a line that can be broken, so the rounds end.
        loop {
            self.place();
            if !self.shorten() {
                return self.lines;
            }
        }
    }

    fn start_line(&mut self, column: usize) {
        let mut line = String::with_capacity(column.max(WIDEST));
        line.extend(std::iter::repeat_n(' ', column));
        self.lines.push(line);
        self.column = column;
        self.ends.push(column);
    }

    fn write(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.push_str(text);
            self.column += wide(text);
        }
    }

    fn is_broken(&self, at: usize) -> bool {
        self.breaks.get(at).copied().unwrap_or(false)
            || self.tokens.get(at).is_some_and(|token| at > 0 && !token.comments.is_empty())
    }

    /// Puts every token where the line breaks want it.
    fn place(&mut self) {
        self.lines.clear();
        self.ends.clear();
        self.places.clear();
        let hang = self.indent + STEP;
        let base = Scope { kind: Kind::Base, column: hang, begun: [hang; LEVELS] };
        let mut scopes = vec![base];
        let mut brackets: Vec<usize> = Vec::new();
        let (mut fresh, mut by, mut else_if) = (Some(0), false, false);
        let mut line_start = self.indent;
        let mut first_or = None;
        self.start_line(self.indent);
        for (i, token) in self.tokens.iter().enumerate() {
            let role = if i < self.value { Role::Other } else { token.role };
            let depth = scopes.len();
            let (would, is_soft) = enter(role, &mut scopes, &mut else_if, self.tokens.get(i + 1), first_or);
            let bracket = is_soft.then(|| brackets.last().copied()).flatten();
            let hangs = role == Role::Close && is_hanging(&scopes);
            if i > 0 {
                self.comments(token, would);
                let closes = match scopes.last().map(|scope| scope.kind) {
                    Some(Kind::Bracket { hanging: true, close }) if role == Role::Close => Some(close),
                    _ => None,
                };
                if hangs || self.is_broken(i) {
                    line_start = closes.unwrap_or(would);
                    self.start_line(line_start);
                } else if let Some(before) = self.tokens.get(i - 1)
                    && spaced(before, token)
                {
                    self.write(" ");
                }
            }
            if let Some((_, column)) = self.pads.iter().find(|(at, _)| *at == i) {
                let missing = column.saturating_sub(self.column);
                self.write(&" ".repeat(missing));
            }
            let (line, column) = (self.lines.len().saturating_sub(1), self.column);
            self.token(token);
            if i == self.value && i > 0 {
                scopes = vec![Scope { kind: Kind::Base, column, begun: [column; LEVELS] }];
            }
            let end = if self.lines.len() > line + 1 { column } else { self.column };
            if let Some(last) = self.ends.last_mut() {
                *last = self.column;
            }
            self.places.push(Place { line, column, end, would, depth, bracket });
            if i < self.value {
                continue;
            }
            if !matches!(role, Role::Close | Role::Comma | Role::Colon | Role::Dot)
                && let Some(from) = fresh.take()
                && let Some(scope) = scopes.last_mut()
            {
                if std::mem::take(&mut by) {
                    scope.column = column;
                }
                for begun in scope.begun.iter_mut().skip(from) {
                    *begun = column;
                }
            }
            match role {
                Role::Open => {
                    let hanging =
                        self.is_broken(i + 1) && self.tokens.get(i + 1).is_some_and(|next| next.role != Role::Close);
                    let inner = if hanging { line_start + STEP } else { column + 1 };
                    let kind = Kind::Bracket { hanging, close: line_start };
                    scopes.push(Scope { kind, column: inner, begun: [inner; LEVELS] });
                    brackets.push(i);
                    fresh = Some(0);
                }
                Role::Close => {
                    if scopes.len() > 1 {
                        scopes.pop();
                    }
                    brackets.pop();
                }
                Role::Infix(level) => fresh = Some(level + 1),
                Role::Where => {
                    scopes.push(Scope { kind: Kind::Where, column: would, begun: [would; LEVELS] });
                    fresh = Some(2);
                }
                Role::By => {
                    scopes.push(Scope { kind: Kind::By, column, begun: [column; LEVELS] });
                    (fresh, by) = (Some(0), true);
                }
                Role::If if std::mem::take(&mut else_if) => fresh = Some(0),
                Role::If => {
                    scopes.push(Scope { kind: Kind::If, column, begun: [column; LEVELS] });
                    fresh = Some(0);
                }
                Role::Then | Role::Else | Role::Comma | Role::When | Role::Tied => fresh = Some(0),
                Role::OrColumn => first_or = first_or.or(Some(column)),
                _ => {}
            }
        }
    }

    fn comments(&mut self, token: &Token<'_>, column: usize) {
        for comment in &token.comments {
            if comment.breaks == 0 {
                self.write("  ");
            } else {
                self.start_line(column);
            }
            self.write(comment.text);
        }
    }

    fn token(&mut self, token: &Token<'_>) {
        let inner = self.indent + STEP;
        if let Some(table) = &token.table {
            let (beside, rows) = table.lines();
            self.write(&format!("[{beside}"));
            for row in rows {
                self.start_line(if row.is_empty() { 0 } else { inner });
                self.write(&row);
            }
            self.start_line(self.indent);
            self.write("]");
        } else if token.rule == Some(Rule::text) && token.text.contains('\n') {
            let said = text::read(&token.text).0;
            let pad = " ".repeat(inner);
            let mut long = "\"\"\"\n".to_owned();
            for line in said.split('\n') {
                long.push_str(if line.is_empty() { "" } else { &pad });
                long.push_str(line);
                long.push('\n');
            }
            long.push_str(&pad);
            long.push_str("\"\"\"");
            // A text of nothing but blanks has no other way to be said.
            let long = if text::read(&long).0 == said { long } else { token.text.clone().into_owned() };
            for (i, line) in long.split('\n').enumerate() {
                if i > 0 {
                    self.start_line(0);
                }
                self.write(line);
            }
        } else {
            self.write(&token.text);
        }
    }

    /// May a line begin with this token, and how much does that tear apart?
    fn tears(&self, at: usize) -> Option<usize> {
        let (token, before) = (self.tokens.get(at)?, self.tokens.get(at.checked_sub(1)?)?);
        // To the splitter such a line begins a statement.
        let is_key = self.tokens.get(at + 1).is_some_and(|next| next.role == Role::Colon);
        if at <= self.value || is_key || matches!(&*token.text, "let" | "given" | "expect") {
            return None;
        }
        match token.role {
            Role::Infix(2) => None,
            Role::Infix(level) => Some(level + 1),
            Role::Where | Role::By | Role::Then | Role::Else | Role::When => Some(0),
            Role::OrColumn if self.kind == Rule::column_def => Some(1),
            Role::Close | Role::Comma | Role::Colon | Role::Dot | Role::Brace => None,
            _ => (before.role == Role::Comma).then_some(0),
        }
    }

    /// Breaks what is too long. Says whether there was something to break.
    fn shorten(&mut self) -> bool {
        let mut changed = false;
        let mut from = 0;
        while from < self.places.len() {
            let line = self.places.get(from).map_or(0, |place| place.line);
            let count = self.places.iter().skip(from).take_while(|place| place.line == line).count();
            if self.ends.get(line).is_some_and(|end| *end > WIDEST) && self.shorten_line(from, from + count) {
                changed = true;
            }
            from += count.max(1);
        }
        changed
    }

    fn shorten_line(&mut self, from: usize, to: usize) -> bool {
        let candidates: Vec<(usize, usize, usize, Place)> = (from + 1..to)
            .filter_map(|at| Some((at, self.tears(at)?, *self.places.get(at)?)))
            .filter(|(_, _, place)| place.would < place.column)
            .map(|(at, tears, place)| (at, place.depth, tears, place))
            .collect();
        let Some((depth, tears)) = candidates.iter().map(|(_, depth, tears, _)| (*depth, *tears)).min() else {
            return false;
        };
        let chosen: Vec<(usize, Place)> =
            candidates.into_iter().filter(|c| (c.1, c.2) == (depth, tears)).map(|c| (c.0, c.3)).collect();
        if let Some((at, place)) = chosen.first()
            && let Some(open) = place.bracket
            && self.tokens.get(at - 1).is_some_and(|before| before.role == Role::Comma)
            && self.hang(open)
        {
            return true;
        }
        // As much on each line as goes on it.
        let end_of = |at: usize| self.places.get(at).map_or(0, |place| place.end);
        let mut shift = 0;
        let mut broken = false;
        for (i, (at, place)) in chosen.iter().enumerate() {
            let piece = chosen.get(i + 1).map_or(to, |(next, _)| *next);
            if end_of(piece - 1).saturating_sub(shift) > WIDEST
                && let Some(slot) = self.breaks.get_mut(*at)
            {
                *slot = true;
                shift = place.column.saturating_sub(place.would);
                broken = true;
            }
        }
        if !broken
            && let Some((at, _)) = chosen.first()
            && let Some(slot) = self.breaks.get_mut(*at)
        {
            *slot = true;
            broken = true;
        }
        broken
    }

    /// A list that ends its statement gets lines of its own.
    fn hang(&mut self, open: usize) -> bool {
        let last = self.tokens.iter().rposition(|token| token.role != Role::Brace);
        let Some(slot) = self.breaks.get_mut(open + 1) else { return false };
        let ends = self.closes.get(open).copied().flatten().is_some_and(|close| Some(close) == last);
        let hangs = ends && !*slot;
        *slot |= hangs;
        hangs
    }
}

/// Does a line break that was written stay? One before a brace, say, does not.
pub(super) fn keeps_breaks(kind: Rule, tokens: &[Token<'_>]) -> bool {
    written(kind, tokens, key(kind, tokens)).into_iter().skip(1).any(|stays| stays)
}

/// The line breaks that stay: none in the head of an item, none before a value, none that leave a sign behind.
fn written(kind: Rule, tokens: &[Token<'_>], value: usize) -> Vec<bool> {
    let mut breaks: Vec<bool> = tokens.iter().map(|token| token.breaks > 0 && token.comments.is_empty()).collect();
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate() {
        let role = token.role;
        match role {
            Role::Open => depth += 1,
            Role::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let in_head = is_item(kind) && (depth == 0 || role == Role::Open && depth == 1);
        let joins = matches!(role, Role::Infix(_) | Role::Where | Role::By | Role::Then | Role::Else | Role::When);
        if joins && i > value && breaks.get(i + 1) == Some(&true) {
            if let Some(slot) = breaks.get_mut(i + 1) {
                *slot = false;
            }
            if let Some(slot) = breaks.get_mut(i) {
                *slot = true;
            }
        }
        let never =
            i <= value || in_head || matches!(role, Role::Close | Role::Comma | Role::Colon | Role::Dot | Role::Brace);
        if never && let Some(slot) = breaks.get_mut(i) {
            *slot = false;
        }
        if matches!(role, Role::Dot | Role::Prefix)
            && let Some(slot) = breaks.get_mut(i + 1)
        {
            *slot = false;
        }
    }
    breaks
}

fn is_hanging(scopes: &[Scope]) -> bool {
    matches!(scopes.last().map(|scope| scope.kind), Some(Kind::Bracket { hanging: true, .. }))
}

/// Leaves the scopes that a token ends. Gives where it would begin a line, and whether it stands right in a bracket.
fn enter(
    role: Role,
    scopes: &mut Vec<Scope>,
    else_if: &mut bool,
    next: Option<&Token<'_>>,
    first_or: Option<usize>,
) -> (usize, bool) {
    fn leave(scopes: &mut Vec<Scope>, until: impl Fn(Kind) -> bool) {
        while scopes.len() > 1 && scopes.last().is_some_and(|scope| !until(scope.kind)) {
            scopes.pop();
        }
    }
    let held = |kind: Kind| matches!(kind, Kind::Bracket { .. } | Kind::Base);
    let top = |scopes: &[Scope]| scopes.last().copied();
    let mut column = None;
    match role {
        Role::Close | Role::Tied => leave(scopes, held),
        Role::Comma => leave(scopes, |kind| held(kind) || kind == Kind::By),
        Role::When => leave(scopes, held),
        Role::Then => leave(scopes, |kind| held(kind) || kind == Kind::If),
        Role::Else => {
            leave(scopes, |kind| held(kind) || kind == Kind::If);
            column = top(scopes).map(|scope| scope.column);
            if top(scopes).is_some_and(|scope| scope.kind == Kind::If) {
                *else_if = next.is_some_and(|next| next.role == Role::If);
                if !*else_if {
                    scopes.pop();
                }
            }
        }
        Role::By => {
            while let Some(scope) = top(scopes).filter(|scope| scope.kind == Kind::Where) {
                column = Some(scope.column);
                scopes.pop();
            }
        }
        Role::Where => column = top(scopes).and_then(|scope| scope.begun.last().copied()),
        Role::Infix(level) => column = top(scopes).and_then(|scope| scope.begun.get(level).copied()),
        Role::OrColumn => column = first_or,
        _ => {}
    }
    let scope = top(scopes);
    let column = column.or(scope.map(|scope| scope.column)).unwrap_or_default();
    (column, scope.is_some_and(|scope| matches!(scope.kind, Kind::Bracket { .. })))
}
