//! From where pest could go no further to what an analyst reads.

use crate::build::Cx;
use crate::grammar::{self, Rule, Stuck};
use crate::lex::{Kind, Lexer, byte, is_word_byte, rest};
use kpi_core::codes::syntax::{BAD_LITERAL, UNEXPECTED};
use kpi_core::{Diagnostic, Quantity, suggest};

/// What was being read: for the message, and for the example.
pub(crate) struct Reading<'a> {
    /// `formula`, `this indicator`.
    pub(crate) what: &'a str,
    pub(crate) example: Option<&'static str>,
    /// Where the piece ends.
    pub(crate) end: usize,
}

pub(crate) fn unexpected(cx: &Cx<'_>, stuck: &Stuck, reading: &Reading<'_>) -> Diagnostic {
    let from = cx.base + stuck.at;
    let token = Lexer::new(cx.text.get(..reading.end).and_then(|text| text.get(from..)).unwrap_or_default()).next();
    let expected = expected(&stuck.wanted);
    let Some(token) = token else {
        let end = cx.trimmed(cx.base.min(from), from);
        let last = cx.text.get(..end).and_then(|text| text.char_indices().next_back()).map_or(end, |(at, _)| at);
        let diagnostic = Diagnostic::at(UNEXPECTED, cx.at(last, end), format!("{} ends too early", reading.what))
            .saying(
                expected.map_or_else(
                    || "something is missing after this".to_owned(),
                    |e| format!("expected {e} after this"),
                ),
            );
        return with_example(diagnostic, reading);
    };
    let (start, mut end) = (from + token.start, from + token.end);
    if let Some((number_start, number_end)) = number_around(cx, start, reading.end) {
        let written = cx.text.get(number_start..number_end).unwrap_or_default();
        return Diagnostic::at(BAD_LITERAL, cx.at(number_start, number_end), format!("`{written}` is not a number"))
            .saying(expected.map_or_else(|| "expected a number".to_owned(), |e| format!("expected {e}")))
            .help(
                "numbers are written `251`, `100,000`, `3.6m`, `87%`, `2 pp`, `£3.6m`, `14 days`; \
                 a period `2020/21`, `2020/21 Q2` or `2020-09`; a date `2024-01-10`",
            );
    }
    if token.kind == Kind::Table {
        end = start + 1;
    }
    let found = cx.text.get(start..end).unwrap_or_default();
    let found: String = found.lines().next().unwrap_or_default().chars().take(40).collect();
    let diagnostic = Diagnostic::at(UNEXPECTED, cx.at(start, end), format!("unexpected `{found}` in {}", reading.what))
        .saying(expected.map_or_else(|| "this cannot stand here".to_owned(), |e| format!("expected {e}")));
    with_example(diagnostic, reading)
}

fn with_example(diagnostic: Diagnostic, reading: &Reading<'_>) -> Diagnostic {
    match reading.example {
        Some(example) => diagnostic.help(format!("for example `{example}`")),
        None => diagnostic,
    }
}

/// The run of digits and signs that holds this place, where it is meant for a number and is none.
fn number_around(cx: &Cx<'_>, at: usize, limit: usize) -> Option<(usize, usize)> {
    let part = |at: usize| is_word_byte(byte(cx.text, at)) || matches!(byte(cx.text, at), b'.' | b',' | b'%' | b'/');
    let pound = |at: usize| rest(cx.text, at).starts_with('£');
    let mut start = at;
    while start > cx.base && part(start - 1) {
        start -= 1;
    }
    let mut end = if pound(start) { start + '£'.len_utf8() } else { start };
    if !byte(cx.text, end).is_ascii_digit() {
        return None;
    }
    while end < limit && part(end) {
        end += 1;
    }
    let written = cx.text.get(start..end)?;
    let written = written.trim_end_matches(',');
    let is_fine = Quantity::parse(written).is_some()
        || grammar::read(Rule::only_period, written).is_ok()
        || written.split(['/', '%']).all(|part| part.is_empty() || Quantity::parse(part).is_some());
    (!is_fine).then_some((start, start + written.len()))
}

