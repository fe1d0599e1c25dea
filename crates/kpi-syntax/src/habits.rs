//! What people write who come from spreadsheets and other notations, where the grammar alone could only say "unexpected".

use crate::build::Cx;
use kpi_core::Diagnostic;

/// What was found, and in the value of which field.
pub(crate) struct Found<'a> {
    /// `formula`, `unit`.
    pub(crate) key: &'a str,
    pub(crate) word: &'a str,
    pub(crate) start: usize,
    /// The value, from where to where.
    pub(crate) value: (usize, usize),
}

/// The finding with what helps here, if the habit is a known one.
pub(crate) fn advised(cx: &Cx<'_>, found: &Found<'_>, diagnostic: Diagnostic) -> Result<Diagnostic, Diagnostic> {
    let value = cx.text.get(found.value.0..found.value.1).unwrap_or_default();
    let before = cx.text.get(found.value.0..found.start).unwrap_or_default();
    let first = before.trim().is_empty();
    let whole = cx.at(found.value.0 + value.len() - value.trim_start().len(), found.value.0 + value.trim_end().len());
    let here = cx.at(found.start, found.start + found.word.len());
    Ok(match (found.key, found.word) {
        ("formula" | "numerator" | "denominator", "=") if first => {
            diagnostic.help("a formula begins with its first value").fix("leave out the `=`", here, "")
        }
        (_, "where") if before.contains('(') => {
            diagnostic.help("the condition stands inside the brackets: `sum(records.column where …)`")
        }
        (_, "[") if before.trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
            diagnostic.help("a column is named with a dot: `records.column`")
        }
        ("target", "<" | "<=" | ">" | ">=") if first => {
            let signs = value.trim_start().len() - value.trim_start().trim_start_matches(['<', '>', '=']).len();
            let place = cx.at(found.start, found.start + signs);
            diagnostic.help("a target is the value alone: `polarity:` says on which side of it is good").fix(
                "leave out the sign",
                place,
                "",
            )
        }
        ("unit", "%") if first => diagnostic.help("write `percent`").fix("write `percent`", here, "percent"),
        ("unit", sign) if first && sign.starts_with('£') => {
            diagnostic.help("write `money`").fix("write `money`", whole, "money")
        }
        ("unit", _) if value.trim().contains("per ") && !value.trim().starts_with("rate per ") => {
            let (_, number) = value.split_once("per ").unwrap_or_default();
            let rate = format!("rate per {}", number.trim());
            diagnostic.help(format!("a rate is written `{rate}`")).fix(format!("write `{rate}`"), whole, rate)
        }
        _ => return Err(diagnostic),
    })
}
