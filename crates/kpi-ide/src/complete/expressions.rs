//! Names, functions and codes in expressions.

use super::values::Asked;
use super::{Offer, Offers};
use crate::cursor::Cursor;
use crate::names::Symbol;
use kpi_core::schema::ColumnType;
use kpi_syntax::words::{Kind, Token};

const FUNCTIONS: [(&str, &str, &str); 14] = [
    ("count", "count($1 where $0)", "how many records"),
    ("count distinct", "count distinct $1($2 where $0)", "how many different values of a column"),
    ("sum", "sum($1 where $0)", "of a column of records"),
    ("mean", "mean($1 where $0)", "of a column of records"),
    ("median", "median($1 where $0)", "of a column of records"),
    ("percentile", "percentile($1 where $2, ${0:90%})", "the value up to which this share lies"),
    ("min", "min($0)", "the least of values, or of a column"),
    ("max", "max($0)", "the greatest of values, or of a column"),
    ("round", "round($1, $0)", "to so many decimals"),
    ("abs", "abs($0)", "without its sign"),
    ("measure", "measure(\"$1\", $0)", "the figure that a plugin makes of records"),
    ("flagged", "flagged($0)", "does the figure carry the flag"),
    ("latest", "latest ", "the row with the latest period"),
    ("if", "if $1 then $2 else $0", ""),
];

const ROW_WORDS: [(&str, &str, &str); 11] = [
    ("days from", "days from $1 to $0", "days between two dates"),
    ("working days from", "working days from $1 to $0", "Mondays to Fridays that are no bank holiday"),
    ("age at", "age at $0", "of the row's person"),
    ("open at", "open at $0", "started on or before it, and not ended before it"),
    ("open in", "open in $0", "on some day of it"),
    ("start of", "start of $0", "the first day of a window"),
    ("end of", "end of $0", "the last day of a window"),
    ("some", "some ${1:other} in $2 where $0", "is there such a row?"),
    ("no", "no ${1:other} in $2 where $0", "is there no such row?"),
    ("first", "first ${1:other} in $2 where $3 by $0", "the row that comes first"),
    ("same", "same [$0]", "columns that both rows share"),
];

/// What has been opened before the cursor, and what the names in it are of.
#[derive(Debug, Default)]
struct Around {
    /// The set whose columns stand bare here.
    rows: Option<String>,
    /// Of the innermost call.
    function: Option<String>,
    /// The words that related rows are called, and their sets.
    aliases: Vec<(String, String)>,
}

fn around(offers: &Offers<'_>, tokens: &[Token]) -> Around {
    let cursor = offers.cursor;
    let mut stack: Vec<(Option<String>, Option<String>)> = vec![(None, None)];
    let mut set: Option<&str> = None;
    let mut found = Around::default();
    for (i, token) in tokens.iter().enumerate() {
        let word = cursor.of(token);
        let before = i.checked_sub(1).and_then(|i| tokens.get(i)).map(|token| cursor.of(token));
        let next = tokens.get(i + 1).map(|token| cursor.of(token));
        match token.kind {
            Kind::Open(b'(') => {
                stack.push((before.map(str::to_owned), stack.last().and_then(|(_, rows)| rows.clone())));
                set = None;
            }
            Kind::Open(_) => stack.push(stack.last().cloned().unwrap_or_default()),
            Kind::Close(_) => drop(stack.pop()),
            Kind::Word if word == "where" => {
                if let (Some(frame), Some(set)) = (stack.last_mut(), set) {
                    frame.1 = Some(set.to_owned());
                }
            }
            Kind::Word if before == Some("in") => {
                if let Some(alias) = i.checked_sub(2).and_then(|i| tokens.get(i)) {
                    found.aliases.push((cursor.of(alias).to_owned(), word.to_owned()));
                }
                // In the condition of related rows bare names are still those of the row at hand.
                set = None;
            }
            Kind::Word if before == Some("(") || next == Some(".") => set = Some(word),
            _ => {}
        }
    }
    if let Some((function, rows)) = stack.pop() {
        found.function = function;
        found.rows = rows;
    }
    found
}

