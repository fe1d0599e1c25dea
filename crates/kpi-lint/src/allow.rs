//! Findings that may stand: `# kpi-allow(CODE): reason`, on the line of a statement or above it.

use crate::context::Context;
use crate::selection::Selection;
use chrono::NaiveDate;
use kpi_core::diagnostic::Place;
use kpi_core::{Code, Diagnostic, Severity, SourceFile, Span, codes, suggest};
use kpi_syntax::ast::{File, Item, Text};

kpi_core::code! {
    /// A note that something may stand does not say what, or not why.
    ///
    /// ## Why
    /// Whoever reads the rules next year has to know why a finding was waved through. A note without a reason, or for a code
    /// that does not exist, silences nothing and looks as if it did.
    ///
    /// A note is `# kpi-allow(CODE): reason`, for several codes `# kpi-allow(CODE, CODE): reason`, for a time
    /// `# kpi-allow(CODE) until 2027-04-01: reason`. On a line of its own it is for the statement or item below it, else
    /// for what begins on its line; `# kpi-allow-file(CODE): reason` is for its file. Errors cannot be allowed.
    ///
    /// ## Example
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   target:      { 2019/20: 80%   2020/21: 80%   2021/22: 80%   2022/23: 80% }  # kpi-allow(target_unchanged)
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   # kpi-allow(target_unchanged): the contract fixes it until 2025
    ///   target:      { 2019/20: 80%   2020/21: 80%   2021/22: 80%   2022/23: 80% }
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    KPI2901 BAD_ALLOW "allowing" Warning
}

kpi_core::code! {
    /// Nothing that this note allows is found here any more.
    ///
    /// ## Why
    /// An idle note hides the next finding of its kind, and says of the rules what is no longer so.
    ///
    /// ## Example
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   target:      { 2022/23: 80%   2023/24: 82% }  # kpi-allow(target_unchanged): the contract fixes it
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   target:      { 2022/23: 80%   2023/24: 82% }
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    KPI2902 IDLE_ALLOW "allowing" Warning
}

kpi_core::code! {
    /// The day until which something may stand has passed.
    ///
    /// ## Why
    /// What was put up with for a time is looked at again when the time is over; the findings are told again as well.
    ///
    /// ## Example
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   # kpi-allow(target_unchanged) until 2020-01-31: the service is being moved
    ///   target:      { 2022/23: 80%   2023/24: 82% }
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    ///
    /// ## Instead
    /// ```kpi
    /// indicator answered {
    ///   title:       "Calls answered within a minute"
    ///   unit:        percent, 1 decimal
    ///   polarity:    higher
    ///   frequency:   quarterly
    ///   formula:     figures.value
    ///   target:      { 2022/23: 80%   2023/24: 82% }
    ///   bands:       council
    ///   source:      "Telephone system"
    ///   owner:       "Customer services"
    ///   description: "Of the calls that came in, how many were answered within a minute."
    /// }
    /// ```
    KPI2903 PAST_ALLOW "allowing" Warning
}

/// The codes about notes.
pub const ALLOWS: [Code; 3] = [BAD_ALLOW, IDLE_ALLOW, PAST_ALLOW];

const WORD: &str = "kpi-allow";
/// Allowed for other commands, which read these notes themselves.
const ELSEWHERE: [&str; 1] = ["mutant"];

/// One note.
#[derive(Debug, Clone)]
pub struct Allow {
    pub span: Span,
    pub codes: Vec<Code>,
    /// For other commands.
    pub names: Vec<String>,
    pub reason: String,
    pub until: Option<NaiveDate>,
    /// What begins in here is meant.
    pub scope: Span,
    used: Vec<Code>,
}

/// All notes of a project, and what is wrong with some.
#[derive(Debug, Clone, Default)]
pub struct Allows {
    pub notes: Vec<Allow>,
    wrong: Vec<Diagnostic>,
}

impl Allows {
    #[must_use]
    pub fn read(context: &Context<'_>) -> Self {
        let mut allows = Self::default();
        for file in context.files {
            let Some(source) = context.sources.file(file.id) else { continue };
            let mut scopes: Option<Vec<Span>> = None;
            for comment in &file.comments {
                let body = comment.node.trim_start_matches('#').trim();
                if !body.starts_with(WORD) {
                    continue;
                }
                let scopes = scopes.get_or_insert_with(|| scopes_of(file));
                match Written::read(body) {
                    Ok(written) => allows.take(written, comment, scopes, source),
                    Err(why) => allows.wrong.push(wrong(comment, why)),
                }
            }
        }
        allows
    }

