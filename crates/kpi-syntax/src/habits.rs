//! What people write who come from spreadsheets and other notations, where the grammar alone could only say "unexpected".

use crate::build::Cx;
use kpi_core::Span;

/// What was found, and in the value of which field.
pub(crate) struct Found<'a> {
    /// `formula`, `unit`.
    pub(crate) key: &'a str,
    pub(crate) word: &'a str,
    pub(crate) start: usize,
    /// How the field is written, where it is known.
    pub(crate) example: Option<&'static str>,
    /// The value, from where to where.
    pub(crate) value: (usize, usize),
}

/// What helps, and what to write where.
pub(crate) struct Advice {
    pub(crate) help: String,
    pub(crate) fix: Option<(String, Span, String)>,
}

impl Advice {
    fn new(help: &str) -> Self {
        Self { help: help.to_owned(), fix: None }
    }

    fn fix(self, title: impl Into<String>, place: Span, text: &str) -> Self {
        Self { fix: Some((title.into(), place, text.to_owned())), ..self }
    }

    fn write(place: Span, text: &str) -> Self {
        let title = format!("write `{text}`");
        Self::new(&title).fix(title.clone(), place, text)
    }
}

/// What helps where the habit is a known one.
pub(crate) fn advice(cx: &Cx<'_>, found: &Found<'_>) -> Option<Advice> {
    let value = cx.text.get(found.value.0..found.value.1)?;
    let before = cx.text.get(found.value.0..found.start)?;
    let first = before.trim().is_empty();
    let whole = cx.at(found.value.0 + value.len() - value.trim_start().len(), found.value.0 + value.trim_end().len());
    let here = cx.at(found.start, found.start + found.word.len());
    Some(match (found.key, found.word) {
        ("formula" | "numerator" | "denominator", "=") if first => {
            Advice::new("a formula begins with its first value").fix("leave out the `=`", here, "")
        }
        (key, "AND" | "OR" | "NOT" | "IN" | "IS") if CONDITIONS.contains(&key) => {
            Advice::write(here, &found.word.to_lowercase())
        }
        _ if part_and_year(cx, found).is_some() => {
            let (start, end, part, year) = part_and_year(cx, found)?;
            Advice::write(cx.at(start, end), &format!("{year} {part}"))
        }
        ("require", _) if ends_without_else(value) && found.example.is_some_and(|e| e.contains("withhold")) => {
            let advice = Advice::new("say why a figure without it is not rated: `else withhold rating \"…\"`");
            match at_least(value) {
                Some(least) => {
                    let text = format!(" else withhold rating \"fewer than {least} cases\"");
                    advice.fix("withhold the rating", whole.after(), &text)
                }
                None => advice,
            }
        }
        (_, word) if ITEMS.contains(&word) && found.example.is_some() => Advice::new(&format!(
            "a `{word}` stands by itself, above or below this: close this one with `}}` first, or put it elsewhere"
        )),
        (key, "between") if CONDITIONS.contains(&key) => {
            let asked = days_between(value, before);
            let advice = Advice::new("days are asked with `days from A to B`, in the `where:` of a cohort");
            match asked {
                Some((length, text)) => {
                    advice.fix(format!("write `{text}`"), cx.at(found.start, found.start + length), &text)
                }
                None => advice,
            }
        }
        (key, "within") if CONDITIONS.contains(&key) => Advice::new(
            "a time is asked with `in period`; days between two dates with `days from A to B <= 15`, in the `where:` of a cohort",
        ),
        (_, number) if percent_in_words(number).is_some() => Advice::write(here, &percent_in_words(number)?),
        (key, "from") if CONDITIONS.contains(&key) && before.trim_end().ends_with("Days") => {
            let end = found.value.0 + before.trim_end().len();
            Advice::write(cx.at(end - "Days".len(), end), "days")
        }
        (key, word) if CONDITIONS.contains(&key) && before.ends_with(" is ") && !ASKED.contains(&word) => {
            let end = found.value.0 + before.trim_end().len();
            Advice::new("what it is said to be stands behind `=`").fix("write `=`", cx.at(end - "is".len(), end), "=")
        }
        (key, "[")
            if CONDITIONS.contains(&key)
                && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && in_brackets(value, before).is_some() =>
        {
            let (length, name) = in_brackets(value, before)?;
            let place = cx.at(found.start, found.start + length);
            Advice::new(ONE_WORD).fix(format!("write `{name}`"), place, &name)
        }
        _ if bare_text(cx, found).is_some() => {
            let (start, end) = bare_text(cx, found)?;
            let words = cx.text.get(start..end)?;
            Advice::new("a text stands in quotes").fix(
                format!("write `\"{words}\"`"),
                cx.at(start, end),
                &format!("\"{words}\""),
            )
        }
        ("bands", _) => Advice::new(
            "name a scheme, `bands: NAME`: its bands are written once, in `bands NAME { … }`, for all indicators that are \
             judged so",
        ),
        (_, "where") if before.contains('(') => {
            Advice::new("the condition stands inside the brackets: `sum(records.column where …)`")
        }
        (_, "[") if before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
            Advice::new("a column is named with a dot: `records.column`")
        }
        (_, "period" | "year") if before.trim_end().ends_with(" is") => {
            Advice::new("to ask when, write `in period`, `in year to date` or `in 2020/21`")
        }
        (_, "percent") if before.trim_end().ends_with(|c: char| c.is_ascii_digit()) => {
            let place = cx.at(found.value.0 + before.trim_end().len(), found.start + found.word.len());
            Advice::new("percentages bear their sign").fix("write `%`", place, "%")
        }
        ("formula" | "numerator" | "denominator", word) if goes_on_from_column(before, word) => Advice::new(
            "a column has the name that its dataset gives it, one word: `due: number from \"Collections Due\"` is \
             `records.due`",
        ),
        ("formula" | "numerator" | "denominator", word) if goes_on_from_words(before, word) => Advice::new(
            "rows are counted by the name of their dataset, `count(records)`; a column is added up by its own, one word: \
             `sum(records.column)`",
        ),
        (key, _) if heading(cx, found, key).is_some() => {
            let (start, end, name) = heading(cx, found, key)?;
            let help = if CONDITIONS.contains(&key) || key == "columns" { ONE_WORD } else { "a name is one word" };
            Advice::new(help).fix(format!("write `{name}`"), cx.at(start, end), &name)
        }
        ("formula" | "numerator" | "denominator", word)
            if before.contains("where ") && before.contains('(') && is_condition(value, found) =>
        {
            Advice::new("conditions are joined by `and`").fix("write `and`", here, &format!("and {word}"))
        }
        ("target", "<" | "<=" | ">" | ">=") if first => {
            let signs = value.trim_start().len() - value.trim_start().trim_start_matches(['<', '>', '=']).len();
            let place = cx.at(found.start, found.start + signs);
            Advice::new("a target is the value alone: `polarity:` says on which side of it is good").fix(
                "leave out the sign",
                place,
                "",
            )
        }
        ("unit", _) if displayed(value).is_some() => Advice::write(whole, &displayed(value)?),
        ("unit", "%") if first => Advice::write(here, "percent"),
        ("unit", sign) if first && sign.starts_with('£') => Advice::write(whole, "money"),
        ("unit", _) if !value.trim().starts_with("rate per ") => {
            let (_, number) = value.split_once("per ")?;
            number.trim_start().starts_with(|c: char| c.is_ascii_digit()).then_some(())?;
            Advice::write(whole, &format!("rate per {}", number.trim()))
        }
        _ => return None,
    })
}

