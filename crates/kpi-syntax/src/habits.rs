//! What people write who come from spreadsheets and other notations, where the grammar alone could only say "unexpected".

use crate::build::Cx;
use kpi_core::Span;

/// What was found, and in the value of which field.
pub(crate) struct Found<'a> {
    /// `formula`, `unit`.
    pub(crate) key: &'a str,
    pub(crate) word: &'a str,
    pub(crate) start: usize,
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
        ("unit", "%") if first => Advice::write(here, "percent"),
        ("unit", sign) if first && sign.starts_with('£') => Advice::write(whole, "money"),
        ("unit", _) if !value.trim().starts_with("rate per ") => {
            let (_, number) = value.split_once("per ")?;
            Advice::write(whole, &format!("rate per {}", number.trim()))
        }
        _ => return None,
    })
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