    fn take(&mut self, written: Written<'_>, comment: &Text, scopes: &[Span], source: &SourceFile) {
        let (mut codes, mut names) = (Vec::new(), Vec::new());
        for name in written.names {
            match known(name) {
                Some(code) if code.severity() == Severity::Error => {
                    let diagnostic = wrong(comment, format!("{code} is an error, and errors cannot be allowed"));
                    self.wrong.push(diagnostic.help("mend it, or take the rule out until it is mended"));
                    return;
                }
                Some(code) => codes.push(code),
                None if ELSEWHERE.contains(&name) => names.push(name.to_owned()),
                None => {
                    let all: Vec<String> = all().iter().flat_map(|code| [code.id().to_owned(), code.name()]).collect();
                    let help = suggest::did_you_mean(name, all.iter().map(String::as_str));
                    let diagnostic = wrong(comment, format!("there is no code `{name}`"));
                    self.wrong.push(diagnostic.help(help.unwrap_or_else(|| "`kpi rules` lists the codes".to_owned())));
                    return;
                }
            }
        }
        let scope = if written.whole_file {
            Span::new(comment.span.file, 0, u32::try_from(source.text.len()).unwrap_or(u32::MAX))
        } else {
            scope(comment.span, scopes, source)
        };
        let reason = written.reason.to_owned();
        self.notes.push(Allow {
            span: comment.span,
            codes,
            names,
            reason,
            until: written.until,
            scope,
            used: Vec::new(),
        });
    }

    /// Marks what is allowed with the reason.
    pub fn apply(&mut self, found: &mut [Diagnostic], today: NaiveDate) {
        for diagnostic in found.iter_mut().filter(|diagnostic| !diagnostic.is_error()) {
            let Some(Place::Rule(span)) = diagnostic.place() else { continue };
            let span = *span;
            for note in self.notes.iter_mut().filter(|note| note.until.is_none_or(|until| today <= until)) {
                let inside = note.scope.file == span.file && (note.scope.start..=note.scope.end).contains(&span.start);
                if inside && note.codes.contains(&diagnostic.code) {
                    note.used.push(diagnostic.code);
                    diagnostic.allowed = Some(note.reason.clone());
                }
            }
        }
    }

    /// Why what begins here may stand that another command tells, where a note says so.
    #[must_use]
    pub fn reason(&self, name: &str, span: Span, today: NaiveDate) -> Option<&str> {
        let holds = |note: &&Allow| {
            let inside = note.scope.file == span.file && (note.scope.start..=note.scope.end).contains(&span.start);
            inside && note.names.iter().any(|own| own == name) && note.until.is_none_or(|until| today <= until)
        };
        self.notes.iter().find(holds).map(|note| note.reason.as_str())
    }

    /// What is to be said of the notes themselves, after they were applied.
    #[must_use]
    pub fn findings(self, context: &Context<'_>, selection: &Selection) -> Vec<Diagnostic> {
        let mut found = self.wrong;
        for note in self.notes {
            if let Some(until) = note.until.filter(|until| context.today > *until) {
                let message = format!("this was to stand until {until}");
                found.push(
                    Diagnostic::at(PAST_ALLOW, note.span, message)
                        .note(format!("the reason was: {}", note.reason))
                        .help("mend what is told, or say anew until when and why"),
                );
                continue;
            }
            // What is found in the figures of one report says nothing of another's.
            let would_tell = |code: &Code| match crate::find(*code) {
                Some(rule) => selection.has(rule) && !rule.needs_figures,
                None => !["data", "running", "plugins"].contains(&code.family()),
            };
            let idle: Vec<Code> =
                note.codes.iter().filter(|code| would_tell(code) && !note.used.contains(code)).copied().collect();
            if idle.is_empty() {
                continue;
            }
            let whole = idle.len() == note.codes.len() && note.names.is_empty();
            let ids: Vec<String> = idle.iter().map(|code| format!("{} ({code})", code.name())).collect();
            let message = format!("nothing here is told as {}", suggest::list(&ids, "or"));
            let diagnostic = Diagnostic::at(IDLE_ALLOW, note.span, message);
            found.push(if whole {
                diagnostic.safe_fix("take the note out", line_of(note.span, context), "")
            } else {
                diagnostic.help("take these codes out of the note")
            });
        }
        found
    }
}