/// `0.0%`, `%, 1 decimal place`, `percent, 1dp`: a format of cells, or decimals as reports write them.
fn displayed(value: &str) -> Option<String> {
    let value = value.trim().to_lowercase();
    let format = value.strip_suffix('%').filter(|digits| digits.starts_with(['0', '#']));
    if let Some(digits) = format.filter(|digits| digits.chars().all(|c| matches!(c, '0' | '#' | '.' | ','))) {
        let decimals = digits.split_once('.').map_or(0, |(_, after)| after.len());
        return with_decimals("percent", decimals);
    }
    let before_word = value.trim_end_matches(|c: char| c.is_alphabetic() || matches!(c, '.' | ' '));
    let word: String = value.get(before_word.len()..)?.chars().filter(|c| c.is_alphabetic()).collect();
    let known = ["dp", "decimal", "decimals", "decimalplace", "decimalplaces", "place", "places"];
    known.contains(&word.as_str()).then_some(())?;
    let unit = before_word.trim_end_matches(|c: char| c.is_ascii_digit());
    let decimals = before_word.get(unit.len()..)?.parse().ok()?;
    let unit = unit.trim_end().trim_end_matches(',').trim_end();
    with_decimals(if unit == "%" { "percent" } else { unit }, decimals)
}

/// More than these nobody reads.
const MOST_DECIMALS: usize = 12;