/// What could have stood there, as a person would say it; at most five things, since more help nobody.
fn expected(wanted: &[Rule]) -> Option<String> {
    let mut things: Vec<&'static str> = Vec::new();
    let value = wanted.contains(&Rule::quantity) && wanted.contains(&Rule::reference);
    for rule in wanted {
        let thing =
            match symbol(*rule) {
                // A value is any of these.
                Some(
                    "a number" | "a date" | "a period" | "a text" | "a name" | "`latest`" | "`(`" | "`not` or `-`",
                ) if value => "a value",
                Some(thing) => thing,
                None => continue,
            };
        if !things.contains(&thing) {
            things.push(thing);
        }
    }
    // An operator can follow any value: say it only where little else can.
    if things.len() > 3 {
        things.retain(|thing| !matches!(*thing, "`at`" | "`is`" | "`in`" | "`not`" | "`where`" | "`else`"));
    }
    if things.is_empty() || things.len() > 5 {
        return None;
    }
    Some(suggest::list(&things, "or"))
}

/// How a rule is called in a message; `None` for one that means nothing to the reader.
fn symbol(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::text | Rule::text_or_number | Rule::text_of => "a text",
        Rule::name | Rule::value_name | Rule::reference | Rule::word => "a name",
        Rule::phrase => "a word",
        Rule::quantity | Rule::number | Rule::edge => "a number",
        Rule::date => "a date",
        Rule::period | Rule::period_literal | Rule::period_end => "a period",
        Rule::latest | Rule::kw_latest => "`latest`",
        Rule::group => "`(`",
        Rule::prefix => "`not` or `-`",
        Rule::infix => "an operator",
        Rule::expr | Rule::conditional | Rule::disjunction => "a value",
        Rule::names | Rule::texts | Rule::list | Rule::codes => "a list in `[ ]`",
        Rule::code => "a code",
        Rule::comparison => "`=` or another comparison",
        Rule::comma => "`,`",
        Rule::argument | Rule::arguments => "an argument",
        Rule::column_def => "a column",
        Rule::column_type => "the type of the column",
        Rule::band => "a band",
        Rule::band_label => "a label",
        Rule::band_condition | Rule::condition_word => "`below`, `up to`, `from`, `above` or `if`",
        Rule::change_word => "a word and its text",
        Rule::parameters => "the parameters in `( )`",
        Rule::template_arguments => "the arguments in `( )`",
        Rule::when | Rule::when_words => "`previous`, `same period last year` or a period",
        Rule::window => "a list in `[ ]`, or a time",
        Rule::kw_actions => "`actions`",
        Rule::kw_against => "`against`",
        Rule::kw_as => "`as`",
        Rule::kw_at => "`at`",
        Rule::kw_columns => "`columns`",
        Rule::kw_distinct => return None,
        Rule::kw_else => "`else`",
        Rule::kw_empty => "`empty`",
        Rule::kw_for => "`for`",
        Rule::kw_from => "`from`",
        Rule::kw_if => "`if`",
        Rule::kw_in | Rule::in_test => "`in`",
        Rule::kw_is | Rule::is_test => "`is`",
        Rule::kw_late => "`late`",
        Rule::kw_missing => "`missing`",
        Rule::kw_none | Rule::target_none => "`none`",
        Rule::kw_of => "`of`",
        Rule::kw_row => "`row`",
        Rule::kw_then => "`then`",
        Rule::kw_to => "`to`",
        Rule::kw_years => "`years`",
        Rule::kw_where => "`where`",
        Rule::kw_within => "`within`",
        Rule::kw_withhold => "`withhold`",
        Rule::key_indicators => "`indicators`",
        _ => return None,
    })
}