fn wrong(comment: &Text, why: String) -> Diagnostic {
    Diagnostic::at(BAD_ALLOW, comment.span, why)
}

/// A note as it is written.
struct Written<'a> {
    names: Vec<&'a str>,
    until: Option<NaiveDate>,
    reason: &'a str,
    whole_file: bool,
}

impl<'a> Written<'a> {
    fn read(body: &'a str) -> Result<Self, String> {
        const FORM: &str = "a note is `# kpi-allow(CODE): reason`";
        let rest = body.strip_prefix(WORD).unwrap_or(body);
        let (whole_file, rest) = match rest.strip_prefix("-file") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let inner = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let (names, rest) = inner.ok_or_else(|| format!("it does not say which code: {FORM}"))?;
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        if names.iter().any(|name| name.is_empty()) {
            return Err(format!("it does not say which code: {FORM}"));
        }
        let (head, reason) = rest.split_once(':').unwrap_or((rest, ""));
        let until = match head.trim() {
            "" => None,
            head => {
                let day = head.strip_prefix("until").map(str::trim).and_then(|day| day.parse().ok());
                let why = || format!("`{head}` is not understood: write `until 2027-04-01`, or nothing");
                Some(day.ok_or_else(why)?)
            }
        };
        match reason.trim() {
            "" => Err(format!("it does not say why: {FORM}")),
            reason => Ok(Self { names, until, reason, whole_file }),
        }
    }
}

fn all() -> Vec<Code> {
    codes::all().into_iter().chain(crate::codes()).collect()
}

fn known(name: &str) -> Option<Code> {
    all().into_iter().find(|code| code.id().eq_ignore_ascii_case(name) || code.name() == name)
}

/// Items and statements, which a note may be for.
fn scopes_of(file: &File) -> Vec<Span> {
    let mut spans = Vec::new();
    for item in &file.items {
        let fields: Vec<Span> = match item {
            Item::Indicator(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Template(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Dataset(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Cohort(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Comparator(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Scorecard(item) => item.fields.iter().map(|field| field.span).collect(),
            Item::Use(_) | Item::Bands(_) | Item::Test(_) | Item::Broken(_) => Vec::new(),
        };
        spans.push(match item {
            Item::Indicator(item) => item.span,
            Item::Template(item) => item.span,
            Item::Dataset(item) => item.span,
            Item::Cohort(item) => item.span,
            Item::Comparator(item) => item.span,
            Item::Scorecard(item) => item.span,
            Item::Use(item) => item.span,
            Item::Bands(item) => item.span,
            Item::Test(item) => item.span,
            Item::Broken(span) => *span,
        });
        spans.extend(fields);
    }
    spans
}

/// What a note is for: the widest of what begins on its line, or on the next line with rules where it stands alone.
fn scope(comment: Span, scopes: &[Span], source: &SourceFile) -> Span {
    let text = source.text.as_str();
    let before = text.get(..comment.start as usize).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let alone = text.get(line_start..comment.start as usize).unwrap_or_default().trim().is_empty();
    let mut line = if alone { next_line(text, comment.end as usize) } else { line_start };
    let is_bare = |line: &str| line.trim().is_empty() || line.trim().starts_with('#');
    while line < text.len() && is_bare(line_at(text, line)) && alone {
        line = next_line(text, line);
    }
    let end = line + line_at(text, line).len();
    let on_line = |span: &&Span| (line..=end).contains(&(span.start as usize));
    let widest = scopes.iter().filter(on_line).max_by_key(|span| span.end - span.start);
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let whole = Span::new(comment.file, at(line), at(end));
    widest.map_or(whole, |span| whole.to(*span))
}

fn line_at(text: &str, start: usize) -> &str {
    text.get(start..).and_then(|rest| rest.split('\n').next()).unwrap_or_default()
}

fn next_line(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at + 1)
}

/// A note with the blanks before it; with its whole line where it stands alone.
fn line_of(comment: Span, context: &Context<'_>) -> Span {
    let Some(source) = context.sources.file(comment.file) else { return comment };
    let before = source.text.get(..comment.start as usize).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t']);
    let alone = kept.is_empty() || kept.ends_with('\n');
    let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
    let end = if alone { at(next_line(&source.text, comment.end as usize)) } else { comment.end };
    Span::new(comment.file, at(kept.len()), end)
}