fn with_decimals(unit: &str, decimals: usize) -> Option<String> {
    let unit = if matches!(unit, "percentage" | "per cent" | "pct") { "percent" } else { unit };
    let known = ["percent", "percentage points", "number", "score", "money", "days"].contains(&unit)
        || unit.strip_prefix("rate per ").is_some_and(|base| base.bytes().all(|b| b.is_ascii_digit() || b == b','));
    let is_fine = known && decimals <= MOST_DECIMALS;
    is_fine.then(|| format!("{unit}, {decimals} decimal{}", if decimals == 1 { "" } else { "s" }))
}

/// `Q2 2024/25`, stuck at either of the two: from where to where, and both.
fn part_and_year<'a>(cx: &Cx<'a>, found: &Found<'a>) -> Option<(usize, usize, &'a str, &'a str)> {
    let is_part = |word: &str| matches!(word, "Q1" | "Q2" | "Q3" | "Q4" | "H1" | "H2");
    let is_year = |word: &str| {
        let is_place = |(i, byte): (usize, u8)| if i == 4 { byte == b'/' } else { byte.is_ascii_digit() };
        word.len() == 7 && word.bytes().enumerate().all(is_place)
    };
    let part_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/');
    let start = if is_part(found.word) {
        found.start
    } else {
        let before = cx.text.get(..found.start)?.trim_end_matches(' ');
        let word = before.rsplit(|c| !part_of_word(c)).next()?;
        before.len() - word.len()
    };
    let text = cx.text.get(start..)?;
    let part = text.get(..2).filter(|part| is_part(part))?;
    let behind = text.get(2..)?;
    let rest = behind.trim_start_matches(' ');
    let year = rest.split(|c| !part_of_word(c)).next().filter(|year| is_year(year) && rest.len() < behind.len())?;
    Some((start, start + text.len() - rest.len() + year.len(), part, year))
}

/// `count(jobs) >= 30`: the number from which on there is enough.
fn at_least(value: &str) -> Option<&str> {
    let value = value.trim();
    let (counted, least) = value.rsplit_once(">=")?;
    let (counted, least) = (counted.trim_end(), least.trim());
    let plain = counted.starts_with("count(") && counted.ends_with(')') && counted.matches('(').count() == 1;
    (plain && !least.is_empty() && least.bytes().all(|byte| byte.is_ascii_digit())).then_some(least)
}

/// Fields of which the value is a formula or a condition.
const CONDITIONS: [&str; 6] = ["formula", "numerator", "denominator", "let", "where", "require"];
/// What can be asked with `is`.
const ASKED: [&str; 5] = ["empty", "missing", "not", "period", "year"];
const ONE_WORD: &str =
    "a column has the name that its dataset gives it, one word without blanks: `date_logged` of \"Date Logged\"";

/// `85pc`
fn percent_in_words(word: &str) -> Option<String> {
    let digits = word.trim_end_matches(char::is_alphabetic);
    let unit = word.get(digits.len()..)?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (plain && ["pc", "pct", "percent"].contains(&unit)).then(|| format!("{digits}%"))
}

/// Words as one name.
fn as_name(words: &str) -> Option<String> {
    let name = words.split([' ', '-']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_").to_lowercase();
    let plain = name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    plain.then_some(name)
}

/// `[Date Logged]`, as a table of a spreadsheet names its columns: how long it is, and its name.
fn in_brackets(value: &str, before: &str) -> Option<(usize, String)> {
    let rest = value.get(before.len()..)?.strip_prefix('[')?;
    let words = rest.split([']', '\n', ',']).next()?;
    rest.get(words.len()..)?.starts_with(']').then_some(())?;
    Some((words.len() + 2, as_name(words)?))
}

/// `Date Logged`, of which the grammar takes the first word for a name: from where to where, and as one name.
fn heading(cx: &Cx<'_>, found: &Found<'_>, key: &str) -> Option<(usize, usize, String)> {
    let is_list = matches!(key, "indicators" | "compare" | "parts" | "related" | "by");
    let in_condition = CONDITIONS.contains(&key) || key == "columns";
    (is_list || in_condition).then_some(())?;
    // `X Y` lacks a sign, and is no heading.
    let is_title = |word: &str| word.len() > 1 && word.starts_with(char::is_uppercase);
    let fits = |word: &str| {
        let plain = !word.is_empty()
            && !matches!(word.to_lowercase().as_str(), "and" | "or")
            && word.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain && word.starts_with(char::is_alphabetic) && (is_list || is_title(word))
    };
    let (before, behind) = (cx.text.get(found.value.0..found.start)?, cx.text.get(found.start..found.value.1)?);
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut start, mut text) = (found.start, before);
    while let Some(trimmed) = text.strip_suffix(' ') {
        let word = trimmed.rsplit(|c| !is_part(c)).next().filter(|word| fits(word));
        let Some(word) = word else { break };
        text = trimmed.get(..trimmed.len() - word.len())?;
        start = found.value.0 + text.len();
    }
    // Behind a sign it is a text that lacks its quotes; behind a dot the dataset is there already.
    let bare = text.trim_end().ends_with(['=', '<', '>', '.']) && in_condition;
    (start < found.start && !bare && fits(found.word)).then_some(())?;
    let mut end = found.start;
    let mut rest = behind;
    loop {
        let word = rest.split(|c| !is_part(c)).next().filter(|word| fits(word));
        let Some(word) = word else { break };
        rest = rest.get(word.len()..)?;
        end = found.value.1 - rest.len();
        match rest.strip_prefix(' ') {
            Some(next) => rest = next,
            None => break,
        }
    }
    Some((start, end, as_name(cx.text.get(start..end)?)?))
}

