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
