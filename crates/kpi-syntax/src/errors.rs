//! From where pest could go no further to what an analyst reads.

use crate::build::Cx;
use crate::grammar::{self, Rule, Stuck};
use crate::habits::{Found, advice};
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

/// The finding with the help that fits best: for what people are used to write, else what is said `otherwise`.
fn helped(
    cx: &Cx<'_>,
    reading: &Reading<'_>,
    (start, word): (usize, &str),
    diagnostic: Diagnostic,
    otherwise: Option<&str>,
) -> Diagnostic {
    let key = reading.what.trim_matches('`');
    let found = Found { key, word, start, example: reading.example, value: (cx.base, reading.end) };
    // A word of the language that was nearly written is the likelier one.
    let Some(advice) = advice(cx, &found).filter(|_| diagnostic.fixes.is_empty()) else {
        return match otherwise {
            Some(help) => diagnostic.help(help),
            None => with_example(diagnostic, reading),
        };
    };
    let diagnostic = diagnostic.help(advice.help);
    match advice.fix {
        Some((title, place, text)) => diagnostic.fix(title, place, text),
        None => diagnostic,
    }
}

/// How numbers and times are written.
const LITERALS: &str = "numbers are written `251`, `100,000`, `3.6m`, `87%`, `2 pp`, `£3.6m`, `14 days`; \
                        a period `2020/21`, `2020/21 Q2` or `2020-09`; a date `2024-01-10`";

pub(crate) fn unexpected(cx: &Cx<'_>, stuck: &Stuck, reading: &Reading<'_>) -> Diagnostic {
    let from = cx.base + stuck.at;
    let token = Lexer::new(cx.text.get(..reading.end).and_then(|text| text.get(from..)).unwrap_or_default()).next();
    let expected = expected(&stuck.wanted);
    let Some(token) = token else {
        let end = cx.trimmed(cx.base.min(from), from);
        let before = cx.text.get(..end).unwrap_or_default();
        let word = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_').len();
        let last = if word < end { word } else { before.char_indices().next_back().map_or(end, |(at, _)| at) };
        let diagnostic = Diagnostic::at(UNEXPECTED, cx.at(last, end), format!("{} ends too early", reading.what))
            .saying(
                expected.map_or_else(
                    || "something is missing after this".to_owned(),
                    |e| format!("expected {e} after this"),
                ),
            );
        let word = cx.text.get(last..end).unwrap_or_default();
        return helped(cx, reading, (last, word), diagnostic, None);
    };
    let (start, mut end) = (from + token.start, from + token.end);
    if let Some((number_start, number_end)) = number_around(cx, start, reading.end) {
        let written = cx.text.get(number_start..number_end).unwrap_or_default();
        let place = cx.at(number_start, number_end);
        let diagnostic = Diagnostic::at(BAD_LITERAL, place, format!("`{written}` is not a number"))
            .saying(expected.map_or_else(|| "expected a number".to_owned(), |e| format!("expected {e}")));
        return helped(cx, reading, (number_start, written), diagnostic, Some(LITERALS));
    }
    if token.kind == Kind::Table {
        end = start + 1;
    }
    if token.kind == Kind::Number {
        let part = |at: usize| is_word_byte(byte(cx.text, at)) || byte(cx.text, at) == b'%';
        while end < reading.end && (part(end) || matches!(byte(cx.text, end), b'.' | b',' | b'/') && part(end + 1)) {
            end += 1;
        }
    }
    let found = cx.text.get(start..end).unwrap_or_default();
    let found: String = found.lines().next().unwrap_or_default().chars().take(40).collect();
    let diagnostic = Diagnostic::at(UNEXPECTED, cx.at(start, end), format!("unexpected `{found}` in {}", reading.what))
        .saying(expected.map_or_else(|| "this cannot stand here".to_owned(), |e| format!("expected {e}")));
    let diagnostic = match (token.kind, meant(&found, &stuck.wanted)) {
        (Kind::Word, Some(meant)) => diagnostic.help(format!("did you mean `{meant}`?")).fix(
            format!("write `{meant}`"),
            cx.at(start, end),
            meant,
        ),
        _ => diagnostic,
    };
    helped(cx, reading, (start, &found), diagnostic, None)
}

/// Words that people use for those of a band's edges.
const EDGES: [(&str, &str); 6] =
    [("under", "below"), ("over", "above"), ("less", "below"), ("more", "above"), ("most", "up to"), ("least", "from")];