/// The words that items begin with, but for those of fields.
const ITEMS: [&str; 6] = ["dataset", "cohort", "comparator", "template", "indicator", "scorecard"];

/// `days between A and B`, from `between` on: how long it is, and what to write instead.
fn days_between(value: &str, before: &str) -> Option<(usize, String)> {
    let rest = value.get(before.len()..)?;
    before.trim_end().ends_with("days").then_some(())?;
    let mut words = rest.split(' ');
    let (_between, from, and, to) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let is_name = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let length = "between ".len() + from.len() + " and ".len() + to.len();
    (and == "and" && is_name(from) && is_name(to)).then(|| (length, format!("from {from} to {to}")))
}

/// `stage = Stage 1`: several words beside a column, from where to where.
fn bare_text(cx: &Cx<'_>, found: &Found<'_>) -> Option<(usize, usize)> {
    let before = cx.text.get(found.value.0..found.start)?;
    let (head, words) = before.rsplit_once(['=', '>', '<'])?;
    let begun = words.trim_start();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let conditions = head.contains("where ") || found.key == "where";
    let joined = [" and ", " or "].iter().any(|word| begun.contains(word));
    let starts = begun.starts_with(char::is_uppercase) && begun.chars().all(is_plain) && !joined;
    (conditions && starts && found.word.starts_with(char::is_alphanumeric)).then_some(())?;
    let start = found.start - begun.len();
    let behind = cx.text.get(found.start..found.value.1)?;
    let line = behind.split(['\n', ')', ',', '#', '{', '}']).next()?;
    let ends = [" and ", " or "].iter().filter_map(|word| line.find(word)).min().unwrap_or(line.len());
    let text = line.get(..ends)?.trim_end();
    (text.chars().all(is_plain)).then_some((start, found.start + text.len()))
}

/// `X >= 30`, of which nothing says what becomes of a figure that fails.
fn ends_without_else(value: &str) -> bool {
    let value = value.trim();
    value.find(['<', '>', '=']).is_some_and(|at| at > 0)
        && !value.contains("else")
        && value.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '%'))
}

/// `COUNT(Job No)`: a column as the file heads it, and no dataset.
fn goes_on_from_words(before: &str, word: &str) -> bool {
    let Some((_, inner)) = before.rsplit_once('(') else { return false };
    let inner = inner.trim();
    inner.starts_with(char::is_uppercase)
        && inner.chars().all(|c| c.is_alphanumeric() || c == ' ')
        && word.starts_with(char::is_alphabetic)
}

/// `bins.Collections Due`, `bins."Collections Due"`: as the file heads the column.
fn goes_on_from_column(before: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let last = before.trim_end().rsplit(|c: char| !is_part(c)).next().unwrap_or_default();
    let Some((dataset, column)) = last.rsplit_once('.') else { return false };
    dataset.starts_with(char::is_alphabetic)
        && if column.is_empty() { word.starts_with('"') } else { word.starts_with(char::is_uppercase) }
}

/// `… where month in period missed is not empty`: another condition, without a word before it.
fn is_condition(value: &str, found: &Found<'_>) -> bool {
    let after = value.get(found.start - found.value.0 + found.word.len()..).unwrap_or_default();
    found.word.starts_with(char::is_alphabetic)
        && ["is ", "=", "!=", "in ", "<", ">"].iter().any(|sign| after.trim_start().starts_with(sign))
}