/// A value of an indicator.
pub fn value(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let around = around(offers, asked.before);
    if dotted(offers, asked, &around) || codes(offers, asked, around.rows.as_deref()) {
        return;
    }
    let cursor = offers.cursor;
    let last = asked.before.last().map(|token| cursor.of(token));
    if let Some(rows) = &around.rows {
        let at_column = asked.before.last().is_some_and(|token| token.kind == Kind::Word)
            && !matches!(last, Some("where" | "and" | "or" | "not" | "in"));
        if at_column {
            return offers.words(&[
                ("in", "a list of codes, or a window of time"),
                ("is empty", ""),
                ("is not empty", ""),
            ]);
        }
        if last == Some("in") {
            return windows(offers);
        }
        return columns(offers, rows);
    }
    if last == Some("at") {
        return offers.words(&[
            ("previous", "the period before"),
            ("previous year", ""),
            ("same period last year", ""),
        ]);
    }
    let opens_set = last == Some("(")
        && matches!(
            around.function.as_deref(),
            Some("count" | "sum" | "mean" | "median" | "percentile" | "min" | "max")
        );
    if opens_set {
        sets(offers);
        if around.function.as_deref() == Some("count") {
            return;
        }
    }
    if around.function.as_deref() == Some("flagged") {
        return offers.words(&kpi_core::Flag::ALL.map(|flag| (flag.word(), "")));
    }
    // Behind a set in a call its condition comes.
    if asked.before.last().is_some_and(|token| token.kind == Kind::Word) && around.function.is_some() {
        return offers.words(&[("where", "only records of which this holds")]);
    }
    names(offers, asked.name);
    sets(offers);
    for (label, insert, detail) in FUNCTIONS {
        insert.clone_into(&mut offers.add(Offer::Function, label, detail).insert);
    }
}

/// A value or condition of a cohort's rows.
pub fn row(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let around = around(offers, asked.before);
    if dotted(offers, asked, &around) || codes(offers, asked, asked.name) {
        return;
    }
    let cursor = offers.cursor;
    match asked.before.last().map(|token| cursor.of(token)) {
        Some("in") => {
            windows(offers);
            return sets(offers);
        }
        Some("from") if asked.key != "where" && asked.key != "let" => return own_columns(offers, asked.name),
        _ => {}
    }
    own_columns(offers, asked.name);
    for (alias, _) in &around.aliases {
        offers.add(Offer::Rows, alias, "the related row");
    }
    for (label, insert, detail) in ROW_WORDS {
        insert.clone_into(&mut offers.add(Offer::Function, label, detail).insert);
    }
    sets(offers);
    offers.words(&[("period", "the figure's period"), ("is empty", ""), ("is not empty", ""), ("in", "")]);
}

/// `set.|`
fn dotted(offers: &mut Offers<'_>, asked: &Asked<'_>, around: &Around) -> bool {
    let cursor = offers.cursor;
    let [.., set, dot] = asked.before else { return false };
    if cursor.of(dot) != "." {
        return false;
    }
    let name = cursor.of(set);
    let set = around.aliases.iter().rev().find(|(alias, _)| alias == name).map_or(name, |(_, set)| set);
    columns(offers, set);
    true
}

/// `column = |`, `column in [|`
fn codes(offers: &mut Offers<'_>, asked: &Asked<'_>, rows: Option<&str>) -> bool {
    let cursor = offers.cursor;
    let Some((rows, column)) = compared(cursor, asked.before, rows) else { return false };
    let found = known_codes(offers, &rows, &column);
    let any = !found.is_empty();
    for (code, detail) in found {
        let plain = code.chars().all(|c| c.is_alphanumeric() || c == '_')
            && code.chars().next().is_some_and(char::is_alphabetic);
        let offer = offers.add(Offer::Code, &code, detail);
        if !plain {
            offer.insert = format!("\"{}\"", offer.insert.replace('"', "\\\""));
        }
    }
    any
}

/// In quotes: the codes of the column that the text is compared with.
pub fn quoted(offers: &mut Offers<'_>, asked: &Asked<'_>) {
    let around = around(offers, asked.before);
    let rows = around.rows.as_deref().or(asked.name.filter(|_| asked.item == "cohort"));
    let Some((rows, column)) = compared(offers.cursor, asked.before, rows) else { return };
    for (code, detail) in known_codes(offers, &rows, &column) {
        offers.add(Offer::Code, &code, detail);
    }
}

/// The set and column that stand before the sign at the end.
fn compared(cursor: &Cursor<'_>, tokens: &[Token], rows: Option<&str>) -> Option<(String, String)> {
    // In a list: back to what the list is compared with.
    let open = tokens.iter().rposition(|token| matches!(token.kind, Kind::Open(_) | Kind::Close(_)));
    let in_list = open.filter(|open| {
        let opener = tokens.get(*open).is_some_and(|token| token.kind == Kind::Open(b'['));
        let before = open.checked_sub(1).and_then(|i| tokens.get(i)).map(|token| cursor.of(token));
        opener && before == Some("in")
    });
    let tokens = match in_list {
        Some(open) => tokens.get(..open.saturating_sub(1))?,
        None => tokens.strip_suffix_sign(cursor)?,
    };
    let tokens = match tokens {
        [rest @ .., not] if cursor.of(not) == "not" => rest,
        all => all,
    };
    match tokens {
        [.., set, dot, column] if cursor.of(dot) == "." => {
            Some((cursor.of(set).to_owned(), cursor.of(column).to_owned()))
        }
        [.., column] if column.kind == Kind::Word => Some((rows?.to_owned(), cursor.of(column).to_owned())),
        _ => None,
    }
}