/// The word of the language that was meant by another, where it is close to one that could have stood there.
fn meant(found: &str, wanted: &[Rule]) -> Option<String> {
    let edges = wanted.iter().any(|rule| matches!(rule, Rule::band_condition | Rule::condition_word));
    if let Some((_, ours)) = EDGES.iter().find(|(theirs, _)| edges && *theirs == found) {
        return Some((*ours).to_owned());
    }
    let symbols: Vec<&str> = wanted.iter().filter_map(|rule| symbol(*rule)).collect();
    let words: Vec<&str> = symbols.iter().flat_map(|symbol| symbol.split('`').skip(1).step_by(2)).collect();
    suggest::similar(found, words).first().map(|word| (*word).to_owned())
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
        || written.split('/').all(|part| part.is_empty() || Quantity::parse(part).is_some());
    (!is_fine).then_some((start, start + written.len()))
}

/// What could have stood there, as a person would say it; at most five things, since more help nobody.
fn expected(wanted: &[Rule]) -> Option<String> {
    let mut things: Vec<&'static str> = Vec::new();
    // Where a bracket and a name can stand, any value can.
    let value = wanted.contains(&Rule::group) && wanted.iter().any(|rule| is_reference(*rule));
    if value {
        things.push("a value");
    }
    for rule in wanted {
        if value && (is_primary(*rule) || is_reference(*rule)) {
            continue;
        }
        if let Some(thing) = symbol(*rule)
            && !things.contains(&thing)
        {
            things.push(thing);
        }
    }
    // What can follow a value goes without saying where an operator can.
    if things.contains(&"an operator") {
        things.retain(|thing| !matches!(*thing, "`is`" | "`in`" | "`at`" | "`not`" | "`where`" | "`.` and a column"));
    }
    for dispensable in ["`else`", "a text", "an operator"] {
        if things.len() > 3 {
            things.retain(|thing| *thing != dispensable);
        }
    }
    if things.is_empty() || things.len() > 5 {
        return None;
    }
    Some(suggest::list(&things, "or"))
}

const fn is_reference(rule: Rule) -> bool {
    matches!(rule, Rule::reference | Rule::value_name)
}

const fn is_primary(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::quantity
            | Rule::date
            | Rule::period_literal
            | Rule::text
            | Rule::latest
            | Rule::kw_latest
            | Rule::group
            | Rule::prefix
            | Rule::kw_if
            | Rule::branch
            | Rule::fact_words
            | Rule::related
            | Rule::related_word
            | Rule::calendar_time
            | Rule::calendar_word
            | Rule::same
            | Rule::kw_same
            | Rule::elapsed
            | Rule::elapsed_word
            | Rule::age_at
            | Rule::kw_age
            | Rule::open_test
            | Rule::kw_open
            | Rule::edge_of
            | Rule::edge_word
            | Rule::expr
            | Rule::conditional
            | Rule::disjunction
    )
}

/// How a rule is called in a message; `None` for one that means nothing to the reader.
fn symbol(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::text | Rule::text_or_number | Rule::text_of | Rule::text_value => "a text",
        Rule::name | Rule::value_name | Rule::reference | Rule::word | Rule::name_value => "a name",
        Rule::phrase => "a word",
        Rule::quantity | Rule::number | Rule::edge => "a number",
        Rule::date => "a date",
        Rule::period | Rule::period_literal | Rule::period_end | Rule::active_value => "a period",
        Rule::latest | Rule::kw_latest => "`latest`",
        Rule::prefix => "`not` or `-`",
        Rule::infix => "an operator",
        Rule::expr
        | Rule::conditional
        | Rule::disjunction
        | Rule::expr_value
        | Rule::argument
        | Rule::group
        | Rule::counted
        | Rule::counted_value => "a value",
        Rule::names | Rule::names_value | Rule::texts | Rule::list | Rule::codes => "a list in `[ ]`",
        Rule::code => "a code",
        Rule::comparison => "`=` or another comparison",
        Rule::column => "`.` and a column",
        Rule::colon => "`:`",
        Rule::assign | Rule::given_sign => "`=`",
        Rule::comma => "`,`",
        Rule::end_list => "`]`",
        Rule::end_group => "`)`",
        Rule::end_table => "`}`",
        Rule::source_value => "a kind of file",
        Rule::settings => "`{` and settings",
        Rule::setting => "a setting",
        Rule::argument_name => "the name of a setting and `:`",
        Rule::header_value | Rule::kw_row => "`row`",
        Rule::column_def => "a column",
        Rule::column_type => "the type of the column",
        Rule::column_default => "`=`",
        Rule::column_or | Rule::kw_or => "`or`",
        Rule::band => "a band",
        Rule::band_label => "a label",
        Rule::band_condition | Rule::condition_word => "`below`, `up to`, `from`, `above` or `if`",
        Rule::judge_value => "what to judge",
        Rule::judge_of => "`forecast` or `displayed value`",
        Rule::change_word => "a word and its text",
        Rule::parameters => "the parameters in `( )`",
        Rule::template_arguments => "the arguments in `( )`",
        Rule::unit_value | Rule::unit_spec | Rule::unit_name => "a unit",
        Rule::unit_option => "the decimals or the rounding",
        Rule::polarity_value | Rule::polarity_spec => "a polarity",
        Rule::frequency_value | Rule::frequency_spec => "a frequency",
        Rule::frequency_option => "`to date`, `rolling 12 months` or `2 months late`",
        Rule::target | Rule::target_value => "a target",
        Rule::target_entry => "a period and its target",
        Rule::change_value | Rule::change_spec | Rule::change_baseline => "`against` or `none`",
        Rule::change_option => "`tolerance` or another addition",
        Rule::variant_value => "the name of the variant in quotes",
        Rule::require_value => "a condition",
        Rule::forecast_value | Rule::forecast_spec => "a forecast",
        Rule::confidence_value | Rule::confidence => "a method and its level",
        Rule::suppress_value | Rule::suppress | Rule::kw_below => "`below`",
        Rule::rounded_to => "`rounded to`",
        Rule::control => "a control chart",
        Rule::control_option => "`baseline to` or `rebased`",
        Rule::given_table | Rule::given_fact => "a fact and its value",
        Rule::expectation => "a fact and what it should be",
        Rule::fact_words => "a reason",
        Rule::when | Rule::when_words => "`previous`, `same period last year` or a period",
        Rule::window => "a list in `[ ]`, or a time",
        Rule::at_suffix | Rule::kw_at => "`at`",
        Rule::where_clause | Rule::kw_where => "`where`",
        Rule::in_test | Rule::kw_in => "`in`",
        Rule::is_test | Rule::kw_is => "`is`",
        Rule::kw_not => "`not`",
        Rule::starts_test => "`starts with`",
        Rule::order | Rule::order_term => "what comes first",
        Rule::order_word => "`latest` or `earliest`",
        Rule::tied | Rule::kw_tied => "`tied`",
        Rule::counted_as | Rule::kw_counted => "`counted as`",
        Rule::keep_value => "`one per`",
        Rule::cascade_rule => "a rule",
        Rule::birth_value => "a column of dates",
        Rule::interval_value => "two columns of dates",
        Rule::by_value | Rule::by_column => "a column",
        Rule::by_total | Rule::kw_total => "`total`",
        Rule::kw_by => "`by`",
        Rule::kw_one => "`one`",
        Rule::kw_per => "`per`",
        Rule::kw_ranked => "`ranked`",
        Rule::kw_when => "`when`",
        Rule::kw_with => "`with`",
        Rule::kw_actions => "`actions`",
        Rule::kw_against => "`against`",
        Rule::kw_and => "`and`",
        Rule::kw_as => "`as`",
        Rule::kw_columns => "`columns`",
        Rule::kw_else => "`else`",
        Rule::kw_empty => "`empty`",
        Rule::kw_for => "`for`",
        Rule::kw_from | Rule::by_from | Rule::template_use => "`from`",
        Rule::kw_if | Rule::branch => "`if`",
        Rule::kw_late => "`late`",
        Rule::kw_missing => "`missing`",
        Rule::kw_none | Rule::target_none => "`none`",
        Rule::kw_of => "`of`",
        Rule::kw_then => "`then`",
        Rule::kw_to => "`to`",
        Rule::kw_years => "`years`",
        Rule::kw_within => "`within`",
        Rule::kw_withhold => "`withhold`",
        Rule::key_indicators => "`indicators`",
        _ => return None,
    })
}