trait Sign {
    fn strip_suffix_sign(&self, cursor: &Cursor<'_>) -> Option<&[Token]>;
}

impl Sign for [Token] {
    fn strip_suffix_sign(&self, cursor: &Cursor<'_>) -> Option<&[Token]> {
        match self {
            [rest @ .., bang, sign] if cursor.of(bang) == "!" && cursor.of(sign) == "=" => Some(rest),
            [rest @ .., sign] if cursor.of(sign) == "=" => Some(rest),
            _ => None,
        }
    }
}

/// The codes of a column: those the rules list, else those the data has.
fn known_codes(offers: &Offers<'_>, rows: &str, column: &str) -> Vec<(String, &'static str)> {
    let workspace = offers.workspace;
    let home = match offers.names().column(rows, column) {
        Some(Symbol::Column { rows, .. }) => rows,
        _ => return Vec::new(),
    };
    let declared = workspace.known().datasets.get(&home).and_then(|dataset| dataset.column(column));
    match declared.map(|column| &column.holds) {
        Some(ColumnType::OneOf(codes) | ColumnType::SomeOf(codes)) => {
            codes.iter().map(|code| (code.clone(), "a code of the rules")).collect()
        }
        Some(ColumnType::YesNo) => vec![("yes".to_owned(), ""), ("no".to_owned(), "")],
        _ => {
            let seen = workspace.seen.codes.get(&(home, column.to_owned()));
            seen.into_iter().flatten().map(|code| (code.clone(), "in the data")).collect()
        }
    }
}

pub fn windows(offers: &mut Offers<'_>) {
    offers.words(&[
        ("period", "the figure's period"),
        ("year to date", "from the year's start to the period's end"),
        ("last 12 months", "up to the period's end"),
    ]);
}

pub fn own_columns(offers: &mut Offers<'_>, rows: Option<&str>) {
    if let Some(rows) = rows {
        columns(offers, rows);
    }
}

/// The columns of a set, each with what it holds.
pub fn columns(offers: &mut Offers<'_>, rows: &str) {
    for (name, home) in offers.names().columns(rows) {
        let known = offers.workspace.known();
        let holds = known.datasets.get(&home).and_then(|dataset| dataset.column(&name));
        let detail = holds.map_or_else(|| format!("of {home}"), |column| column.holds.unit().to_string());
        offers.add(Offer::Column, &name, &detail);
    }
}

/// The columns of all sets: for `by:`, which is said before it is known what is counted.
pub fn any_column(offers: &mut Offers<'_>) {
    let sets: Vec<String> = {
        let known = offers.workspace.known();
        known.datasets.keys().chain(known.cohorts.keys()).cloned().collect()
    };
    for set in sets {
        columns(offers, &set);
    }
}

pub fn sets(offers: &mut Offers<'_>) {
    let known = offers.workspace.known();
    for (name, dataset) in &known.datasets {
        let detail = if dataset.key.is_empty() { "records" } else { "figures by key" };
        offers.add(Offer::Rows, name, detail);
    }
    for (name, cohort) in &known.cohorts {
        offers.add(Offer::Rows, name, cohort.title.as_deref().unwrap_or("a cohort"));
    }
}

/// What a bare name may name: `let`s and parameters of the item at hand, indicators, comparators.
pub fn names(offers: &mut Offers<'_>, owner: Option<&str>) {
    let workspace = offers.workspace;
    if let Some(owner) = owner {
        for (name, home) in offers.names().lets(owner) {
            let known = workspace.known().indicators.get(owner);
            let unit = known.and_then(|indicator| indicator.lets.iter().find(|named| named.name == name));
            let detail = unit.map_or_else(|| format!("of {home}"), |named| named.value.unit.to_string());
            offers.add(Offer::Let, &name, &detail);
        }
        let template = offers.names().template(owner);
        for parameter in template.into_iter().flat_map(|template| &template.parameters) {
            offers.add(Offer::Word, &parameter.name.node, "a parameter");
        }
    }
    super::values::indicators(offers);
    super::values::comparators(offers);
}
